package dev.binnacle.config;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The state directory: the history, the contents, what was about to be written, and a lock that one process holds. */
final class Store implements AutoCloseable {
  private static final int MOST_INSTANCES = 64;

  final Path folder;
  final HistoryLog log;
  final Contents contents;
  private final FileChannel lockFile;

  private Store(Path folder, FileChannel lockFile) throws IOException {
    this.folder = folder;
    this.lockFile = lockFile;
    this.contents = new Contents(folder.resolve("content"));
    this.log = new HistoryLog(folder.resolve("history.jsonl"));
  }

  /**
   * @param given null for a folder beside the file; processes that share the file then take the next free one each
   * @throws ConfigException if it cannot be used
   */
  static Store open(Path file, @Nullable Path given) {
    String name = "." + file.getFileName() + ".history";
    Path beside = AtomicFile.folderOf(file);
    try {
      if (given != null) {
        Store only = tryOpen(given);
        if (only == null) {
          throw refused(file, "the state directory " + given + " is in use by another process or another LiveConfig",
              "give each its own");
        }
        return only;
      }
      for (int i = 1; i <= MOST_INSTANCES; i++) {
        Store next = tryOpen(beside.resolve(i == 1 ? name : name + "-" + i));
        if (next != null) {
          return next;
        }
      }
      throw refused(file, MOST_INSTANCES + " processes use it already", "give this one a state directory");
    } catch (IOException e) {
      throw refused(file, "the state directory cannot be used: " + e, "give one that this user may write to");
    }
  }

  private static ConfigException refused(Path file, String message, String remedy) {
    return new ConfigException(
        List.of(new Problem(String.valueOf(file.getFileName()), null, "", "state-directory", message, remedy)));
  }

  private static @Nullable Store tryOpen(Path folder) throws IOException {
    Folders.create(folder);
    FileChannel channel = FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return new Store(folder, channel);
      }
    } catch (OverlappingFileLockException e) {
      // Another LiveConfig of this very process has it.
      channel.close();
      return null;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
    channel.close();
    return null;
  }

  /** What was to be written to the file when the process died. */
  record Intent(String hash, String replaces, long record) {}

  void intend(Intent intent) throws IOException {
    AtomicFile.write(intentFile(), (intent.hash() + "\n" + intent.replaces() + "\n" + intent.record() + "\n")
        .getBytes(StandardCharsets.UTF_8));
  }

  void clearIntent() throws IOException {
    if (Files.deleteIfExists(intentFile())) {
      AtomicFile.force(folder);
    }
  }

  @Nullable Intent intent() throws IOException {
    try {
      List<String> lines = Files.readAllLines(intentFile());
      return new Intent(lines.get(0), lines.get(1), Long.parseLong(lines.get(2)));
    } catch (NoSuchFileException e) {
      return null;
    } catch (IndexOutOfBoundsException | NumberFormatException e) {
      throw new IOException(intentFile() + " is damaged; delete it after looking at the configuration file", e);
    }
  }

  /** Lets go of the oldest records when there are a tenth more than wanted, never of what is in force or waits. */
  void retain(int records) throws IOException {
    if (log.count() <= records + records / 10) {
      return;
    }
    long wanted = log.firstId() + log.count() - records;
    HistoryRecord inForce = log.youngest(HistoryRecord::isCommitted);
    HistoryRecord waits = log.youngest(record -> record.kind() == HistoryRecord.Kind.DEFERRED);
    if (inForce != null) {
      wanted = Math.min(wanted, inForce.id());
      wanted = waits != null && waits.id() > inForce.id() ? Math.min(wanted, waits.id()) : wanted;
    }
    if (wanted <= log.firstId()) {
      return;
    }
    log.forgetBefore(wanted);
    Set<String> hashes = new HashSet<>();
    for (long id = log.firstId(); id < log.firstId() + log.count(); id++) {
      HistoryRecord record = log.get(id);
      if (record != null) {
        hashes.add(record.hash());
      }
    }
    contents.keepOnly(hashes);
  }

  @Override
  public void close() throws IOException {
    log.close();
    lockFile.close();
  }

  private Path intentFile() {
    return folder.resolve("intent");
  }
}
