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
import dev.binnacle.model.Money;
import dev.binnacle.model.OrderId;
import dev.binnacle.model.OrderKind;
import dev.binnacle.model.OrderStatus;
import dev.binnacle.model.Side;
import dev.binnacle.model.Symbol;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.knowm.xchange.kraken.service.KrakenDigest;
import org.knowm.xchange.utils.nonce.CurrentTimeIncrementalNonceFactory;
import si.mazi.rescu.HttpStatusIOException;
import si.mazi.rescu.SynchronizedValueFactory;

/** One account at Kraken: what it holds outright, and its positions on margin. Calls go out one after another, as its nonces want. */
final class KrakenGateway implements ExchangeGateway {
  static final String ADDRESS = "https://api.kraken.com";
  private static final int FILLS = 500;
  private static final BigDecimal MICROS = BigDecimal.valueOf(1_000_000);

  private final VenueAccount account;
  private final KrakenCalls calls;
  private final KrakenDigest sign;
  private final SynchronizedValueFactory<Long> nonce = new CurrentTimeIncrementalNonceFactory(TimeUnit.MICROSECONDS);
  private volatile @Nullable KrakenPairs pairs;

  KrakenGateway(VenueAccount account) {
    this.account = account;
    this.calls = Wire.proxy(KrakenCalls.class, account.address() == null ? ADDRESS : account.address().toString());
    this.sign = KrakenDigest.createInstance(account.credentials().secret());
  }

  private static JsonNode ask(Wire.Call<JsonNode> call) {
    JsonNode answer;
    try {
      answer = call.make();
    } catch (HttpStatusIOException e) {
      throw Wire.refused("Kraken", e);
    } catch (IOException | RuntimeException e) {
      throw Wire.failed("Kraken", e);
    }
    if (answer == null || !answer.path("error").isArray()) {
      throw new ExchangeException(Kind.UNREACHABLE, "Kraken's answer is not one of its API");
    }
    for (JsonNode error : answer.path("error")) {
      // Warnings begin with W.
      if (error.asText().startsWith("E")) {
        throw KrakenErrors.of(error.asText());
      }
    }
    return answer.path("result");
  }

  private String key() {
    return account.credentials().key();
  }

  private KrakenPairs pairs() {
    KrakenPairs known = pairs;
    if (known == null) {
      known = new KrakenPairs(ask(calls::assetPairs));
      pairs = known;
    }
    return known;
  }

  @Override
  public String venue() {
    return "kraken";
  }

  @Override
  public Capabilities capabilities() {
    return new Capabilities(true, true, true);
  }

  @Override
  public KeyPermissions keyPermissions() {
    try {
      JsonNode told = ask(() -> calls.apiKeyInfo(key(), sign, nonce)).path("permissions");
      if (!told.isArray()) {
        return KeyPermissions.UNKNOWN;
      }
      Set<String> may = StreamSupport.stream(told.spliterator(), false).map(JsonNode::asText).collect(Collectors.toSet());
      return new KeyPermissions(
          Allowed.of(may.contains("query-open-trades")), Allowed.of(may.contains("modify-trades")),
          Allowed.of(may.contains("withdraw-funds")));
    } catch (ExchangeException e) {
      return KeyPermissions.UNKNOWN;
    }
  }

  @Override
  public OrderState place(OrderRequest request) {
    KrakenPairs.KrakenPair pair = pairs().of(request.symbol());
    BigDecimal price = request.price();
    String type = switch (request.kind()) {
      case MARKET -> "market";
      case LIMIT -> "limit";
      case STOP -> throw new ExchangeException(Kind.REJECTED, "stop orders are not sent to Kraken from here");
    };
    // Only an order with leverage touches a position on margin, and only such may be reduce-only.
    JsonNode result = ask(() -> calls.addOrder(
        key(), sign, nonce, pair.altname(), request.side().name().toLowerCase(Locale.ROOT), type,
        request.quantity().toPlainString(),
        price == null ? null : price.toPlainString(), request.reduceOnly() ? pair.leverage() : null,
        request.reduceOnly() ? "true" : null, request.clientId()));
    JsonNode ids = result.path("txid");
    if (ids.isEmpty() || ids.get(0).asText().isEmpty()) {
      throw new ExchangeException(Kind.UNREACHABLE, "Kraken took the order " + request.clientId() + " and gave it no id");
    }
    return new OrderState(
        new OrderId(ids.get(0).asText()), request.clientId(), request.symbol(), request.side(), request.kind(), OrderStatus.OPEN,
        request.quantity(), BigDecimal.ZERO, price, null, request.reduceOnly());
  }

  @Override
  public OrderState cancel(OrderId order, @Nullable Symbol symbol) {
    JsonNode result = ask(() -> calls.cancelOrder(key(), sign, nonce, order.value()));
    if (result.path("count").asInt(0) < 1 && !result.path("pending").asBoolean(false)) {
      throw new ExchangeException(Kind.REJECTED, "Kraken cancelled no order " + order);
    }
    return order(order, symbol)
        .orElseThrow(() -> new ExchangeException(Kind.REJECTED, "Kraken cancelled order " + order + " and knows it no more"));
  }

  @Override
  public Optional<OrderState> order(OrderId order, @Nullable Symbol symbol) {
    try {
      JsonNode found = ask(() -> calls.queryOrders(key(), sign, nonce, order.value())).path(order.value());
      return found.isMissingNode() ? Optional.empty() : Optional.of(state(order.value(), found));
    } catch (ExchangeException e) {
      String message = String.valueOf(e.getMessage());
      if (message.contains(KrakenErrors.UNKNOWN_ORDER) || message.contains("EOrder:Invalid order")) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public Optional<OrderState> orderOfClient(String clientId, @Nullable Symbol symbol) {
    Optional<OrderState> open = ofClient(ask(() -> calls.openOrders(key(), sign, nonce, clientId)).path("open"), clientId);
    return open.isPresent()
        ? open
        : ofClient(ask(() -> calls.closedOrders(key(), sign, nonce, clientId)).path("closed"), clientId);
  }

  /** Kraken is asked for the one id, and believed no more than for the rest. */
  private Optional<OrderState> ofClient(JsonNode orders, String clientId) {
    return states(orders).stream().filter(order -> order.clientId().equals(clientId)).findFirst();
  }

  @Override
  public List<OrderState> openOrders() {
    return states(ask(() -> calls.openOrders(key(), sign, nonce, null)).path("open"));
  }

  private List<OrderState> states(JsonNode orders) {
    List<OrderState> states = new ArrayList<>();
    Json.fields(orders).forEach((id, order) -> states.add(state(id, order)));
    return states;
  }

  private OrderState state(String id, JsonNode order) {
    JsonNode description = order.path("descr");
    BigDecimal quantity = Json.decimal(order, "vol");
    BigDecimal filled = Json.decimalOrZero(order, "vol_exec");
    return new OrderState(
        new OrderId(id), Json.textOr(order, "cl_ord_id", ""), pairs().symbol(Json.text(description, "pair")), side(description),
        kind(Json.text(description, "ordertype")), status(Json.text(order, "status"), quantity, filled), quantity, filled,
        Json.price(description, "price"), filled.signum() == 0 ? null : Json.price(order, "price"),
        order.path("reduce_only").asBoolean(false));
  }

  private static Side side(JsonNode object) {
    return Json.text(object, "type").equals("buy") ? Side.BUY : Side.SELL;
  }

  private static OrderKind kind(String type) {
    return switch (type) {
      case "market" -> OrderKind.MARKET;
      case "limit" -> OrderKind.LIMIT;
      default -> OrderKind.STOP;
    };
  }

  private static OrderStatus status(String status, BigDecimal quantity, BigDecimal filled) {
    return switch (status) {
      case "pending", "open" -> filled.signum() > 0 ? OrderStatus.PARTIALLY_FILLED : OrderStatus.OPEN;
      case "closed" -> filled.compareTo(quantity) >= 0 ? OrderStatus.FILLED : OrderStatus.CANCELLED;
      case "canceled" -> OrderStatus.CANCELLED;
      case "expired" -> OrderStatus.EXPIRED;
      default -> throw new ExchangeException(Kind.UNREACHABLE, "Kraken tells a status that is not known: " + status);
    };
  }

  @Override
  public List<NetPosition> positions() {
    List<NetPosition> positions = new ArrayList<>(onMargin());
    JsonNode balances = ask(() -> calls.balance(key(), sign, nonce));
    for (Symbol symbol : account.symbols()) {
      BigDecimal held = Json.decimalOrZero(balances, pairs().of(symbol).base());
      if (held.signum() != 0) {
        positions.add(new NetPosition(symbol, InstrumentKind.SPOT, held, null, lastPrice(symbol)));
      }
    }
    return positions;
  }

  private record Margin(BigDecimal quantity, BigDecimal cost) {}

  /** Kraken tells each trade that opened a part; they are summed by instrument. */
  private List<NetPosition> onMargin() {
    Map<Symbol, Margin> sums = new LinkedHashMap<>();
    Json.fields(ask(() -> calls.openPositions(key(), sign, nonce))).values().forEach(part -> {
      BigDecimal sign = side(part).sign();
      BigDecimal volume = Json.decimal(part, "vol");
      BigDecimal left = volume.subtract(Json.decimalOrZero(part, "vol_closed"));
      BigDecimal cost = Json.decimal(part, "cost").multiply(left).divide(volume, MathContext.DECIMAL64);
      sums.merge(pairs().symbol(Json.text(part, "pair")), new Margin(left.multiply(sign), cost.multiply(sign)),
          (one, other) -> new Margin(one.quantity.add(other.quantity), one.cost.add(other.cost)));
    });
    List<NetPosition> positions = new ArrayList<>();
    sums.forEach((symbol, sum) -> {
      if (sum.quantity.signum() != 0) {
        positions.add(new NetPosition(
            symbol, InstrumentKind.DERIVATIVE, sum.quantity, sum.cost.divide(sum.quantity, MathContext.DECIMAL64),
            lastPrice(symbol)));
      }
    });
    return positions;
  }

  @Override
  public AccountBalance balance() {
    JsonNode told = ask(() -> calls.tradeBalance(key(), sign, nonce, account.currency().code()));
    return new AccountBalance(
        new Money(Json.decimal(told, "tb"), account.currency()), new Money(Json.decimal(told, "mf"), account.currency()));
  }

  /** A fill's number is its time in microseconds. */
  @Override
  public List<Fill> fills(long after) {
    String start = after <= 0 ? null : BigDecimal.valueOf(after).divide(MICROS).toPlainString();
    List<Fill> fills = new ArrayList<>();
    Json.fields(ask(() -> calls.tradesHistory(key(), sign, nonce, start)).path("trades")).values().forEach(trade -> {
      Symbol symbol = pairs().symbol(Json.text(trade, "pair"));
      long number = Json.decimal(trade, "time").multiply(MICROS).longValue();
      if (number > after) {
        fills.add(new Fill(
            number, new OrderId(Json.text(trade, "ordertxid")), symbol, side(trade), Json.decimal(trade, "price"),
            Json.decimal(trade, "vol"), new Money(Json.decimalOrZero(trade, "fee"), account.currency())));
      }
    });
    return fills.stream().sorted(Comparator.comparingLong(Fill::number)).limit(FILLS).toList();
  }

  @Override
  public Instrument instrument(Symbol symbol) {
    return pairs().of(symbol).instrument();
  }

  @Override
  public BigDecimal lastPrice(Symbol symbol) {
    JsonNode told = ask(() -> calls.ticker(pairs().of(symbol).altname()));
    JsonNode ticker = Json.fields(told).values().stream().findFirst()
        .orElseThrow(() -> new ExchangeException(Kind.UNREACHABLE, "Kraken told no price of " + symbol));
    JsonNode last = ticker.path("c").path(0);
    return Json.decimal(last.asText(), "last price");
  }

  @Override
  public void close() {
    account.credentials().close();
  }
}
