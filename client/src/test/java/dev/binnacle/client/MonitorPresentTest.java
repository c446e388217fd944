package dev.binnacle.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.binnacle.model.Event;
import dev.binnacle.model.Health;
import dev.binnacle.model.RunState;
import dev.binnacle.model.Sample;
import dev.binnacle.model.Sample.Reading;
import dev.binnacle.model.Severity;
import dev.binnacle.model.Symbol;
import dev.binnacle.model.TradingMode;
import dev.binnacle.testkit.FakeLinkServer;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a bot says of the present, as it arrives at a server. */
@Timeout(180)
class MonitorPresentTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration INTERVAL = Duration.ofSeconds(5);

  @TempDir
  Path directory;
  private final ManualTime time = new ManualTime();
  private FakeLinkServer server;

  @BeforeEach
  void startServer() throws IOException {
    server = FakeLinkServer.start("link-token");
  }

  @AfterEach
  void stopServer() throws IOException {
    server.close();
    assertThat(server.surprises()).isEmpty();
  }

  private MonitorBuilder builder() {
    return time.in(Monitor.builder("bot", server.uri(), "link-token").spoolDirectory(directory.resolve("spool")).instance("i1"));
  }

  private Monitor connected(MonitorBuilder builder) {
    Monitor monitor = builder.connect();
    until(() -> monitor.statistics().connected());
    return monitor;
  }

  /** Waits for something while the monitor's own time goes on, by less than a metrics interval. */
  private void until(BooleanSupplier condition) {
    await().atMost(LONG).pollInterval(Duration.ofMillis(10)).until(condition::getAsBoolean);
  }

  private void step() {
    time.advance(Duration.ofMillis(300));
  }

  private Map<String, Reading> newestSamples() {
    return server.events(Event.Metrics.class).stream()
        .flatMap(event -> event.samples().stream())
        .collect(Collectors.toMap(sample -> sample.metric().value(), Sample::reading, (old, fresh) -> fresh));
  }

  private static double value(Map<String, Reading> samples, String metric) {
    return samples.get(metric) instanceof Reading.Number number ? number.value() : Double.NaN;
  }

  private static Reading number(double value) {
    return new Reading.Number(value);
  }

  @Test
  void metricsAreReportedAtEveryIntervalUnderTheirNames() {
    try (Monitor monitor = connected(builder())) {
      monitor.counter("trades_executed").add(3);
      monitor.gauge("spread").set(0.25);
      monitor.gauge("unset");
      monitor.timing("trade_execution_time").record(Duration.ofMillis(1_500));
      monitor.timing("balance_check_time");
      monitor.state("websocket_status", "connected");
      monitor.apiCall("kraken", "AddOrder").throttled();
      monitor.apiCall("kraken", "AddOrder").succeeded();
      time.advance(INTERVAL);
      until(() -> newestSamples().containsKey("trades_executed"));

      Map<String, Reading> samples = newestSamples();
      assertThat(samples)
          .containsEntry("trades_executed", number(3))
          .containsEntry("spread", number(0.25))
          .containsEntry("trade_execution_time_count", number(1))
          .containsEntry("balance_check_time_count", number(0))
          .containsEntry("websocket_status", new Reading.State("connected"))
          .containsEntry("api_calls", number(2))
          .containsEntry("api_errors", number(1))
          .doesNotContainKeys("unset", "balance_check_time", "balance_check_time_p99");
      for (String figure : List.of("", "_p50", "_p95", "_p99", "_max")) {
        double seconds = value(samples, "trade_execution_time" + figure);
        assertThat(seconds).isBetween(1.485, 1.515);
      }
      assertThat(samples.keySet())
          .containsAll(
              Set.of("memory_usage_mb", "heap_used_mb", "cpu_usage_percent", "thread_count", "gc_pause_ms", "uptime_seconds"))
          .doesNotContain("log_file_size_mb");
    }
  }

  @Test
  void theProcessIsReportedAsTheSystemSeesIt() throws IOException {
    Path log = Files.write(directory.resolve("bot.log"), new byte[3 << 20]);
    try (Monitor monitor = connected(builder().logFile(log))) {
      time.advance(INTERVAL);
      until(() -> newestSamples().containsKey("memory_usage_mb"));

      Map<String, Reading> samples = newestSamples();
      assertThat(samples).containsEntry("log_file_size_mb", number(3));
      double memory = value(samples, "memory_usage_mb");
      double heap = value(samples, "heap_used_mb");
      assertThat(memory).isBetween(heap, 4_000.0);
      assertThat(value(samples, "thread_count")).isBetween(3.0, 200.0);
      assertThat(value(samples, "uptime_seconds")).isPositive();
      assertThat(monitor.statistics().dropped().samples()).isZero();
    }
  }

  @Test
  void aCollectorsSamplesArriveAndItsSecondNameReplacesTheFirst() {
    try (Monitor monitor = Monitor.builder("bot", server.uri(), "link-token").spoolDirectory(directory)
        .metricsInterval(Duration.ofMillis(20)).connect()) {
      monitor.collect("mine", () -> List.of(Sample.of("custom_metric_1", 1), Sample.of("custom_metric_2", "poor")));
      monitor.collect("mine", () -> List.of(Sample.of("custom_metric_1", 42), Sample.of("custom_metric_2", "healthy")));

      until(() -> newestSamples().getOrDefault("custom_metric_1", number(0)).equals(number(42)));
      assertThat(newestSamples()).containsEntry("custom_metric_2", new Reading.State("healthy"));
    }
  }

  @Test
  void heartbeatsTellTheRunStateAndAChangeGoesAtOnce() {
    try (Monitor monitor = connected(builder())) {
      until(() -> server.events(Event.Heartbeat.class).size() == 1);
      monitor.runState(RunState.PAUSED);
      until(() -> server.events(Event.Heartbeat.class).size() == 2);
      time.advance(INTERVAL);
      until(() -> server.events(Event.Heartbeat.class).size() == 3);
    }
    assertThat(server.events(Event.Heartbeat.class)).extracting(Event.Heartbeat::state).containsExactly(RunState.RUNNING,
        RunState.PAUSED, RunState.PAUSED);
  }

  @Test
  void aChangeOfStateGoesAtOnceAndARepetitionDoesNot() {
    try (Monitor monitor = connected(builder())) {
      monitor.state("websocket_status", "connected");
      monitor.state("websocket_status", "connected");
      monitor.state("websocket_status", "lost");

      until(() -> server.events(Event.Metrics.class).size() == 2);
      assertThat(server.events(Event.Metrics.class))
          .extracting(event -> event.samples().get(0).reading())
          .containsExactly(new Reading.State("connected"), new Reading.State("lost"));
    }
  }

  @Test
  void ofManyMarksTheNewestOfEachInstrumentIsSent() {
    Symbol other = new Symbol("ETH/USD");
    try (Monitor monitor = connected(builder())) {
      step();
      for (int i = 1; i <= 10_000; i++) {
        monitor.mark(Trades.SYMBOL, BigDecimal.valueOf(i));
      }
      monitor.mark(other, BigDecimal.ONE);
      until(() -> newestMarks().equals(Map.of(Trades.SYMBOL, BigDecimal.valueOf(10_000), other, BigDecimal.ONE)) || stepped());

      assertThat(server.events(Event.Mark.class)).hasSizeLessThan(100);
    }
  }

  private boolean stepped() {
    step();
    return false;
  }

  private Map<Symbol, BigDecimal> newestMarks() {
    return server.events(Event.Mark.class).stream()
        .collect(Collectors.toMap(Event.Mark::symbol, Event.Mark::price, (old, fresh) -> fresh));
  }

  @Test
  void theUseOfAnApiIsToldByVenueAndEndpoint() {
    try (Monitor monitor = connected(builder())) {
      ApiCalls orders = monitor.apiCall("kraken", "AddOrder");
      orders.succeeded();
      orders.answered(200);
      orders.answered(429);
      orders.answered(503);
      orders.remaining(12, 20);
      monitor.apiCall("kraken", "Balance").failed();
      time.advance(INTERVAL);
      until(() -> server.events(Event.ApiUsage.class).size() >= 2);
    }
    Event.ApiUsage orders = newestUsage("AddOrder");
    assertThat(List.of(orders.calls(), orders.errors(), orders.throttled())).containsExactly(4L, 2L, 1L);
    assertThat(orders.remaining()).isEqualTo(12);
    assertThat(orders.limit()).isEqualTo(20);
    assertThat(newestUsage("Balance").errors()).isEqualTo(1);
    assertThat(newestUsage("Balance").limit()).isNull();
  }

  private Event.ApiUsage newestUsage(String endpoint) {
    return server.events(Event.ApiUsage.class).stream()
        .filter(usage -> usage.endpoint().equals(endpoint))
        .reduce((old, fresh) -> fresh)
        .orElseThrow();
  }

  @Test
  void logLinesAreSentOnlyIfDetailedLogsAreOnRedactedAndInBounds() {
    try (Monitor monitor = connected(builder().secret("kraken-private"))) {
      monitor.log(Severity.INFO, "bot.Trader", "not sent");
      assertThat(monitor.flush(Duration.ofMillis(50))).isNotNull();
    }
    assertThat(server.events(Event.LogLine.class)).isEmpty();

    try (Monitor monitor = connected(builder().instance("i2").secret("kraken-private").detailedLogs(true))) {
      monitor.log(Severity.WARNING, "bot.Trader", "api_key=abc and kraken-private\u0007");
      for (int i = 0; i < 1_000; i++) {
        monitor.log(Severity.INFO, "bot.Trader", "y".repeat(10_000));
      }
      until(() -> server.events(Event.LogLine.class).stream().anyMatch(line -> line.message().contains("left out")));
      List<Event.LogLine> lines = server.events(Event.LogLine.class);
      assertThat(lines.get(0).message()).isEqualTo("api_key=*** and *** ");
      assertThat(lines.get(0).level()).isEqualTo(Severity.WARNING);
      assertThat(lines).hasSize(201).allMatch(line -> line.message().length() <= 4_000);
      assertThat(lines.get(200).message()).startsWith("801 log lines were left out");
      assertThat(monitor.statistics().dropped().logLines()).isEqualTo(801);
    }
  }

  @Test
  void secretsAreTakenOutOfErrorsBeforeTheyAreSpooled() {
    try (Monitor monitor = connected(builder())) {
      monitor.error(new IllegalStateException("GET https://u:p@host/?token=abc failed"), Severity.HIGH);
      monitor.health("balance_manager", Health.FAILED, "no answer");
      until(() -> !server.events(Event.ComponentHealth.class).isEmpty() || stepped());
    }
    Event.ErrorRaised error = server.events(Event.ErrorRaised.class).get(0);
    assertThat(error.error()).isEqualTo("IllegalStateException");
    assertThat(error.message()).isEqualTo("GET https://***@host/?token=*** failed");
  }

  @Test
  void samplesOfAnOutageAreKeptTheNewestOfThem() throws IOException {
    try (Monitor monitor = connected(builder())) {
      server.pause();
      until(() -> !monitor.statistics().connected());
      for (int i = 0; i < 700; i++) {
        monitor.publish(new Event.Metrics(time.instant(), List.of(Sample.of("n", i))));
      }
      long dropped = monitor.statistics().dropped().samples();
      assertThat(dropped).isBetween(188L, 190L);
      server.resume();
      until(() -> monitor.statistics().connected() || stepped());
      until(() -> newestSamples().getOrDefault("n", number(0)).equals(number(699)));

      List<Double> arrived =
          server.events(Event.Metrics.class).stream()
              .flatMap(event -> event.samples().stream())
              .filter(sample -> sample.metric().value().equals("n"))
              .map(sample -> ((Reading.Number) sample.reading()).value())
              .toList();
      assertThat(arrived).isSorted().hasSizeBetween(505, 512);
    }
  }

  @Test
  void startedSaysWhatTheBotIs() {
    try (Monitor monitor = connected(builder().mode(TradingMode.PAPER).venue("paper").strategy("trend").version("1.0"))) {
      until(() -> !server.events(Event.Started.class).isEmpty());
      assertThat(monitor.statistics().spooled()).isEqualTo(1);
    }
    Event.Started started = server.events(Event.Started.class).get(0);
    assertThat(started.mode()).isEqualTo(TradingMode.PAPER);
    assertThat(List.of(started.venue(), started.strategy(), started.version())).containsExactly("paper", "trend", "1.0");
    assertThat(started.pid()).isEqualTo(ProcessHandle.current().pid());
  }
}
