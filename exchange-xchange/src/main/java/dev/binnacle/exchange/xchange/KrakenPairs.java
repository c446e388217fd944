package dev.binnacle.exchange.xchange;

import com.fasterxml.jackson.databind.JsonNode;
import dev.binnacle.exchange.ExchangeException;
import dev.binnacle.exchange.ExchangeException.Kind;
import dev.binnacle.exchange.Instrument;
import dev.binnacle.exchange.InstrumentKind;
import dev.binnacle.model.Symbol;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;

/** Kraken's names of its instruments and their rules, as its AssetPairs tells them; immutable. */
final class KrakenPairs {
  private final Map<Symbol, KrakenPair> bySymbol = new HashMap<>();
  private final Map<String, KrakenPair> byName = new HashMap<>();

  /**
   * @param altname how orders name it, such as XBTUSD
   * @param base how balances name its first currency, such as XXBT
   * @param leverage the least leverage that it trades with on margin; none where it does not
   */
  record KrakenPair(Symbol symbol, String altname, String base, String leverage, Instrument instrument) {}

  KrakenPairs(JsonNode result) {
    Json.fields(result).forEach(this::add);
  }

  private void add(String name, JsonNode pair) {
    String wsname = Json.textOr(pair, "wsname", "");
    if (!wsname.contains("/")) {
      return;
    }
    Symbol symbol = new Symbol(ours(wsname));
    KrakenPair known = new KrakenPair(
        symbol, Json.text(pair, "altname"), Json.text(pair, "base"), leverage(pair), instrument(symbol, pair));
    bySymbol.put(symbol, known);
    byName.put(known.altname, known);
    byName.put(name, known);
  }

  /** Kraken says XBT and XDG for what the world calls BTC and DOGE. */
  private static String ours(String wsname) {
    Pair pair = Pair.of(new Symbol(wsname));
    return currency(pair.base()) + '/' + currency(pair.quote());
  }

  private static String currency(String name) {
    return switch (name) {
      case "XBT" -> "BTC";
      case "XDG" -> "DOGE";
      default -> name;
    };
  }

  private static String leverage(JsonNode pair) {
    JsonNode levels = pair.path("leverage_sell");
    return levels.isEmpty() ? "" : levels.get(0).asText();
  }

  private static Instrument instrument(Symbol symbol, JsonNode pair) {
    BigDecimal step = BigDecimal.ONE.movePointLeft(pair.path("lot_decimals").asInt(8));
    BigDecimal tick = pair.has("tick_size")
        ? Json.decimal(pair, "tick_size")
        : BigDecimal.ONE.movePointLeft(pair.path("pair_decimals").asInt(1));
    return new Instrument(
        symbol, InstrumentKind.UNKNOWN, Json.decimalOrZero(pair, "ordermin").max(step), step, tick,
        Json.decimalOrZero(pair, "costmin"));
  }

  KrakenPair of(Symbol symbol) {
    KrakenPair pair = bySymbol.get(symbol);
    if (pair == null) {
      throw new ExchangeException(Kind.REJECTED, "Kraken has no instrument " + symbol);
    }
    return pair;
  }

  /** An instrument that is not listed any more keeps Kraken's name. */
  Symbol symbol(String name) {
    KrakenPair pair = byName.get(name);
    return pair == null ? new Symbol(name) : pair.symbol;
  }
}
