package dev.binnacle.storage;

import static dev.binnacle.storage.Facts.BTC;
import static dev.binnacle.storage.Facts.INSTANCE;
import static dev.binnacle.storage.Facts.NOON;
import static dev.binnacle.storage.Facts.accepted;
import static dev.binnacle.storage.Facts.balance;
import static dev.binnacle.storage.Facts.closed;
import static dev.binnacle.storage.Facts.entry;
import static dev.binnacle.storage.Facts.error;
import static dev.binnacle.storage.Facts.opened;
import static dev.binnacle.storage.Facts.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.binnacle.model.BotId;
import dev.binnacle.model.BotStatus;
import dev.binnacle.model.ComponentName;
import dev.binnacle.model.ConfigChange;
import dev.binnacle.model.ConfigOutcome;
import dev.binnacle.model.ConfigSource;
import dev.binnacle.model.Currency;
import dev.binnacle.model.Envelope;
import dev.binnacle.model.Event;
import dev.binnacle.model.Fact;
import dev.binnacle.model.Health;
import dev.binnacle.model.InstanceId;
import dev.binnacle.model.OrderStatus;
import dev.binnacle.model.Side;
import dev.binnacle.model.Symbol;
import dev.binnacle.model.Value;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is asked of the history. */
final class SqliteHistoryTest extends HistoryFixture {
  @Test
  void joinsAClosingWithItsOpening() throws Exception {
    Fact opening = opened("alpha", 1, "t-1");
    Fact closing = closed("alpha", 2, "t-1", "499.9999999999999999999");
    record(entry(1, opening), entry(2, closing), entry(3, opened("beta", 1, "t-1")));

    List<Trade> trades = history.trades(ALL, Trade.State.ANY).rows();

    assertThat(trades).hasSize(2);
    assertThat(trades.get(0))
        .isEqualTo(new Trade(2, ALPHA, INSTANCE, (Event.TradeOpened) event(opening), (Event.TradeClosed) event(closing)));
    assertThat(trades.get(1).bot()).hasToString("beta");
    assertThat(trades.get(1).closed()).isNull();
  }

  @Test
  void keepsEveryPartialClosing() throws Exception {
    record(
        entry(1, opened("alpha", 1, "t-1")),
        entry(2, closed("alpha", 2, "t-1", "10")),
        entry(3, closed("alpha", 3, "t-1", "-2.5")),
        entry(4, opened("alpha", 4, "t-2")));

    assertThat(history.trades(ALL, Trade.State.CLOSED).rows())
        .extracting(trade -> trade.closed() == null ? null : trade.closed().pnl().toString(), trade -> trade.opened() == null)
        .containsExactly(tuple("-2.5", false), tuple("10", false));
    assertThat(history.trades(ALL, Trade.State.OPEN).rows()).extracting(Trade::index).containsExactly(4L);
  }

  @Test
  void joinsWhateverTheOrderInWhichTheyCame() throws Exception {
    record(entry(1, closed("alpha", 2, "t-1", "10")), entry(2, opened("alpha", 1, "t-1")));

    Trade trade = history.trades(ALL, Trade.State.ANY).rows().getFirst();

    assertThat(history.trades(ALL, Trade.State.ANY).rows()).hasSize(1);
    assertThat(trade.opened()).isNotNull();
    assertThat(history.trades(ALL, Trade.State.OPEN).rows()).isEmpty();
  }

  @Test
  void aTradeIdThatIsUsedAgainBelongsToTheOpeningBeforeIt() throws Exception {
    record(
        entry(1, opened("alpha", 1, "t")),
        entry(2, closed("alpha", 2, "t", "1")),
        entry(3, opened("alpha", 3, "t")),
        entry(4, closed("alpha", 4, "t", "2")));

    List<Trade> trades = history.trades(ALL, Trade.State.CLOSED).rows();

    assertThat(trades).extracting(trade -> trade.opened() == null ? null : trade.opened().at())
        .containsExactly(NOON.plusSeconds(3), NOON.plusSeconds(1));
  }

  @Test
  void sortsByTheEventsTimeAndFiltersByBotSymbolAndTime() throws Exception {
    Symbol eth = new Symbol("ETH/USD");
    record(
        entry(1, closed("alpha", 1, "a", "1", BTC, NOON.plusSeconds(100))),
        entry(2, closed("alpha", 2, "b", "2", eth, NOON.plusSeconds(50))),
        entry(3, closed("beta", 1, "c", "3", BTC, NOON.plusSeconds(75))),
        // From a spool: old news that come last.
        entry(4, closed("alpha", 3, "d", "4", BTC, NOON)));

    assertThat(pnls(ALL)).containsExactly("1", "3", "2", "4");
    assertThat(pnls(ALL.of(ALPHA))).containsExactly("1", "2", "4");
    assertThat(pnls(ALL.in(BTC))).containsExactly("1", "3", "4");
    assertThat(pnls(ALL.of(ALPHA).in(eth))).containsExactly("2");
    assertThat(pnls(ALL.between(NOON.plusSeconds(50), NOON.plusSeconds(100)))).containsExactly("3", "2");
    assertThat(pnls(ALL.between(null, NOON.plusSeconds(50)))).containsExactly("4");
    assertThat(pnls(ALL.between(NOON.plusSeconds(76), null))).containsExactly("1");
    assertThat(pnls(ALL.of(new BotId("nobody")))).isEmpty();
    assertThat(pnls(ALL.between(Instant.MIN, Instant.MAX))).hasSize(4);
  }

  private List<String> pnls(HistoryQuery query) {
    return history.trades(query, Trade.State.ANY).rows().stream()
        .map(trade -> trade.closed() == null ? "open" : trade.closed().pnl().toString())
        .toList();
  }

  @Test
  void showsTheNewestStateOfAnOrder() throws Exception {
    record(
        entry(1, order("alpha", 1, "o-1", OrderStatus.OPEN), order("beta", 1, "o-1", OrderStatus.OPEN)),
        entry(2, order("alpha", 2, "o-2", OrderStatus.OPEN)),
        entry(3, order("alpha", 3, "o-1", OrderStatus.PARTIALLY_FILLED), order("alpha", 4, "o-1", OrderStatus.FILLED)));

    assertThat(history.orders(ALL).rows())
        .extracting(row -> row.bot() + " " + row.event().orderId() + " " + row.event().status())
        .containsExactly("alpha o-1 FILLED", "alpha o-2 OPEN", "beta o-1 OPEN");
  }

  @Test
  void showsEveryChangeOfAnOrderPageByPage() throws Exception {
    record(
        entry(1, order("alpha", 1, "o-1", OrderStatus.OPEN), order("beta", 1, "o-1", OrderStatus.OPEN)),
        entry(2, order("alpha", 2, "o-2", OrderStatus.OPEN)),
        entry(3, order("alpha", 3, "o-1", OrderStatus.PARTIALLY_FILLED), order("alpha", 4, "o-1", OrderStatus.FILLED)));

    List<String> changes = new ArrayList<>();
    HistoryQuery query = HistoryQuery.newest(2).of(new BotId("alpha"));
    Page<Happened<Event.OrderUpdate>> page = history.orderChanges(query);
    page.rows().forEach(row -> changes.add(row.event().orderId() + " " + row.event().status()));
    page = history.orderChanges(query.after(page.next()));
    page.rows().forEach(row -> changes.add(row.event().orderId() + " " + row.event().status()));

    assertThat(page.next()).isNull();
    assertThat(changes).containsExactly("o-1 FILLED", "o-1 PARTIALLY_FILLED", "o-2 OPEN", "o-1 OPEN");
    String other = history.orders(HistoryQuery.newest(1)).next();
    assertThatThrownBy(() -> history.orderChanges(ALL.after(other))).isInstanceOf(InvalidCursorException.class);
  }

  @Test
  void keepsEveryKindOfEventAsItCame() throws Exception {
    Fact position =
        accepted(
            "alpha",
            1,
            new Event.PositionUpdate(NOON.plusSeconds(1), BTC, Side.SELL, new BigDecimal("1.84"), new BigDecimal("984.2"),
                Currency.USD, null, null, null, null, null, "trend"));
    Map<String, Value> figures = new LinkedHashMap<>();
    figures.put("z_last", new Value.Decimal(new BigDecimal("182.4")));
    figures.put("a_first", new Value.Text("ok \"quoted\" \u20ac"));
    figures.put("flag", new Value.Flag(true));
    Fact report = accepted("alpha", 2,
        new Event.Report(NOON.plusSeconds(2), Event.Report.Kind.DAILY_SUMMARY, LocalDate.of(2026, 1, 4), figures));
    Fact config = accepted("alpha", 7,
        new Event.ConfigUpdate(NOON.plusSeconds(7), 12, ConfigOutcome.ACCEPTED, 8L, "sha256:ab", null,
            "anna", true, "calmer", ConfigSource.DASHBOARD,
            List.of(new ConfigChange("/risk/stop", new Value.Decimal(new BigDecimal("8")),
                new Value.Decimal(new BigDecimal("10.25")))),
            List.of()));
    Fact custom = accepted("alpha", 3, new Event.Custom(NOON.plusSeconds(3), "rebalanced", figures));
    Fact health = accepted("alpha", 4, new Event.ComponentHealth(NOON.plusSeconds(4), new ComponentName("gateway"), Health.FAILED,
        true, Duration.ofMillis(5_800), "slow"));
    Fact stopped = accepted("alpha", 5, new Event.Stopped(NOON.plusSeconds(5), 137, "killed"));
    Fact error = error("alpha", 6, "line one\nline two");
    record(entry(1, position, report, custom), entry(2, health, stopped, error), entry(3, config));

    assertThat(history.positions(ALL).rows())
        .containsExactly(new Happened<>(1, ALPHA, INSTANCE, (Event.PositionUpdate) event(position)));
    assertThat(history.configurations(ALL.of(ALPHA)).rows())
        .containsExactly(new Happened<>(3, ALPHA, INSTANCE, (Event.ConfigUpdate) event(config)));
    assertThat(history.reports(ALL).rows()).extracting(Happened::event).containsExactly((Event.Report) event(report));
    assertThat(history.reports(ALL).rows().getFirst().event().figures().keySet()).containsExactly("z_last", "a_first", "flag");
    assertThat(history.occurrences(ALL).rows()).extracting(Happened::event).containsExactly(event(stopped), event(health),
        event(custom));
    assertThat(history.errors(ALL).rows()).extracting(Happened::event).containsExactly((Event.ErrorRaised) event(error));
  }

  @Test
  void keepsDecisionsAsTheyWereMade() throws Exception {
    InstanceId other = new InstanceId("i2");
    Fact.StatusChanged status = new Fact.StatusChanged(ALPHA, NOON, BotStatus.ONLINE, BotStatus.STALE, "silent for 31 s");
    List<Fact> rest =
        List.of(
            new Fact.GapFound(ALPHA, INSTANCE, 5, 9, NOON.plusNanos(1)),
            new Fact.OwnerChanged(ALPHA, NOON.plusNanos(2), other, null),
            new Fact.OwnerChanged(ALPHA, NOON.plusNanos(3), INSTANCE, other),
            new Fact.InstanceFenced(ALPHA, NOON.plusNanos(4), other, INSTANCE),
            new Fact.BotForgotten(ALPHA, NOON.plusNanos(5), "ada"));
    record(
        entry(1, status),
        entry(2, rest.toArray(Fact[]::new)),
        entry(3, new Fact.Refused(ALPHA, INSTANCE, 7, 1),
            new Fact.EquityMarked(ALPHA, NOON, Currency.USD, BigDecimal.ONE, BigDecimal.ZERO)));

    assertThat(history.statusChanges(ALL).rows()).containsExactly(status);
    assertThat(history.irregularities(ALL).rows()).isEqualTo(rest.reversed());
    assertThat(history.irregularities(HistoryQuery.newest(2)).rows()).isEqualTo(rest.reversed().subList(0, 2));
  }

  @Test
  void givesTheLastBalanceOfEachBotAndDay() throws Exception {
    long day = 86_400;
    record(
        entry(1, balance("alpha", 1, "100"), balance("alpha", 3_600, "101.10")),
        entry(2, balance("alpha", day, "99"), balance("beta", day, "7")),
        // Comes last but happened before noon's successor of the same day.
        entry(3, balance("alpha", day - 60, "98")));

    assertThat(history.closingBalances(ALL.of(ALPHA), Duration.ofDays(1)))
        .extracting(row -> row.event().total().toString())
        .containsExactly("99", "101.1");
    assertThat(history.closingBalances(ALL, Duration.ofDays(1))).hasSize(3);
    assertThat(history.closingBalances(ALL.between(null, NOON.plusSeconds(day)).of(ALPHA), Duration.ofDays(1)))
        .extracting(row -> row.event().total().toString())
        .containsExactly("98", "101.1");
    assertThat(history.closingBalances(HistoryQuery.newest(1).of(ALPHA), Duration.ofDays(1))).hasSize(1);
    assertThat(history.balances(ALL).rows()).hasSize(5);
    assertThatThrownBy(() -> history.closingBalances(ALL, Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void pagesMeetWithoutGapOrOverlapWhileRowsComeIn() throws Exception {
    Random random = new Random(4);
    for (int i = 1; i <= 200; i++) {
      // Many share a time, so that it alone does not tell rows apart.
      record1(entry(i, error("alpha", random.nextInt(20), "e" + i), error("beta", random.nextInt(20), "f" + i)));
    }
    sync();
    List<String> before = messages(history.errors(ALL).rows());
    List<String> paged = new ArrayList<>();
    HistoryQuery query = HistoryQuery.newest(7);
    int next = 201;

    while (true) {
      Page<Happened<Event.ErrorRaised>> page = history.errors(query);
      paged.addAll(messages(page.rows()));
      if (page.next() == null) {
        break;
      }
      query = query.after(page.next());
      // Newer than everything, and so ahead of the place that the cursor names.
      record(entry(next, error("alpha", 1_000 + next, "new" + next)));
      next++;
    }

    assertThat(before).hasSize(400);
    assertThat(paged).isEqualTo(before);
  }

  @Test
  void pagesOfOpenAndClosedTradesTogetherMeetToo() throws Exception {
    for (int i = 1; i <= 50; i++) {
      record1(entry(i * 2L, opened("alpha", i, "t-" + i)));
      if (i % 2 == 0) {
        record1(entry(i * 2L + 1, closed("alpha", i, "t-" + (i - 1), "1")));
      }
      sync();
    }
    List<Trade> whole = history.trades(ALL, Trade.State.ANY).rows();
    List<Trade> paged = allPages(query -> history.trades(query, Trade.State.ANY), 3);

    assertThat(whole).hasSize(50);
    assertThat(paged).isEqualTo(whole);
    assertThat(allPages(query -> history.trades(query, Trade.State.OPEN), 1)).hasSize(25);
  }

  @Test
  void theLastPageHasNoNext() throws Exception {
    record(entry(1, error("alpha", 1, "a"), error("alpha", 2, "b")));

    assertThat(history.errors(HistoryQuery.newest(2)).next()).isNull();
    assertThat(history.errors(HistoryQuery.newest(1)).next()).isNotNull();
    assertThat(history.errors(HistoryQuery.newest(1).after(history.errors(HistoryQuery.newest(1)).next())).next()).isNull();
  }

  @Test
  void refusesACursorOfAnotherListAndRubbish() throws Exception {
    record(entry(1, error("alpha", 1, "a"), error("alpha", 2, "b")));
    String cursor = history.errors(HistoryQuery.newest(1)).next();

    assertThatThrownBy(() -> history.orders(ALL.after(cursor))).isInstanceOf(InvalidCursorException.class)
        .hasMessageContaining("first page");
    for (String rubbish : List.of("", "x", "!!!", "ZXJyb3JzLzEvMi8z=", "ZXJyb3JzLzk5OTk5OTk5OTk5OTk5OTk5OTkvMS8x",
        "' OR 1=1 --")) {
      assertThatThrownBy(() -> history.errors(ALL.after(rubbish))).as(rubbish).isInstanceOf(InvalidCursorException.class);
    }
  }

  @Test
  void answersBeforeAnythingHappened() {
    assertThat(history.trades(ALL, Trade.State.ANY)).isEqualTo(new Page<>(List.of(), null));
    assertThat(history.statusChanges(ALL).rows()).isEmpty();
    assertThat(history.closingBalances(ALL, Duration.ofDays(1))).isEmpty();
  }

  @Test
  void refusesALimitThatIsTooLargeOrTooSmall() {
    assertThatThrownBy(() -> HistoryQuery.newest(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> HistoryQuery.newest(HistoryQuery.LARGEST + 1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void answersFromAnIndexWithoutSorting() throws Exception {
    try (Connection connection = file().openReader();
        Statement statement = connection.createStatement()) {
      for (String bot : List.of("", " AND e.bot = (SELECT id FROM bot WHERE name = 'alpha')")) {
        ResultSet plan =
            statement.executeQuery(
                "EXPLAIN QUERY PLAN SELECT e.at, b.name FROM event AS e CROSS JOIN bot AS b ON b.id = e.bot WHERE e.list = 2"
                    + bot
                    + " AND e.at < 5 AND (e.at, e.id) < (1, 2) ORDER BY e.at DESC, e.id DESC LIMIT 5");
        while (plan.next()) {
          assertThat(plan.getString("detail")).doesNotContain("TEMP B-TREE").doesNotStartWith("SCAN e");
        }
      }
    }
  }

  @Test
  void amountsLieInTheFileAsExactText() throws Exception {
    record(entry(1, closed("alpha", 1, "t-1", "0.000000000000000001")));

    try (Connection connection = file().openReader();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT bot, trade_id, pnl, exit_price, typeof(pnl) FROM closed_trade")) {
      assertThat(row.next()).isTrue();
      assertThat(row.getString(1)).isEqualTo("alpha");
      assertThat(row.getString(3)).isEqualTo("0.000000000000000001");
      assertThat(row.getString(4)).isEqualTo("46000.123456789");
      assertThat(row.getString(5)).isEqualTo("text");
    }
  }

  @Test
  void anEventWithoutInstanceHasNone() throws Exception {
    Event event = new Event.BalanceUpdate(NOON, BigDecimal.TEN, null, Currency.USD, BigDecimal.ZERO);
    record(entry(1, new Fact.Accepted(ALPHA, new Envelope(event, null, Envelope.UNSEQUENCED, "key-1"), 5)));

    assertThat(history.balances(ALL).rows()).containsExactly(new Happened<>(1, ALPHA, null, (Event.BalanceUpdate) event));
  }
}
