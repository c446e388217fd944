package dev.binnacle.storage;

import dev.binnacle.model.BotId;
import dev.binnacle.model.Currency;
import dev.binnacle.model.Envelope;
import dev.binnacle.model.Event;
import dev.binnacle.model.Fact;
import dev.binnacle.model.InstanceId;
import dev.binnacle.model.JournalEntry;
import dev.binnacle.model.Money;
import dev.binnacle.model.OrderId;
import dev.binnacle.model.OrderKind;
import dev.binnacle.model.OrderStatus;
import dev.binnacle.model.Severity;
import dev.binnacle.model.Side;
import dev.binnacle.model.Symbol;
import dev.binnacle.model.TradeId;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Facts and entries for tests. */
final class Facts {
  static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");
  static final InstanceId INSTANCE = new InstanceId("i1");
  static final Symbol BTC = new Symbol("BTC/USD");

  private Facts() {}

  /** An entry at noon and {@code index} seconds. */
  static JournalEntry entry(long index, Fact... facts) {
    return new JournalEntry(index, NOON.plusSeconds(index), List.of(facts));
  }

  /** An entry with one balance of {@code index} dollars. */
  static JournalEntry entry(long index) {
    return entry(index, balance("alpha", index, String.valueOf(index)));
  }

  /** An entry with so many closed trades. */
  static JournalEntry trades(long index, int count) {
    List<Fact> facts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      facts.add(closed("alpha", index * 1_000 + i, "t-" + index + "-" + i, "12.50"));
    }
    return new JournalEntry(index, NOON.plusMillis(index), facts);
  }

  static Fact accepted(String bot, long seq, Event event) {
    return new Fact.Accepted(new BotId(bot), Envelope.sequenced(event, INSTANCE, seq), seq * 31);
  }

  static Fact balance(String bot, long seq, String total) {
    return accepted(
        bot,
        seq,
        new Event.BalanceUpdate(NOON.plusSeconds(seq), new BigDecimal(total), null, Currency.USD, BigDecimal.ZERO));
  }

  static Fact opened(String bot, long seq, String trade) {
    return accepted(
        bot,
        seq,
        Event.TradeOpened.of(
            NOON.plusSeconds(seq), new TradeId(trade), BTC, Side.BUY, new BigDecimal("45000.1"), new BigDecimal("0.5"),
            Currency.USD));
  }

  static Fact closed(String bot, long seq, String trade, String pnl) {
    return closed(bot, seq, trade, pnl, BTC, NOON.plusSeconds(seq));
  }

  static Fact closed(String bot, long seq, String trade, String pnl, Symbol symbol, Instant at) {
    return accepted(
        bot,
        seq,
        new Event.TradeClosed(
            at,
            new TradeId(trade),
            symbol,
            Side.BUY,
            null,
            new BigDecimal("46000.123456789"),
            new BigDecimal("0.5"),
            Currency.USD,
            new BigDecimal(pnl),
            null,
            Money.of("1.2", "BNB"),
            "take_profit",
            Duration.ofMinutes(5),
            "trend"));
  }

  static Fact order(String bot, long seq, String order, OrderStatus status) {
    return accepted(
        bot,
        seq,
        new Event.OrderUpdate(
            NOON.plusSeconds(seq),
            new OrderId(order),
            BTC,
            Side.BUY,
            OrderKind.LIMIT,
            status,
            BigDecimal.ONE,
            status == OrderStatus.FILLED ? BigDecimal.ONE : BigDecimal.ZERO,
            new BigDecimal("980"),
            null,
            Currency.USD,
            null,
            null));
  }

  static Fact error(String bot, long seq, String message) {
    return accepted(bot, seq, new Event.ErrorRaised(NOON.plusSeconds(seq), "RiskViolation", message, Severity.ERROR, null));
  }
}
