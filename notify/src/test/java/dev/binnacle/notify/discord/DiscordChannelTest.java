package dev.binnacle.notify.discord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.binnacle.model.ChannelName;
import dev.binnacle.model.Level;
import dev.binnacle.notify.ChannelPolicy;
import dev.binnacle.notify.ChannelSettings;
import dev.binnacle.notify.ChannelSettings.Discord.Look;
import dev.binnacle.notify.Charts;
import dev.binnacle.notify.Dispatch;
import dev.binnacle.notify.EventKind;
import dev.binnacle.notify.Limits;
import dev.binnacle.notify.Message;
import dev.binnacle.notify.Outcome;
import dev.binnacle.notify.Secret;
import dev.binnacle.notify.http.Http;
import dev.binnacle.testkit.DiscordAnswers;
import dev.binnacle.testkit.FakeDiscord;
import dev.binnacle.testkit.Mishap;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@NullMarked
final class DiscordChannelTest {
  private static final Instant AT = Instant.parse("2026-01-05T14:30:00Z");
  private static final String TOKEN = "SeCrEt-ToKeN_of-the-webhook";

  private final FakeDiscord discord = new FakeDiscord(TOKEN);
  private final Http http = Http.create(Duration.ofSeconds(5));
  private final AtomicReference<Instant> now = new AtomicReference<>(AT);
  private final DiscordChannel channel = channel(discord.webhook());

  @AfterEach
  void close() {
    http.close();
    discord.close();
  }

  /** The trade of the notification examples. */
  @Test
  void aTradeIsAGreenEmbedWithItsFields() throws InterruptedException {
    Message trade = message("Trade closed", EventKind.TRADE_CLOSED).withTone(Message.Tone.GOOD).withFields(List.of(
        field("symbol", "Symbol", "ETH/USDT"), field("pnl", "P&L", "+$200.00 (+4.00%)"),
        field("reason", "Reason", "Take_Profit *now*")));

    Outcome outcome = channel.send(dispatch(trade));

    FakeDiscord.Sent sent = discord.sent().getFirst();
    assertThat(outcome).isEqualTo(new Outcome.Delivered(Long.toString(sent.id())));
    assertThat(sent.embeds()).singleElement().satisfies(embed -> {
      assertThat(embed).containsEntry("title", "✅ Trade closed").containsEntry("color", 0x2ecc71L);
      assertThat(embed.get("fields")).isEqualTo(List.of(
          Map.of("name", "📊 Symbol", "value", "ETH/USDT", "inline", true),
          Map.of("name", "💵 P&L", "value", "+$200.00 (+4.00%)", "inline", true),
          Map.of("name", "📝 Reason", "value", "Take\\_Profit \\*now\\*", "inline", true),
          Map.of("name", "🕐 Time", "value", "2026\\-01\\-05 14:30:00 UTC", "inline", true)));
    });
    assertThat(sent.mentions()).isEmpty();
    assertThat(sent.username()).isEqualTo("Binnacle");
  }

  @Test
  void alertsLookAsTheirLevelSaysAndOthersAsTheirKindSays() throws InterruptedException {
    channel.send(dispatch(Message.of("a", EventKind.ALERT, Level.CRITICAL, null, AT, "Drawdown")));
    channel.send(dispatch(message("Summary", EventKind.DAILY_SUMMARY)));

    assertThat(discord.sent().get(0).embeds().getFirst()).containsEntry("color", 0xff0000L);
    assertThat(discord.sent().get(0).username()).isEqualTo("Watch");
    assertThat(discord.sent().get(0).avatar()).isEqualTo("https://example.org/b.png");
    assertThat(discord.sent().get(1).embeds().getFirst()).containsEntry("color", 0x123456L);
    assertThat(discord.sent().get(1).username()).isEqualTo("Binnacle");
  }

  @Test
  void whatIsTooMuchForOneEmbedGoesOnInTheNextMessage() throws InterruptedException {
    List<Message.Field> fields =
        IntStream.range(0, 40).mapToObj(i -> field("f", "Field_" + i, i % 3 == 0 ? "*".repeat(900) : "v" + i)).toList();
    List<String> lines = IntStream.range(0, 600).mapToObj(i -> "alert " + i + " of btc").toList();
    Message message = message("T".repeat(400), EventKind.ALERT).withFields(fields).withText(String.join("\n", lines));

    int parts = channel.parts(dispatch(message));
    for (int part = 0; part < parts; part++) {
      assertThat(channel.send(dispatch(message).withPart(part))).isInstanceOf(Outcome.Delivered.class);
    }

    assertThat(parts).isGreaterThan(2);
    assertThat(discord.requests()).hasSize(parts); // none was refused and sent again
    String all =
        String.join("\n", discord.sent().stream().flatMap(sent -> sent.embeds().stream()).map(Object::toString).toList());
    assertThat(lines).allSatisfy(line -> assertThat(all).contains(line));
    assertThat(IntStream.range(0, 40)).allSatisfy(i -> assertThat(all).contains("Field\\_" + i));
    assertThat(all.chars().filter(c -> c == '*')).hasSize(14 * 900);
  }

  @Test
  void embedsThatAreRefusedAreSentAgainAsText() throws InterruptedException {
    discord.next(DiscordAnswers.embedsTooLarge());

    Outcome outcome = channel.send(dispatch(message("Hello", EventKind.CUSTOM).withText("one\ntwo")));

    assertThat(outcome).isInstanceOf(Outcome.Delivered.class);
    assertThat(discord.sent()).singleElement().satisfies(sent -> {
      assertThat(sent.embeds()).isEmpty();
      assertThat(sent.content()).startsWith("💬 Hello").endsWith("one\ntwo");
      assertThat(sent.mentions()).isEmpty();
    });
  }

  static Stream<Object[]> mishaps() {
    return Stream.of(
        new Object[] {DiscordAnswers.tooManyRequests(64.57),
          new Outcome.Later(Duration.ofMillis(64_570), "Discord says: You are being rate limited.", false)},
        new Object[] {DiscordAnswers.tooManyAltogether(2.5), new Outcome.Later(Duration.ofMillis(2_500),
            "Discord says: You are being rate limited. This holds for everything that this server sends.", false)},
        new Object[] {DiscordAnswers.tooManyInChannel(42.25), new Outcome.Later(Duration.ofMillis(42_250),
            "Discord says: The resource is being rate limited. Others write into the channel too.", false)},
        new Object[] {DiscordAnswers.banned(600), new Outcome.Later(Duration.ofMinutes(10), "Discord says: HTTP 429", false)},
        new Object[] {DiscordAnswers.unavailable(), new Outcome.Unknown("Discord says: HTTP 502")},
        new Object[] {Mishap.Refuse.json(503, "{}"), new Outcome.Later(null, "Discord says: HTTP 503", true)},
        new Object[] {new Mishap.DropBeforeTaking(), new Outcome.Unknown("the connection to 127.0.0.1 broke")},
        new Object[] {new Mishap.DropAfterTaking(), new Outcome.Unknown("the connection to 127.0.0.1 broke")});
  }

  @ParameterizedTest
  @MethodSource("mishaps")
  void saysWhatBecameOfIt(Mishap mishap, Outcome expected) throws InterruptedException {
    discord.next(mishap);

    assertThat(channel.send(dispatch(message("x", EventKind.CUSTOM)))).isEqualTo(expected);
  }

  @Test
  void aWebhookThatIsGoneIsNeverAskedAgain() throws InterruptedException {
    discord.next(DiscordAnswers.unknownWebhook());

    Outcome first = channel.send(dispatch(message("x", EventKind.CUSTOM)));
    Outcome second = channel.send(dispatch(message("y", EventKind.CUSTOM)));

    assertThat(first).isInstanceOf(Outcome.Broken.class).isEqualTo(second);
    assertThat(discord.requests()).hasSize(1);
  }

  @Test
  void learnsTheRateFromTheHeadersAndWaitsBeforeItIsRefused() throws InterruptedException {
    discord.limit(2, Duration.ofSeconds(3), now::get);

    channel.send(dispatch(message("1", EventKind.CUSTOM)));
    Limits learned = channel.limits();
    channel.send(dispatch(message("2", EventKind.CUSTOM)));
    Outcome third = channel.send(dispatch(message("3", EventKind.CUSTOM)));

    assertThat(learned.rates()).contains(Limits.Rate.of(2, Duration.ofSeconds(3)));
    assertThat(third).isEqualTo(new Outcome.Later(Duration.ofSeconds(3), "Discord takes no more at the moment", false));
    assertThat(discord.requests()).hasSize(2);
    now.set(AT.plusSeconds(3));
    assertThat(channel.send(dispatch(message("3", EventKind.CUSTOM)))).isInstanceOf(Outcome.Delivered.class);
  }

  @Test
  void aChartIsAFileThatTheEmbedShows() throws InterruptedException {
    Charts.Picture chart = new Charts.Picture("btc equity.png", new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 0, -1}, "Equity");

    channel.send(dispatch(message("Summary", EventKind.DAILY_SUMMARY), chart));

    FakeDiscord.Sent sent = discord.sent().getFirst();
    assertThat(sent.files()).containsOnlyKeys("btc_equity.png");
    assertThat(sent.files().get("btc_equity.png")).isEqualTo(chart.png());
    assertThat(sent.embeds().getFirst()).containsEntry("image", Map.of("url", "attachment://btc_equity.png"));
  }

  @Test
  void aSilentMessageDoesNotRing() throws InterruptedException {
    channel.send(dispatch(message("x", EventKind.CUSTOM).silently()));

    assertThat(discord.sent().getFirst().silent()).isTrue();
  }

  @Test
  void anAddressThatIsNoneIsToldWithoutSayingIt() {
    assertThatThrownBy(() -> channel("htp:/nonsense " + TOKEN)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining(TOKEN).hasNoCause();
  }

  @Test
  void addressesAreNotBrokenByEscaping() {
    assertThat(Markdown.escape("see https://example.org/a_b#c *or* a_b"))
        .isEqualTo("see https://example.org/a_b#c \\*or\\* a\\_b");
    assertThat(Markdown.fitted("****", 5)).isEqualTo("\\*\\*…");
  }

  private DiscordChannel channel(String webhook) {
    return new DiscordChannel(
        new ChannelSettings.Discord(new ChannelName("discord"), ChannelPolicy.usual(ZoneOffset.UTC), new Secret(webhook),
            new Look("Binnacle", null, null),
            Map.of(Level.CRITICAL, new Look("Watch", URI.create("https://example.org/b.png"), 0xff0000)),
            Map.of(EventKind.DAILY_SUMMARY, new Look(null, null, 0x123456))),
        http, now::get);
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
