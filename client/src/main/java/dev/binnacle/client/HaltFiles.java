package dev.binnacle.client;

import dev.binnacle.model.BotId;
import dev.binnacle.model.HaltId;
import dev.binnacle.model.HaltMode;
import dev.binnacle.model.HaltOrigin;
import dev.binnacle.model.InvalidValueException;
import dev.binnacle.model.Latch;
import dev.binnacle.model.Symbol;
import dev.binnacle.protocol.LinkMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files that stop a bot by being there, whatever is in them: {@code HALT} for every bot that looks into the folder, {@code HALT-<bot>}
 * for one. The first line may be {@code pause}, {@code stop} or {@code cancel}, which is the default; {@code symbol=BTC/USD} after that
 * stops one instrument alone; what follows is the reason.
 *
 * <p><b>Threads:</b> confined to the guard's thread, but for {@code isThere}.
 */
final class HaltFiles {
  private static final Logger LOG = LoggerFactory.getLogger(HaltFiles.class);
  static final String NAME = "HALT";
  private static final int MOST_BYTES = 2_000;
  private static final Pattern SYMBOL =
      Pattern.compile("^\\s*(?:pause|stop|cancel)[ \\t]+symbol=(\\S+)", Pattern.CASE_INSENSITIVE);

  private final List<Path> files;
  private final Clock clock;
  private final Map<Path, Integer> releases = new HashMap<>();
  private boolean isFailureTold;

  HaltFiles(Set<Path> directories, BotId bot, Clock clock) {
    Set<Path> named = new LinkedHashSet<>();
    for (Path directory : directories) {
      named.add(directory.toAbsolutePath().normalize().resolve(NAME));
      named.add(directory.toAbsolutePath().normalize().resolve(NAME + "-" + bot));
    }
    this.files = List.copyOf(named);
    this.clock = clock;
  }

  /** A halt for each file that is there. The same file gives the same id, in every run, until a halt of it was released. */
  List<LinkMessage.HaltTold> look() {
    List<LinkMessage.HaltTold> halts = new ArrayList<>();
    for (Path file : files) {
      FileTime since = modified(file);
      if (since != null) {
        HaltMode mode = mode(file);
        Latch latch =
            new Latch(id(file, since), 0, mode, symbol(file), HaltOrigin.FILE, text(file.toString(), 100), reason(file),
                clock.instant());
        halts.add(new LinkMessage.HaltTold(latch, mode.compareTo(HaltMode.CANCEL) >= 0, null));
      } else {
        releases.remove(file);
      }
    }
    return halts;
  }

  /** The file of that halt if it is there still. */
  @Nullable Path isThere(HaltId halt) {
    for (Path file : files) {
      if (halt.value().startsWith(prefix(file)) && Files.exists(file) && !Files.isDirectory(file)) {
        return file;
      }
    }
    return null;
  }

  /** A halt was released though its file is there: it stops again, under a new name. */
  void released(HaltId halt) {
    for (Path file : files) {
      if (halt.value().startsWith(prefix(file))) {
        releases.merge(file, 1, Integer::sum);
      }
    }
  }

  private HaltId id(Path file, FileTime since) {
    int before = releases.getOrDefault(file, 0);
    String base = prefix(file) + Long.toString(Math.max(0, since.toMillis()), 36);
    return new HaltId(before == 0 ? base : base + "-" + before);
  }

  private static String prefix(Path file) {
    CRC32C crc = new CRC32C();
    crc.update(file.toString().getBytes(StandardCharsets.UTF_8));
    return String.format(Locale.ROOT, "file-%08x-", crc.getValue());
  }

  private @Nullable FileTime modified(Path file) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      // Where names of files do not tell cases apart, a bot named halt has a folder of that name.
      return attributes.isDirectory() ? null : attributes.lastModifiedTime();
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException | RuntimeException e) {
      if (!isFailureTold) {
        isFailureTold = true;
        LOG.error("halt file {} cannot be looked for; it is tried on, and this is told once", file, e);
      }
      return null;
    }
  }

  private static HaltMode mode(Path file) {
    String first = content(file).strip().toLowerCase(Locale.ROOT);
    if (first.startsWith("pause")) {
      return HaltMode.PAUSE;
    }
    return first.startsWith("stop") ? HaltMode.STOP : HaltMode.CANCEL;
  }

  /** The only instrument that it names; null, which is all of them, for anything that is no instrument's name. */
  private static @Nullable Symbol symbol(Path file) {
    Matcher named = SYMBOL.matcher(content(file));
    if (!named.find()) {
      return null;
    }
    try {
      return new Symbol(named.group(1));
    } catch (InvalidValueException e) {
      return null;
    }
  }

  private static String reason(Path file) {
    String said = content(file).strip();
    return text("halt file " + file + (said.isEmpty() ? "" : ": " + said), 1_000);
  }

  private static String text(String text, int longest) {
    return Texts.text(text, longest);
  }

  /** Whether it can be read does not matter: it is there. */
  private static String content(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
    } catch (IOException | RuntimeException e) {
      return "";
    }
  }
}
