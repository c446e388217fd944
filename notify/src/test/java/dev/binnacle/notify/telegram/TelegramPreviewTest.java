package dev.binnacle.notify.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.model.ChannelName;
import dev.binnacle.model.Level;
import dev.binnacle.notify.ChannelPolicy;
import dev.binnacle.notify.ChannelSettings;
import dev.binnacle.notify.Charts;
import dev.binnacle.notify.Dispatch;
import dev.binnacle.notify.EventKind;
import dev.binnacle.notify.Message;
import dev.binnacle.notify.Secret;
import dev.binnacle.notify.discord.DiscordPreview;
import dev.binnacle.notify.http.Http;
import dev.binnacle.testkit.FakeDiscord;
import dev.binnacle.testkit.FakeTelegram;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is shown on the dashboard is what is sent. */
@NullMarked
final class TelegramPreviewTest {
  private static final Charts.Picture CHART = new Charts.Picture("equity.png", new byte[] {1, 2}, "Equity & drawdown");

  @ParameterizedTest
  @ValueSource(ints = {1, 200, 2_000})
  void telegramShowsWhatIsSent(int words) throws InterruptedException {
    Dispatch dispatch = dispatch(words);
    try (FakeTelegram telegram = new FakeTelegram("7:abc", 42); Http http = Http.create(Duration.ofSeconds(5))) {
      ChannelSettings.Telegram settings =
          new ChannelSettings.Telegram(new ChannelName("phone"), ChannelPolicy.usual(ZoneOffset.UTC),
              new Secret("7:abc"), "42", null, telegram.uri(), true, List.of());
      TelegramChannel channel = new TelegramChannel(settings, http, dev.binnacle.notify.Notebook.inMemory());

      for (int part = 0; part < channel.parts(dispatch); part++) {
        channel.send(dispatch.withPart(part));
      }

      List<TelegramPreview> shown = TelegramPreview.of(dispatch, settings);
      assertThat(shown).extracting(TelegramPreview::html)
          .isEqualTo(telegram.sent().stream().map(FakeTelegram.Sent::markup).toList());
      assertThat(shown.stream().map(one -> one.buttons().stream().map(TelegramPreview.Button::label).toList()).toList())
          .isEqualTo(telegram.sent().stream().map(sent -> List.copyOf(sent.buttons().keySet())).toList());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2_000})
  void discordShowsWhatIsSent(int words) throws InterruptedException {
    Dispatch dispatch = dispatch(words);
    try (FakeDiscord discord = new FakeDiscord("token"); Http http = Http.create(Duration.ofSeconds(5))) {
      ChannelSettings.Discord settings =
          new ChannelSettings.Discord(new ChannelName("discord"), ChannelPolicy.usual(ZoneOffset.UTC),
              new Secret(discord.webhook()),
              new ChannelSettings.Discord.Look("Binnacle", URI.create("https://example.org/a.png"), null), Map.of(),
              Map.of());
      var channel = new dev.binnacle.notify.discord.DiscordChannel(settings, http, java.time.InstantSource.system());

      for (int part = 0; part < channel.parts(dispatch); part++) {
        channel.send(dispatch.withPart(part));
      }

      List<String> shown = DiscordPreview.of(dispatch, settings);
      List<String> sent = discord.requests().stream().map(request -> request.text()).toList();
      assertThat(shown).hasSameSizeAs(sent);
      for (int i = 0; i < shown.size(); i++) {
        assertThat(sent.get(i)).contains(shown.get(i));
      }
    }
  }

  private static Dispatch dispatch(int words) {
    Message message =
        Message.of("m", EventKind.ALERT, Level.WARNING, null, Instant.parse("2026-01-05T14:30:00Z"), "Drawdown <10 %")
            .withText("word ".repeat(words))
            .withActions(List.of(new Message.Action(Message.Deed.ACKNOWLEDGE, "Acknowledge", "drawdown-7"),
                new Message.Action(Message.Deed.OPEN, "Runbook", "https://example.org/r")));
    return new Dispatch("k", message, false, false, 1, 0, CHART, ZoneOffset.UTC, message.at());
  }
}
