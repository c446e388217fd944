package dev.binnacle.notify.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.binnacle.model.ChannelName;
import dev.binnacle.model.Level;
import dev.binnacle.notify.ChannelPolicy;
import dev.binnacle.notify.ChannelSettings;
import dev.binnacle.notify.Charts;
import dev.binnacle.notify.Dispatch;
import dev.binnacle.notify.EventKind;
import dev.binnacle.notify.Limits;
import dev.binnacle.notify.Message;
import dev.binnacle.notify.Notebook;
import dev.binnacle.notify.Outcome;
import dev.binnacle.notify.Secret;
import dev.binnacle.notify.http.Http;
import dev.binnacle.testkit.FakeTelegram;
import dev.binnacle.testkit.Mishap;
import dev.binnacle.testkit.TelegramAnswers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@NullMarked
final class TelegramChannelTest {
  private static final Instant AT = Instant.parse("2026-01-05T14:30:00Z");
  private static final String TOKEN = "7000001:AAE-secret_secret";
  private static final long CHAT = 42;

  private final FakeTelegram telegram = new FakeTelegram(TOKEN, CHAT, -100);
  private final Http http = Http.create(Duration.ofSeconds(5));
  private final Notebook notebook = Notebook.inMemory();
  private final TelegramChannel channel = channel(Long.toString(CHAT), true);

  @AfterEach
  void close() {
    http.close();
    telegram.close();
  }

  /** The trade of the notification examples. */
  @Test
  void aTradeReadsAsInTheExample() throws InterruptedException {
    Message trade = message("Trade opened", EventKind.TRADE_OPENED).withFields(List.of(
        field("symbol", "Symbol", "BTC/USDT"), field("side", "Side", "BUY"), field("entry_price", "Entry Price", "$45,000.00"),
        field("quantity", "Quantity", "0.5000")));

    Outcome outcome = channel.send(dispatch(trade));

    assertThat(outcome).isInstanceOf(Outcome.Delivered.class);
    FakeTelegram.Sent sent = telegram.sent().getFirst();
    assertThat(sent.text()).isEqualTo(
        """
            🟢 Trade opened

            📊 Symbol: BTC/USDT
            📈 Side: BUY
            💰 Entry Price: $45,000.00
            📦 Quantity: 0.5000
            🕐 Time: 2026-01-05 14:30:00 UTC""");
    assertThat(sent.markup()).contains("<b>🟢 Trade opened</b>", "<b>📊 Symbol:</b> BTC/USDT");
    assertThat(outcome).isEqualTo(new Outcome.Delivered(Long.toString(sent.id())));
    assertThat(sent.silent()).isFalse();
  }

  @Test
  void everyValueIsEscaped() throws InterruptedException {
    String nasty = "<b>a & b</b> \"q\" 'r' <script> &lt; 1 < 2 > 0";
    Message message = message(nasty, EventKind.CUSTOM).withFields(List.of(field("x", nasty, nasty))).withText(nasty);

    channel.send(dispatch(message));

    assertThat(telegram.sent().getFirst().text()).startsWith("💬 " + nasty + "\n\n" + nasty + ": " + nasty)
        .endsWith("\n\n" + nasty);
    assertThat(telegram.requests()).hasSize(1);
  }

  @Test
  void aLongLetterGoesInPagesThatFitAndLosesNothing() throws InterruptedException {
    List<String> lines = IntStream.range(0, 700).mapToObj(i -> "alert " + i + " of <bot> & co").toList();
    Message message = message("Storm", EventKind.ALERT).withText(String.join("\n", lines));

    int parts = channel.parts(dispatch(message));
    for (int part = 0; part < parts; part++) {
      assertThat(channel.send(dispatch(message).withPart(part))).isInstanceOf(Outcome.Delivered.class);
    }

    assertThat(parts).isGreaterThan(3);
    assertThat(telegram.sent()).hasSize(parts).allSatisfy(sent -> assertThat(sent.text()).hasSizeLessThanOrEqualTo(4_096));
    assertThat(telegram.sent().stream().flatMap(sent -> sent.text().lines()).filter(line -> line.startsWith("alert")).toList())
        .isEqualTo(lines);
  }

  @Test
  void aLineLongerThanAMessageIsCutBetweenCharacters() throws InterruptedException {
    Message message = message("Long", EventKind.CUSTOM).withText("🟢".repeat(3_000));

    for (int part = 0; part < channel.parts(dispatch(message)); part++) {
      channel.send(dispatch(message).withPart(part));
    }

    long circles =
        telegram.sent().stream().flatMapToInt(sent -> sent.text().codePoints()).filter(c -> c == "🟢".codePointAt(0)).count();
    assertThat(circles).isEqualTo(3_000);
    assertThat(telegram.sent()).noneMatch(sent -> sent.text().contains("\uFFFD"));
  }

  @Test
  void markupThatIsRefusedIsSentAgainPlain() throws InterruptedException {
    telegram.next(TelegramAnswers.cannotParse());

    Outcome outcome = channel.send(dispatch(message("a <b", EventKind.CUSTOM)));

    assertThat(outcome).isInstanceOf(Outcome.Delivered.class);
    assertThat(telegram.sent()).singleElement().satisfies(sent -> assertThat(sent.text()).startsWith("💬 a <b"));
    assertThat(telegram.requests()).hasSize(2);
  }

  @Test
  void aTextThatTelegramFindsTooLongGoesInHalves() throws InterruptedException {
    telegram.next(TelegramAnswers.tooLong());

    channel.send(dispatch(message("Long", EventKind.CUSTOM).withText("x ".repeat(1_500) + "\nend")));

    String all = String.join("", telegram.sent().stream().map(FakeTelegram.Sent::text).toList());
    assertThat(all).startsWith("💬 Long").endsWith("end");
    assertThat(all.chars().filter(c -> c == 'x')).hasSize(1_500);
    assertThat(telegram.sent()).allSatisfy(sent -> assertThat(sent.text().length()).isLessThanOrEqualTo(2_048));
  }

  @Test
  void aGroupThatHasMovedIsFollowedAndRemembered() throws InterruptedException {
    telegram.migrate(-100, -1_001_234L);
    TelegramChannel group = channel("-100", true);

    Outcome first = group.send(dispatch(message("one", EventKind.CUSTOM)));
    channel("-100", true).send(dispatch(message("two", EventKind.CUSTOM)));

    assertThat(first).isInstanceOf(Outcome.Delivered.class);
    assertThat(telegram.sent()).extracting(FakeTelegram.Sent::chat).containsExactly(-1_001_234L, -1_001_234L);
    assertThat(telegram.requests()).hasSize(3); // the second channel knew
  }

  static Stream<Object[]> mishaps() {
    return Stream.of(
        new Object[] {TelegramAnswers.tooManyRequests(41),
          new Outcome.Later(Duration.ofSeconds(41), "Telegram says: Too Many Requests: retry after 41", false)},
        new Object[] {TelegramAnswers.tooManyRequests(18_053),
          new Outcome.Later(Duration.ofHours(1), "Telegram says: Too Many Requests: retry after 18053", false)},
        new Object[] {TelegramAnswers.unauthorized(), new Outcome.Broken(
            "Telegram says: Unauthorized. The token was revoked or is wrong: ask @BotFather for a new one")},
        new Object[] {TelegramAnswers.notFound(), new Outcome.Broken(
            "Telegram says: Not Found. The token was revoked or is wrong: ask @BotFather for a new one")},
        new Object[] {TelegramAnswers.blocked(), new Outcome.Broken(
            "Telegram says: Forbidden: bot was blocked by the user. Somebody in the chat must let the bot in again")},
        new Object[] {TelegramAnswers.kicked(), new Outcome.Broken(
            "Telegram says: Forbidden: bot was kicked from the supergroup chat. Somebody in the chat must let the bot in again")},
        new Object[] {TelegramAnswers.chatNotFound(), new Outcome.Broken(
            "Telegram says: Bad Request: chat not found. Check the chat's number, and that the bot may write there")},
        new Object[] {TelegramAnswers.badGateway(), new Outcome.Unknown("Telegram says: HTTP 502")},
        new Object[] {TelegramAnswers.internalError(), new Outcome.Unknown("Telegram says: Internal Server Error")},
        new Object[] {Mishap.Refuse.json(503, "{}"), new Outcome.Later(null, "Telegram says: HTTP 503", true)},
        new Object[] {new Mishap.DropBeforeTaking(), new Outcome.Unknown("the connection to 127.0.0.1 broke")},
        new Object[] {new Mishap.DropAfterTaking(), new Outcome.Unknown("the connection to 127.0.0.1 broke")});
  }

  @ParameterizedTest
  @MethodSource("mishaps")
  void saysWhatBecameOfIt(Mishap mishap, Outcome expected) throws InterruptedException {
    telegram.next(mishap);

    assertThat(channel.send(dispatch(message("x", EventKind.CUSTOM)))).isEqualTo(expected);
  }

  @Test
  void aNetworkThatIsGoneDoesNotCount() throws InterruptedException {
    telegram.goAway();

    assertThat(channel.send(dispatch(message("x", EventKind.CUSTOM))))
        .isEqualTo(new Outcome.Later(null, "127.0.0.1 refuses connections", false));
  }

  @Test
  void noAnswerInTimeMeansThatItMayHaveArrived() throws InterruptedException {
    telegram.next(new Mishap.Hang());
    try (Http hasty = Http.create(Duration.ofMillis(300))) {
      TelegramChannel impatient = new TelegramChannel(settings(Long.toString(CHAT), true, TOKEN), hasty, notebook);

      assertThat(impatient.send(dispatch(message("x", EventKind.CUSTOM)))).isInstanceOf(Outcome.Unknown.class);
    }
  }

  @Test
  void aSilentMessageDoesNotRing() throws InterruptedException {
    channel.send(new Dispatch("k", message("x", EventKind.CUSTOM), false, true, 1, 0, null, ZoneOffset.UTC, AT));

    assertThat(telegram.sent().getFirst().silent()).isTrue();
  }

  @Test
  void anAlertHasButtonsWhenSomebodyListens() throws InterruptedException {
    Message alert = message("Drawdown", EventKind.ALERT).withActions(List.of(
        new Message.Action(Message.Deed.ACKNOWLEDGE, "Acknowledge", "drawdown-7"),
        new Message.Action(Message.Deed.SILENCE, "Silence 2 h", "drawdown-7"),
        new Message.Action(Message.Deed.OPEN, "Runbook", "https://example.org/runbook"),
        new Message.Action(Message.Deed.OPEN, "Dashboard", "http://localhost:8501/alerts")));

    channel.send(dispatch(alert));
    channel(Long.toString(CHAT), false).send(dispatch(alert));

    assertThat(telegram.sent().get(0).buttons()).containsExactly(
        Map.entry("Acknowledge", "ack drawdown-7"), Map.entry("Silence 2 h", "silence drawdown-7"),
        Map.entry("Runbook", "https://example.org/runbook"));
    assertThat(telegram.sent().get(1).buttons()).containsOnlyKeys("Runbook");
  }

  @Test
  void aChartCarriesAShortLetterAndFollowsALongOne() throws InterruptedException {
    byte[] png = "\u0089PNG\r\n\r\n--x".getBytes(StandardCharsets.ISO_8859_1);
    Charts.Picture chart = new Charts.Picture("btc-equity.png", png, "Equity of btc");
    Message brief = message("Summary", EventKind.DAILY_SUMMARY);
    Message lengthy = brief.withText("word ".repeat(400));

    for (Message message : List.of(brief, lengthy)) {
      Dispatch dispatch = dispatch(message, chart);
      for (int part = 0; part < channel.parts(dispatch); part++) {
        channel.send(dispatch.withPart(part));
      }
    }

    assertThat(telegram.sent()).hasSize(3);
    assertThat(telegram.sent().get(0).photo()).isEqualTo(png);
    assertThat(telegram.sent().get(0).text()).startsWith("📅 Summary");
    assertThat(telegram.sent().get(1).photo()).isNull();
    assertThat(telegram.sent().get(2).photo()).isEqualTo(png);
    assertThat(telegram.sent().get(2).text()).isEqualTo("Equity of btc");
  }

  @Test
  void aPictureThatIsRefusedDoesNotTakeTheMessageWithIt() throws InterruptedException {
    telegram.next(
        Mishap.Refuse.json(400, "{\"ok\":false,\"error_code\":400,\"description\":\"Bad Request: PHOTO_INVALID_DIMENSIONS\"}"));
    Charts.Picture chart = new Charts.Picture("x.png", new byte[] {1}, "x");

    Outcome outcome = channel.send(dispatch(message("Summary", EventKind.DAILY_SUMMARY), chart));

    assertThat(outcome).isInstanceOf(Outcome.Delivered.class);
    assertThat(telegram.sent()).singleElement().satisfies(sent -> assertThat(sent.text()).startsWith("📅 Summary"));
  }

  @Test
  void theTokenIsInNoReason() throws InterruptedException {
    telegram.next(
        Mishap.Refuse.json(400, "{\"ok\":false,\"error_code\":400,\"description\":\"Bad Request: bot" + TOKEN + " is odd\"}"));

    Outcome outcome = channel.send(dispatch(message("x", EventKind.CUSTOM)));

    assertThat(outcome).asInstanceOf(type(Outcome.Refused.class))
        .isEqualTo(new Outcome.Refused("Telegram says: Bad Request: bot<secret> is odd"));
    assertThatThrownBy(() -> new TelegramChannel(settings("1", false, "not a token"), http, notebook))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("@BotFather").hasMessageNotContaining("not a token");
  }

  @Test
  void aGroupIsToldLessOftenThanAPerson() {
    Limits.Rate second = Limits.Rate.of(1, Duration.ofSeconds(1));

    assertThat(channel.limits()).isEqualTo(new Limits(List.of(second), true, true));
    assertThat(channel("-100", true).limits())
        .isEqualTo(new Limits(List.of(second, Limits.Rate.of(20, Duration.ofMinutes(1))), true, true));
  }

  private TelegramChannel channel(String chat, boolean commands) {
    return new TelegramChannel(settings(chat, commands, TOKEN), http, notebook);
  }

  private ChannelSettings.Telegram settings(String chat, boolean commands, String token) {
    return new ChannelSettings.Telegram(new ChannelName("phone"), ChannelPolicy.usual(ZoneOffset.UTC), new Secret(token), chat,
        null,
        telegram.uri(), commands, List.of());
  }

  private static Message message(String title, EventKind kind) {
    return Message.of("m-1", kind, Level.INFO, null, AT, title);
  }

  private static Message.Field field(String key, String label, String text) {
    return new Message.Field(key, label, text, text);
  }

  private static Dispatch dispatch(Message message) {
    return dispatch(message, null);
  }

  private static Dispatch dispatch(Message message, Charts.@Nullable Picture chart) {
    return new Dispatch("key-1", message, false, false, 1, 0, chart, ZoneOffset.UTC, AT);
  }
}
