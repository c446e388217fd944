package dev.binnacle.server;

import dev.binnacle.engine.Input;
import dev.binnacle.model.BotId;
import dev.binnacle.model.HaltId;
import dev.binnacle.model.HaltMode;
import dev.binnacle.model.HaltOrigin;
import dev.binnacle.model.HaltScope;
import dev.binnacle.model.Symbol;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Takes up halts that were done without this server: it goes on with them as its own, proves them again, and holds them until a named
 * operator releases them. Closing positions is not asked for again: somebody must do that anew.
 *
 * <p><b>Threads:</b> a thread of its own looks at the record's file, at the start and every few seconds.
 */
final class DirectAdoption implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DirectAdoption.class);
  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int LONGEST_REASON = 900;
  private static final long LARGEST = 64L << 20;

  private final EngineLoop loop;
  private final Path data;
  private final InstantSource clock;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("direct-halts").daemon().factory());
  private long seen = -1;

  DirectAdoption(EngineLoop loop, Path data, InstantSource clock) {
    this.loop = loop;
    this.data = data;
    this.clock = clock;
  }

  void start() {
    thread.scheduleWithFixedDelay(this::look, 0, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void look() {
    try {
      Path file = data.resolve(DirectLog.NAME);
      long size = Files.exists(file) ? Files.size(file) : 0;
      if (size == seen || size == 0) {
        return;
      }
      if (size > LARGEST) {
        LOG.error("{} is larger than {} bytes: halts in it are not taken up. Move it away", file, LARGEST);
        seen = size;
        return;
      }
      adopt(Files.readAllLines(file));
      seen = Files.size(file);
    } catch (IOException | RuntimeException e) {
      LOG.error("halts that were done without this server cannot be taken up now; it is tried again", e);
    }
  }

  private void adopt(List<String> lines) {
    Map<String, JsonNode> begun = new LinkedHashMap<>();
    Set<String> adopted = new HashSet<>();
    for (String line : lines) {
      JsonNode json = read(line);
      String id = json == null ? "" : json.path("id").asString("");
      if (json != null && json.path("what").asString("").equals("begun")) {
        begun.put(id, json);
      } else if (json != null && json.path("what").asString("").equals("adopted")) {
        adopted.add(id);
      }
    }
    begun.keySet().removeAll(adopted);
    begun.forEach(this::adopt);
  }

  /** Null for a line that was cut off by a crash. */
  private static @Nullable JsonNode read(String line) {
    try {
      return ConfigCalls.JSON.readTree(line);
    } catch (JacksonException e) {
      LOG.warn("a line of {} cannot be read: {}", DirectLog.NAME, e.getMessage());
      return null;
    }
  }

  private void adopt(String id, JsonNode begun) {
    List<String> halts = new ArrayList<>();
    String by = begun.path("by").asString("unknown");
    for (Input.Command.RequestHalt wish : wishes(id, begun)) {
      EngineLoop.CommandResult result = ask(wish, by);
      if (result.refused() != null || result.halt() == null) {
        LOG.error("halt {} of {} cannot be taken up: {}", id, wish.scope(), result.refused());
      } else {
        LOG.warn("halt {}, done without this server by {}, goes on as {}", id, by, result.halt());
        halts.add(result.halt().value());
      }
    }
    List<String> notes = new ArrayList<>();
    try (DirectLog log = new DirectLog(data, notes)) {
      log.adopted(new HaltId(id), clock.instant(), halts);
    }
  }

  private EngineLoop.CommandResult ask(Input.Command.RequestHalt wish, String by) {
    try {
      return loop.command(wish, by).orElseThrow(() -> new IllegalStateException("too many commands wait"))
          .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the engine did not take it up: " + e, e);
    }
  }

  private static List<Input.Command.RequestHalt> wishes(String id, JsonNode begun) {
    HaltMode asked = HaltMode.valueOf(begun.path("mode").asString("cancel").toUpperCase(Locale.ROOT));
    HaltMode mode = asked == HaltMode.LIQUIDATE ? HaltMode.CANCEL : asked;
    String reason = reason(id, begun);
    String named = begun.path("symbol").asString("");
    Symbol symbol = named.isEmpty() ? null : new Symbol(named);
    List<HaltScope> scopes = new ArrayList<>();
    if (begun.path("all").asBoolean(false)) {
      scopes.add(symbol == null ? new HaltScope.OfFleet() : new HaltScope.OfInstrument(symbol, null));
    } else {
      for (JsonNode bot : begun.path("bots")) {
        BotId its = new BotId(bot.asString());
        scopes.add(symbol == null ? new HaltScope.OfBot(its) : new HaltScope.OfInstrument(symbol, its));
      }
    }
    return scopes.stream().map(scope -> new Input.Command.RequestHalt(scope, mode, null, reason, HaltOrigin.PERSON)).toList();
  }

  private static String reason(String id, JsonNode begun) {
    StringBuilder reason = new StringBuilder(begun.path("reason").asString("no reason given")).append(" (").append(id)
        .append(", done without the server");
    List<String> files = new ArrayList<>();
    begun.path("files").forEach(file -> files.add(file.asString()));
    if (!files.isEmpty()) {
      reason.append("; its halt files stop bots until they are removed: ").append(String.join(", ", files));
    }
    String text = reason.append(")").toString();
    return text.length() <= LONGEST_REASON ? text : text.substring(0, LONGEST_REASON) + "…)";
  }

  @Override
  public void close() {
    thread.shutdownNow();
    try {
      if (!thread.awaitTermination(2, TimeUnit.SECONDS)) {
        LOG.warn("a halt that was done without this server is still being taken up");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
