package dev.binnacle.testkit;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Kraken's spot API for an account that trades XBT/USD on margin: POSTs signed with API-Sign and a nonce that must rise. Shapes are those
 * of docs.kraken.com/api-reference/… as named beside each answer; errors are those of
 * docs.kraken.com/exchange/guides/general/errors, and come as 200 with a list of errors, as the real one sends them.
 *
 * <p><b>Threads:</b> thread-safe.
 */
public final class FakeKraken extends FakeVenue {
  public static final String KEY = "kraken-key";
  public static final String SECRET =
      Base64.getEncoder().encodeToString("a secret of the fake Kraken".getBytes(StandardCharsets.US_ASCII));

  private final ConcurrentLinkedQueue<String> errors = new ConcurrentLinkedQueue<>();
  private volatile Set<String> permissions =
      Set.of("query-funds", "query-open-trades", "query-closed-trades", "modify-trades", "close-trades");
  private long lastNonce;

  /** The errors with which the next private calls are answered, one each, such as {@code EAPI:Rate limit exceeded}. */
  public void failNext(String... wanted) {
    errors.addAll(List.of(wanted));
  }

  public void permissions(String... wanted) {
    permissions = Set.of(wanted);
  }

  @Override
  String id(int number) {
    // The pattern of ids in the examples of api-reference/trading/add-order: OUF4EM-FRGI2-MQMWZD.
    return String.format("OFAKE0-AAAAA-%06d", number);
  }

  @Override
  synchronized Reply serve(Request request) {
    String path = request.path();
    if (path.equals("/0/public/AssetPairs")) {
      // api-reference/market-data/get-tradable-asset-pairs
      return ok(
          "{\"XXBTZUSD\":{\"altname\":\"XBTUSD\",\"wsname\":\"XBT/USD\",\"base\":\"XXBT\",\"quote\":\"ZUSD\",\"pair_decimals\":1,"
              + "\"lot_decimals\":8,\"leverage_buy\":[2,3],\"leverage_sell\":[2,3],\"ordermin\":\"0.0001\",\"costmin\":\"0.5\","
              + "\"tick_size\":\"0.1\",\"status\":\"online\"}}");
    }
    if (path.equals("/0/public/Ticker")) {
      // api-reference/market-data/get-ticker-information
      return ok("{\"XXBTZUSD\":{\"c\":[\"" + price().toPlainString() + "\",\"0.00067643\"]}}");
    }
    if (!path.startsWith("/0/private/")) {
      return error("EGeneral:Unknown method");
    }
    Map<String, String> form = Forms.decode(request.text());
    String refusal = refusal(request, form);
    if (refusal != null) {
      return error(refusal);
    }
    return answer(path.substring("/0/private/".length()), form);
  }

  /** guides/rest/authentication: HMAC-SHA512 of the path and SHA-256 of nonce and body, with the secret decoded from base 64. */
  private @Nullable String refusal(Request request, Map<String, String> form) {
    if (!request.header("API-Key").equals(KEY)) {
      return "EAPI:Invalid key";
    }
    String nonce = form.getOrDefault("nonce", "");
    byte[] path = ascii(request.path());
    byte[] digest = sha256(nonce + request.text());
    byte[] message = new byte[path.length + digest.length];
    System.arraycopy(path, 0, message, 0, path.length);
    System.arraycopy(digest, 0, message, path.length, digest.length);
    String sign = Base64.getEncoder().encodeToString(hmac("HmacSHA512", Base64.getDecoder().decode(SECRET), message));
    if (!sign.equals(request.header("API-Sign"))) {
      return "EAPI:Invalid signature";
    }
    if (!nonce.matches("[0-9]{1,19}") || Long.parseLong(nonce) <= lastNonce) {
      return "EAPI:Invalid nonce";
    }
    lastNonce = Long.parseLong(nonce);
    return errors.poll();
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private Reply answer(String call, Map<String, String> form) {
    switch (call) {
      case "GetApiKeyInfo":
        // api-reference/account-data/get-api-key-info
        return ok("{\"apiKeyName\":\"my-api-key\",\"permissions\":["
            + permissions.stream().map(p -> '"' + p + '"').collect(Collectors.joining(",")) + "],\"validUntil\":\"0\"}");
      case "Balance":
        // api-reference/account-data/get-account-balance; what is held on margin is not in it
        return may("query-funds", "{\"ZUSD\":\"10000.0000\",\"XXBT\":\"0.0000000000\"}");
      case "TradeBalance":
        // api-reference/account-data/get-trade-balance
        return may("query-funds",
            "{\"eb\":\"10000.0000\",\"tb\":\"10000.0000\",\"m\":\"0.0000\",\"n\":\"0.0000\",\"e\":\"10000.0000\",\"mf\":\"9000.0000\"}");
      case "OpenPositions":
        return may("query-open-trades", positions());
      case "OpenOrders":
        // api-reference/account-data/get-open-orders
        return may("query-open-trades", "{\"open\":" + list(form, true) + "}");
      case "ClosedOrders":
        // api-reference/account-data/get-closed-orders
        return may("query-closed-trades", "{\"closed\":" + list(form, false) + ",\"count\":1}");
      case "QueryOrders":
        return query(form.getOrDefault("txid", ""));
      case "TradesHistory":
        return may("query-closed-trades", history());
      case "CancelOrder":
        return cancelled(form.getOrDefault("txid", ""));
      case "AddOrder":
        return added(form);
      default:
        return error("EGeneral:Unknown method");
    }
  }

  private Reply may(String permission, String result) {
    return permissions.contains(permission) ? ok(result) : error("EGeneral:Permission denied");
  }

  private String list(Map<String, String> form, boolean open) {
    String clientId = form.get("cl_ord_id");
    return orders.values().stream()
        .filter(order -> open ? isListed(order) : !order.isOpen())
        .filter(order -> clientId == null || order.clientId.equals(clientId))
        .map(FakeKraken::told)
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String told(Order order) {
    String status = order.isOpen() ? "open" : order.cancelled ? "canceled" : "closed";
    // The schema OrderInfo: descr.price is the limit, price the mean of what filled.
    return '"' + order.id + "\":{\"refid\":null,\"userref\":null,\"cl_ord_id\":\"" + order.clientId + "\",\"status\":\"" + status
        + "\",\"opentm\":1688666559.8974,\"descr\":{\"pair\":\"XBTUSD\",\"type\":\"" + (order.buy ? "buy" : "sell")
        + "\",\"ordertype\":\"" + (order.market ? "market" : "limit") + "\",\"price\":\""
        + (order.limit == null ? "0" : order.limit.toPlainString()) + "\",\"price2\":\"0\",\"leverage\":\"none\"},\"vol\":\""
        + order.quantity.toPlainString() + "\",\"vol_exec\":\"" + order.filled.toPlainString() + "\",\"cost\":\""
        + order.value.toPlainString() + "\",\"fee\":\"0.00000\",\"price\":\"" + order.average().toPlainString()
        + "\",\"reduce_only\":" + order.reduceOnly + "}";
  }

  private Reply query(String id) {
    Order order = orders.get(id);
    // api-reference/account-data/query-orders-info
    return order == null ? error("EOrder:Unknown order") : may("query-open-trades", "{" + told(order) + "}");
  }

  private Reply cancelled(String id) {
    if (!permissions.contains("close-trades") && !permissions.contains("modify-trades")) {
      return error("EGeneral:Permission denied");
    }
    Order order = orders.get(id);
    // api-reference/trading/cancel-order
    return order == null || !cancel(order) ? error("EOrder:Unknown order") : ok("{\"count\":1}");
  }

  private Reply added(Map<String, String> form) {
    if (!permissions.contains("modify-trades")) {
      return error("EGeneral:Permission denied");
    }
    String clientId = form.getOrDefault("cl_ord_id", "");
    if (clientId.length() > 18) {
      // api-reference/trading/add-order: a UUID, or free text of up to 18 characters
      return error("EGeneral:Invalid arguments:cl_ord_id");
    }
    Order known = ofClient(clientId);
    if (known != null && known.isOpen()) {
      return error("EOrder:Duplicate client order ID");
    }
    BigDecimal quantity = new BigDecimal(form.getOrDefault("volume", "0"));
    if (quantity.compareTo(new BigDecimal("0.0001")) < 0) {
      return error("EGeneral:Invalid arguments:volume minimum not met");
    }
    boolean buy = form.getOrDefault("type", "").equals("buy");
    boolean reduceOnly = form.getOrDefault("reduce_only", "").equals("true");
    if (reduceOnly) {
      BigDecimal opposite = buy ? held().negate() : held();
      if (form.get("leverage") == null || opposite.signum() <= 0) {
        return error("EOrder:Reduce only:No position exists");
      }
      quantity = quantity.min(opposite);
    }
    BigDecimal limit =
        form.get("ordertype") != null && form.get("ordertype").equals("limit") ? new BigDecimal(form.get("price")) : null;
    Order order = add(clientId, buy, reduceOnly, quantity, limit);
    return ok("{\"descr\":{\"order\":\"an order\"},\"txid\":[\"" + order.id + "\"]}");
  }

  private String positions() {
    // api-reference/account-data/get-open-positions: by the trade that opened it
    if (held().signum() == 0) {
      return "{}";
    }
    BigDecimal volume = held().abs().add(BigDecimal.ONE);
    return "{\"TF5GVO-T7ZZ2-6NBKBI\":{\"ordertxid\":\"OLWNFG-LLH4R-D6SFFP\",\"posstatus\":\"open\",\"pair\":\"XXBTZUSD\",\"type\":\""
        + (held().signum() > 0 ? "buy" : "sell") + "\",\"cost\":\"" + volume.multiply(new BigDecimal("1000")).toPlainString()
        + "\",\"fee\":\"0\",\"vol\":\"" + volume.toPlainString() + "\",\"vol_closed\":\"1.00000000\",\"margin\":\"100\"}}";
  }

  private String history() {
    // api-reference/account-data/get-trades-history
    return orders.values().stream()
        .filter(order -> order.filled.signum() > 0)
        .map(order -> "\"T-" + order.id + "\":{\"ordertxid\":\"" + order.id + "\",\"pair\":\"XXBTZUSD\",\"time\":16886670"
            + order.number + ".5,\"type\":\"" + (order.buy ? "buy" : "sell") + "\",\"price\":\"" + order.average().toPlainString()
            + "\",\"cost\":\"" + order.value.toPlainString() + "\",\"fee\":\"0.5\",\"vol\":\"" + order.filled.toPlainString()
            + "\"}")
        .collect(Collectors.joining(",", "{\"trades\":{", "},\"count\":1}"));
  }

  private static Reply ok(String result) {
    return Reply.json(200, "{\"error\":[],\"result\":" + result + "}");
  }

  private static Reply error(String error) {
    return Reply.json(200, "{\"error\":[\"" + error + "\"]}");
  }
}
