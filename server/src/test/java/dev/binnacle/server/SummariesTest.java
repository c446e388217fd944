package dev.binnacle.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.binnacle.engine.Effect;
import dev.binnacle.engine.Engine;
import dev.binnacle.engine.EngineSettings;
import dev.binnacle.engine.Input;
import dev.binnacle.engine.fleet.FleetSnapshot;
import dev.binnacle.model.Arrival;
import dev.binnacle.model.BotId;
import dev.binnacle.model.Currency;
import dev.binnacle.model.Envelope;
import dev.binnacle.model.Event;
import dev.binnacle.model.InstanceId;
import dev.binnacle.model.Money;
import dev.binnacle.model.Side;
import dev.binnacle.model.Symbol;
import dev.binnacle.model.TradeId;
import dev.binnacle.notify.EventKind;
import dev.binnacle.notify.Message;
import dev.binnacle.storage.Storage;
import dev.binnacle.storage.StorageSettings;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SummariesTest {
  private static final Instant DAY = Instant.parse("2026-01-05T00:00:00Z");
  private static final Instant NEXT = DAY.plus(Duration.ofDays(1));
  private static final Occasion OCCASION =
      new Occasion(Occasion.Kind.DAILY_SUMMARY, LocalDate.of(2026, 1, 6), NEXT, DAY, NEXT, LocalDate.of(2026, 1, 5));
  private static final BotId BTC = new BotId("btc");
  private static final BotId ETH = new BotId("eth");

  @TempDir
  private Path folder;

  private final Engine engine = new Engine(EngineSettings.DEFAULT);
  private final Map<BotId, Long> seqs = new HashMap<>();

  private void close(Storage storage, BotId bot, Instant at, String pnl, String fee, String currency) {
    long seq = seqs.merge(bot, 1L, Long::sum);
    Event event =
        Event.TradeClosed.of(
            at, new TradeId("t-" + seq), new Symbol("X/Y"), Side.BUY, BigDecimal.TEN, BigDecimal.ONE, new Currency(currency),
            new BigDecimal(pnl))
            .withFees(Money.of(fee, currency));
    Envelope envelope = Envelope.sequenced(event, new InstanceId("i1"), seq);
    for (Effect effect : engine.apply(at, new Input.Received(bot, List.of(new Arrival.Decoded(0, envelope, seq)), true, 1))
        .effects()) {
      if (effect instanceof Effect.Record record) {
        storage.journal().append(record.entry());
      }
    }
  }

  private List<Message> told(Storage storage, Occasion occasion, int firing) {
    long last = storage.journal().lastIndex();
    await().atMost(Duration.ofSeconds(60)).until(() -> storage.history().projectedIndex() >= last);
    FleetSnapshot now = engine.snapshot(NEXT);
    return new Summaries(storage.history(), () -> now, () -> firing).of(occasion);
  }

  private static Map<String, String> fields(Message message) {
    return message.fields().stream().collect(Collectors.toMap(Message.Field::key, Message.Field::raw));
  }

  private Storage open() {
    return Storage.open(folder, StorageSettings.DEFAULTS, InstantSource.fixed(NEXT));
  }

  @Test
  void aDayIsWhatWasClosedInItAndNothingElse() {
    try (Storage storage = open()) {
      close(storage, BTC, DAY.minusSeconds(1), "1000", "0", "USDT");
      close(storage, BTC, DAY, "10.5", "0.5", "USDT");
      close(storage, BTC, DAY.plusSeconds(3600), "-3", "1", "USDT");
      close(storage, ETH, NEXT.minusSeconds(1), "1", "2", "USDT");
      close(storage, BTC, NEXT, "2000", "0", "USDT");

      List<Message> messages = told(storage, OCCASION, 0);

      assertThat(messages).extracting(Message::id).containsExactly("daily:2026-01-06:btc", "daily:2026-01-06:eth",
          "daily:2026-01-06");
      assertThat(messages)
          .allMatch(message -> message.kind() == EventKind.DAILY_SUMMARY && message.title().contains("2026-01-05"));
      // 10.5 - 0.5 and -3 - 1.
      assertThat(fields(messages.get(0)))
          .containsEntry("daily_pnl", "6.0").containsEntry("total_trades", "2").containsEntry("winning_trades", "1")
          .containsEntry("win_rate", "0.5").containsEntry("best_trade", "10.0").containsEntry("worst_trade", "-4")
          .containsEntry("fees", "1.5");
      assertThat(fields(messages.get(1))).containsEntry("daily_pnl", "-1").containsEntry("winning_trades", "0");
      assertThat(fields(messages.get(2)))
          .containsEntry("daily_pnl", "5.0").containsEntry("total_trades", "3").containsEntry("bots", "2");
    }
  }

  @Test
  void aWeekIsItsSevenDaysAndNothingElse() {
    Instant begin = NEXT.minus(Duration.ofDays(7));
    Occasion week =
        new Occasion(Occasion.Kind.WEEKLY_REPORT, LocalDate.of(2026, 1, 6), NEXT, begin, NEXT, LocalDate.of(2025, 12, 30));
    try (Storage storage = open()) {
      close(storage, BTC, begin.minusSeconds(1), "1000", "0", "USDT");
      close(storage, BTC, begin, "10", "1", "USDT");
      close(storage, BTC, begin.plus(Duration.ofDays(3)), "-4", "1", "USDT");
      close(storage, ETH, NEXT.minusSeconds(1), "2", "1", "USDT");
      close(storage, ETH, NEXT, "2000", "0", "USDT");

      List<Message> messages = told(storage, week, 0);

      assertThat(messages).hasSize(3)
          .allMatch(message -> message.kind() == EventKind.WEEKLY_REPORT && message.title().contains("2025-12-30"));
      assertThat(fields(messages.get(0)))
          .containsEntry("weekly_pnl", "4").containsEntry("total_trades", "2").containsEntry("win_rate", "0.5")
          .doesNotContainKey("daily_pnl");
      assertThat(fields(messages.get(1))).containsEntry("weekly_pnl", "1").containsEntry("total_trades", "1");
      assertThat(fields(messages.get(2))).containsEntry("weekly_pnl", "5").containsEntry("total_trades", "3")
          .containsEntry("bots", "2");
    }
  }

  @Test
  void unlikeCurrenciesAreNeverAdded() {
    try (Storage storage = open()) {
      close(storage, BTC, DAY.plusSeconds(1), "10", "0", "USDT");
      close(storage, ETH, DAY.plusSeconds(2), "10", "0", "EUR");

      Map<String, String> all = fields(told(storage, OCCASION, 0).getLast());

      assertThat(all).containsEntry("total_trades", "2").doesNotContainKeys("daily_pnl", "best_trade", "fees");
    }
  }

  @Test
  void nothingIsSaidOfABotThatWasNotThereYet() {
    try (Storage storage = open()) {
      close(storage, BTC, NEXT, "10", "0", "USDT");

      assertThat(told(storage, OCCASION, 0)).isEmpty();
    }
  }

  @Test
  void allIsClearOnlyWhileNothingFires() {
    Occasion clear =
        new Occasion(Occasion.Kind.ALL_CLEAR, LocalDate.of(2026, 1, 6), NEXT, DAY, NEXT, LocalDate.of(2026, 1, 5));
    try (Storage storage = open()) {
      assertThat(told(storage, clear, 0)).singleElement().satisfies(message -> {
        assertThat(message.id()).isEqualTo("all-clear:2026-01-06");
        assertThat(message.text()).contains("Nothing is firing");
      });
      assertThat(told(storage, clear, 3)).singleElement().satisfies(message -> {
        assertThat(message.kind()).isEqualTo(EventKind.ALL_CLEAR);
        assertThat(message.text()).contains("3 alerts are firing");
      });
    }
  }
}
