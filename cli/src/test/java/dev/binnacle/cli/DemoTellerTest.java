package dev.binnacle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Looks by hand, at rows as the API gives them: the newest first. */
final class DemoTellerTest {
  private final List<String> rows = new ArrayList<>();
  private final List<String> out = new ArrayList<>();
  private String previews = "";
  private boolean down;
  private final DemoTeller teller = new DemoTeller(this::answer, ZoneOffset.UTC, out::add);

  @AfterEach
  void close() {
    teller.close();
  }

  private JsonNode answer(String path) {
    if (down) {
      throw CommandFailedException.failed("not now");
    }
    return ApiClient.JSON.readTree(path.startsWith("/api/v1/notifications") ? page(path) : "{\"messages\":[" + previews + "]}");
  }

  /** As many rows as were asked for; a cursor is the number of those before. */
  private String page(String path) {
    int from = path.contains("&cursor=") ? Integer.parseInt(path.substring(path.indexOf("&cursor=") + 8)) : 0;
    int to = Math.min(rows.size(), from + Integer.parseInt(path.replaceFirst(".*limit=([0-9]+).*", "$1")));
    String next = to < rows.size() ? "\"" + to + "\"" : "null";
    return "{\"notifications\":[" + String.join(",", rows.reversed().subList(from, to)) + "],\"next\":" + next + "}";
  }

  private void row(int id, String message, String channel, String title) {
    row(id, message, channel, title, "warning");
  }

  private void row(int id, String message, String channel, String title, String level) {
    rows.add(
        """
        {"id":"%d","message":"%s","channel":"%s","kind":"error","level":"%s","bot":"btc-grid","at":"2026-01-05T12:00:07Z",\
        "title":"%s"}""".formatted(id, message, channel, level, title));
  }

  @Test
  void tellsEachMessageOnceHoweverManyChannelsSayIt() {
    row(1, "m1", "log", "Old");
    teller.begin();
    row(9, "m2", "log", "ApiError");
    row(10, "m2", "dashboard", "ApiError");
    previews = "{\"kind\":\"error\",\"sample\":false,\"at\":\"2026-01-05T12:00:07Z\",\"title\":\"ApiError\","
        + "\"plain\":\"ApiError\\nMessage: 502\\u001b[2J\"}";
    teller.look();
    teller.look();

    assertThat(out).containsExactly("", "  12:00:07  warning  btc-grid: ApiError", "            Message: 502 [2J");
  }

  /** A trade has ten lines: bot, symbol, side, price, quantity, value, strategy, stop, target, time. */
  @Test
  void tellsAMessageToItsLastLine() {
    teller.begin();
    row(1, "m1", "log", "Trade opened", "info");
    String lines = IntStream.rangeClosed(1, 10).mapToObj(i -> "Field " + i).collect(Collectors.joining("\\n"));
    previews = "{\"kind\":\"error\",\"sample\":false,\"at\":\"2026-01-05T12:00:07Z\",\"title\":\"Trade opened\","
        + "\"plain\":\"Trade opened\\n" + lines + "\"}";
    teller.look();

    assertThat(out).hasSize(12).last().isEqualTo("            Field 10");
  }

  @Test
  void ofAFloodTheNewestFiveAreToldOneALookAndTheRestCounted() {
    teller.begin();
    for (int i = 1; i <= 8; i++) {
      row(i, "m" + i, "log", "Number " + i);
    }
    teller.look();
    assertThat(out).containsExactly("", "  12:00:07  warning  btc-grid: Number 4");
    for (int i = 0; i < 4; i++) {
      teller.look();
    }

    assertThat(out).contains("  12:00:07  warning  btc-grid: Number 8").last().asString().contains("3 more");
  }

  /** The drawdown scenario lost the alert of the daily loss among the trades that made it. */
  @Test
  void whatIsGraveIsToldHoweverManyTradesComeAfterIt() {
    teller.begin();
    row(1, "m1", "log", "Daily loss", "critical");
    for (int i = 2; i <= 40; i++) {
      row(i, "m" + i, "log", "Trade " + i, "info");
    }
    for (int i = 0; i < 6; i++) {
      teller.look();
    }

    assertThat(out).contains("  12:00:07  critical  btc-grid: Daily loss", "  12:00:07  info  btc-grid: Trade 40")
        .doesNotContain("  12:00:07  info  btc-grid: Trade 36").last().asString().contains("35 more");
  }

  /** An error was never told: between two looks there came more rows than the server gives at once. */
  @Test
  void whatIsGraveIsToldHoweverManyRowsCameSinceTheLastLook() {
    row(1, "m1", "log", "Old");
    teller.begin();
    row(2, "m2", "log", "Error", "critical");
    for (int i = 3; i <= 300; i++) {
      row(i, "m" + i, "log", "Trade " + i, "info");
    }
    for (int i = 0; i < 6; i++) {
      teller.look();
    }

    assertThat(out).contains("  12:00:07  critical  btc-grid: Error").doesNotContain("  12:00:07  warning  btc-grid: Old")
        .last().asString().contains("294 more");
  }

  @Test
  void serverThatDoesNotAnswerIsAskedAgain() {
    teller.begin();
    row(1, "m1", "log", "Back");
    down = true;
    teller.look();
    assertThat(out).isEmpty();
    down = false;
    teller.look();

    assertThat(out).last().asString().endsWith("Back");
  }
}
