package dev.binnacle.storage;

import static dev.binnacle.storage.AlertFacts.alert;
import static dev.binnacle.storage.AlertFacts.changed;
import static dev.binnacle.storage.AlertFacts.noticed;
import static dev.binnacle.storage.AlertFacts.silence;
import static dev.binnacle.storage.Facts.NOON;
import static dev.binnacle.storage.Facts.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.binnacle.model.Alert;
import dev.binnacle.model.AlertId;
import dev.binnacle.model.AlertState;
import dev.binnacle.model.BotId;
import dev.binnacle.model.EndedSilence;
import dev.binnacle.model.Fact;
import dev.binnacle.model.JournalEntry;
import dev.binnacle.model.Level;
import dev.binnacle.model.Notice;
import dev.binnacle.model.RuleName;
import dev.binnacle.model.Silence;
import dev.binnacle.model.SilenceId;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AlertLogTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final AlertQuery ALL = AlertQuery.newest(100);

  @TempDir
  private Path directory;
  private final FakeJournal journal = new FakeJournal();
  private SqliteOutbox outbox;
  private AlertLog log;
  private Instant now = NOON;
  private long index;

  @BeforeEach
  void openTheFirst() {
    open(0);
  }

  private void open(long lastIndex) {
    outbox = new SqliteOutbox(file(), lastIndex, journal, StorageSettings.DEFAULTS, () -> now, "boot");
    outbox.follow(entry -> List.of());
    log = outbox.alerts();
  }

  @AfterEach
  void close() {
    outbox.close(SOON);
  }

  private SqliteFile file() {
    return new SqliteFile(directory.resolve("alerts.db"), SqliteFile.Durability.NORMAL);
  }

  private void record(Fact... facts) throws Exception {
    JournalEntry entry = entry(++index, facts);
    journal.add(entry);
    outbox.record(entry);
    assertThat(outbox.sync(index, SOON)).isTrue();
  }

  private List<String> ids(AlertQuery query) {
    return log.alerts(query).rows().stream().map(row -> row.alert().id().value()).toList();
  }

  private static Instant second(long second) {
    return NOON.plusSeconds(second);
  }

  @Test
  void givesAnAlertAsItIsNow() throws Exception {
    Alert firing = alert("a-1", AlertState.FIRING, 2);
    record(changed(alert("a-1", AlertState.PENDING, 1)));
    record(Facts.balance("alpha", 1, "5"), changed(firing));

    assertThat(log.alerts(ALL).rows()).containsExactly(new AlertRow(2, second(2), firing));
    assertThat(log.alert(new AlertId("a-1"))).contains(new AlertRow(2, second(2), firing));
    assertThat(log.alert(new AlertId("a-2"))).isEmpty();
  }

  @Test
  void anAcknowledgementIsSeenOnTheAlertUntilItEnds() throws Exception {
    Alert.Acknowledgement by = new Alert.Acknowledgement("ann", "looking", second(3), second(9));
    record(changed(alert("a-1", AlertState.FIRING, 1)));

    record(new Fact.AlertAcknowledged(second(3), new AlertId("a-1"), by));
    assertThat(log.alerts(ALL).rows()).singleElement()
        .satisfies(
            row -> {
              assertThat(row.alert().acknowledged()).isEqualTo(by);
              assertThat(row.alert().state()).isEqualTo(AlertState.FIRING);
              assertThat(row.changed()).isEqualTo(second(3));
            });

    record(new Fact.AcknowledgementEnded(second(9), new AlertId("a-1"), null));
    assertThat(log.alerts(ALL).rows().getFirst().alert()).isEqualTo(alert("a-1", AlertState.FIRING, 1));
    // Of an alert that nobody knows, as after its row was let go.
    record(new Fact.AcknowledgementEnded(second(10), new AlertId("a-0"), "bob"));
    assertThat(ids(ALL)).containsExactly("a-1");
  }

  @Test
  void findsAlertsByStateRuleBotLevelAndTime() throws Exception {
    record(changed(alert("a-1", "slow-feed", "alpha", Level.WARNING, AlertState.FIRING, second(1))));
    record(changed(alert("a-2", "drawdown", "alpha", Level.CRITICAL, AlertState.NO_DATA, second(2))));
    record(changed(alert("a-3", "drawdown", "beta", Level.INFO, AlertState.RESOLVED, second(3))));

    assertThat(ids(ALL)).containsExactly("a-3", "a-2", "a-1");
    assertThat(ids(ALL.in(AlertState.FIRING, AlertState.NO_DATA))).containsExactly("a-2", "a-1");
    assertThat(ids(ALL.by(new RuleName("drawdown")))).containsExactly("a-3", "a-2");
    assertThat(ids(ALL.of(new BotId("alpha")))).containsExactly("a-2", "a-1");
    assertThat(ids(ALL.atLeast(Level.WARNING))).containsExactly("a-2", "a-1");
    assertThat(ids(ALL.between(second(2), second(3)))).containsExactly("a-2");
    assertThat(ids(ALL.between(second(2), null).by(new RuleName("drawdown")).of(new BotId("beta")))).containsExactly("a-3");
  }

  @Test
  void pagesGoOnWhereTheLastOneEndedThoughMoreComesInMeanwhile() throws Exception {
    List<Fact> facts = new ArrayList<>();
    for (int i = 1; i <= 25; i++) {
      // Five alerts at each time: the number decides among them.
      facts.add(changed(alert("a-" + i, AlertState.FIRING, i / 5)));
    }
    record(facts.toArray(Fact[]::new));
    List<String> seen = new ArrayList<>();
    AlertQuery query = AlertQuery.newest(7);
    while (true) {
      Page<AlertRow> page = log.alerts(query);
      page.rows().forEach(row -> seen.add(row.alert().id().value()));
      if (page.next() == null) {
        break;
      }
      query = query.after(page.next());
      record(changed(alert("late-" + seen.size(), AlertState.FIRING, 100 + seen.size())));
    }

    assertThat(seen).hasSize(25).doesNotHaveDuplicates().startsWith("a-25", "a-24").endsWith("a-1");
    assertThatThrownBy(() -> log.alerts(ALL.after("nonsense"))).isInstanceOf(InvalidCursorException.class);
  }

  @Test
  void tellsWhatBecameOfOneAlert() throws Exception {
    Alert one = alert("a-1", AlertState.FIRING, 1);
    Alert two = alert("a-2", AlertState.FIRING, 1);
    Fact notice = noticed("n-1", 1, one, two);
    Fact hidden = new Fact.NoticeHidden(second(2), new SilenceId("s-1"), new AlertId("a-2"), Notice.Kind.REPEATED);
    Fact end = changed(alert("a-1", AlertState.RESOLVED, 3));
    record(changed(one), changed(two), notice);
    record(hidden);
    record(end);

    Page<Fact.OfAlerts> first = log.timeline(new AlertId("a-1"), 2, null);
    Page<Fact.OfAlerts> second = log.timeline(new AlertId("a-1"), 2, first.next());

    assertThat(first.rows()).containsExactly((Fact.OfAlerts) end, (Fact.OfAlerts) notice);
    assertThat(second.rows()).containsExactly((Fact.OfAlerts) changed(one));
    assertThat(second.next()).isNull();
    assertThat(log.timeline(new AlertId("a-2"), 10, null).rows())
        .containsExactly((Fact.OfAlerts) hidden, (Fact.OfAlerts) notice, (Fact.OfAlerts) changed(two));
  }

  @Test
  void listsFactsByTopic() throws Exception {
    Alert one = alert("a-1", AlertState.FIRING, 1);
    Fact begun = new Fact.SilenceBegun(second(2), silence("s-1", 2));
    Fact hidden = new Fact.NoticeHidden(second(3), new SilenceId("s-1"), new AlertId("a-1"), Notice.Kind.FIRING);
    Fact ended = new Fact.SilenceEnded(
        second(62), new SilenceId("s-1"), Silence.Ending.EXPIRED, null, 1, new EndedSilence(silence("s-1", 2), List.of(), 0));
    record(changed(one), noticed("n-1", 1, one));
    record(begun);
    record(hidden);
    record(ended);

    HistoryQuery query = HistoryQuery.newest(10);
    assertThat(log.facts(AlertLog.Topic.TRANSITIONS, query).rows()).containsExactly((Fact.OfAlerts) changed(one));
    assertThat(log.facts(AlertLog.Topic.NOTICES, query).rows())
        .containsExactly((Fact.OfAlerts) hidden, (Fact.OfAlerts) noticed("n-1", 1, one));
    assertThat(log.facts(AlertLog.Topic.SILENCES, query).rows()).containsExactly((Fact.OfAlerts) ended, (Fact.OfAlerts) begun);
    assertThat(log.facts(AlertLog.Topic.SILENCES, query.between(null, second(62))).rows()).containsExactly((Fact.OfAlerts) begun);
    Page<Fact.OfAlerts> page = log.facts(AlertLog.Topic.SILENCES, HistoryQuery.newest(1));
    assertThat(log.facts(AlertLog.Topic.SILENCES, HistoryQuery.newest(1).after(page.next())).rows())
        .containsExactly((Fact.OfAlerts) begun);
  }

  @Test
  void takesBackWhatARestoredJournalDoesNotHave() throws Exception {
    Alert.Acknowledgement by = new Alert.Acknowledgement("ann", null, second(2), null);
    record(changed(alert("a-1", AlertState.FIRING, 1)), new Fact.AlertAcknowledged(second(2), new AlertId("a-1"), by));
    record(changed(alert("a-1", AlertState.RESOLVED, 3)), changed(alert("a-2", AlertState.FIRING, 3)));
    close();
    journal.takeBackTheLast();
    index = 1;

    open(1);
    record(changed(alert("a-3", AlertState.FIRING, 4)));

    assertThat(ids(ALL)).containsExactly("a-3", "a-1");
    Alert before = log.alert(new AlertId("a-1")).orElseThrow().alert();
    assertThat(before.state()).isEqualTo(AlertState.FIRING);
    assertThat(before.acknowledged()).isEqualTo(by);
    assertThat(log.timeline(new AlertId("a-2"), 10, null).rows()).isEmpty();
    assertThat(log.timeline(new AlertId("a-3"), 10, null).rows()).hasSize(1);
  }

  @Test
  void letsGoOfOldAlertsThatAreOverAndKeepsOpenOnesWhole() throws Exception {
    record(
        changed(alert("over", AlertState.RESOLVED, 1)),
        changed(alert("open", AlertState.FIRING, 1)),
        new Fact.SilenceBegun(second(1), silence("s-1", 1)));
    now = NOON.plus(StorageSettings.DEFAULTS.eventRetention()).plus(Duration.ofDays(1));
    record(changed(alert("young", AlertState.RESOLVED, Duration.between(NOON, now).toSeconds())));

    await().atMost(SOON).until(() -> ids(ALL).equals(List.of("young", "open")));
    await().atMost(SOON)
        .until(() -> log.facts(AlertLog.Topic.SILENCES, HistoryQuery.newest(10)).rows().isEmpty());

    assertThat(log.timeline(new AlertId("open"), 10, null).rows()).hasSize(1);
    assertThat(log.timeline(new AlertId("over"), 10, null).rows()).isEmpty();
    assertThat(log.facts(AlertLog.Topic.TRANSITIONS, HistoryQuery.newest(10)).rows()).hasSize(2);
  }

  @Test
  void answersFromAnIndexWithoutSorting() throws Exception {
    for (String sql : List.of(
        "SELECT at, num, body FROM alert WHERE 1 AND (at, num) < (5, 2) ORDER BY at DESC, num DESC LIMIT 5",
        "SELECT at, num, body FROM alert WHERE 1 AND bot = 'a' ORDER BY at DESC, num DESC LIMIT 5",
        "SELECT at, num, body FROM alert WHERE 1 AND rule = 'a' AND at > 4 ORDER BY at DESC, num DESC LIMIT 5",
        "SELECT at, id, body FROM change WHERE 1 AND topic = 2 ORDER BY at DESC, id DESC LIMIT 5")) {
      try (Connection connection = file().openReader();
          Statement statement = connection.createStatement();
          ResultSet plan = statement.executeQuery("EXPLAIN QUERY PLAN " + sql)) {
        while (plan.next()) {
          assertThat(plan.getString("detail")).as(sql).doesNotContain("TEMP B-TREE").contains("INDEX");
        }
      }
    }
  }
}
