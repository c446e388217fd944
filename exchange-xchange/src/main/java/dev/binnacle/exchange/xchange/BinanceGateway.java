package dev.binnacle.exchange.xchange;

import com.fasterxml.jackson.databind.JsonNode;
import dev.binnacle.exchange.AccountBalance;
import dev.binnacle.exchange.Capabilities;
import dev.binnacle.exchange.ExchangeException;
import dev.binnacle.exchange.ExchangeException.Kind;
import dev.binnacle.exchange.ExchangeGateway;
import dev.binnacle.exchange.Fill;
import dev.binnacle.exchange.Instrument;
import dev.binnacle.exchange.InstrumentKind;
import dev.binnacle.exchange.KeyPermissions;
import dev.binnacle.exchange.KeyPermissions.Allowed;
import dev.binnacle.exchange.NetPosition;
import dev.binnacle.exchange.OrderRequest;
import dev.binnacle.exchange.OrderState;
import dev.binnacle.exchange.VenueAccount;
import dev.binnacle.model.Currency;
import dev.binnacle.model.Money;
import dev.binnacle.model.OrderId;
import dev.binnacle.model.OrderKind;
import dev.binnacle.model.OrderStatus;
import dev.binnacle.model.Side;
import dev.binnacle.model.Symbol;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.knowm.xchange.binance.service.BinanceHmacDigest;

/** One spot account at Binance. It names orders only within an instrument; where that is not known, those of the account are tried. */
final class BinanceGateway implements ExchangeGateway {
  static final String ADDRESS = "https://api.binance.com";
  private static final int FILLS = 500;
  private static final long TRADES_A_MILLI = 1_000_000;
  private static final long WINDOW = BinanceWire.WINDOW_MILLIS;

  private final VenueAccount account;
  private final BinanceCalls calls;
  private final BinanceWire wire;
  private final BinanceHmacDigest sign;
  /** Of the account's instruments and of those in which an order was met; as many as the venue has at most. */
  private final Map<String, Symbol> names = new ConcurrentHashMap<>();

  BinanceGateway(VenueAccount account, InstantSource clock) {
    this.account = account;
    this.calls = Wire.proxy(BinanceCalls.class, account.address() == null ? ADDRESS : account.address().toString());
    this.wire = new BinanceWire(calls, clock);
    this.sign = BinanceHmacDigest.createInstance(account.credentials().secret());
    account.symbols().forEach(symbol -> names.put(name(symbol), symbol));
  }

  private static String name(Symbol symbol) {
    Pair pair = Pair.of(symbol);
    return pair.base() + pair.quote();
  }

  private String key() {
    return account.credentials().key();
  }

  @Override
  public String venue() {
    return "binance";
  }

  @Override
  public Capabilities capabilities() {
    return new Capabilities(true, false, false);
  }

  @Override
  public KeyPermissions keyPermissions() {
    try {
      JsonNode told = wire.ask(at -> calls.apiRestrictions(WINDOW, at, key(), sign));
      return new KeyPermissions(
          allowed(told, "enableReading"), allowed(told, "enableSpotAndMarginTrading"), allowed(told, "enableWithdrawals"));
    } catch (ExchangeException e) {
      return KeyPermissions.UNKNOWN;
    }
  }

  private static Allowed allowed(JsonNode told, String field) {
    return told.path(field).isBoolean() ? Allowed.of(told.path(field).asBoolean()) : Allowed.UNKNOWN;
  }

  @Override
  public OrderState place(OrderRequest request) {
    if (request.reduceOnly()) {
      throw new ExchangeException(Kind.REJECTED, "Binance has no reduce-only orders on spot");
    }
    BigDecimal price = request.price();
    String type = switch (request.kind()) {
      case MARKET -> "MARKET";
      case LIMIT -> "LIMIT";
      case STOP -> throw new ExchangeException(Kind.REJECTED, "stop orders are not sent to Binance from here");
    };
    return state(wire.ask(at -> calls.place(
        name(request.symbol()), request.side().name(), type, price == null ? null : "GTC", request.quantity().toPlainString(),
        price == null ? null : price.toPlainString(), request.clientId(), "RESULT", WINDOW, at, key(), sign)));
  }

  @Override
  public OrderState cancel(OrderId order, @Nullable Symbol symbol) {
    Symbol where = symbol == null ? order(order, null).map(OrderState::symbol).orElse(null) : symbol;
    if (where == null) {
      throw new ExchangeException(Kind.REJECTED, "Binance knows no order " + order + " in the account's instruments");
    }
    return state(wire.ask(at -> calls.cancel(name(where), order.value(), WINDOW, at, key(), sign)));
  }

  @Override
  public Optional<OrderState> order(OrderId order, @Nullable Symbol symbol) {
    // Binance's ids are numbers; a name that is none is somebody's own.
    if (!order.value().matches("[0-9]{1,18}")) {
      return Optional.empty();
    }
    return first(symbol, name -> wire.find(at -> calls.order(name, order.value(), null, WINDOW, at, key(), sign)));
  }

  @Override
  public Optional<OrderState> orderOfClient(String clientId, @Nullable Symbol symbol) {
    if (!clientId.matches("[.A-Z:/a-z0-9_-]{1,36}")) {
      return Optional.empty();
    }
    return first(symbol, name -> wire.find(at -> calls.order(name, null, clientId, WINDOW, at, key(), sign)));
  }

  private interface Lookup {
    Optional<JsonNode> in(String name);
  }

  private Optional<OrderState> first(@Nullable Symbol symbol, Lookup lookup) {
    Collection<String> where = symbol == null ? names.keySet() : Set.of(name(symbol));
    return where.stream().flatMap(name -> lookup.in(name).stream()).findFirst().map(this::state);
  }

  @Override
  public List<OrderState> openOrders() {
    JsonNode orders = wire.ask(at -> calls.openOrders(WINDOW, at, key(), sign));
    if (!orders.isArray()) {
      throw new ExchangeException(Kind.UNREACHABLE, "Binance's list of open orders is no list");
    }
    List<OrderState> open = new ArrayList<>();
    orders.forEach(order -> open.add(state(order)));
    return open;
  }

  private OrderState state(JsonNode order) {
    String status = Json.text(order, "status");
    BigDecimal quantity = Json.decimal(order, "origQty");
    BigDecimal filled = Json.decimalOrZero(order, "executedQty");
    BigDecimal value = Json.decimalOrZero(order, "cummulativeQuoteQty");
    // The answer to a cancel names the cancel itself as the client's id, and the order's as the original one.
    String clientId = Json.textOr(order, "origClientOrderId", Json.textOr(order, "clientOrderId", ""));
    return new OrderState(
        new OrderId(Json.text(order, "orderId")), clientId, symbol(Json.text(order, "symbol")),
        Json.text(order, "side").equals("BUY") ? Side.BUY : Side.SELL, kind(Json.text(order, "type")), status(status), quantity,
        filled, Json.price(order, "price"),
        filled.signum() == 0 || value.signum() <= 0 ? null : value.divide(filled, MathContext.DECIMAL64), false);
  }

  /** An instrument that is not the account's is asked for once, for where its name is to be cut. */
  private Symbol symbol(String name) {
    return names.computeIfAbsent(name, unknown -> {
      JsonNode told = info(unknown);
      return new Symbol(Json.text(told, "baseAsset") + '/' + Json.text(told, "quoteAsset"));
    });
  }

  private JsonNode info(String name) {
    JsonNode told = wire.askPublic(() -> calls.exchangeInfo(name)).path("symbols").path(0);
    if (told.isMissingNode()) {
      throw new ExchangeException(Kind.REJECTED, "Binance has no instrument " + name);
    }
    return told;
  }

  private static OrderKind kind(String type) {
    return switch (type) {
      case "MARKET" -> OrderKind.MARKET;
      case "LIMIT", "LIMIT_MAKER" -> OrderKind.LIMIT;
      default -> OrderKind.STOP;
    };
  }

  private static OrderStatus status(String status) {
    return switch (status) {
      case "NEW", "PENDING_NEW", "PENDING_CANCEL" -> OrderStatus.OPEN;
      case "PARTIALLY_FILLED" -> OrderStatus.PARTIALLY_FILLED;
      case "FILLED" -> OrderStatus.FILLED;
      case "CANCELED" -> OrderStatus.CANCELLED;
      case "REJECTED" -> OrderStatus.REJECTED;
      case "EXPIRED", "EXPIRED_IN_MATCH" -> OrderStatus.EXPIRED;
      default -> throw new ExchangeException(Kind.UNREACHABLE, "Binance tells a status that is not known: " + status);
    };
  }

  @Override
  public List<NetPosition> positions() {
    JsonNode balances = balances();
    List<NetPosition> positions = new ArrayList<>();
    for (Symbol symbol : account.symbols()) {
      BigDecimal held = held(balances, Pair.of(symbol).base());
      if (held.signum() != 0) {
        positions.add(new NetPosition(symbol, InstrumentKind.SPOT, held, null, lastPrice(symbol)));
      }
    }
    return positions;
  }

  private JsonNode balances() {
    JsonNode balances = wire.ask(at -> calls.account(WINDOW, at, key(), sign)).path("balances");
    if (!balances.isArray()) {
      throw new ExchangeException(Kind.UNREACHABLE, "Binance's account has no balances");
    }
    return balances;
  }

  private static BigDecimal held(JsonNode balances, String asset) {
    return free(balances, asset).add(part(balances, asset, "locked"));
  }

  private static BigDecimal free(JsonNode balances, String asset) {
    return part(balances, asset, "free");
  }

  private static BigDecimal part(JsonNode balances, String asset, String field) {
    for (JsonNode balance : balances) {
      if (balance.path("asset").asText().equals(asset)) {
        return Json.decimalOrZero(balance, field);
      }
    }
    return BigDecimal.ZERO;
  }

  @Override
  public AccountBalance balance() {
    JsonNode balances = balances();
    String code = account.currency().code();
    return new AccountBalance(
        new Money(held(balances, code), account.currency()), new Money(free(balances, code), account.currency()));
  }

  /** A fill's number is its time in milliseconds, and within one what its trade's id ends in. */
  @Override
  public List<Fill> fills(long after) {
    Long start = after <= 0 ? null : after / TRADES_A_MILLI;
    List<Fill> fills = new ArrayList<>();
    for (Symbol symbol : account.symbols()) {
      for (JsonNode trade : wire.ask(at -> calls.myTrades(name(symbol), start, FILLS, WINDOW, at, key(), sign))) {
        long number = trade.path("time").asLong() * TRADES_A_MILLI + trade.path("id").asLong() % TRADES_A_MILLI;
        if (number > after) {
          fills.add(new Fill(
              number, new OrderId(Json.text(trade, "orderId")), symbol, trade.path("isBuyer").asBoolean() ? Side.BUY : Side.SELL,
              Json.decimal(trade, "price"), Json.decimal(trade, "qty"),
              new Money(Json.decimalOrZero(trade, "commission"), new Currency(Json.text(trade, "commissionAsset")))));
        }
      }
    }
    return fills.stream().sorted(Comparator.comparingLong(Fill::number)).limit(FILLS).toList();
  }

  @Override
  public Instrument instrument(Symbol symbol) {
    JsonNode told = info(name(symbol));
    BigDecimal smallest = BigDecimal.ZERO;
    BigDecimal step = BigDecimal.ZERO;
    BigDecimal tick = BigDecimal.ZERO;
    BigDecimal value = BigDecimal.ZERO;
    for (JsonNode filter : told.path("filters")) {
      switch (filter.path("filterType").asText()) {
        case "LOT_SIZE" -> {
          smallest = Json.decimal(filter, "minQty");
          step = Json.decimal(filter, "stepSize");
        }
        case "PRICE_FILTER" -> tick = Json.decimal(filter, "tickSize");
        case "NOTIONAL", "MIN_NOTIONAL" -> value = Json.decimal(filter, "minNotional");
        default -> {
          // The rest does not bear on closing a position.
        }
      }
    }
    if (step.signum() <= 0 || tick.signum() <= 0) {
      throw new ExchangeException(Kind.UNREACHABLE, "Binance told no steps of " + symbol);
    }
    return new Instrument(symbol, InstrumentKind.SPOT, smallest.max(step), step, tick, value);
  }

  @Override
  public BigDecimal lastPrice(Symbol symbol) {
    return Json.decimal(wire.askPublic(() -> calls.price(name(symbol))), "price");
  }

  @Override
  public void close() {
    account.credentials().close();
  }
}
