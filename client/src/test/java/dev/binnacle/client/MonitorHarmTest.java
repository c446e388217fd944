package dev.binnacle.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.binnacle.model.Event;
import dev.binnacle.model.Health;
import dev.binnacle.model.Severity;
import dev.binnacle.testkit.FakeLinkServer;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The first invariant: whatever is wrong, the bot is not harmed. */
@Timeout(180)
class MonitorHarmTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final URI NOWHERE = URI.create("http://127.0.0.1:9");

  @TempDir
  Path spools;

  private MonitorBuilder nowhere() {
    return Monitor.builder("bot", NOWHERE, "token").spoolDirectory(spools);
  }

  @Test
  void badArgumentsThrowWhereTheMonitorIsMade() {
    assertThatThrownBy(() -> Monitor.connect("../bot", NOWHERE, "token")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Monitor.connect("bot", URI.create("ftp://host"), "token"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("http");
    assertThatThrownBy(() -> Monitor.connect("bot", URI.create("http://user:pw@host"), "token"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("pw");
    assertThatThrownBy(() -> Monitor.connect("bot", NOWHERE, "to ken"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("to ken");
    assertThatThrownBy(() -> nowhere().spoolBytes(1)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("1 MiB");
    assertThatThrownBy(() -> nowhere().metricsInterval(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> nowhere().instance("../x")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatTheEnvironmentLacksIsNamed() {
    Map<String, String> complete = Map.of("BINNACLE_BOT", "bot", "BINNACLE_URL", NOWHERE.toString(), "BINNACLE_TOKEN", "token");
    assertThat(MonitorBuilder.from(complete)).isNotNull();
    for (String name : complete.keySet()) {
      Map<String, String> lacking = new HashMap<>(complete);
      lacking.remove(name);
      assertThatThrownBy(() -> MonitorBuilder.from(lacking)).isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith(name);
    }
  }

  @Test
  @SuppressWarnings("NullAway") // A bot in another language for the JVM, or an old one, may well pass null.
  void callsThatMakeNoSenseAreSwallowedAndCounted() {
    try (Monitor monitor = nowhere().connect()) {
      monitor.publish(null);
      monitor.tradeOpened(null);
      monitor.counter("no such name").increment();
      monitor.counter(null).increment();
      monitor.timing("t".repeat(64)).record(null);
      monitor.gauge("g", null);
      monitor.gauge("g").set(Double.NaN);
      monitor.state("websocket_status", "not a word");
      monitor.collect(null, List::of);
      monitor.mark(null, null);
      monitor.mark(Trades.SYMBOL, BigDecimal.ONE.negate());
      monitor.apiCall("a venue", "an endpoint").failed();
      monitor.error((Throwable) null, null);
      monitor.error("kind with spaces", null, Severity.ERROR);
      monitor.health("no such component", Health.HEALTHY, null);
      monitor.custom("no such name", Map.of());
      monitor.runState(null);
      monitor.log(null, null, null);
      monitor.flush(null);

      assertThat(monitor.statistics().dropped().refusedCalls()).isGreaterThanOrEqualTo(12);
      assertThat(Flushes.pastTheQueue(monitor)).isEqualTo(FlushResult.SPOOLED);
      assertThat(monitor.statistics().spooled()).as("started, and the error that could be made sense of").isEqualTo(2);
    }
  }

  @Test
  void aServerThatAcceptsAndSaysNothingBlocksNothing() throws IOException {
    try (ServerSocket mute = new ServerSocket(0);
        Monitor monitor =
            Monitor.builder("bot", URI.create("http://127.0.0.1:" + mute.getLocalPort()), "token").spoolDirectory(spools)
                .closeTimeout(Duration.ofMillis(100)).connect()) {
      for (int i = 0; i < 5_000; i++) {
        monitor.tradeOpened(Trades.opened(i));
      }

      assertThat(Flushes.pastTheQueue(monitor)).isEqualTo(FlushResult.SPOOLED);
      assertThat(monitor.statistics().spooled()).isEqualTo(5_001);
    }
  }

  @Test
  void aServerThatStopsAnsweringIsGivenUpAndNothingIsLost() throws IOException {
    ManualTime time = new ManualTime();
    try (FakeLinkServer server = FakeLinkServer.start("token");
        Monitor monitor =
            time.in(Monitor.builder("bot", server.uri(), "token").spoolDirectory(spools).instance("i1")).connect()) {
      await().atMost(LONG).until(() -> monitor.statistics().connected());
      server.silent(true);
      monitor.tradeOpened(Trades.opened(0));
      await()
          .atMost(LONG)
          .until(
              () -> {
                time.advance(Duration.ofSeconds(1));
                return monitor.statistics().failedConnections() > 0;
              });

      server.silent(false);
      for (int i = 1; i < 100; i++) {
        monitor.tradeOpened(Trades.opened(i));
        time.advance(Duration.ofSeconds(1));
      }

      assertThat(flushWhileTimePasses(monitor, time)).isEqualTo(FlushResult.ACKNOWLEDGED);
      assertThat(Trades.numbers(server.durable("i1"))).hasSize(100);
    }
  }

  @Test
  void hoursWithoutAServerAreFineAndWhatComesLateIsNotOfThePresent() throws IOException {
    ManualTime time = new ManualTime();
    try (FakeLinkServer server = FakeLinkServer.start("token");
        Monitor monitor =
            time.in(Monitor.builder("bot", server.uri(), "token").spoolDirectory(spools).instance("i1")).connect()) {
      await().atMost(LONG).until(() -> monitor.statistics().connected());
      server.pause();
      await().atMost(LONG).until(() -> !monitor.statistics().connected());
      for (int hour = 0; hour < 5; hour++) {
        monitor.tradeOpened(Trades.opened(hour, time.instant()));
        assertThat(Flushes.pastTheQueue(monitor)).isEqualTo(FlushResult.SPOOLED);
        long failed = monitor.statistics().failedConnections();
        time.advance(Duration.ofHours(1));
        await().atMost(LONG).until(() -> monitor.statistics().failedConnections() > failed);
      }
      // What happened just before the link came up is still of the present: it may be why it was lost.
      monitor.error("ConnectionLost", "to the venue", Severity.CRITICAL);
      assertThat(Flushes.pastTheQueue(monitor)).isEqualTo(FlushResult.SPOOLED);
      server.resume();

      assertThat(flushWhileTimePasses(monitor, time)).isEqualTo(FlushResult.ACKNOWLEDGED);

      assertThat(server.events(false).stream().filter(Event::isDurable)).hasSize(5)
          .hasOnlyElementsOfType(Event.TradeOpened.class);
      assertThat(server.events(true)).hasAtLeastOneElementOfType(Event.ErrorRaised.class);
    }
  }

  /** Backoff is told by a clock that only the test moves. */
  private static FlushResult flushWhileTimePasses(Monitor monitor, ManualTime time) {
    long deadline = System.nanoTime() + LONG.toNanos();
    FlushResult result = FlushResult.QUEUED;
    while (result != FlushResult.ACKNOWLEDGED && System.nanoTime() < deadline) {
      time.advance(Duration.ofMillis(500));
      result = monitor.flush(Duration.ofMillis(100));
    }
    return result;
  }

  @Test
  void aDiskThatTakesNothingIsToldAndTheEventsStillArrive() throws IOException {
    Path file = Files.createFile(spools.resolve("not-a-directory"));
    try (FakeLinkServer server = FakeLinkServer.start("token");
        Monitor monitor = Monitor.builder("bot", server.uri(), "token").spoolDirectory(file).instance("i1").connect()) {
      monitor.tradeOpened(Trades.opened(0));

      assertThat(monitor.flush(LONG)).isEqualTo(FlushResult.ACKNOWLEDGED);
      assertThat(monitor.statistics().spoolOnDisk()).isFalse();
      await().atMost(LONG).until(() -> !server.events(Event.ErrorRaised.class).isEmpty());
      assertThat(server.events(Event.ErrorRaised.class)).extracting(Event.ErrorRaised::error).containsExactly("SpoolNotOnDisk");
      assertThat(Trades.numbers(server.durable("i1"))).containsExactly(0);
    }
  }

  @Test
  void aFlushDoesNotCallSafeWhatIsOnlyInMemory() {
    try (Monitor monitor = nowhere().withoutSpoolDirectory().connect()) {
      monitor.tradeOpened(Trades.opened(0));

      assertThat(Flushes.pastTheQueue(monitor)).isEqualTo(FlushResult.IN_MEMORY);
    }
    assertThat(spools).isEmptyDirectory();
  }

  @Test
  void eventsThatTheSpoolHasNoRoomForAreCountedAndToldWhenThereIsRoom() throws IOException {
    try (FakeLinkServer server = FakeLinkServer.start("token")) {
      server.pause();
      try (Monitor monitor =
          Monitor.builder("bot", server.uri(), "token").spoolDirectory(spools).spoolBytes(1 << 20).instance("i1").connect()) {
        String text = "x".repeat(3_900);
        for (int i = 0; i < 600; i++) {
          monitor.error("Storm", text, Severity.ERROR);
        }
        monitor.tradeOpened(Trades.opened(0));
        await().atMost(LONG).until(() -> monitor.statistics().queued() == 0);
        long dropped = monitor.statistics().dropped().spoolFull();
        assertThat(dropped).isBetween(300L, 500L);

        server.resume();

        assertThat(monitor.flush(LONG)).isEqualTo(FlushResult.ACKNOWLEDGED);
        // Told as there is room for it, which may be more than once: what is told adds up to what was dropped.
        await().atMost(LONG).until(() -> toldDropped(server) == dropped);
        assertThat(Trades.numbers(server.durable("i1"))).as("the reserve is for what was traded").containsExactly(0);
      }
      assertThat(server.surprises()).isEmpty();
    }
  }

  private static long toldDropped(FakeLinkServer server) {
    return server.events(Event.ErrorRaised.class).stream()
        .filter(e -> e.error().equals("EventsDropped"))
        .mapToLong(e -> Long.parseLong(e.message().substring(0, e.message().indexOf(' '))))
        .sum();
  }

  @Test
  void aFullQueueDropsAndCountsAndNeverWaits() {
    try (Monitor monitor = nowhere().queueCapacity(16).spoolInterval(Duration.ofMillis(100)).connect()) {
      for (int i = 0; i < 100_000; i++) {
        monitor.tradeOpened(Trades.opened(i));
      }

      long dropped = monitor.statistics().dropped().queueFull();
      assertThat(dropped).isPositive();
      await()
          .atMost(LONG)
          .untilAsserted(() -> assertThat(monitor.statistics().spooled())
              .isGreaterThanOrEqualTo(100_002 - monitor.statistics().dropped().queueFull()));
    }
  }

  @Test
  void collectorsThatThrowOrHangHarmNobodyElse() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    try (FakeLinkServer server = FakeLinkServer.start("token");
        Monitor monitor =
            Monitor.builder("bot", server.uri(), "token")
                .spoolDirectory(spools)
                .metricsInterval(Duration.ofMillis(20))
                .collectorBudget(Duration.ofMillis(100))
                .connect()) {
      monitor.collect("throws", () -> {
        throw new IllegalStateException("on purpose");
      });
      monitor.collect("hangs", () -> {
        awaitQuietly(never);
        return List.of();
      });
      monitor.gauge("good", () -> 42.0);

      await().atMost(LONG).until(() -> values(server, "good").contains("42.0"));
      await()
          .atMost(LONG)
          .until(() -> server.events(Event.ErrorRaised.class).stream().map(Event.ErrorRaised::error).collect(Collectors.toSet()),
              errors -> errors.equals(Set.of("CollectorFailed", "CollectorStuck")));
      assertThat(monitor.flush(LONG)).isEqualTo(FlushResult.ACKNOWLEDGED);
    } finally {
      never.countDown();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Set<String> values(FakeLinkServer server, String metric) {
    return server.events(Event.Metrics.class).stream()
        .flatMap(event -> event.samples().stream())
        .filter(sample -> sample.metric().value().equals(metric))
        .map(sample -> sample.reading().toString().replaceAll(".*[=](.*)]", "$1"))
        .collect(Collectors.toSet());
  }

  @Test
  void closingTwiceIsClosingOnceAndWhatComesAfterIsCounted() {
    Monitor monitor = nowhere().connect();
    monitor.close();
    monitor.close();
    monitor.tradeOpened(Trades.opened(0));
    monitor.counter("c").increment();

    assertThat(monitor.flush(LONG)).isEqualTo(FlushResult.CLOSED);
    assertThat(monitor.statistics().dropped().tooLate()).isEqualTo(1);
    assertThat(monitor.statistics().spooled()).as("started and stopped").isEqualTo(2);
  }

  @Test
  void closingWithoutAServerDoesNotWaitForIt() {
    Monitor monitor = nowhere().closeTimeout(Duration.ofMinutes(10)).connect();
    monitor.tradeOpened(Trades.opened(0));

    // The test's own time limit is below the ten minutes.
    monitor.close();

    assertThat(monitor.statistics().spooled()).isEqualTo(3);
  }

  @Test
  void anInterruptedThreadIsNotHeldUpAndStaysInterrupted() {
    try (Monitor monitor = nowhere().connect()) {
      Thread.currentThread().interrupt();

      assertThat(monitor.flush(Duration.ofMinutes(10))).isIn(FlushResult.QUEUED, FlushResult.SPOOLED);
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void itsThreadsAreFewNamedAndDaemons() throws IOException {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    try (FakeLinkServer server = FakeLinkServer.start("token");
        Monitor monitor = Monitor.builder("bot", server.uri(), "token").spoolDirectory(spools).connect()) {
      await().atMost(LONG).until(() -> monitor.statistics().connected());

      List<Thread> made =
          Thread.getAllStackTraces().keySet().stream()
              .filter(thread -> !before.contains(thread) && !thread.getName().matches("fake-link.*|awaitility.*"))
              .toList();

      assertThat(made).allMatch(Thread::isDaemon);
      assertThat(made)
          .extracting(thread -> thread.getName().replaceAll("-[0-9]+-", "-"))
          .containsExactlyInAnyOrder("binnacle-spool", "binnacle-link", "binnacle-receive");
    }
  }

  @Test
  void whatTheServerSaysMayBeAnything() throws IOException {
    for (String rubbish : List.of("{\"type\":\"halt\",\"id\":\"h-1\",\"deep\":{\"a\":[1,{}]}}", "not json", "[]", "{}",
        "x".repeat(2 << 20))) {
      try (FakeLinkServer server = FakeLinkServer.start("token")) {
        server.sendAfterWelcome(rubbish);
        try (Monitor monitor = Monitor.builder("bot", server.uri(), "token").spoolDirectory(spools).instance("i1").connect()) {
          await().atMost(LONG)
              .until(() -> monitor.statistics().failedConnections() + monitor.statistics().dropped().unknownMessages() > 0);
          server.sendAfterWelcome("{\"type\":\"ping\"}");

          monitor.tradeOpened(Trades.opened(0));

          assertThat(monitor.flush(LONG)).isEqualTo(FlushResult.ACKNOWLEDGED);
        }
        assertThat(server.surprises()).isEmpty();
      }
    }
  }
}
