package dev.binnacle.server;

import dev.binnacle.model.BotId;
import dev.binnacle.model.HaltId;
import dev.binnacle.model.Liquidation;
import dev.binnacle.model.Symbol;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A second record that positions are to be closed, for when the journal is slow. Its room is taken at the start, so that a full disk does
 * not keep a line from being written. A line is its checksum and a JSON object; what follows the last whole line is empty room.
 *
 * <p><b>Threads:</b> thread-safe; a record returns when it is on disk.
 */
final class HaltLog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HaltLog.class);
  private static final int ROOM = 1 << 20;

  private final Path file;
  private final FileChannel channel;
  private long end;

  /**
   * That this bot's positions are closed for this halt.
   *
   * @param symbol the only instrument; null for all
   */
  record Line(HaltId halt, BotId bot, @Nullable Symbol symbol, Liquidation liquidation) {}

  private HaltLog(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * @throws UncheckedIOException if the room cannot be taken
   */
  static HaltLog open(Path file) {
    try {
      FileChannel channel = FileChannel.open(
          file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      if (channel.size() < ROOM) {
        channel.write(ByteBuffer.allocate((int) (ROOM - channel.size())), channel.size());
        channel.force(true);
      }
      return new HaltLog(file, channel);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot take room for " + file + ": " + e.getMessage(), e);
    }
  }

  /** The lines that an earlier run wrote. */
  synchronized List<Line> lines() {
    List<Line> lines = new ArrayList<>();
    try {
      String text = Files.readString(file, StandardCharsets.UTF_8);
      for (String line : text.split("\n", -1)) {
        Line read = read(line);
        if (read == null) {
          break;
        }
        lines.add(read);
        end += line.getBytes(StandardCharsets.UTF_8).length + 1L;
      }
    } catch (IOException e) {
      LOG.error("{} cannot be read: positions may have been closed for a halt that is not known any more", file, e);
    }
    return lines;
  }

  /** Whether it is on disk. */
  synchronized boolean record(Line line) {
    byte[] bytes = write(line).getBytes(StandardCharsets.UTF_8);
    if (end + bytes.length > ROOM) {
      LOG.error("{} is full: halt {} waits for the journal", file, line.halt());
      return false;
    }
    try {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer, end + buffer.position());
      }
      channel.force(false);
      end += bytes.length;
      return true;
    } catch (IOException e) {
      LOG.error("{} cannot be written: halt {} waits for the journal", file, line.halt(), e);
      return false;
    }
  }

  /** Forgets all lines: what they say is in the journal now. */
  synchronized void clear() {
    try {
      channel.write(ByteBuffer.allocate((int) Math.max(1, Math.min(ROOM, end))), 0);
      channel.force(false);
      end = 0;
    } catch (IOException e) {
      LOG.warn("{} cannot be cleared: its lines are looked at again at the next start", file, e);
    }
  }

  private static String write(Line line) {
    Liquidation how = line.liquidation();
    ObjectNode json = ConfigCalls.JSON.createObjectNode()
        .put("halt", line.halt().value()).put("bot", line.bot().value())
        .put("symbol", line.symbol() == null ? null : line.symbol().value())
        .put("positions", how.positions().name())
        .put("collar_pct", how.collarPct() == null ? null : how.collarPct().toPlainString())
        .put("deadline_ms", how.deadline() == null ? null : how.deadline().toMillis());
    String text = ConfigCalls.JSON.writeValueAsString(json);
    return checksum(text) + " " + text + "\n";
  }

  private static @Nullable Line read(String line) {
    int space = line.indexOf(' ');
    if (space < 0 || !checksum(line.substring(space + 1)).equals(line.substring(0, space))) {
      return null;
    }
    try {
      JsonNode json = ConfigCalls.JSON.readTree(line.substring(space + 1));
      String symbol = json.path("symbol").asStringOpt().orElse(null);
      String collar = json.path("collar_pct").asStringOpt().orElse(null);
      return new Line(
          new HaltId(json.path("halt").asString()), new BotId(json.path("bot").asString()),
          symbol == null ? null : new Symbol(symbol),
          new Liquidation(
              Liquidation.Positions.valueOf(json.path("positions").asString()), collar == null ? null : new BigDecimal(collar),
              json.path("deadline_ms").isNumber() ? Duration.ofMillis(json.path("deadline_ms").asLong()) : null));
    } catch (JacksonException | IllegalArgumentException e) {
      LOG.error("a line of the halt log is whole and not understood: {}", e.getMessage());
      return null;
    }
  }

  private static String checksum(String text) {
    CRC32C crc = new CRC32C();
    crc.update(text.getBytes(StandardCharsets.UTF_8));
    return Long.toHexString(crc.getValue());
  }

  @Override
  public String toString() {
    return file.toString();
  }

  @Override
  public synchronized void close() {
    try {
      channel.close();
    } catch (IOException e) {
      LOG.warn("{} did not close as it should", file, e);
    }
  }
}
