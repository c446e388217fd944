package dev.binnacle.notify;

import dev.binnacle.model.Level;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server's log: one line a message. */
final class LogChannel implements Channel {
  private static final Logger log = LoggerFactory.getLogger("binnacle.alerts");

  @Override
  public Outcome send(Dispatch dispatch) {
    String line = ConsoleChannel.harmless(String.join(" | ", dispatch.letter().plainLines()).replace('\n', ' '));
    // That something critical is over is no error.
    switch (dispatch.message().tone() == Message.Tone.GOOD ? Level.INFO : dispatch.message().level()) {
      case INFO -> log.info("{}", line);
      case WARNING -> log.warn("{}", line);
      case CRITICAL -> log.error("{}", line);
    }
    return Outcome.Delivered.PLAIN;
  }

  @Override
  public boolean isLocal() {
    return true;
  }

  @Override
  public Limits limits() {
    return Limits.NONE;
  }
}
