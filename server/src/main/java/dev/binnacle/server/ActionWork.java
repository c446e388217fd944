package dev.binnacle.server;

import dev.binnacle.exchange.ClosePolicy;
import dev.binnacle.exchange.ExchangeException;
import dev.binnacle.exchange.Execution;
import dev.binnacle.exchange.FlattenPlan;
import dev.binnacle.exchange.FlattenReport;
import dev.binnacle.exchange.FlattenedPosition;
import dev.binnacle.exchange.Flattening;
import dev.binnacle.exchange.OrderRequest;
import dev.binnacle.exchange.OrderState;
import dev.binnacle.exchange.PacedGateway;
import dev.binnacle.exchange.Sweep;
import dev.binnacle.exchange.SweptOrder;
import dev.binnacle.exchange.Timepiece;
import dev.binnacle.exchange.Verification;
import dev.binnacle.exchange.VerificationReport;
import dev.binnacle.model.Action;
import dev.binnacle.model.Action.Stage;
import dev.binnacle.model.OrderId;
import dev.binnacle.model.OrderKind;
import dev.binnacle.model.Symbol;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Does single acts at an exchange, and says what is so afterwards by reading it again: no answer of a venue proves anything.
 *
 * <p><b>Threads:</b> thread-safe; each call blocks for at most half a minute or so.
 */
final class ActionWork {
  private static final Duration LIMIT = Duration.ofSeconds(25);
  /** So long an order that nobody saw is looked for before it counts as never come. */
  private static final Duration LOOK = Duration.ofSeconds(10);
  private static final Duration FILLS = Duration.ofSeconds(3);
  private static final Duration BETWEEN = Duration.ofMillis(500);
  private static final int LEAST_LOOKS = 3;

  private final Timepiece time;

  /** What came of it. */
  record Ended(Stage stage, String outcome) {}

  ActionWork(Timepiece time) {
    this.time = time;
  }

  /** @param key of the closing: a second call with the same places nothing twice */
  Ended close(String key, Symbol symbol, ExchangeAccess access) throws InterruptedException {
    access.flattening().lockInterruptibly();
    try {
      FlattenReport report = new Flattening(access.gateway().get(), time)
          .run(new FlattenPlan(key, ClosePolicy.FLATTEN_ALL, Execution.AT_MARKET, Set.of(symbol), LIMIT));
      return closed(report.positions(), report.clean(), report.reason());
    } finally {
      access.flattening().unlock();
    }
  }

  private static Ended closed(List<FlattenedPosition> positions, boolean clean, @Nullable String reason) {
    String words = positions.stream().map(ActionWork::words).collect(Collectors.joining("; "));
    if (clean) {
      return new Ended(Stage.DONE, positions.isEmpty() ? "the exchange, read twice, holds none" : words);
    }
    boolean unknown =
        positions.isEmpty() || positions.stream().anyMatch(each -> each.outcome() == FlattenedPosition.Outcome.UNKNOWN);
    String why = reason == null ? "" : (words.isEmpty() ? "" : ": ") + reason;
    return new Ended(unknown ? Stage.UNKNOWN : Stage.FAILED, words + why);
  }

  private static String words(FlattenedPosition position) {
    BigDecimal price = position.averagePrice();
    BigDecimal after = position.after();
    String filled = position.filled().signum() == 0
        ? ""
        : ", filled %s at %s on average".formatted(
            plain(position.filled()), price == null ? "a price that is not known" : plain(price));
    return switch (position.outcome()) {
      case FLAT -> "flat: %s of %s%s; read twice".formatted(plain(position.before()), position.symbol(), filled);
      case DUST -> "flat but for %s of %s, less than the exchange trades%s".formatted(
          after == null ? "a little" : plain(after), position.symbol(), filled);
      case KEPT -> "kept";
      case OPEN -> "%s of %s is left of %s%s".formatted(
          after == null ? "some" : plain(after), position.symbol(), plain(position.before()), filled);
      case UNKNOWN -> "what is left of %s cannot be read%s".formatted(position.symbol(), filled);
    };
  }

  Ended cancel(OrderId order, ExchangeAccess access) {
    return cancelled(
        order,
        new Sweep(access.gateway().get(), time, Sweep.Terms.STANDARD.within(LIMIT))
            .run(each -> false, List.of(order), step -> {}).orders());
  }

  private static Ended cancelled(OrderId order, List<SweptOrder> orders) {
    Optional<SweptOrder> found = orders.stream()
        .filter(each -> each.order().equals(order) || order.value().equals(each.clientId())).findFirst();
    if (found.isEmpty()) {
      return new Ended(Stage.UNKNOWN, "the exchange could not be read");
    }
    SweptOrder swept = found.get();
    String filled = swept.filled() == null || swept.filled().signum() == 0 ? "" : ", " + plain(swept.filled()) + " had filled";
    String detail = swept.detail().isEmpty() ? "" : " (" + swept.detail() + ")";
    if (!swept.proved()) {
      return new Ended(Stage.UNKNOWN, "what became of it cannot be read" + detail);
    }
    return switch (swept.outcome()) {
      case CANCELLED -> new Ended(Stage.DONE, "cancelled, and read again: it rests no more" + filled);
      case PARTLY_FILLED -> new Ended(Stage.DONE, "the rest is cancelled, and read again: it rests no more" + filled);
      case FILLED -> new Ended(Stage.FAILED, "it had filled before the cancel reached it" + filled);
      case REJECTED -> new Ended(Stage.FAILED, "the exchange never had it" + detail);
      case STILL_OPEN -> new Ended(Stage.FAILED, "it rests still" + filled + detail);
      case UNKNOWN -> new Ended(Stage.UNKNOWN, "what became of it cannot be read" + detail);
    };
  }

  /** Sends it once, whatever is answered, and looks for it then. */
  Ended place(OrderRequest request, ExchangeAccess access) throws InterruptedException {
    PacedGateway gateway = access.gateway().get();
    String said;
    boolean refused = false;
    try {
      OrderState unused = gateway.place(request);
      said = "the exchange took it";
    } catch (ExchangeException e) {
      refused = e.kind() != ExchangeException.Kind.UNREACHABLE;
      said = (refused ? "the exchange refused it: " : "the exchange did not answer: ") + e.getMessage();
    }
    return found(gateway, new OrderId(request.clientId()), request.symbol(), said, refused);
  }

  /** @param refused whether the venue has said that it will not have it: then two looks are enough */
  private Ended found(PacedGateway gateway, OrderId client, Symbol symbol, String said, boolean refused)
      throws InterruptedException {
    Instant began = time.instant();
    int looks = 0;
    String trouble = "";
    while (true) {
      try {
        Optional<OrderState> order = gateway.orderOfClient(client.value(), symbol);
        looks++;
        if (order.isPresent() && isSettled(order.get(), began)) {
          return placed(order.get(), said, refused);
        }
        boolean isLong = time.instant().isAfter(began.plus(LOOK));
        if (order.isEmpty() && looks >= (refused ? 2 : LEAST_LOOKS) && (refused || isLong)) {
          return missing(said, refused, looks);
        }
      } catch (ExchangeException e) {
        trouble = ", and it cannot be read: " + e.getMessage();
      }
      if (time.instant().isAfter(began.plus(LIMIT))) {
        return new Ended(Stage.UNKNOWN, said + trouble + ". Look for the order " + client + " before it is asked for again");
      }
      time.sleep(BETWEEN);
    }
  }

  /** What is at the market is waited for a little. */
  private boolean isSettled(OrderState order, Instant began) {
    return order.kind() != OrderKind.MARKET || !order.status().isOpen() || time.instant().isAfter(began.plus(FILLS));
  }

  private static Ended missing(String said, boolean refused, int looks) {
    if (refused) {
      return new Ended(Stage.FAILED, said + ". Read " + looks + " times, it is not there");
    }
    boolean lost = said.endsWith("took it");
    return lost
        ? new Ended(Stage.UNKNOWN, said + ", and does not know it, read " + looks + " times: ask the exchange what became of it")
        : new Ended(Stage.FAILED, said + ". It never came: read " + looks + " times, it is not there");
  }

  private static Ended placed(OrderState order, String said, boolean refused) {
    String name = "order " + order.id();
    String filled = "%s of %s filled%s".formatted(
        plain(order.filled()), plain(order.quantity()),
        order.averagePrice() == null ? "" : " at " + plain(order.averagePrice()) + " on average");
    String lied = refused ? said + ", and has it all the same: " : "";
    return switch (order.status()) {
      case OPEN, PARTIALLY_FILLED -> new Ended(Stage.DONE, lied + name + " rests, " + filled);
      case FILLED -> new Ended(Stage.DONE, lied + name + ": " + filled);
      case CANCELLED, EXPIRED -> new Ended(
          order.filled().signum() > 0 ? Stage.DONE : Stage.FAILED, name + " rests no more, " + filled);
      case REJECTED -> new Ended(Stage.FAILED, said + "; the exchange has " + name + " as rejected");
    };
  }

  /** What became of an act that the server did not see to its end. Only reads. */
  Ended read(Action action, ExchangeAccess access) throws InterruptedException {
    OrderId order = action.order();
    Symbol symbol = action.symbol();
    return switch (action.kind()) {
      case PLACE_ORDER -> order == null || symbol == null
          ? new Ended(Stage.UNKNOWN, "its order has no name")
          : found(access.gateway().get(), order, symbol, "the server ended while it was sent", false);
      case CANCEL_ORDER -> order == null
          ? new Ended(Stage.UNKNOWN, "its order has no name")
          : cancelled(order, verified(access, List.of(order), ClosePolicy.KEEP_ALL, Set.of()).orders());
      case CLOSE_POSITION -> {
        VerificationReport report =
            verified(access, List.of(), ClosePolicy.FLATTEN_ALL, symbol == null ? Set.of() : Set.of(symbol));
        Ended now = closed(report.positions(), report.clean(), report.reason());
        yield now.stage() == Stage.FAILED
            ? new Ended(Stage.FAILED, "the server ended before it was closed; nothing more was sent: " + now.outcome())
            : now;
      }
    };
  }

  private VerificationReport verified(
      ExchangeAccess access, List<OrderId> named, ClosePolicy policy, Set<Symbol> symbols) {
    return new Verification(access.gateway().get(), time).run(
        new Verification.Terms(each -> false, named, policy, symbols, Verification.Terms.BETWEEN, LIMIT));
  }

  private static String plain(BigDecimal number) {
    return number.stripTrailingZeros().toPlainString();
  }
}
