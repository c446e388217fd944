package dev.binnacle.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Shows in the terminal what people are told, once a message and not once a channel, at most one a second: of a flood five wait for their
 * turn, the gravest and of these the newest, and how many were left out is said.
 *
 * <p><b>Threads:</b> looks on a thread of its own from {@link #start} to {@link #close}.
 */
final class DemoTeller implements AutoCloseable {
  private static final Duration PERIOD = Duration.ofSeconds(1);
  private static final List<String> LEVELS = List.of("info", "warning", "critical");
  private static final int ROWS = 60;
  private static final int MOST_PAGES = 10;
  private static final int MOST_WAITING = 5;
  private static final int MOST_LINES = 14;
  private static final int WIDTH = 110;
  private static final int KNOWN = 500;
  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

  private final Function<String, JsonNode> server;
  private final ZoneId zone;
  private final Consumer<String> out;
  private final Deque<JsonNode> waiting = new ArrayDeque<>();
  private final Deque<String> toldOrder = new ArrayDeque<>();
  private final Set<String> told = new HashSet<>();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("teller").daemon().factory());
  private long newest;
  private long leftOut;

  /**
   * @param server answers a path with what a GET of it gives; throws {@link CommandFailedException} where it cannot
   * @param out takes lines
   */
  DemoTeller(Function<String, JsonNode> server, ZoneId zone, Consumer<String> out) {
    this.server = server;
    this.zone = zone;
    this.out = out;
  }

  /** Takes what is there for known, and tells what comes from now on. */
  void start() {
    begin();
    clock.scheduleWithFixedDelay(this::look, PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
  }

  void begin() {
    fresh();
    waiting.clear();
    leftOut = 0;
  }

  /** Looks once, and tells at most one message. A server that does not answer now is asked again the next time. */
  void look() {
    fresh();
    JsonNode message = waiting.pollFirst();
    if (message != null) {
      out.accept("");
      lines(message).forEach(out);
    }
    if (leftOut > 0 && waiting.isEmpty()) {
      out.accept("  … and " + leftOut + " more, which the dashboard lists under Notifications");
      leftOut = 0;
    }
  }

  private void fresh() {
    for (JsonNode row : unseen().reversed()) {
      newest = Math.max(newest, number(row));
      String message = row.path("message").asString();
      if (told.add(message)) {
        toldOrder.add(message);
        waiting.add(row);
      }
    }
    while (toldOrder.size() > KNOWN) {
      told.remove(toldOrder.removeFirst());
    }
    while (waiting.size() > MOST_WAITING) {
      leaveOut();
      leftOut++;
    }
  }

  /** The newest first. Nothing when the server does not answer: then all of it is asked for again the next time. */
  private List<JsonNode> unseen() {
    List<JsonNode> unseen = new ArrayList<>();
    String cursor = "";
    for (int page = 0; page < MOST_PAGES; page++) {
      JsonNode answer = get("/api/v1/notifications?limit=" + ROWS + cursor).orElse(null);
      if (answer == null) {
        return List.of();
      }
      List<JsonNode> rows = answer.path("notifications").valueStream().filter(row -> number(row) > newest).toList();
      unseen.addAll(rows);
      if (rows.size() < ROWS || !answer.path("next").isString()) {
        break;
      }
      cursor = "&cursor=" + URLEncoder.encode(answer.path("next").asString(), StandardCharsets.UTF_8);
    }
    return unseen;
  }

  /** The oldest of the least grave: a flood of trades must not hide the alert about what they lose. */
  private void leaveOut() {
    JsonNode least = waiting.getFirst();
    for (JsonNode row : waiting) {
      least = gravity(row) < gravity(least) ? row : least;
    }
    waiting.remove(least);
  }

  private static int gravity(JsonNode row) {
    return LEVELS.indexOf(row.path("level").asString());
  }

  private static long number(JsonNode row) {
    String id = row.path("id").asString();
    return id.matches("[0-9]{1,18}") ? Long.parseLong(id) : 0;
  }

  private Optional<JsonNode> get(String path) {
    try {
      return Optional.of(server.apply(path));
    } catch (CommandFailedException e) {
      return Optional.empty();
    }
  }

  private List<String> lines(JsonNode row) {
    String at = CLOCK.format(Instant.parse(row.path("at").asString()).atZone(zone));
    String title = row.path("title").asString();
    String bot = row.path("bot").asString("");
    List<String> lines = new ArrayList<>();
    lines.add("  " + at + "  " + row.path("level").asString() + "  " + (bot.isEmpty() || title.startsWith(bot) ? "" : bot + ": ")
        + plain(title));
    text(row).lines().map(DemoTeller::plain).filter(line -> !line.isBlank() && !line.strip().equals(title.strip()))
        .limit(MOST_LINES).forEach(line -> lines.add("            " + line));
    return lines;
  }

  /** The message as it is where there is only text; empty when it is not among the latest any more. */
  private String text(JsonNode row) {
    return get("/api/v1/messages/preview?recent=20").map(page -> page.path("messages")).stream().flatMap(JsonNode::valueStream)
        .filter(message -> !message.path("sample").asBoolean(true))
        .filter(message -> Stream.of("kind", "at", "title").allMatch(key -> message.path(key).equals(row.path(key))))
        .findFirst()
        .map(message -> message.path("plain").asString(""))
        .orElse("");
  }

  /** A bot chose these words: nothing in them is to move the cursor. */
  private static String plain(String text) {
    String clean = text.replaceAll("[\\p{Cntrl}]", " ").stripTrailing();
    return clean.length() <= WIDTH ? clean : clean.substring(0, WIDTH - 1) + "…";
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
