package dev.binnacle.testkit;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Binance's spot API for an account that trades BTCUSDT: requests signed with HMAC-SHA256 over query and body, and a timestamp within the
 * receive window. Shapes are those of rest-api.md of github.com/binance/binance-spot-api-docs and of
 * developers.binance.com/docs/wallet, as named beside each answer; errors are those of its errors.md.
 *
 * <p><b>Threads:</b> thread-safe.
 */
public final class FakeBinance extends FakeVenue {
  public static final String KEY = "binance-key";
  public static final String SECRET = "a secret of the fake Binance";

  private volatile boolean mayTrade = true;
  private volatile boolean mayWithdraw;
  private volatile long clockAheadMillis;

  public void permissions(boolean trade, boolean withdraw) {
    mayTrade = trade;
    mayWithdraw = withdraw;
  }

  /** How far the venue's clock is before everybody else's. */
  public void clockAhead(long millis) {
    clockAheadMillis = millis;
  }

  @Override
  String id(int number) {
    return String.valueOf(number);
  }

  private long now() {
    return System.currentTimeMillis() + clockAheadMillis;
  }

  @Override
  synchronized Reply serve(Request request) {
    switch (request.path()) {
      case "/api/v3/time":
        // rest-api.md, "Check server time"
        return Reply.json(200, "{\"serverTime\":" + now() + "}");
      case "/api/v3/exchangeInfo":
        return info(request.query().getOrDefault("symbol", ""));
      case "/api/v3/ticker/price":
        // rest-api.md, "Symbol price ticker"
        return Reply.json(200, "{\"symbol\":\"BTCUSDT\",\"price\":\"" + price().toPlainString() + "\"}");
      default:
        break;
    }
    Map<String, String> fields = new HashMap<>(request.query());
    fields.putAll(Forms.decode(request.text()));
    Reply refusal = refusal(request, fields);
    return refusal == null ? answer(request.method() + " " + request.path(), fields) : refusal;
  }

  /** rest-api.md, "Signed (TRADE and USER_DATA) Endpoint security": the signature is over the query, followed by the body. */
  private @Nullable Reply refusal(Request request, Map<String, String> fields) {
    if (!request.header("X-MBX-APIKEY").equals(KEY)) {
      return error(401, -2015, "Invalid API-key, IP, or permissions for action.");
    }
    String signature = fields.getOrDefault("signature", "");
    String query = request.rawQuery().replaceAll("&?signature=[^&]*", "");
    byte[] wanted = hmac("HmacSHA256", ascii(SECRET), ascii(query + request.text()));
    if (!HexFormat.of().formatHex(wanted).equals(signature)) {
      return error(400, -1022, "Signature for this request is not valid.");
    }
    // rest-api.md, "Timing security": at most a second ahead, at most the window behind.
    long sent = Long.parseLong(fields.getOrDefault("timestamp", "0"));
    long window = Long.parseLong(fields.getOrDefault("recvWindow", "5000"));
    boolean inTime = sent < now() + 1_000 && now() - sent <= window;
    return inTime ? null : error(400, -1021, "Timestamp for this request is outside of the recvWindow.");
  }

  private Reply answer(String call, Map<String, String> fields) {
    switch (call) {
      case "GET /api/v3/openOrders":
        // rest-api.md, "Current open orders"
        return Reply.json(200, orders.values().stream().filter(this::isListed).map(FakeBinance::told)
            .collect(Collectors.joining(",", "[", "]")));
      case "GET /api/v3/order":
        return query(fields);
      case "DELETE /api/v3/order":
        return cancelled(fields);
      case "POST /api/v3/order":
        return added(fields);
      case "GET /api/v3/account":
        // rest-api.md, "Account information"
        return Reply.json(200, "{\"makerCommission\":15,\"canTrade\":true,\"balances\":[{\"asset\":\"BTC\",\"free\":\""
            + held().toPlainString()
            + "\",\"locked\":\"0.00000000\"},{\"asset\":\"USDT\",\"free\":\"9000.0\",\"locked\":\"1000.0\"}]}");
      case "GET /api/v3/myTrades":
        return Reply.json(200, trades(fields));
      case "GET /sapi/v1/account/apiRestrictions":
        // developers.binance.com/docs/wallet/account/api-key-permission
        return Reply.json(200, "{\"ipRestrict\":false,\"createTime\":1623840271000,\"enableReading\":true,\"enableWithdrawals\":"
            + mayWithdraw + ",\"enableInternalTransfer\":false,\"enableMargin\":false,\"enableFutures\":false,"
            + "\"enableSpotAndMarginTrading\":" + mayTrade + "}");
      default:
        return error(404, -1020, "This operation is not supported.");
    }
  }

  private Reply info(String symbol) {
    if (!symbol.equals("BTCUSDT")) {
      return error(400, -1121, "Invalid symbol.");
    }
    // rest-api.md, "Exchange information", and filters.md
    return Reply.json(200,
        "{\"symbols\":[{\"symbol\":\"BTCUSDT\",\"status\":\"TRADING\",\"baseAsset\":\"BTC\",\"quoteAsset\":\"USDT\","
            + "\"filters\":[{\"filterType\":\"PRICE_FILTER\",\"minPrice\":\"0.01\",\"maxPrice\":\"1000000\",\"tickSize\":\"0.01\"},"
            + "{\"filterType\":\"LOT_SIZE\",\"minQty\":\"0.00001\",\"maxQty\":\"9000\",\"stepSize\":\"0.00001\"},"
            + "{\"filterType\":\"NOTIONAL\",\"minNotional\":\"5.0\",\"applyMinToMarket\":true}]}]}");
  }

  private static String told(Order order) {
    String status = order.cancelled
        ? "CANCELED"
        : !order.isOpen() ? "FILLED" : order.filled.signum() > 0 ? "PARTIALLY_FILLED" : "NEW";
    return "{\"symbol\":\"BTCUSDT\",\"orderId\":" + order.number + ",\"orderListId\":-1,\"clientOrderId\":\"" + order.clientId
        + "\"," + figures(order, status);
  }

  private static String figures(Order order, String status) {
    return "\"price\":\"" + (order.limit == null ? "0.00000000" : order.limit.toPlainString()) + "\",\"origQty\":\""
        + order.quantity.toPlainString() + "\",\"executedQty\":\"" + order.filled.toPlainString()
        + "\",\"cummulativeQuoteQty\":\""
        + order.value.toPlainString() + "\",\"status\":\"" + status + "\",\"timeInForce\":\"GTC\",\"type\":\""
        + (order.market ? "MARKET" : "LIMIT") + "\",\"side\":\"" + (order.buy ? "BUY" : "SELL") + "\"}";
  }

  private @Nullable Order find(Map<String, String> fields) {
    String id = fields.get("orderId");
    return id == null ? ofClient(fields.getOrDefault("origClientOrderId", "")) : orders.get(id);
  }

  private Reply query(Map<String, String> fields) {
    if (!fields.getOrDefault("symbol", "").equals("BTCUSDT")) {
      return error(400, -1121, "Invalid symbol.");
    }
    Order order = find(fields);
    // rest-api.md, "Query order"
    return order == null ? error(400, -2013, "Order does not exist.") : Reply.json(200, told(order));
  }

  private Reply cancelled(Map<String, String> fields) {
    if (!mayTrade) {
      return error(401, -2015, "Invalid API-key, IP, or permissions for action.");
    }
    Order order = find(fields);
    if (order == null || !cancel(order)) {
      return error(400, -2011, "Unknown order sent.");
    }
    // rest-api.md, "Cancel order": the client's id is the cancel's own there
    return Reply.json(200, "{\"symbol\":\"BTCUSDT\",\"origClientOrderId\":\"" + order.clientId + "\",\"orderId\":" + order.number
        + ",\"orderListId\":-1,\"clientOrderId\":\"cancelMyOrder1\"," + figures(order, "CANCELED"));
  }

  private Reply added(Map<String, String> fields) {
    if (!mayTrade) {
      return error(401, -2015, "Invalid API-key, IP, or permissions for action.");
    }
    String clientId = fields.getOrDefault("newClientOrderId", "");
    Order known = ofClient(clientId);
    if (known != null && known.isOpen()) {
      return error(400, -2010, "Duplicate order sent.");
    }
    BigDecimal quantity = new BigDecimal(fields.getOrDefault("quantity", "0"));
    boolean buy = fields.getOrDefault("side", "").equals("BUY");
    if (quantity.remainder(new BigDecimal("0.00001")).signum() != 0) {
      return error(400, -1013, "Filter failure: LOT_SIZE");
    }
    if (!buy && quantity.compareTo(held()) > 0) {
      return error(400, -2010, "Account has insufficient balance for requested action.");
    }
    String price = fields.get("price");
    // rest-api.md, "New order", with newOrderRespType RESULT
    return Reply.json(200, told(add(clientId, buy, false, quantity, price == null ? null : new BigDecimal(price))));
  }

  private String trades(Map<String, String> fields) {
    long start = Long.parseLong(fields.getOrDefault("startTime", "0"));
    // rest-api.md, "Account trade list"
    return orders.values().stream()
        .filter(order -> order.filled.signum() > 0 && 1_499_865_549_000L + order.number >= start)
        .map(order -> "{\"symbol\":\"BTCUSDT\",\"id\":" + (28_000 + order.number) + ",\"orderId\":" + order.number
            + ",\"price\":\""
            + order.average().toPlainString() + "\",\"qty\":\"" + order.filled.toPlainString() + "\",\"quoteQty\":\""
            + order.value.toPlainString() + "\",\"commission\":\"0.5\",\"commissionAsset\":\"USDT\",\"time\":"
            + (1_499_865_549_000L + order.number) + ",\"isBuyer\":" + order.buy + ",\"isMaker\":false}")
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static Reply error(int status, int code, String message) {
    return Reply.json(status, "{\"code\":" + code + ",\"msg\":\"" + message + "\"}");
  }
}
