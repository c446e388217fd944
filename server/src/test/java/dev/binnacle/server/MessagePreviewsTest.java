package dev.binnacle.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.model.ChannelName;
import dev.binnacle.notify.Charts;
import dev.binnacle.notify.EventKind;
import dev.binnacle.notify.Message;
import dev.binnacle.notify.Messages;
import dev.binnacle.notify.Parcel;
import dev.binnacle.storage.Storage;
import dev.binnacle.storage.StorageSettings;
import dev.binnacle.web.api.Notifications.Preview;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MessagePreviewsTest {
  private static final Instant NOW = Instant.parse("2026-02-01T10:00:00Z");

  @TempDir
  private Path folder;

  private Storage storage;
  private MessagePreviews previews;

  @BeforeEach
  void open() {
    storage = Storage.open(folder, StorageSettings.DEFAULTS, InstantSource.fixed(NOW));
    previews = new MessagePreviews(storage.outbox(), List::of, Charts.NONE, ZoneId.of("UTC"), null);
  }

  @AfterEach
  void close() {
    storage.close();
  }

  private Preview sample(EventKind kind) {
    return previews.apply(5).stream().filter(one -> one.sample() && one.kind().equals(kind.word())).findFirst().orElseThrow();
  }

  @Test
  void thereIsASampleOfWhatPeopleAreTold() {
    List<Preview> all = previews.apply(5);

    assertThat(all).allMatch(Preview::sample);
    assertThat(all).extracting(Preview::kind).contains(
        "alert", "silence_ended", "halt", "trade_opened", "trade_closed", "error", "risk_violation", "daily_summary",
        "weekly_report",
        "portfolio_update", "performance_report", "backtest_result", "config_change", "started", "stopped", "all_clear", "test");
    assertThat(all).allSatisfy(one -> {
      assertThat(one.plain()).isNotBlank();
      assertThat(one.telegram().html()).isNotBlank();
      assertThat(one.discord().embeds()).isNotEmpty();
    });
  }

  @Test
  void tradeOfTheSeedLooksAsItsFiguresSay() {
    Preview trade = sample(EventKind.TRADE_OPENED);

    assertThat(trade.plain()).contains("BTC/USDT", "BUY", "$45,000.00", "0.5000", "RSI_MACD", "$44,000.00", "$47,000.00", "UTC")
        .doesNotContain("Late:");
    assertThat(trade.telegram().html()).contains("<b>", "$45,000.00");
    assertThat(trade.discord().embeds().getFirst().fields()).anySatisfy(field -> {
      assertThat(field.name()).contains("Entry price");
      assertThat(field.value()).contains("45,000.00");
      assertThat(field.inline()).isTrue();
    });
  }

  @Test
  void firingAlertHasItsButtonsAndAStormNamesEachBot() {
    List<Preview> alerts = previews.apply(5).stream().filter(one -> one.kind().equals("alert")).toList();

    assertThat(alerts.getFirst().telegram().buttons().getFirst()).containsExactly("Acknowledge", "Silence");
    assertThat(alerts.get(1).title()).startsWith("Resolved");
    assertThat(alerts.get(2).plain()).contains("bot-1", "bot-2", "bot-3", "bot-4", "bot-5", "bot-6", "bot-7", "bot-8");
  }

  @Test
  void endOfASilenceSaysInEveryFormWhatGoesOn() {
    Preview ended = sample(EventKind.SILENCE_ENDED);

    assertThat(ended.plain()).contains("Silence sample ended: its time is over", "CRITICAL daily-loss on btc-trend");
    assertThat(ended.telegram().html()).contains("its time is over", "maintenance of the venue", "daily-loss on btc-trend");
    assertThat(ended.discord().embeds().getFirst().fields()).anySatisfy(field -> {
      assertThat(field.name()).contains("Still active");
      assertThat(field.value()).isEqualTo("1 alert");
    });
  }

  @Test
  void summaryComesWithAPictureAndATradeWithout() throws Exception {
    byte[] chart = sample(EventKind.DAILY_SUMMARY).chart();

    assertThat(chart).isNotNull();
    assertThat(ImageIO.read(new ByteArrayInputStream(chart)).getWidth()).isEqualTo(800);
    assertThat(sample(EventKind.TRADE_CLOSED).chart()).isNull();
    assertThat(sample(EventKind.BACKTEST_RESULT).chart()).isNull();
  }

  @Test
  void whatWasToldLatelyComesFirstAndOnceThoughItWentToTwoChannels() {
    for (int i = 1; i <= 3; i++) {
      Message message = Messages.test("told-" + i, NOW.plusSeconds(i), "maria-" + i);
      for (String channel : List.of("phone", "desk")) {
        storage.outbox().add(StoredOutbox.stored(Parcel.of(message.id() + ":" + channel, new ChannelName(channel), message)));
      }
    }

    List<Preview> told = previews.apply(2).stream().filter(one -> !one.sample()).toList();

    assertThat(told).hasSize(2);
    assertThat(told.getFirst().plain()).contains("maria-3");
    assertThat(told.getLast().plain()).contains("maria-2");
    assertThat(previews.apply(2).getFirst().sample()).isFalse();
  }
}
