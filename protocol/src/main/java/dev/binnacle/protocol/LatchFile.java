package dev.binnacle.protocol;

import dev.binnacle.model.HaltId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.zip.CRC32C;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * What a bot's guard holds, as it lies on the bot's disk: a line with a checksum, and a line of JSON. A person can read it; nobody
 * changes it by hand unnoticed.
 *
 * <p><b>Threads:</b> thread-safe; no state.
 */
public final class LatchFile {
  private static final String MAGIC = "binnacle-latches 1 ";
  private static final int CHECKSUM_DIGITS = 8;

  private LatchFile() {}

  /**
   * One latch, and what the bot does about it.
   *
   * @param halt as it was told
   * @param done whether the bot has done what it does about it
   */
  public record Held(LinkMessage.HaltTold halt, boolean done) {
    public HaltId id() {
      return halt.latch().id();
    }
  }

  public static byte[] write(List<Held> latches) {
    OutputBuffer out = new OutputBuffer();
    out.write('[');
    for (int i = 0; i < latches.size(); i++) {
      Held held = latches.get(i);
      out.writeAscii(i == 0 ? "{\"type\":\"halt\"" : ",{\"type\":\"halt\"");
      HaltFrame.write(out, held.halt());
      out.writeAscii(",\"done\":" + held.done() + "}");
    }
    out.writeAscii("]\n");
    byte[] body = out.toByteArray();
    OutputBuffer file = new OutputBuffer(body.length + 64);
    file.writeAscii(MAGIC + checksum(body, 0) + "\n");
    file.write(body);
    return file.toByteArray();
  }

  /**
   * @throws DamagedEntryException if it is not whole, or not of this kind
   */
  public static List<Held> read(byte[] file) {
    int from = MAGIC.length() + CHECKSUM_DIGITS + 1;
    if (file.length < from || !new String(file, 0, MAGIC.length(), StandardCharsets.US_ASCII).equals(MAGIC)
        || file[from - 1] != '\n') {
      throw new DamagedEntryException(0, "does not begin with \"" + MAGIC.strip() + "\"");
    }
    String said = new String(file, MAGIC.length(), CHECKSUM_DIGITS, StandardCharsets.US_ASCII);
    if (!said.equals(checksum(file, from))) {
      throw new DamagedEntryException(from, "its checksum is not that of what it holds");
    }
    List<Held> latches = new ArrayList<>();
    try (JsonParser parser = new JsonInput().parser(file, from, file.length - from)) {
      parser.nextToken();
      Tokens.eachObject(parser, "latches", () -> latches.add(held(parser)));
      if (parser.nextToken() != null) {
        throw new DamagedEntryException(from, "something follows its latches");
      }
    } catch (JacksonException | IllegalArgumentException | MalformedBatchException e) {
      throw new DamagedEntryException(from, String.valueOf(e.getMessage()));
    }
    return latches;
  }

  private static Held held(JsonParser parser) {
    HaltFrame frame = new HaltFrame();
    Set<String> seen = new HashSet<>();
    boolean[] done = {false};
    Tokens.members(
        parser,
        name -> {
          if (name.equals("done")) {
            LatchJson.once(seen, name);
            done[0] = parser.currentToken() == JsonToken.VALUE_TRUE;
          } else {
            frame.read(parser, name);
          }
        });
    return new Held(frame.message(), done[0]);
  }

  private static String checksum(byte[] bytes, int from) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, bytes.length - from);
    return String.format(Locale.ROOT, "%08x", crc.getValue());
  }
}
