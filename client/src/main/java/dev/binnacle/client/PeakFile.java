package dev.binnacle.client;

import dev.binnacle.model.Currency;
import dev.binnacle.model.Money;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/**
 * The highest equity that any run of the bot has seen, so that a restart does not make a drawdown disappear. A line such as {@code
 * 12500.50 USD}; what cannot be read counts as none.
 *
 * <p><b>Threads:</b> one thread at a time.
 */
final class PeakFile {
  private static final String NAME = "equity-peak";
  private static final int LONGEST = 200;

  private final Path directory;
  private @Nullable Money written;

  PeakFile(Path directory) {
    this.directory = directory;
  }

  @Nullable Money read() {
    try {
      Path file = directory.resolve(NAME);
      if (!Files.exists(file) || Files.size(file) > LONGEST) {
        return null;
      }
      String[] words = Files.readString(file, StandardCharsets.UTF_8).strip().split(" ", -1);
      written = words.length == 2 ? new Money(new BigDecimal(words[0]), new Currency(words[1])) : null;
      return written;
    } catch (IOException | RuntimeException e) {
      return null;
    }
  }

  /** Keeps it if it is another than before. What cannot be written is tried again when it next changes. */
  void write(@Nullable Money peak) {
    if (peak == null || peak.equals(written)) {
      return;
    }
    written = peak;
    try {
      PrivateFiles.createDirectories(directory);
      Path next = directory.resolve(NAME + ".next");
      Files.deleteIfExists(next);
      Files.createFile(next, PrivateFiles.fileAttributes(next));
      Files.writeString(next, peak + "\n", StandardCharsets.UTF_8);
      Files.move(next, directory.resolve(NAME), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException | RuntimeException e) {
      // The latches say it when this disk takes nothing.
    }
  }
}
