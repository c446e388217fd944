package dev.binnacle.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes one version to the configuration file, in two parts around the record that commits it. A link stays a link: its target is replaced. */
final class FileWrite {
  private static final Logger LOG = LoggerFactory.getLogger("binnacle.config");

  private final Setup<?> setup;
  private final Store store;
  private final FileSource source;
  private final Predicate<String> known;
  private @Nullable AtomicFile prepared;
  private String replaces = "";
  private boolean inFile;

  /** @param known whether content with this hash has been dealt with, and so may be written over */
  FileWrite(Setup<?> setup, Store store, FileSource source, Predicate<String> known) {
    this.setup = setup;
    this.store = store;
    this.source = source;
    this.known = known;
  }

  /**
   * @return false if somebody has saved since the last look: theirs must be taken first
   * @throws IOException also if the file cannot be read, since nobody knows then what would be written over
   */
  boolean prepare(String hash, byte[] content) throws IOException {
    replaces = hashNow();
    if (replaces.equals(hash)) {
      inFile = true;
      return true;
    }
    if (!replaces.isEmpty() && !known.test(replaces)) {
      return false;
    }
    store.intend(new Store.Intent(hash, replaces, store.log.firstId() + store.log.count()));
    setup.seams().steps().reached(Steps.Step.INTENT_STORED);
    prepared = AtomicFile.prepare(target(setup.file()), content);
    setup.seams().steps().reached(Steps.Step.FILE_PREPARED);
    return true;
  }

  /** After the record: the version is in force even if the file cannot follow, which is then told. */
  void finish(Board board) {
    AtomicFile file = prepared;
    if (file == null) {
      return;
    }
    try {
      if (!hashNow().equals(replaces)) {
        // Somebody saved while the version was being stored: theirs is the newer one, and the next look takes it.
        LOG.info("{} was saved meanwhile and is left as it is", setup.file());
        replaces = "";
        discard();
        return;
      }
      file.replace();
      inFile = true;
      setup.seams().steps().reached(Steps.Step.FILE_REPLACED);
      store.clearIntent();
      setup.seams().steps().reached(Steps.Step.INTENT_CLEARED);
      board.over(Board.Trouble.FILE_NOT_REPLACED);
    } catch (IOException e) {
      board.trouble(Board.Trouble.FILE_NOT_REPLACED, "the file could not be replaced: " + e);
      LOG.error("{} could not be replaced; the version is in force, and the next start writes the file", setup.file(), e);
    }
  }

  /**
   * What the file holds that has been dealt with: the version, or where it could not be written what was there, which is no new save;
   * empty if somebody saved meanwhile, so that whatever is found is one.
   */
  String dealtWith(String hash) {
    return inFile ? hash : replaces;
  }

  /** Empty when there is nothing to lose. */
  private String hashNow() throws IOException {
    Reading reading = source.read();
    if (reading instanceof Reading.Content content) {
      return content.hash();
    }
    if (reading instanceof Reading.Torn) {
      throw new IOException(setup.file() + " is being written");
    }
    if (reading instanceof Reading.Unreadable unreadable) {
      throw new IOException(setup.file() + " cannot be read: " + unreadable.reason());
    }
    return "";
  }

  void discard() {
    try {
      AtomicFile file = prepared;
      if (file != null) {
        file.discard();
      }
      store.clearIntent();
    } catch (IOException e) {
      LOG.warn("what was prepared for {} could not be removed; the next start does it", setup.file(), e);
    }
  }

  Reading.@Nullable Stamp stampOf(String hash) {
    return source.read() instanceof Reading.Content now && now.hash().equals(hash) ? now.stamp() : null;
  }

  static Path target(Path file) {
    Path real = AtomicFile.realOrNull(file);
    return real == null ? file.toAbsolutePath() : real;
  }
}
