package dev.binnacle.protocol;

import static dev.binnacle.protocol.Refusals.accepted;
import static dev.binnacle.protocol.Refusals.problem;
import static dev.binnacle.protocol.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.model.Arrival;
import dev.binnacle.model.Currency;
import dev.binnacle.model.Envelope;
import dev.binnacle.model.Event;
import dev.binnacle.model.EventType;
import dev.binnacle.model.InstanceId;
import dev.binnacle.model.Money;
import dev.binnacle.model.Sample;
import dev.binnacle.model.Severity;
import dev.binnacle.model.Side;
import dev.binnacle.model.Symbol;
import dev.binnacle.model.TradeId;
import dev.binnacle.model.Value;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class EventReaderTest {
  private static final Instant TEN = Instant.parse("2026-01-05T10:00:00Z");

  private final EventReader reader = new EventReader();

  @Test
  void readsATradeInAnyOrderOfItsFields() {
    Event.TradeOpened expected =
        Event.TradeOpened.of(
            TEN, new TradeId("t-7"), new Symbol("BTC/USDT"), Side.BUY, new BigDecimal("45000"), new BigDecimal("0.5"),
            new Currency("USDT"))
            .withStrategy("rsi_macd")
            .withStops(new BigDecimal("44000"), new BigDecimal("47000"));

    assertThat(
        accepted(
            """
                {"take_profit": 47000.0, "stop_loss": "44000", "strategy": "rsi_macd", "currency": "USDT", "quantity": 5e-1, "entry_price": 45000.00,
                 "side": "buy", "symbol": "BTC/USDT", "trade_id": "t-7", "at": "2026-01-05T11:00:00+01:00", "seq": 7, "instance": "i1", "type": "trade_opened"}
                """))
        .isEqualTo(Envelope.sequenced(expected, new InstanceId("i1"), 7));
  }

  @Test
  void readsTheDataOfTheSeeds() {
    Event opened =
        accepted(
            """
                {"type": "trade_opened", "timestamp": 1767607200, "trade_id": "1", "symbol": "BTC/USDT", "side": "BUY", "entry_price": 45000,
                 "quantity": 0.5, "strategy": "RSI_MACD", "stop_loss": 44000, "take_profit": 47000, "currency": "USDT"}
                """)
            .event();
    Event error =
        accepted(
            """
                {"type": "error", "at": 1767607200.5, "error": "RiskViolation", "message": "Max drawdown exceeded", "severity": "CRITICAL"}
                """)
            .event();
    Event position =
        accepted(
            """
                {"type": "position", "at": 1767607200, "symbol": "ETH/USDT", "side": "LONG", "quantity": 2, "entry_price": 2400,
                 "current_price": 2500, "unrealized_pnl": 200.00, "unrealized_pnl_pct": 4.17, "currency": "USDT"}
                """)
            .event();

    assertThat(opened.at()).isEqualTo(TEN);
    assertThat(((Event.TradeOpened) opened).side()).isEqualTo(Side.BUY);
    assertThat(error)
        .isEqualTo(new Event.ErrorRaised(TEN.plusMillis(500), "RiskViolation", "Max drawdown exceeded", Severity.CRITICAL, null));
    assertThat(((Event.PositionUpdate) position).side()).isEqualTo(Side.BUY);
  }

  @Test
  void takesFeesInTheCurrencyOfTheTradeUnlessToldOtherwise() {
    String trade =
        """
        {"type": "trade_closed", "at": "2026-01-05T10:00:00Z", "trade_id": "t", "symbol": "BTC/USDT", "side": "short", "exit_price": "1",
         "quantity": "1", "currency": "USDT", "pnl": "-0.50", "fees": "1.20"%s}
        """;

    assertThat(((Event.TradeClosed) accepted(trade.formatted("")).event()).fees()).isEqualTo(Money.of("1.2", "USDT"));
    assertThat(((Event.TradeClosed) accepted(trade.formatted(", \"fees_currency\": \"BNB\"")).event()).fees())
        .isEqualTo(Money.of("1.2", "BNB"));
    assertThat(((Event.TradeClosed) accepted(trade.formatted("")).event()).side()).isEqualTo(Side.SELL);
  }

  @Test
  void readsNumbersAndWordsOfMetrics() {
    Event.Metrics metrics =
        (Event.Metrics) accepted(
            """
                    {"type": "metrics", "at": "2026-01-05T10:00:00Z", "values": {"memory_usage_mb": 312.5, "api_errors": 0, "websocket_status": "connected", "none": null}}
                    """)
            .event();

    assertThat(metrics.samples())
        .containsExactly(Sample.of("memory_usage_mb", 312.5), Sample.of("api_errors", 0),
            Sample.of("websocket_status", "connected"));
  }

  @Test
  void keepsTheOrderAndTheKindsOfFigures() {
    Event.Report report =
        (Event.Report) accepted(
            """
                    {"type": "daily_summary", "at": "2026-01-05T10:00:00Z", "date": "2026-01-05", "figures": {"trades": 15, "pnl": 1234567890123456789.10, "note": "12", "won": true, "none": null}}
                    """)
            .event();

    assertThat(report.figures().keySet()).containsExactly("trades", "pnl", "note", "won");
    assertThat(report.figures())
        .containsEntry("pnl", new Value.Decimal(new BigDecimal("1234567890123456789.1")))
        .containsEntry("note", new Value.Text("12"))
        .containsEntry("won", new Value.Flag(true));
  }

  @ParameterizedTest
  @EnumSource
  void leavesOutWhatIsOptional(EventType type) {
    StringBuilder json = new StringBuilder("{\"type\":\"" + type.wireName() + "\",\"at\":1767607200");
    for (String name : Field.namesIn(Shape.of(type).required())) {
      json.append(",\"").append(name).append("\":").append(example(name));
    }
    String least = json.toString();
    StringBuilder nulls = new StringBuilder(least);
    for (String name : Field.namesIn(Shape.of(type).optional())) {
      nulls.append(",\"").append(name).append("\":null");
    }

    assertThat(accepted(least + "}")).isEqualTo(accepted(nulls + "}"));
    assertThat(EventType.of(accepted(least + "}").event())).isEqualTo(type);
    for (String name : Field.namesIn(Shape.of(type).required())) {
      String without = least.replace(",\"" + name + "\":" + example(name), "");
      assertThat(problem(without + "}").pointer()).isEqualTo("/" + name);
      assertThat(problem(without + "}").rule()).isEqualTo("required");
    }
  }

  private static String example(String name) {
    return switch (Field.valueOf(name.toUpperCase(java.util.Locale.ROOT)).kind()) {
      case TEXT ->
          switch (name) {
            case "side" -> "\"buy\"";
            case "kind" -> "\"limit\"";
            case "status" -> "\"open\"";
            case "health" -> "\"healthy\"";
            case "currency" -> "\"USD\"";
            case "outcome" -> "\"accepted\"";
            case "source" -> "\"file\"";
            default -> "\"x\"";
          };
      case DECIMAL, WHOLE -> "1";
      case FLAG -> "true";
      case TIME -> "0";
      case MAP, READINGS -> "{\"a\":1}";
      case TEXT_OR_WHOLE -> "\"x\"";
      case TEXTS, CHANGES -> "[]";
    };
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}                                                                                        | /type              | required",
        "{'type':null}                                                                             | /type              | required",
        "{'type':7}                                                                                | /type              | type",
        "{'type':'trade_open','at':0}                                                              | /type              | unknown-type",
        "{'type':'heartbeat'}                                                                      | /at                | required",
        "{'type':'heartbeat','at':1767607200,'timestamp':1767607200}                               | /timestamp         | duplicate-key",
        "{'type':'heartbeat','at':1767607200,'at':1767607200}                                      | /at                | duplicate-key",
        "{'type':'heartbeat','at':1767607200000}                                                   | /at                | time-range",
        "{'type':'heartbeat','at':0}                                                               | /at                | time-range",
        "{'type':'heartbeat','at':'1767607200'}                                                    | /at                | time-format",
        "{'type':'heartbeat','at':'2026-01-05T10:00:00'}                                           | /at                | time-format",
        "{'type':'heartbeat','at':true}                                                            | /at                | type",
        "{'type':'heartbeat','at':1767607200,'state':'asleep'}                                     | /state             | unknown-word",
        "{'type':'heartbeat','at':1767607200,'seq':1,'instance':'i'}                               | /seq               | durable-only",
        "{'type':'heartbeat','at':1767607200,'a/b~c':1}                                            | /a~1b~0c           | unknown-field",
        "{'type':'stopped','at':1767607200,'seq':1}                                                | /instance          | required-with-seq",
        "{'type':'stopped','at':1767607200,'seq':0,'instance':'i'}                                 | /seq               | positive",
        "{'type':'stopped','at':1767607200,'seq':-1,'instance':'i'}                                | /seq               | positive",
        "{'type':'stopped','at':1767607200,'seq':1.0,'instance':'i'}                               | /seq               | type",
        "{'type':'stopped','at':1767607200,'seq':'1','instance':'i'}                               | /seq               | type",
        "{'type':'stopped','at':1767607200,'seq':9223372036854775808,'instance':'i'}               | /seq               | range",
        "{'type':'stopped','at':1767607200,'instance':''}                                          | /instance          | length",
        "{'type':'stopped','at':1767607200,'instance':'a b'}                                       | /instance          | characters",
        "{'type':'stopped','at':1767607200,'id':'a b'}                                             | /id                | characters",
        "{'type':'stopped','at':1767607200,'exit_code':4294967296}                                 | /exit_code         | range",
        "{'type':'stopped','at':1767607200,'reason':['a']}                                         | /reason            | type",
        "{'type':'stopped','at':1767607200,'reason':'a\\u0000b'}                                   | /reason            | characters",
        "{'type':'stopped','at':1767607200,'reason':'a\\ud800b'}                                   | /reason            | characters",
        "{'type':'started','at':1767607200,'version':7}                                            | /version           | type",
        "{'type':'config','at':1767607200,'record':1,'outcome':'accepted','source':'file','version':'7'} | /version      | type",
        "{'type':'config','at':1767607200,'record':0,'outcome':'accepted','source':'file'}         | /record            | positive",
        "{'type':'config','at':1767607200,'record':1,'outcome':'applied','source':'file'}          | /outcome           | unknown-word",
        "{'type':'config','at':1767607200,'record':1,'outcome':'accepted','source':'mail'}         | /source            | unknown-word",
        "{'type':'config','at':1767607200,'record':1,'outcome':'accepted','source':'file','proved':true} | /proved        | required-with-proved",
        "{'type':'config','at':1767607200,'record':1,'outcome':'accepted','source':'file','changes':{}} | /changes        | type",
        "{'type':'config','at':1767607200,'record':1,'outcome':'accepted','source':'file','changes':[7]} | /changes/0     | type",
        "{'type':'config','at':1767607200,'record':1,'outcome':'accepted','source':'file','changes':[{'before':7}]} | /changes/0/pointer | required",
        "{'type':'config','at':1767607200,'record':1,'outcome':'accepted','source':'file','changes':[{'pointer':'stop'}]} | /changes/0/pointer | pointer",
        "{'type':'config','at':1767607200,'record':1,'outcome':'accepted','source':'file','changes':[{'pointer':'/a','after':[1]}]} | /changes/0/after | type",
        "{'type':'config','at':1767607200,'record':1,'outcome':'accepted','source':'file','changes':[{'pointer':'/a','pointer':'/b'}]} | /changes/0/pointer | duplicate-key",
        "{'type':'config','at':1767607200,'record':1,'outcome':'accepted','source':'file','changes':[{'pointer':'/a','was':1}]} | /changes/0/was | unknown-field",
        "{'type':'config','at':1767607200,'record':1,'outcome':'refused','source':'file','problems':[7]} | /problems/0     | type",
        "{'type':'config','at':1767607200,'record':1,'outcome':'refused','source':'file','problems':'bad'} | /problems      | type",
        "{'type':'stopped','at':1767607200,'pnl':1}                                                | /pnl               | unknown-field",
        "{'type':'mark','at':1767607200,'symbol':'BTC/USD','price':0}                              | /price             | positive",
        "{'type':'mark','at':1767607200,'symbol':'BTC/USD','price':'-1'}                           | /price             | positive",
        "{'type':'mark','at':1767607200,'symbol':'BTC/USD','price':'1,5'}                          | /price             | decimal",
        "{'type':'mark','at':1767607200,'symbol':'BTC/USD','price':'nan'}                          | /price             | finite",
        "{'type':'mark','at':1767607200,'symbol':'BTC/USD','price':NaN}                            | /price             | finite",
        "{'type':'mark','at':1767607200,'symbol':'BTC/USD','price':-Infinity}                      | /price             | finite",
        "{'type':'mark','at':1767607200,'symbol':'BTC/USD','price':1e31}                           | /price             | digits",
        "{'type':'mark','at':1767607200,'symbol':'BTC USD','price':1}                              | /symbol            | characters",
        "{'type':'balance','at':1767607200,'total':1,'currency':'usd'}                             | /currency          | characters",
        "{'type':'balance','at':1767607200,'total':{},'currency':'USD'}                            | /total             | type",
        "{'type':'health','at':1767607200,'component':'c','health':'ok'}                           | /health            | unknown-word",
        "{'type':'health','at':1767607200,'component':'c c','health':'failed'}                     | /component         | characters",
        "{'type':'health','at':1767607200,'component':'c','health':'failed','critical':'yes'}      | /critical          | type",
        "{'type':'health','at':1767607200,'component':'c','health':'failed','response_time_ms':-1} | /response_time_ms  | not-negative",
        "{'type':'health','at':1767607200,'component':'c','health':'failed','response_time_ms':1e20} | /response_time_ms | range",
        "{'type':'daily_summary','at':1767607200,'figures':{},'date':'05.01.2026'}                 | /date              | date-format",
        "{'type':'daily_summary','at':1767607200,'figures':{'a':[1]}}                              | /figures/a         | type",
        "{'type':'daily_summary','at':1767607200,'figures':{'a':1,'a':2}}                          | /figures/a         | duplicate-key",
        "{'type':'daily_summary','at':1767607200,'figures':{'a':NaN}}                              | /figures/a         | finite",
        "{'type':'daily_summary','at':1767607200,'figures':{'a':'\\u0001'}}                        | /figures/a         | characters",
        "{'type':'daily_summary','at':1767607200,'figures':{'a b':1}}                              | /figures           | characters",
        "{'type':'daily_summary','at':1767607200,'figures':[]}                                     | /figures           | type",
        "{'type':'custom','at':1767607200,'name':'a b'}                                            | /name              | characters",
        "{'type':'metrics','at':1767607200,'values':{'x':NaN}}                                     | /values/x          | finite",
        "{'type':'metrics','at':1767607200,'values':{'x':1e999}}                                   | /values/x          | finite",
        "{'type':'metrics','at':1767607200,'values':{'x':true}}                                    | /values/x          | type",
        "{'type':'metrics','at':1767607200,'values':{'x':{'y':1}}}                                 | /values/x          | type",
        "{'type':'metrics','at':1767607200,'values':{'x':'two words'}}                             | /values/x          | characters",
        "{'type':'metrics','at':1767607200,'values':{'x y':1}}                                     | /values/x y        | characters",
        "{'type':'metrics','at':1767607200,'values':{'x':1,'x':1}}                                 | /values/x          | duplicate-key",
        "{'type':'metrics','at':1767607200,'values':7}                                             | /values            | type",
        "{'type':'api_usage','at':1767607200,'venue':'v','endpoint':'e','calls':1,'errors':2}      | /calls             | order"
      })
  void refusesWithThePlaceAndTheRule(String json, String pointer, String rule) {
    assertThat(problem(json.replace('\'', '"'))).extracting("pointer", "rule").containsExactly(pointer, rule);
  }

  @Test
  void refusesATradeWithItsOwnPointers() {
    String trade =
        """
        {"type": "trade_closed", "at": "2026-01-05T10:00:00Z", "trade_id": "t", "symbol": "BTC/USDT", "side": "buy", "exit_price": "1",
         "quantity": "1", "currency": "USDT", "pnl": "0", %s}
        """;

    assertThat(problem(trade.formatted("\"fees\": \"x\"")).pointer()).isEqualTo("/fees");
    assertThat(problem(trade.formatted("\"fees\": \"1\", \"fees_currency\": \"b\"")).pointer()).isEqualTo("/fees_currency");
    assertThat(problem(trade.formatted("\"fees_currency\": \"BNB\"")).pointer()).isEqualTo("/fees");
    assertThat(problem(trade.formatted("\"duration_seconds\": -1")).pointer()).isEqualTo("/duration_seconds");
    assertThat(problem(trade.formatted("\"entry_price\": 0")).pointer()).isEqualTo("/entry_price");
  }

  @ParameterizedTest
  @CsvSource({
    "trade_opened, stoploss, stop_loss", "trade_opened, entryPrice, entry_price", "trade_opened, qty, quantity",
    "trade_opened, Stop-Loss, stop_loss",
    "heartbeat, stat, state", "trade_closed, duration, duration_seconds", "balance, avialable, available",
    "trade_opened, price, entry_price"
  })
  void suggestsTheFieldThatWasMeant(String type, String found, String meant) {
    assertThat(problem("{\"type\":\"" + type + "\",\"" + found + "\":1}").message())
        .isEqualTo(type + " has no field " + found + ", did you mean " + meant + "?");
  }

  @Test
  void suggestsTheTypeThatWasMeant() {
    assertThat(problem("{\"type\":\"tradeClosed\"}").message())
        .isEqualTo("there is no event type tradeClosed, did you mean trade_closed?");
    assertThat(problem("{\"type\":\"completely else\"}").message()).isEqualTo("there is no event type completely else");
  }

  @Test
  void passesOverFieldsOfTheSendersOwn() {
    assertThat(accepted("{\"x_a\":{\"b\":[1,[2]]},\"type\":\"heartbeat\",\"x_b\":null,\"at\":1767607200,\"x_a\":\"again\"}"))
        .isEqualTo(accepted("{\"type\":\"heartbeat\",\"at\":1767607200}"));
  }

  @Test
  void takesTheGoodPartOfABatchAndNamesTheRest() {
    List<Arrival> arrivals =
        read(
            """
            [{"type": "stopped", "at": 1767607200, "instance": "i1", "seq": 1},
             {"type": "stopped", "at": 1767607200, "reason": {"deep": [{"er": 1}]}, "seq": 2, "instance": "i1"},
             7, [{"type": "stopped"}], null,
             {"type": "stopped", "at": 1767607200, "instance": "i1", "seq": 3}]
            """,
            BatchFormat.JSON);

    assertThat(arrivals).hasSize(6);
    assertThat(arrivals).extracting(Arrival::index).containsExactly(0, 1, 2, 3, 4, 5);
    assertThat(arrivals.get(0)).isInstanceOf(Arrival.Decoded.class);
    assertThat(arrivals.get(5)).isInstanceOf(Arrival.Decoded.class);
    Arrival.Refused second = (Arrival.Refused) arrivals.get(1);
    assertThat(second.instance()).isEqualTo(new InstanceId("i1"));
    assertThat(second.seq()).isEqualTo(2);
    assertThat(second.problem().pointer()).isEqualTo("/reason");
    for (int i = 2; i < 5; i++) {
      assertThat(((Arrival.Refused) arrivals.get(i)).problem().rule()).isEqualTo("type");
    }
  }

  @Test
  void aBadLineHarmsNoOther() {
    List<Arrival> arrivals =
        read(
            """
            {"type": "heartbeat", "at": 1767607200}
            {"type": "heartbeat", "at":

            {"type": "heartbeat", "at": 1767607200} {"type": "heartbeat", "at": 1767607200}
            "text"
            {"type": "heartbeat", "at": 1767607201}
            """,
            BatchFormat.NDJSON);

    assertThat(arrivals).hasSize(5);
    assertThat(arrivals).extracting(Arrival::index).containsExactly(0, 1, 2, 3, 4);
    assertThat(arrivals.get(0)).isInstanceOf(Arrival.Decoded.class);
    assertThat(arrivals.get(4)).isInstanceOf(Arrival.Decoded.class);
    assertThat(((Arrival.Refused) arrivals.get(1)).problem().rule()).isEqualTo("syntax");
    assertThat(((Arrival.Refused) arrivals.get(2)).problem().rule()).isEqualTo("syntax");
    assertThat(((Arrival.Refused) arrivals.get(3)).problem().rule()).isEqualTo("type");
  }

  @Test
  void givesEventsWithoutAnInstanceTheDefault() {
    byte[] body =
        "[{\"type\":\"stopped\",\"at\":1767607200,\"seq\":1},{\"type\":\"stopped\",\"at\":1767607200,\"instance\":\"own\"},{\"seq\":3}]"
            .getBytes(StandardCharsets.UTF_8);

    List<Arrival> arrivals = reader.read(body, BatchFormat.JSON, new InstanceId("frame"));

    assertThat(((Arrival.Decoded) arrivals.get(0)).envelope().instance()).isEqualTo(new InstanceId("frame"));
    assertThat(((Arrival.Decoded) arrivals.get(1)).envelope().instance()).isEqualTo(new InstanceId("own"));
    assertThat(((Arrival.Refused) arrivals.get(2)).instance()).isEqualTo(new InstanceId("frame"));
    assertThat(((Arrival.Refused) arrivals.get(2)).seq()).isEqualTo(3);
  }

  @Test
  void readsTheNumberOfARefusedEventWhereverItStands() {
    assertThat(refused("{\"bad\":{\"seq\":9},\"seq\":4,\"instance\":\"i\"}").seq()).isEqualTo(4);
    assertThat(refused("{\"seq\":4,\"instance\":\"i\",\"bad\":1}").seq()).isEqualTo(4);
    assertThat(refused("{\"seq\":4}").seq()).as("no instance, no sequence").isZero();
    assertThat(refused("{\"seq\":\"4\",\"instance\":\"i\"}").seq()).isZero();
    assertThat(refused("{\"seq\":4,\"instance\":\"i j\"}").instance()).isNull();
  }

  @Test
  void knowsARefusedEventAgain() {
    long hash =
        refused("{\"seq\":4,\"instance\":\"i\",\"type\":\"mark\",\"price\":\"x\",\"values\":{\"a\":[1,null]}}").contentHash();

    assertThat(refused("{ \"values\": {\"a\": [1, null]}, \"price\": \"x\", \"type\": \"mark\" }").contentHash()).isEqualTo(hash);
    assertThat(refused("{\"type\":\"mark\",\"price\":\"y\",\"values\":{\"a\":[1,null]}}").contentHash()).isNotEqualTo(hash);
    assertThat(refused("{\"type\":\"mark\",\"price\":\"x\",\"values\":{\"a\":[1],\"b\":null}}").contentHash()).isNotEqualTo(hash);
    assertThat(refused("{\"type\":\"price\",\"mark\":\"x\",\"values\":{\"a\":[1,null]}}").contentHash()).isNotEqualTo(hash);
  }

  @Test
  void anEmptyArrayIsAnEmptyBatch() {
    assertThat(read(" [ ] ", BatchFormat.JSON)).isEmpty();
  }

  private List<Arrival> read(String body, BatchFormat format) {
    return reader.read(body.getBytes(StandardCharsets.UTF_8), format, null);
  }
}
