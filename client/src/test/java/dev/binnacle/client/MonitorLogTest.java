package dev.binnacle.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.binnacle.testkit.FakeLinkServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What the client writes into the bot's own log: enough to know, and no storm. */
@Timeout(180)
class MonitorLogTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir
  Path spools;
  private final ManualTime time = new ManualTime();
  private final List<ILoggingEvent> lines = new CopyOnWriteArrayList<>();
  private final AppenderBase<ILoggingEvent> appender =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          lines.add(event);
        }
      };
  private final Logger logger = (Logger) LoggerFactory.getLogger("dev.binnacle.client");

  @BeforeEach
  void listen() {
    appender.start();
    logger.setLevel(Level.INFO);
    logger.setAdditive(false);
    logger.addAppender(appender);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(appender);
    logger.setAdditive(true);
  }

  /** Lets the client try again and again, each time when it is ready to. */
  private void failSoOften(Monitor monitor, int times) {
    for (int i = 0; i < times; i++) {
      long before = monitor.statistics().failedConnections();
      time.advance(Duration.ofSeconds(61));
      await().atMost(LONG).pollInterval(Duration.ofMillis(2)).until(() -> monitor.statistics().failedConnections() > before);
    }
  }

  @Test
  void anOutageIsToldOnceAndItsEndOnce() throws IOException {
    try (FakeLinkServer server = FakeLinkServer.start("token");
        Monitor monitor = time.in(Monitor.builder("bot", server.uri(), "token").spoolDirectory(spools)).connect()) {
      await().atMost(LONG).until(() -> monitor.statistics().connected());
      server.pause();
      failSoOften(monitor, 20);
      server.resume();
      await()
          .atMost(LONG)
          .until(
              () -> {
                time.advance(Duration.ofSeconds(1));
                return monitor.statistics().connected();
              });
    }
    assertThat(lines).extracting(ILoggingEvent::getLevel).containsExactly(Level.WARN, Level.INFO);
    assertThat(lines.get(0).getFormattedMessage()).startsWith("no link to the server of bot bot: ");
    assertThat(lines.get(1).getFormattedMessage()).startsWith("connected again");
  }

  @Test
  void aWrongTokenIsToldOnceAnHourAndNeverInWords() throws IOException {
    try (FakeLinkServer server = FakeLinkServer.start("the right one");
        Monitor monitor = time.in(Monitor.builder("bot", server.uri(), "a-wrong-one").spoolDirectory(spools)).connect()) {
      await().atMost(LONG).until(() -> monitor.statistics().failedConnections() == 1);
      failSoOften(monitor, 30);
      assertThat(lines).hasSize(1);
      time.advance(Duration.ofHours(1));
      failSoOften(monitor, 2);
    }
    assertThat(lines).hasSize(2).allMatch(line -> line.getLevel() == Level.ERROR);
    assertThat(lines.get(0).getFormattedMessage()).contains("401: the token is not known").doesNotContain("a-wrong-one");
  }

  @Test
  void aCollectorThatAlwaysFailsIsToldOnceUntilItWorks() throws IOException {
    try (FakeLinkServer server = FakeLinkServer.start("token");
        Monitor monitor =
            Monitor.builder("bot", server.uri(), "token").spoolDirectory(spools).metricsInterval(Duration.ofMillis(10))
                .connect()) {
      monitor.collect(
          "bad",
          () -> {
            throw new IllegalStateException("on purpose");
          });
      await().atMost(LONG).until(() -> monitor.statistics().dropped().collectorFailures() > 20);
    }
    assertThat(lines).hasSize(1);
    assertThat(lines.get(0).getFormattedMessage()).startsWith("collector \"bad\" failed");
  }

  @Test
  void callsThatMakeNoSenseAreToldOnceAMinute() throws IOException {
    try (FakeLinkServer server = FakeLinkServer.start("token");
        Monitor monitor = time.in(Monitor.builder("bot", server.uri(), "token").spoolDirectory(spools)).connect()) {
      for (int i = 0; i < 1_000; i++) {
        monitor.counter("not a name").increment();
      }
      await().atMost(LONG).until(() -> senseless().size() == 1);
      monitor.counter("not a name either");
      time.advance(Duration.ofSeconds(61));
      await().atMost(LONG).until(() -> senseless().size() == 2);
    }
    assertThat(senseless().get(1)).contains("(1001 so far)");
  }

  private List<String> senseless() {
    return lines.stream().map(ILoggingEvent::getFormattedMessage).filter(line -> line.contains("made no sense")).toList();
  }
}
