package dev.binnacle.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.binnacle.testkit.FakeHook;
import dev.binnacle.testkit.FakeTelegram;
import dev.binnacle.testkit.Mishap;
import dev.binnacle.testkit.TelegramAnswers;
import dev.binnacle.testkit.TelegramLimits;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What people are told by a whole server while bots report more than anybody could be told. */
final class TellingUnderLoadTest {
  private static final String TOKEN = "a-token-of-an-administrator";
  private static final String BOT_TOKEN = "7000001:AAtokenThatOnlyTheFakeKnows";
  private static final long PERSON = 42;
  private static final long GROUP = -1_001;
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final HttpClient client = HttpClient.newHttpClient();
  private final FakeHook hook = new FakeHook();
  private final FakeTelegram telegram = new FakeTelegram(BOT_TOKEN, PERSON, GROUP);
  private final SkippingClock clock = new SkippingClock();

  @TempDir
  private Path data;

  private @Nullable Binnacle server;

  /** The system's clock, which a test can put forward. */
  private static final class SkippingClock implements InstantSource {
    private volatile Duration skipped = Duration.ZERO;

    @Override
    public Instant instant() {
      return Instant.now().plus(skipped);
    }

    void skip(Duration time) {
      skipped = skipped.plus(time);
    }
  }

  private Binnacle start(String yaml) {
    Settings settings = SettingsFile.parse(yaml, "binnacle.yaml", name -> null);
    Settings.Server web = settings.server().withPort(0).withSecrets(null, new Secret(TOKEN));
    Binnacle started = Binnacle.start(settings.withData(data).withServer(web), clock);
    server = started;
    return started;
  }

  @AfterEach
  void close() {
    if (server != null) {
      server.close();
    }
    client.close();
    hook.close();
    telegram.close();
  }

  private JsonNode ask(HttpRequest.Builder request) {
    try {
      HttpResponse<String> answer = client.send(
          request.header("Authorization", "Bearer " + TOKEN).header("Content-Type", "application/json").timeout(PATIENCE).build(),
          BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      return ConfigCalls.JSON.readTree(answer.body());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private JsonNode get(Binnacle from, String path) {
    return ask(HttpRequest.newBuilder(URI.create(from.url() + path)));
  }

  private void report(Binnacle to, String bot, List<String> events) {
    JsonNode answer = ask(
        HttpRequest.newBuilder(URI.create(to.url() + "/api/v1/bots/" + bot + "/events"))
            .POST(BodyPublishers.ofString("[" + String.join(",", events) + "]")));
    assertThat(answer.path("accepted").asInt()).as(answer.toString()).isEqualTo(events.size());
  }

  private JsonNode channel(Binnacle from, String name) {
    return get(from, "/api/v1/channels").path("channels").valueStream()
        .filter(channel -> channel.path("name").asString().equals(name)).findFirst().orElseThrow();
  }

  private List<JsonNode> hooked() {
    return hook.taken().stream().map(taken -> ConfigCalls.JSON.readTree(taken.body())).toList();
  }

  private List<String> told(long chat) {
    return telegram.sent().stream().filter(sent -> sent.chat() == chat).map(FakeTelegram.Sent::text).toList();
  }

  private static <T> int first(List<T> all, Function<T, Boolean> wanted) {
    return IntStream.range(0, all.size()).filter(i -> wanted.apply(all.get(i))).findFirst().orElse(Integer.MAX_VALUE);
  }

  private static int number(JsonNode channel, String field) {
    return channel.path(field).asInt(-1);
  }

  private String trade(int number) {
    return """
        {"type": "trade_opened", "at": "%s", "trade_id": "t-%d", "symbol": "BTC/USD", "side": "buy", "entry_price": "%d",
         "quantity": "0.5", "currency": "USD"}""".formatted(clock.instant(), number, 40_000 + number);
  }

  private void flood(Binnacle to, int bots, int tradesOfEach) {
    for (int bot = 1; bot <= bots; bot++) {
      for (int from = 0; from < tradesOfEach; from += 500) {
        report(to, "flooding-" + bot, IntStream.range(from, from + 500).mapToObj(this::trade).toList());
      }
    }
  }

  /**
   * Thousands of trades a second filled the line of a channel, and an alert was told after them. Both services refuse everything until the
   * flood and the alert are there, so that all of it waits.
   */
  @Test
  @Tag("slow")
  void anAlertIsToldBeforeAFloodOfTradesAndWhatIsNotToldOfThemIsCountedOnce() {
    Binnacle running = start("""
        channels:
          hook: { type: webhook, url: "%s/hook" }
          phone: { type: telegram, token: "%s", chat: "%d", api: "%s" }
        rules:
          - { name: burning, metric: temperature, above: 80, level: critical }
        """.formatted(hook.uri(), BOT_TOKEN, PERSON, telegram.uri()));
    hook.always(Mishap.Refuse.json(429, "{}").with("Retry-After", "1"));
    telegram.always(TelegramAnswers.tooManyRequests(1));
    Instant begun = clock.instant();

    flood(running, 20, 1_000);
    for (String channel : List.of("hook", "phone")) {
      await().atMost(PATIENCE).until(() -> number(channel(running, channel), "not_told") >= 19_000);
    }
    report(running, "oven", List.of("""
        {"type": "metrics", "at": "%s", "values": {"temperature": 90}}""".formatted(clock.instant())));
    for (String channel : List.of("hook", "phone")) {
      await().atMost(PATIENCE)
          .until(
              () -> !get(running, "/api/v1/notifications?limit=10&bot=oven&channel=" + channel).path("notifications").isEmpty());
    }
    // All that was decided before the alert is routed by now, and what is told one by one is what the bound lets through:
    // 120 a minute, 20 of them at once.
    int notTold = number(channel(running, "hook"), "not_told");
    int oneByOne = 20_000 - notTold;
    assertThat(oneByOne).isBetween(20, 20 + 2 * (int) Duration.between(begun, clock.instant()).toSeconds() + 2);
    assertThat(hook.taken()).isEmpty();
    assertThat(telegram.sent()).isEmpty();
    hook.mend();
    telegram.mend();
    await().atMost(PATIENCE).until(() -> hooked().stream().filter(body -> is(body, "trade_opened")).count() == oneByOne);
    await().atMost(PATIENCE).until(() -> trades(told(PERSON)) == oneByOne);
    clock.skip(Duration.ofSeconds(61));
    await().atMost(PATIENCE).until(() -> hooked().stream().anyMatch(body -> is(body, "not_told")));
    await().atMost(PATIENCE).until(() -> told(PERSON).stream().anyMatch(text -> text.contains("not told one by one")));
    running.close();

    List<JsonNode> hooked = hooked();
    assertThat(first(hooked, body -> alerts(body, "burning") == 1)).isLessThan(first(hooked, body -> is(body, "trade_opened")));
    assertThat(hooked.stream().mapToLong(body -> alerts(body, "burning")).sum()).isEqualTo(1);
    assertThat(hooked.stream().filter(body -> is(body, "not_told"))).singleElement().satisfies(
        body -> assertThat(body.path("event").path("fields").path("trade_opened").asString()).isEqualTo("" + notTold));
    List<String> texts = told(PERSON);
    assertThat(first(texts, text -> text.contains("burning"))).isLessThan(first(texts, text -> trades(List.of(text)) > 0));
    assertThat(texts.stream().filter(text -> text.contains("burning"))).hasSize(1);
    assertThat(texts.stream().filter(text -> text.contains("not told one by one"))).singleElement()
        .satisfies(text -> assertThat(text).contains("%,d events were not told one by one".formatted(notTold)));
  }

  private static boolean is(JsonNode body, String kind) {
    return body.path("kind").asString().equals(kind);
  }

  private static long alerts(JsonNode body, String rule) {
    return body.path("alerts").valueStream().filter(alert -> alert.path("rule").asString().equals(rule)).count();
  }

  /** One by one, and a digest has a line for each. */
  private static long trades(List<String> texts) {
    return texts.stream().flatMap(String::lines).filter(line -> line.endsWith("Trade opened") || line.contains(": BUY 0.5000 "))
        .count();
  }

  /** Telegram refuses what comes faster than one message a second, in a group also the twenty-first in a minute. */
  @Test
  void fiveHundredAlertsAtOnceAreAllNamedOnceWithinTelegramsLimits() throws Exception {
    TelegramLimits limits = new TelegramLimits(System::nanoTime);
    telegram.holdTo(limits);
    telegram.next(TelegramAnswers.tooManyRequests(1));
    Binnacle running = start("""
        channels:
          hook: { type: webhook, url: "%1$s/hook" }
          phone: { type: telegram, token: "%2$s", chat: "%3$d", api: "%5$s" }
          desk: { type: telegram, token: "%2$s", chat: "%4$d", api: "%5$s" }
        rules:
          - { name: storm, happened: custom, named: "fault-*", lasts: 1h, level: critical }
        """.formatted(hook.uri(), BOT_TOKEN, PERSON, GROUP, telegram.uri()));

    all(IntStream.rangeClosed(1, 50).<Callable<Boolean>>mapToObj(bot -> () -> {
      report(running, "storm-" + bot, IntStream.rangeClosed(1, 10).mapToObj(fault -> """
          {"type": "custom", "at": "%s", "name": "fault-%d", "fields": {}}""".formatted(clock.instant(), fault)).toList());
      return true;
    }).toList());
    Map<String, Integer> wanted = new TreeMap<>();
    IntStream.rangeClosed(1, 50).forEach(
        bot -> IntStream.rangeClosed(1, 10).forEach(fault -> wanted.put("storm-" + bot + "/fault-" + fault, 1)));

    for (long chat : new long[] {PERSON, GROUP}) {
      await().atMost(PATIENCE).until(() -> naming(told(chat)).keySet().equals(wanted.keySet()));
    }
    await().atMost(PATIENCE).until(() -> hooked().stream().mapToLong(body -> alerts(body, "storm")).sum() >= 500);
    running.close();

    assertThat(naming(told(PERSON))).isEqualTo(wanted);
    assertThat(naming(told(GROUP))).isEqualTo(wanted);
    assertThat(told(GROUP)).hasSizeLessThanOrEqualTo(20);
    Map<String, Integer> hooked = new TreeMap<>();
    hooked().stream().flatMap(body -> body.path("alerts").valueStream())
        .filter(alert -> alert.path("rule").asString().equals("storm"))
        .forEach(alert -> hooked.merge(alert.path("bot").asString() + "/" + alert.path("part").asString(), 1, Integer::sum));
    assertThat(hooked).isEqualTo(wanted);
  }

  /** In how many messages each alert is named. */
  private static Map<String, Integer> naming(List<String> texts) {
    Map<String, Integer> messages = new TreeMap<>();
    Pattern name = Pattern.compile("storm-\\d+/fault-\\d+");
    for (String text : texts) {
      name.matcher(text).results().map(MatchResult::group).collect(Collectors.toSet())
          .forEach(alert -> messages.merge(alert, 1, Integer::sum));
    }
    return messages;
  }

  private static void all(Collection<Callable<Boolean>> work) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> done = new ArrayList<>(threads.invokeAll(work));
      for (Future<Boolean> one : done) {
        assertThat(one.get()).isTrue();
      }
    }
  }
}
