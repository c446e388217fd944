package dev.binnacle.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.testkit.FakeDiscord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * What each of the demo's scenarios promises is seen. All of them run at the same time, since what happens in them happens by the clock;
 * {@code halt} and {@code errors} are in {@link HaltScenarioTest}. Seventeen processes on two cores take minutes, so that this runs where it
 * is asked for.
 */
@Tag("slow")
@Tag("heavy")
final class ScenariosTest {
  private static final String FAST = "1000";
  /** What the trend bot tells in the scenarios that show off a channel, beside its trades. */
  private static final List<String> TOLD = List.of(
      "error", "portfolio_update", "performance_report", "daily_summary", "backtest_result", "trade_opened", "trade_closed");

  @TempDir
  private static Path folder;
  private static FakeDiscord discord;
  private static final Map<String, DemoRun> RUNS = new LinkedHashMap<>();
  private static final Map<String, Seen> SEEN = new ConcurrentHashMap<>();
  private static volatile boolean watching = true;

  /**
   * What was seen so far, by whoever looks once a second.
   *
   * @param kinds of messages that were delivered
   * @param telegram what was really told, in Telegram's markup
   * @param healths of the trend bot's parts
   */
  private record Seen(Set<String> kinds, Set<String> telegram, Set<String> healths) {
    Seen() {
      this(ConcurrentHashMap.newKeySet(), ConcurrentHashMap.newKeySet(), ConcurrentHashMap.newKeySet());
    }

    void look(Api api, String channel) throws Exception {
      api.get("/api/v1/notifications?limit=100&state=delivered&channel=" + channel).path("notifications")
          .forEach(one -> kinds.add(one.path("kind").asString()));
      api.get("/api/v1/messages/preview?recent=20").path("messages").valueStream()
          .filter(one -> !one.path("sample").asBoolean())
          .forEach(one -> telegram.add(one.path("telegram").path("html").asString()));
      api.get("/api/v1/bots/btc-trend").path("components").forEach(part -> healths.add(part.path("health").asString()));
    }
  }

  @BeforeAll
  static void start() throws Exception {
    discord = new FakeDiscord("token-of-the-webhook");
    Map<String, Future<DemoRun>> starting = new LinkedHashMap<>();
    try (ExecutorService starters = Executors.newCachedThreadPool()) {
      for (String scenario : List.of("telegram", "discord", "trading-day", "drawdown", "silent-death")) {
        Path own = Files.createDirectory(folder.resolve(scenario));
        String bots = scenario.equals("silent-death") ? "3" : "1"; // the last is the one that dies, and the grid has orders that rest
        Map<String, String> environment =
            scenario.equals("discord") ? Map.of("DISCORD_WEBHOOK_URL", discord.webhook()) : Map.of();
        starting.put(scenario, starters.submit(() -> DemoRun.start(own, environment, "--speed", FAST, "--scenario", scenario,
            "--bots", bots)));
        SEEN.put(scenario, new Seen());
      }
    }
    List<ExecutionException> failed = new ArrayList<>();
    for (Map.Entry<String, Future<DemoRun>> one : starting.entrySet()) {
      try {
        RUNS.put(one.getKey(), one.getValue().get());
      } catch (ExecutionException e) {
        failed.add(e);
      }
    }
    if (!failed.isEmpty()) {
      throw failed.getFirst();
    }
    for (String scenario : SEEN.keySet()) {
      Await.that("the trend bot of " + scenario, () -> api(scenario).status("/api/v1/bots/btc-trend") == 200);
    }
    Thread.ofPlatform().daemon().name("watcher").start(ScenariosTest::watch);
  }

  /** What is told in a storm of trades is soon not among the latest any more, and what is slow is so for a while only. */
  private static void watch() {
    while (watching) {
      try {
        seen("telegram").look(api("telegram"), "dashboard");
        seen("discord").look(api("discord"), "desk");
        seen("trading-day").look(api("trading-day"), "dashboard");
      } catch (Exception e) {
        if (watching) {
          throw new AssertionError("nobody looks any more", e);
        }
      }
      LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
    }
  }

  private static Seen seen(String scenario) {
    return Objects.requireNonNull(SEEN.get(scenario));
  }

  @AfterAll
  static void end() {
    watching = false;
    RUNS.values().parallelStream().forEach(DemoRun::close);
    discord.close();
  }

  private static DemoRun run(String scenario) {
    return Objects.requireNonNull(RUNS.get(scenario));
  }

  private static Api api(String scenario) throws Exception {
    return run(scenario).api();
  }

  private static List<String> alertsTold(String scenario) throws Exception {
    return api(scenario).get("/api/v1/notifications?limit=500&state=delivered&channel=dashboard").path("notifications")
        .valueStream()
        .filter(one -> one.path("kind").asString().equals("alert")).map(one -> one.path("title").asString()).toList();
  }

  private static List<JsonNode> halts(String scenario) throws Exception {
    return api(scenario).get("/api/v1/halts").path("halts").valueStream().toList();
  }

  private static Set<String> rulesThatFired(String scenario) throws Exception {
    return api(scenario).get("/api/v1/alerts?state=all&limit=500").path("alerts").valueStream()
        .map(alert -> alert.path("rule").asString()).collect(Collectors.toSet());
  }

  @Test
  void discordHasGotEachKindOfMessage() throws Exception {
    Await.that("each kind of message at Discord", () -> seen("discord").kinds().containsAll(TOLD));

    List<String> cards = discord.sent().stream().map(sent -> sent.embeds().toString()).toList();
    assertThat(cards).as("a warning").anyMatch(card -> card.contains("an order took 1.8 s to be acknowledged"));
    assertThat(cards).as("an error").anyMatch(card -> card.contains("the venue answered 502 to a request for balances"));
    assertThat(cards).as("the account, which began with 10,000")
        .anyMatch(card -> card.contains("Portfolio") && card.contains("$"));
    assertThat(cards).as("a backtest of a day").anyMatch(card -> card.contains("Backtest"));
    assertThat(discord.sent()).as("nobody is rung by a name in a message").allMatch(sent -> sent.mentions() != null);
    assertThat(run("discord").said()).contains("They go to the log, the dashboard and Discord.");
    Await.that("what is wrong on the terminal", () -> run("discord").said().contains("the venue answered 502 to a request"));
  }

  @Test
  void telegramsMessagesAreShownAsTheyWouldBeSent() throws Exception {
    Await.that("each kind of message", () -> seen("telegram").kinds().containsAll(TOLD));

    assertThat(seen("telegram").telegram())
        .anyMatch(html -> html.contains("ApiError") && html.contains("the venue answered 502 to a request for balances"))
        .anyMatch(html -> html.contains("<b>") && html.contains("Portfolio"))
        .anyMatch(html -> html.contains("Backtest"));
    assertThat(run("telegram").said()).contains("set TELEGRAM_BOT_TOKEN and TELEGRAM_CHAT_ID");
    assertThat(Files.readString(folder.resolve("telegram/demo/binnacle.yaml"))).doesNotContain("type: telegram", "type: discord");
  }

  @Test
  void aDaysVenueIsSlowAndAnswers429WhileTheBotTrades() throws Exception {
    Await.that("a call that was answered 429", () -> usage("throttled") > 0);
    // After 50 s each answer is held back for 180 ms, and the bot finds more than 150 ms slow.
    Await.that("a part that was slow", () -> seen("trading-day").healths().contains("degraded"));
    Await.that("closed trades",
        () -> api("trading-day").get("/api/v1/bots/btc-trend/performance").path("total_trades").asInt() > 0);

    assertThat(usage("calls")).isGreaterThan(usage("throttled"));
    assertThat(halts("trading-day")).as("bots are not halted by a bad day").isEmpty();
  }

  private static long usage(String count) throws Exception {
    return api("trading-day").get("/api/v1/bots/btc-trend").path("api_usage").valueStream()
        .mapToLong(usage -> usage.path(count).asLong()).sum();
  }

  @Test
  void whoLosesIsAlertedAboutAndHaltedWithoutAPerson() throws Exception {
    Await.that("the halt", () -> halts("drawdown").stream().anyMatch(halt -> halt.path("state").asString().equals("halted")));

    JsonNode halt = halts("drawdown").getFirst();
    assertThat(halt.path("requests").get(0).path("origin").asString()).isEqualTo("trigger");
    // Whether it is the day's profit or the way down from the peak that is at twice its limit first depends on what it buys.
    assertThat(halt.path("requests").get(0).path("reason").asString())
        .containsAnyOf("below its peak, where the limit is 2 %", "on the day, where the limit is a loss of 240 USD");
    assertThat(halt.path("bots").get(0).path("proof").asString()).isEqualTo("exchange");
    Await.that("the alert of the loss", () -> rulesThatFired("drawdown").contains("daily-loss"));
    JsonNode configuration = api("drawdown").get("/api/v1/bots/btc-trend/config");
    assertThat(configuration.path("values").path("quantity").asInt()).as("the size that lost").isEqualTo(5);
    Await.that("people told of the loss", () -> alertsTold("drawdown").stream().anyMatch(title -> title.contains("daily-loss")));
  }

  @Test
  void aBotThatDiesIsMissedAndItsOrdersAreCancelledWithoutIt() throws Exception {
    Await.that("an alert that it is silent, pending or firing",
        () -> Stream.of("pending", "open").flatMap(present -> now(present)).anyMatch(alert -> alert.path("rule").asString()
            .equals("heartbeat-lost") && alert.path("bot").asString().equals("btc-grid")));
    Await.that("the halt of what it left",
        () -> halts("silent-death").stream().anyMatch(halt -> halt.path("state").asString().equals("halted")));

    assertThat(run("silent-death").said()).contains("btc-grid is killed without a word, and started again in 3 minutes");
    JsonNode halt = halts("silent-death").getFirst();
    assertThat(halt.path("bots")).singleElement().satisfies(bot -> {
      assertThat(bot.path("bot").asString()).isEqualTo("btc-grid");
      assertThat(bot.path("proof").asString()).isEqualTo("exchange");
      // Whether the grid had orders when it died is chance.
      assertThat(bot.path("orders")).allMatch(order -> order.path("proved").asBoolean());
    });
    assertThat(api("silent-death").get("/api/v1/bots/btc-trend").path("status").asString()).isEqualTo("online");
  }

  /** The alerts of the present. A bot that is silent is pending for a minute, which is longer than anybody waits here. */
  private static Stream<JsonNode> now(String present) {
    try {
      return api("silent-death").get("/api/v1/alerts/now").path(present).valueStream();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
