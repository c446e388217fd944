package dev.binnacle.notify;

import static dev.binnacle.notify.Samples.BOT;
import static dev.binnacle.notify.Samples.NOW;
import static dev.binnacle.notify.Samples.alert;
import static dev.binnacle.notify.Samples.channel;
import static dev.binnacle.notify.Samples.notice;
import static dev.binnacle.notify.Samples.policy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.model.Alert;
import dev.binnacle.model.BotId;
import dev.binnacle.model.ChannelName;
import dev.binnacle.model.Envelope;
import dev.binnacle.model.Event;
import dev.binnacle.model.Fact;
import dev.binnacle.model.JournalEntry;
import dev.binnacle.model.Level;
import dev.binnacle.model.Notice;
import dev.binnacle.model.Severity;
import dev.binnacle.model.Silence;
import dev.binnacle.model.SilenceId;
import dev.binnacle.model.Subject;
import dev.binnacle.notify.EventFilter.Mode;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RoutingTest {
  private static final HaltLookup UNKNOWN = halt -> Optional.empty();

  private static JournalEntry entry(Fact... facts) {
    return new JournalEntry(7, NOW, List.of(facts));
  }

  private static Fact issued(Notice notice) {
    return new Fact.NoticeIssued(NOW, notice);
  }

  private static Fact accepted(Event event) {
    return new Fact.Accepted(BOT, Envelope.of(event, null), 0);
  }

  private static List<String> to(List<Parcel> parcels) {
    return parcels.stream().map(parcel -> parcel.channel().value()).toList();
  }

  private static Notice naming(Notice notice, String... channels) {
    return new Notice(
        notice.id(), notice.at(), notice.kind(), notice.level(), notice.group(), notice.alerts(),
        List.of(channels).stream().map(ChannelName::new).toList(), 0);
  }

  @Test
  void eachChannelIsToldWhatItsSettingsAskFor() {
    Routing routing = new Routing(
        List.of(
            channel("all", policy()),
            channel("critical", policy().withLeastLevel(Level.CRITICAL)),
            channel("eth", policy().withBots(List.of("eth-*"))),
            channel("silent", policy().withEvents(new EventFilter(Map.of(EventKind.ALERT, Mode.SILENT)))),
            channel("off", policy().withEvents(new EventFilter(Map.of(EventKind.ALERT, Mode.OFF))))),
        null, UNKNOWN, new RecentMessages());

    List<Parcel> parcels =
        routing.route(entry(issued(notice("n1", Notice.Kind.FIRING, NOW, alert("a", "btc-trend", Level.WARNING)))));

    assertThat(to(parcels)).containsExactly("all", "silent");
    assertThat(parcels).extracting(parcel -> Message.fromJson(parcel.body()).silent()).containsExactly(false, true);
    assertThat(parcels).extracting(Parcel::key).containsExactly("n1:all", "n1:silent");
  }

  @Test
  void ofANoticeAboutManyAChannelIsToldWhatConcernsIt() {
    Routing routing =
        new Routing(List.of(channel("eth", policy().withBots(List.of("eth-*")))), null, UNKNOWN, new RecentMessages());

    List<Parcel> parcels = routing.route(
        entry(
            issued(notice("n1", Notice.Kind.FIRING, NOW, alert("a", "btc-1", Level.CRITICAL), alert("b", "eth-1", Level.INFO)))));

    assertThat(parcels).singleElement().satisfies(parcel -> {
      assertThat(parcel.alerts()).extracting(Object::toString).containsExactly("b");
      assertThat(parcel.level()).isEqualTo(Level.INFO);
    });
  }

  @Test
  void theEndOfASilenceIsToldWhereAlertsOfItsLevelAre() {
    Routing routing = new Routing(
        List.of(
            channel("all", policy()),
            channel("critical", policy().withLeastLevel(Level.CRITICAL)),
            channel("eth", policy().withBots(List.of("eth-*"))),
            channel("trades", policy().withEvents(EventFilter.only(List.of(EventKind.TRADE_OPENED)))),
            channel("off", policy().withEvents(new EventFilter(Map.of(EventKind.SILENCE_ENDED, Mode.OFF))))),
        null, UNKNOWN, new RecentMessages());

    List<Parcel> parcels = routing.route(entry(Samples.silenceEnded(Silence.Ending.EXPIRED, null)));

    assertThat(parcels).extracting(Parcel::key).containsExactly("silence-s7-ended:all", "silence-s7-ended:trades");
    assertThat(parcels).extracting(parcel -> Message.fromJson(parcel.body()).silent()).containsOnly(true);
  }

  @Test
  void anEndOfWhichAnOlderVersionToldNobodyIsNotToldLater() {
    Routing routing = new Routing(List.of(channel("all", policy())), null, UNKNOWN, new RecentMessages());

    assertThat(
        routing.route(entry(new Fact.SilenceEnded(NOW, new SilenceId("s7"), Silence.Ending.EXPIRED, null, 3, null))))
        .isEmpty();
  }

  @Test
  void aNoticeGoesToTheChannelsItNamesAndNowhereElse() {
    Routing routing = new Routing(
        List.of(channel("phone", policy().withLeastLevel(Level.CRITICAL)), channel("mail", policy())), null, UNKNOWN,
        new RecentMessages());
    Notice notice = notice("n1", Notice.Kind.FIRING, NOW, alert("a", "b", Level.INFO));

    assertThat(to(routing.route(entry(issued(naming(notice, "phone")))))).containsExactly("phone");
    assertThat(to(routing.route(entry(issued(naming(notice, "gone")))))).as("no such channel: by the filters")
        .containsExactly("mail");
  }

  @Test
  void anAlertAboutAChannelNeverGoesThroughIt() {
    Routing routing =
        new Routing(List.of(channel("phone", policy()), channel("mail", policy())), null, UNKNOWN, new RecentMessages());
    Alert like = alert("a", "b", Level.CRITICAL);
    Alert broken = new Alert(
        like.id(), like.rule(), new Subject(null, ChannelWatch.part(new ChannelName("phone"))), like.level(), like.state(),
        like.begun(),
        like.since(), null, null, "token revoked", List.of(), Map.of(), null, null, List.of());

    List<Parcel> parcels = routing.route(entry(issued(notice("n1", Notice.Kind.FIRING, NOW, broken))));
    List<Parcel> named = routing.route(entry(issued(naming(notice("n2", Notice.Kind.FIRING, NOW, broken), "phone", "mail"))));

    assertThat(to(parcels)).containsExactly("mail");
    assertThat(to(named)).containsExactly("mail");
  }

  @Test
  void eventsReachPeopleByTheirKind() {
    Routing routing = new Routing(
        List.of(channel("trades", policy().withEvents(EventFilter.only(List.of(EventKind.TRADE_OPENED)))),
            channel("all", policy())),
        null, UNKNOWN, new RecentMessages());

    assertThat(to(routing.route(entry(accepted(Samples.opened()))))).containsExactly("trades", "all");
    assertThat(to(routing.route(entry(accepted(Samples.closed()))))).containsExactly("all");
    assertThat(routing.route(entry(accepted(Samples.opened())))).extracting(Parcel::key).containsExactly("e7-0:trades",
        "e7-0:all");
  }

  @Test
  void anErrorThatFiresAnAlertIsToldOnce() {
    Event.ErrorRaised error = new Event.ErrorRaised(NOW.minusSeconds(5), "Timeout", "slow", Severity.CRITICAL, null);
    Routing routing = new Routing(
        List.of(channel("all", policy()),
            channel("events", policy().withEvents(new EventFilter(Map.of(EventKind.ALERT, Mode.OFF))))),
        null, UNKNOWN, new RecentMessages());

    List<Parcel> parcels =
        routing.route(
            entry(accepted(error), issued(notice("n1", Notice.Kind.FIRING, NOW, alert("a", BOT.value(), Level.CRITICAL)))));

    assertThat(parcels).extracting(Parcel::key).containsExactlyInAnyOrder("n1:all", "e7-0:events");
  }

  @Test
  void whatIsOlderThanAChannelKeepsIsNotToldAndIsCounted() {
    Routing routing =
        new Routing(List.of(channel("all", policy().withPatience(Duration.ofHours(1), 5))), null, UNKNOWN, new RecentMessages());
    JournalEntry late = new JournalEntry(7, NOW.plus(Duration.ofHours(2)), List.of(accepted(Samples.opened())));

    assertThat(routing.route(late)).isEmpty();
    assertThat(routing.tooOld()).isEqualTo(1);
  }

  @Test
  void newSettingsHoldForTheNextEntry() {
    Routing routing = new Routing(List.of(channel("old", policy())), null, UNKNOWN, new RecentMessages());

    routing.reload(List.of(channel("new", policy())), null);

    assertThat(to(routing.route(entry(accepted(Samples.opened()))))).containsExactly("new");
  }

  @Test
  void aMessageThatNoFactMakesIsAddressedByTheSameFilters() {
    Routing routing = new Routing(
        List.of(channel("a", policy()), channel("b", policy().withBots(List.of("eth-*")))), null, UNKNOWN, new RecentMessages());

    List<Parcel> parcels =
        routing
            .address(Messages.report("daily:2026-01-05", EventKind.DAILY_SUMMARY, new BotId("btc"), NOW, "2026-01-05", Map.of()));

    assertThat(parcels).extracting(Parcel::key).containsExactly("daily:2026-01-05:a");
  }

  private static JournalEntry trades(long index, int seconds, int count) {
    return new JournalEntry(index, NOW.plusSeconds(seconds), Collections.nCopies(count, accepted(Samples.opened())));
  }

  @Test
  void tooManyEventsAreCountedAndToldAsOneMessageWhenTheMinuteIsOver() {
    Routing routing =
        new Routing(List.of(channel("all", policy()), channel("free", policy().withMostPerMinute(0))), null, UNKNOWN,
            new RecentMessages());

    List<Parcel> burst = routing.route(trades(7, 0, 1_000));
    List<Parcel> later = routing.route(trades(8, 5, 100));
    List<Parcel> over = routing.route(trades(9, 60, 0));

    // 120 a minute: 20 at once, and two come back each second, ten in five of them.
    assertThat(to(burst)).filteredOn("all"::equals).hasSize(20);
    assertThat(to(burst)).filteredOn("free"::equals).hasSize(1_000);
    assertThat(to(later)).filteredOn("all"::equals).hasSize(10);
    assertThat(over).singleElement().satisfies(parcel -> {
      Message message = Message.fromJson(parcel.body());
      assertThat(parcel.kind()).isEqualTo(EventKind.NOT_TOLD);
      assertThat(message.fields()).singleElement().satisfies(field -> assertThat(field.raw()).isEqualTo("1070"));
      assertThat(message.text()).isEqualTo("btc-trend: 1,070 trades opened");
    });
    assertThat(routing.notTold(new ChannelName("all"))).isEqualTo(1_070);
    assertThat(routing.route(trades(10, 130, 0))).isEmpty();
  }

  @Test
  void aFloodOfTradesPushesOutNoError() {
    Routing routing = new Routing(List.of(channel("all", policy())), null, UNKNOWN, new RecentMessages());
    routing.route(trades(7, 0, 1_000));

    Event error = new Event.ErrorRaised(NOW, "Timeout", "slow", Severity.CRITICAL, null);
    List<Parcel> parcels = routing.route(new JournalEntry(8, NOW, Collections.nCopies(30, accepted(error))));

    // 120 a minute of errors, too: 20 at once.
    assertThat(parcels).hasSize(20).allSatisfy(parcel -> assertThat(parcel.kind()).isEqualTo(EventKind.ERROR));
    assertThat(routing.notTold(new ChannelName("all"))).isEqualTo(980 + 10);
    assertThat(routing.route(trades(9, 60, 0))).singleElement()
        .satisfies(parcel -> assertThat(parcel.level()).isEqualTo(Level.CRITICAL));
  }

  @Test
  void alertsAreNotBounded() {
    Routing routing = new Routing(List.of(channel("all", policy().withMostPerMinute(1))), null, UNKNOWN, new RecentMessages());
    routing.route(trades(7, 0, 50));

    for (int i = 0; i < 100; i++) {
      assertThat(routing.route(entry(issued(notice("n" + i, Notice.Kind.FIRING, NOW, alert("a" + i, "btc-trend", Level.INFO))))))
          .hasSize(1);
    }
  }

  @Test
  void whatWasNotToldIsSaidWithoutAnEntryOnlyOnceItIsRoutedForGood() {
    Routing routing = new Routing(List.of(channel("all", policy())), null, UNKNOWN, new RecentMessages());
    routing.route(trades(7, 0, 21));

    assertThat(routing.due(NOW.plusSeconds(59), 7)).isEmpty();
    assertThat(routing.due(NOW.plusSeconds(60), 6)).isEmpty();
    assertThat(routing.due(NOW.plusSeconds(60), 7)).hasSize(1);
    assertThat(routing.rest(NOW.plusSeconds(61), 7)).isEmpty();
  }
}
