package dev.binnacle.server;

import dev.binnacle.model.BotId;
import dev.binnacle.model.HaltId;
import dev.binnacle.model.HaltedOrder;
import dev.binnacle.model.HaltedPosition;
import dev.binnacle.model.Liquidation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The record of halts that were done without a server: lines of JSON in the server's folder, each forced to the disk. A record that cannot
 * be kept stops no halt.
 *
 * <p><b>Threads:</b> thread-safe.
 */
final class DirectLog implements AutoCloseable {
  static final String NAME = "direct-halts.jsonl";
  private static final Logger LOG = LoggerFactory.getLogger(DirectLog.class);

  private final Path file;
  private final List<String> notes;
  private @Nullable FileChannel channel;

  /** @param notes hears once that the record cannot be kept */
  DirectLog(Path data, List<String> notes) {
    this.file = data.resolve(NAME);
    this.notes = notes;
    try {
      Files.createDirectories(data);
      channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      lost(e);
    }
  }

  void begun(HaltId id, Instant at, DirectHalt.Wish wish, List<BotId> bots, List<Path> files) {
    ObjectNode line = line(id, "begun").put("at", at.toString()).put("by", wish.by()).put("reason", wish.reason())
        .put("mode", word(wish.mode()));
    switch (wish.scope()) {
      case DirectHalt.Scope.OfBot(BotId bot) -> line.put("bot", bot.value());
      case DirectHalt.Scope.OfGroup(String group) -> line.put("group", group);
      case DirectHalt.Scope.OfFleet _ -> line.put("all", true);
      case DirectHalt.Scope.OfExchange(String exchange) -> line.put("exchange", exchange);
    }
    if (wish.symbol() != null) {
      line.put("symbol", wish.symbol().value());
    }
    Liquidation how = wish.liquidation();
    if (how != null) {
      line.put("positions", word(how.positions()));
    }
    ArrayNode stopped = line.putArray("bots");
    bots.forEach(bot -> stopped.add(bot.value()));
    ArrayNode lie = line.putArray("files");
    files.forEach(each -> lie.add(each.toString()));
    write(line);
  }

  void part(HaltId id, DirectReport.Part part) {
    ObjectNode line = line(id, "part").put("target", part.target()).put("exchange", part.exchange());
    describe(line, part);
    write(line);
  }

  /** What became of a part, as JSON. */
  static void describe(ObjectNode line, DirectReport.Part part) {
    ArrayNode orders = line.putArray("orders");
    for (HaltedOrder order : part.orders()) {
      orders.addObject().put("order_id", order.id().value())
          .put("symbol", order.symbol() == null ? null : order.symbol().value()).put("outcome", word(order.outcome()))
          .put("proved", order.proved()).put("detail", order.detail());
    }
    ArrayNode positions = line.putArray("positions");
    for (HaltedPosition position : part.positions()) {
      positions.addObject().put("symbol", position.symbol().value())
          .put("before", position.before().toPlainString())
          .put("after", position.after() == null ? null : position.after().toPlainString())
          .put("outcome", word(position.outcome())).put("detail", position.detail());
    }
    ArrayNode left = line.putArray("residue");
    part.residue().forEach(left::add);
    ObjectNode steps = line.putObject("steps_ms");
    part.steps().forEach(step -> steps.put(step.name(), steps.path(step.name()).asLong(0) + step.took().toMillis()));
  }

  void ended(HaltId id, Instant at, DirectReport report) {
    ObjectNode line = line(id, "ended").put("at", at.toString()).put("proved", report.isProved());
    ArrayNode left = line.putArray("residue");
    report.residue().forEach(left::add);
    write(line);
  }

  /** @param halts the server's halts that go on with it */
  void adopted(HaltId id, Instant at, List<String> halts) {
    ObjectNode line = line(id, "adopted").put("at", at.toString());
    ArrayNode names = line.putArray("halts");
    halts.forEach(names::add);
    write(line);
  }

  private static ObjectNode line(HaltId id, String what) {
    return ConfigCalls.JSON.createObjectNode().put("id", id.value()).put("what", what);
  }

  static String word(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }

  private synchronized void write(ObjectNode line) {
    FileChannel to = channel;
    if (to == null) {
      return;
    }
    try {
      ByteBuffer bytes = ByteBuffer.wrap((ConfigCalls.JSON.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        to.write(bytes);
      }
      to.force(false);
    } catch (IOException e) {
      lost(e);
    }
  }

  private void lost(IOException e) {
    LOG.warn("the record {} cannot be kept", file, e);
    notes.add("no record of this can be kept in " + file + ": " + e);
    channel = null;
  }

  @Override
  public synchronized void close() {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      LOG.warn("{} did not close as it should", file, e);
    }
  }
}
