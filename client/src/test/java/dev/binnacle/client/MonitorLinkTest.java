package dev.binnacle.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.binnacle.model.Event;
import dev.binnacle.testkit.FakeLinkServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole client against a server that misbehaves, over a real socket. */
class MonitorLinkTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final String TOKEN = "test-token-1";

  @TempDir
  Path spools;
  private FakeLinkServer server;

  @BeforeEach
  void startServer() throws IOException {
    server = FakeLinkServer.start(TOKEN);
  }

  @AfterEach
  void stopServer() throws IOException {
    server.close();
    assertThat(server.surprises()).isEmpty();
  }

  private MonitorBuilder builder(String instance) {
    return Monitor.builder("btc-trend", server.uri(), TOKEN).spoolDirectory(spools).instance(instance).closeTimeout(LONG);
  }

  private static void publish(Monitor monitor, int from, int to) {
    IntStream.range(from, to).forEach(i -> monitor.tradeOpened(Trades.opened(i)));
  }

  private static List<Integer> range(int from, int to) {
    return IntStream.range(from, to).boxed().toList();
  }

  @Test
  void eventsArriveOnceAndInOrderBetweenStartedAndStopped() {
    try (Monitor monitor = builder("i1").connect()) {
      publish(monitor, 0, 1_000);

      assertThat(monitor.flush(LONG)).isEqualTo(FlushResult.ACKNOWLEDGED);
    }

    var events = server.durable("i1");
    assertThat(events.get(0).event()).isInstanceOf(Event.Started.class);
    assertThat(Trades.numbers(events)).isEqualTo(range(0, 1_000));
    assertThat(events.get(1_001).event()).isInstanceOf(Event.Stopped.class);
    assertThat(events).extracting(e -> e.seq())
        .containsExactlyElementsOf(IntStream.rangeClosed(1, 1_002).mapToObj(i -> (long) i).toList());
    assertThat(server.duplicates()).isZero();
  }

  @Test
  void eventsOfAnOutageArriveWhenTheServerIsBack() throws IOException {
    try (Monitor monitor = builder("i1").connect()) {
      publish(monitor, 0, 10);
      assertThat(monitor.flush(LONG)).isEqualTo(FlushResult.ACKNOWLEDGED);
      server.pause();
      publish(monitor, 10, 2_000);
      assertThat(Flushes.pastTheQueue(monitor)).isEqualTo(FlushResult.SPOOLED);

      server.resume();

      assertThat(monitor.flush(LONG)).isEqualTo(FlushResult.ACKNOWLEDGED);
    }
    assertThat(Trades.numbers(server.durable("i1"))).isEqualTo(range(0, 2_000));
    assertThat(server.largestFrame()).isGreaterThanOrEqualTo(100);
  }

  @Test
  void connectionsThatBreakAtRandomLoseAndDoubleNothing() {
    try (Monitor monitor = builder("i1").connect()) {
      for (int i = 0; i < 40; i++) {
        publish(monitor, i * 50, i * 50 + 50);
        if (i % 3 == 0) {
          server.cut();
        }
        if (i % 5 == 0) {
          server.cutBeforeAnswer(1);
        }
        monitor.flush(Duration.ofMillis(20));
      }

      assertThat(monitor.flush(LONG)).isEqualTo(FlushResult.ACKNOWLEDGED);
    }
    assertThat(Trades.numbers(server.durable("i1"))).isEqualTo(range(0, 2_000));
  }

  @Test
  void whatWasTakenButNotAnsweredIsNotSentAgainToAServerThatSaysSo() {
    server.cutBeforeAnswer(1);
    try (Monitor monitor = builder("i1").connect()) {
      publish(monitor, 0, 50);

      assertThat(monitor.flush(LONG)).isEqualTo(FlushResult.ACKNOWLEDGED);
    }
    assertThat(Trades.numbers(server.durable("i1"))).isEqualTo(range(0, 50));
    assertThat(server.duplicates()).isZero();
  }

  @Test
  void aBusyServerIsAskedAgainLater() {
    try (Monitor monitor = builder("i1").connect()) {
      await().atMost(LONG).until(() -> monitor.statistics().connected());
      server.busy(20);
      publish(monitor, 0, 3_000);

      assertThat(monitor.flush(LONG)).isEqualTo(FlushResult.ACKNOWLEDGED);
    }
    assertThat(Trades.numbers(server.durable("i1"))).isEqualTo(range(0, 3_000));
  }

  @Test
  void oneIndigestibleEventDoesNotHoldUpTheOthers() {
    server.refuse(event -> event instanceof Event.TradeOpened trade && trade.tradeId().value().equals("t-77"));
    try (Monitor monitor = builder("i1").closeTimeout(Duration.ofMillis(100)).connect()) {
      publish(monitor, 0, 200);

      assertThat(monitor.flush(LONG)).isEqualTo(FlushResult.ACKNOWLEDGED);
      assertThat(monitor.statistics().dropped().rejectedByServer()).isEqualTo(1);
    }
  }

  @Test
  void aRunThatDidNotGetThroughIsSentByTheNextOneFirstUnderItsOldId() throws IOException {
    server.pause();
    try (Monitor first = builder("run-1").connect()) {
      publish(first, 0, 300);
      assertThat(Flushes.pastTheQueue(first)).isEqualTo(FlushResult.SPOOLED);
    }
    server.resume();

    try (Monitor second = builder("run-2").connect()) {
      publish(second, 300, 310);
      assertThat(second.flush(LONG)).isEqualTo(FlushResult.ACKNOWLEDGED);
      assertThat(second.statistics().recovered()).isEqualTo(1);
    }

    assertThat(server.instances()).containsExactly("run-1", "run-2");
    assertThat(Trades.numbers(server.durable("run-1"))).isEqualTo(range(0, 300));
    assertThat(Trades.numbers(server.durable("run-2"))).isEqualTo(range(300, 310));
    assertThat(server.events(false)).hasSize(302).hasOnlyElementsOfTypes(Event.Started.class, Event.TradeOpened.class,
        Event.Stopped.class);
    assertThat(spools.resolve("btc-trend")).isEmptyDirectory();
  }

  @Test
  void manyRunsThatDidNotGetThroughAreAllSentInTheirOrder() throws IOException {
    server.pause();
    List<String> runs = IntStream.range(10, 50).mapToObj(i -> "run-" + i).toList();
    for (String run : runs) {
      try (Monitor one = builder(run).connect()) {
        one.tradeOpened(Trades.opened(0));
      }
    }
    server.resume();

    try (Monitor last = builder("run-50").connect()) {
      assertThat(last.flush(LONG)).isEqualTo(FlushResult.ACKNOWLEDGED);
    }

    assertThat(server.instances()).startsWith(runs.toArray(new String[0])).hasSize(41);
  }

  @Test
  void whatIsSaidJustBeforeTheEndStillArrivesIfTheServerIsThere() {
    try (Monitor brief = builder("i1").connect()) {
      brief.tradeOpened(Trades.opened(0));
    }

    assertThat(server.durable("i1")).hasSize(3);
  }

  @Test
  void aWrongTokenIsTriedAgainSlowly() throws IOException {
    server.token("another");
    try (Monitor monitor = builder("i1").connect()) {
      await().atMost(LONG).until(() -> monitor.statistics().failedConnections() > 0);
      publish(monitor, 0, 10);

      assertThat(Flushes.pastTheQueue(monitor)).isEqualTo(FlushResult.SPOOLED);
      assertThat(monitor.statistics().failedConnections()).isEqualTo(1);
    }
    assertThat(server.connects()).isZero();
  }
}
