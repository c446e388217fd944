package dev.binnacle.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A log file of its own for programs without one. It holds 5 MiB, and the 5 MiB before. */
final class MonitoringLog {
  private static final Logger LOG = LoggerFactory.getLogger("binnacle.config");
  private static final long MOST_BYTES = 5L << 20;

  private final Path file;
  private final Ticker ticker;

  MonitoringLog(Path file, Ticker ticker) {
    this.file = file;
    this.ticker = ticker;
  }

  void write(String topic, String line) {
    try {
      if (sizeOrZero() > MOST_BYTES) {
        Files.move(file, file.resolveSibling(file.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
      }
      Files.writeString(file, ticker.now() + " [" + topic + "] " + line + "\n", StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      LOG.warn("{} could not be written: {}", file, e.toString());
    }
  }

  private long sizeOrZero() throws IOException {
    try {
      return Files.size(file);
    } catch (NoSuchFileException e) {
      return 0;
    }
  }
}
