package dev.binnacle.server;

import dev.binnacle.model.BotId;
import dev.binnacle.model.HaltId;
import dev.binnacle.model.HaltMode;
import dev.binnacle.model.HaltOrigin;
import dev.binnacle.protocol.DamagedEntryException;
import dev.binnacle.protocol.LatchFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Halt files beside bots. One that lies there already is never made weaker.
 *
 * <p><b>Threads:</b> one thread at a time.
 */
final class DirectFiles {
  private static final String NAME = "HALT";
  private static final String SYMBOL = "symbol=";

  private final List<Path> directories;
  private final @Nullable List<BotId> bots;
  private final DirectHalt.Wish wish;
  private final HaltId id;

  /** What a file asks for. @param symbol null for all instruments */
  private record Asks(HaltMode mode, @Nullable String symbol) {
    static Asks read(String text) {
      String[] words = text.strip().split("\\s+", 3);
      String first = words[0].toLowerCase(Locale.ROOT);
      HaltMode mode = first.startsWith("pause") ? HaltMode.PAUSE : first.startsWith("stop") ? HaltMode.STOP : HaltMode.CANCEL;
      return new Asks(mode, words.length > 1 && words[1].startsWith(SYMBOL) ? words[1].substring(SYMBOL.length()) : null);
    }

    boolean covers(Asks other) {
      return mode.compareTo(other.mode) >= 0 && (symbol == null || symbol.equals(other.symbol));
    }

    /** A file names one instrument or none: of two it becomes all. */
    Asks and(Asks other) {
      return new Asks(mode.and(other.mode), symbol != null && symbol.equals(other.symbol) ? symbol : null);
    }
  }

  /** @param bots null for the file that stops every bot that looks there */
  DirectFiles(List<Path> directories, @Nullable List<BotId> bots, DirectHalt.Wish wish, HaltId id) {
    this.directories = directories;
    this.bots = bots;
    this.wish = wish;
    this.id = id;
  }

  /** Gives the files that stop the bots now. */
  List<Path> write(List<String> residue, List<String> notes) {
    List<Path> written = new ArrayList<>();
    for (Path file : files()) {
      try {
        if (write(file, notes)) {
          written.add(file);
        }
      } catch (IOException e) {
        residue.add("halt file " + file + " cannot be written, a bot that lives may place new orders: " + e);
      }
    }
    return written;
  }

  private List<Path> files() {
    List<Path> files = new ArrayList<>();
    for (Path directory : directories) {
      Path folder = directory.toAbsolutePath().normalize();
      if (bots == null) {
        files.add(folder.resolve(NAME));
      } else {
        bots.forEach(bot -> files.add(folder.resolve(NAME + "-" + bot)));
      }
    }
    return files;
  }

  private boolean write(Path file, List<String> notes) throws IOException {
    // Closing positions is done here; what a file can ask of a bot ends with cancelling.
    HaltMode mode = wish.mode() == HaltMode.LIQUIDATE ? HaltMode.CANCEL : wish.mode();
    Asks asks = new Asks(mode, wish.symbol() == null ? null : wish.symbol().value());
    Path folder = file.getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    if (Files.isRegularFile(file)) {
      Asks there = Asks.read(Files.readString(file));
      if (there.covers(asks)) {
        notes.add("halt file " + file + " was there already and asks for as much; it is left as it is");
        return true;
      }
      Asks both = there.and(asks);
      if (both.symbol == null && asks.symbol != null) {
        notes.add("halt file " + file + " was there already for another instrument: now it stops all of the bot");
      }
      asks = both;
    }
    String line = asks.mode.name().toLowerCase(Locale.ROOT) + (asks.symbol == null ? "" : " " + SYMBOL + asks.symbol)
        + " " + id + " by " + wish.by() + ": " + wish.reason() + "\n";
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.writeString(part, line);
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    return true;
  }

  /** Of each bot, whether a guard on this machine has taken the halt. */
  List<String> heard(List<BotId> all) {
    return all.stream().map(bot -> directories.stream().anyMatch(directory -> isHeld(directory, bot))
        ? "the guard of " + bot + " on this machine has taken it"
        : "no guard of " + bot + " on this machine has answered: it is not running here, has none, or looks into another folder")
        .toList();
  }

  private boolean isHeld(Path directory, BotId bot) {
    Path latches = directory.resolve(bot.value()).resolve("latches");
    try {
      return LatchFile.read(Files.readAllBytes(latches)).stream()
          .anyMatch(held -> held.halt().latch().origin() == HaltOrigin.FILE && held.halt().latch().reason().contains(id.value()));
    } catch (IOException | DamagedEntryException e) {
      return false;
    }
  }
}
