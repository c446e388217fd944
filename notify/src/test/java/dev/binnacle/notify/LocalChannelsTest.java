package dev.binnacle.notify;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.binnacle.model.Level;
import dev.binnacle.notify.Message.Tone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What is told on this machine alone: the log and the dashboard. */
final class LocalChannelsTest {
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger("binnacle.alerts");

  @BeforeEach
  void listen() {
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(log);
  }

  private static Outcome send(Channel channel, Message message) throws InterruptedException {
    return channel.send(new Dispatch("k", message, false, false, 1, 0, null, Samples.UTC, Samples.NOW));
  }

  @Test
  void theLogHasOneLineAMessageAtTheLevelOfWhatIsWrong() throws InterruptedException {
    Message bad = Message.of("a", EventKind.ALERT, Level.CRITICAL, Samples.BOT, Samples.NOW, "Drawdown\n20%").withTone(Tone.BAD);

    assertThat(send(Channels.log(), bad)).isEqualTo(Outcome.Delivered.PLAIN);
    send(Channels.log(), bad.withTone(Tone.GOOD));
    send(Channels.log(),
        Message.of("w", EventKind.ERROR, Level.WARNING, Samples.BOT, Samples.NOW, "Slow").withTone(Tone.CAUTION));

    assertThat(log.list).extracting(line -> line.getLevel().toString()).as("that something critical is over is no error")
        .containsExactly("ERROR", "INFO", "WARN");
    assertThat(log.list).allSatisfy(line -> assertThat(line.getFormattedMessage()).doesNotContain("\n"));
    assertThat(log.list.getFirst().getFormattedMessage()).contains("Drawdown 20%");
  }

  @Test
  void whatABotSaysBeginsNoLineOfTheLogAndSteersNoTerminal() throws InterruptedException {
    send(Channels.log(), Message.of("e", EventKind.ERROR, Level.INFO, null, Samples.NOW, "a\u001b[2J\r\n12:00 ERROR forged"));

    assertThat(log.list).hasSize(1);
    assertThat(log.list.getFirst().getFormattedMessage()).doesNotContain("\u001b").doesNotContain("\n").doesNotContain("\r");
  }

  @Test
  void theDashboardReadsTheOutboxItself() throws InterruptedException {
    Message message = Message.of("a", EventKind.ALERT, Level.CRITICAL, Samples.BOT, Samples.NOW, "Drawdown");

    assertThat(send(Channels.dashboard(), message)).isEqualTo(Outcome.Delivered.PLAIN);
    assertThat(log.list).isEmpty();
  }

  @Test
  void bothLetChannelsThatWakeSomebodyGoFirst() {
    assertThat(Channels.log().isLocal()).isTrue();
    assertThat(Channels.dashboard().isLocal()).isTrue();
    assertThat(new ScriptedChannel(Limits.NONE).isLocal()).isFalse();
  }
}
