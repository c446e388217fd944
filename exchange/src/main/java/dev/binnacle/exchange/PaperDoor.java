package dev.binnacle.exchange;

import dev.binnacle.model.OrderId;
import dev.binnacle.model.Symbol;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The way into a paper exchange, on which its {@link Faults} befall a call: slow, down, throttled, broken off.
 *
 * <p><b>Threads:</b> thread-safe if the source of chance is; calls block while the venue is slow.
 */
final class PaperDoor {
  static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final PaperExchange exchange;
  private final Timepiece time;
  private final RandomGenerator chance;
  private Faults met = Faults.NONE;
  private Instant since = Instant.MIN;

  PaperDoor(PaperExchange exchange, Timepiece time, RandomGenerator chance) {
    this.exchange = exchange;
    this.time = time;
    this.chance = chance;
  }

  /**
   * @throws ExchangeException THROTTLED, or UNREACHABLE before or after the call was carried out
   */
  <T> T call(Supplier<T> work) {
    Faults faults = exchange.faults();
    try {
      time.sleep(Duration.ofMillis(faults.latencyMillis()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ExchangeException(ExchangeException.Kind.UNREACHABLE, "interrupted while the venue was slow", e);
    }
    if (time.instant().isBefore(upAgain(faults))) {
      throw new ExchangeException(ExchangeException.Kind.UNREACHABLE, "the venue is down");
    }
    if (strikes(faults.throttleRate())) {
      throw ExchangeException.throttled("too many calls", RETRY_AFTER);
    }
    T result = work.get();
    if (strikes(faults.disconnectRate())) {
      throw new ExchangeException(ExchangeException.Kind.UNREACHABLE, "the venue broke off");
    }
    return result;
  }

  private synchronized Instant upAgain(Faults faults) {
    if (faults != met) {
      met = faults;
      since = time.instant();
    }
    return faults.downMillis() == 0 ? Instant.MIN : since.plusMillis(faults.downMillis());
  }

  OrderState place(String account, OrderRequest request) {
    Faults faults = exchange.faults();
    if (strikes(faults.rejectRate())) {
      throw new ExchangeException(ExchangeException.Kind.REJECTED, "the venue is not taking orders just now");
    }
    OrderState taken = exchange.place(account, request);
    if (strikes(faults.lossRate())) {
      exchange.lose(account, taken.id());
    }
    return taken;
  }

  List<OrderState> openOrders(String account) {
    double hidden = exchange.faults().hiddenRate();
    return exchange.openOrders(account).stream().filter(order -> !strikes(hidden)).toList();
  }

  Optional<OrderState> order(String account, OrderId id) {
    return exchange.order(account, id);
  }

  Instrument instrument(Symbol symbol) {
    if (!symbol.equals(exchange.symbol())) {
      throw new ExchangeException(
          ExchangeException.Kind.REJECTED, "this venue trades " + exchange.symbol() + " and nothing else, was " + symbol);
    }
    return exchange.instrument();
  }

  private boolean strikes(double rate) {
    return rate > 0 && chance.nextDouble() < rate;
  }
}
