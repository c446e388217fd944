package dev.binnacle.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The start: completes what a crash interrupted, loads the last committed version, and takes what the file says now as a candidate like
 * any other. With neither a good file nor a version before there is nothing to start with.
 *
 * <p><b>Threads:</b> confined to the writer's thread.
 */
final class Opening<C> {
  private static final Logger LOG = LoggerFactory.getLogger("binnacle.config");

  private final Keeper<C> keeper;
  private final Setup<C> setup;
  private final Store store;

  Opening(Keeper<C> keeper) {
    this.keeper = keeper;
    this.setup = keeper.setup;
    this.store = keeper.store;
  }

  /** @throws ConfigException if there is no configuration to start with */
  void open() throws IOException {
    AtomicFile.sweep(FileWrite.target(setup.file()));
    completeWrite();
    List<Problem> unusable = loadCommitted();
    restoreWaiting();
    Reading reading = rested();
    if (reading instanceof Reading.Content content) {
      take(content, unusable);
    } else {
      List<Problem> why = List.of(setup.problem(reading));
      if (keeper.live.committed == null) {
        throw new ConfigException(join(why, unusable));
      }
      startOnOlder(why);
    }
    warnOfReaders();
    keeper.recheck();
    keeper.started();
  }

  /** A version that was committed before its file was in place: the file is written now, unless somebody has saved it since. */
  private void completeWrite() throws IOException {
    Store.Intent intent = store.intent();
    if (intent == null) {
      return;
    }
    HistoryRecord record = store.log.get(intent.record());
    byte[] content = store.contents.get(intent.hash());
    if (record != null && record.isCommitted() && record.hash().equals(intent.hash()) && content != null) {
      Reading reading = keeper.source.read();
      String now = reading instanceof Reading.Content found ? found.hash() : "";
      if (now.equals(intent.replaces())) {
        AtomicFile.write(FileWrite.target(setup.file()), content);
        LOG.info("{}: version {} was committed and is now in the file", setup.file(), record.version());
      }
    }
    store.clearIntent();
  }

  /** @return why the last version cannot be used, if so */
  private List<Problem> loadCommitted() throws IOException {
    HistoryRecord record = store.log.youngest(HistoryRecord::isCommitted);
    if (record == null || record.version() == null) {
      return List.of();
    }
    byte[] content = store.contents.get(record.hash());
    if (content == null) {
      return List.of(keeper.assessor.problem("content-lost", "the content of version " + record.version() + " is gone from "
          + store.folder, ""));
    }
    try {
      Good<C> good = keeper.assessor.assess(content, null);
      Snapshot<C> snapshot =
          new Snapshot<>(record.version(), record.hash(), record.parent(), record.at(), record.author(), good.config(),
              good.document(), new String(content, StandardCharsets.UTF_8));
      keeper.live.committed = snapshot;
      keeper.live.swap(snapshot, 0, false);
      keeper.board.reloads.incrementAndGet();
      return List.of();
    } catch (RefusedConfigException e) {
      return e.problems();
    }
  }

  private void restoreWaiting() throws IOException {
    Snapshot<C> committed = keeper.live.committed;
    HistoryRecord young = store.log.youngest(record -> record.version() != null && record.kind() != HistoryRecord.Kind.UNCHANGED);
    if (committed == null || young == null || young.kind() != HistoryRecord.Kind.DEFERRED || young.version() == null) {
      return;
    }
    byte[] content = store.contents.get(young.hash());
    if (content == null || young.version() <= committed.version()) {
      return;
    }
    boolean saved = young.author().source() == Source.FILE || young.author().source() == Source.START;
    Submission submission = new Submission(content, young.author(), young.reason(), young.rollbackOf(), saved, false, 0, false);
    ApplyMode mode = young.mode() == null ? ApplyMode.HOT : young.mode();
    Pending pending =
        new Pending(young.version(), young.hash(), mode, "the program has just started", young.at(), young.expiresAt(),
            young.author(), young.changes());
    keeper.restore(new Waiting(pending, submission));
  }

  private void take(Reading.Content content, List<Problem> unusable) {
    Snapshot<C> committed = keeper.live.committed;
    keeper.settling.handled(content.hash(), content.stamp());
    Waiting waiting = keeper.waiting();
    if (committed != null && committed.hash().equals(content.hash())
        || waiting != null && waiting.pending().hash().equals(content.hash())) {
      return;
    }
    Author author = new Author(content.owner(), Source.START, false);
    Submission submission = new Submission(content.bytes(), author, "the program started", null, true, false, 0, false);
    Outcome outcome = keeper.decide(submission);
    if (outcome instanceof Outcome.Refused refused) {
      if (committed == null) {
        throw new RefusedConfigException(join(refused.problems(), unusable));
      }
      startOnOlder(refused.problems());
    }
    if (keeper.live.committed == null) {
      throw new RefusedConfigException(
          List.of(keeper.assessor.problem("not-now", "the first configuration could not be applied", "")));
    }
  }

  /** Parameters are nobody's business, and who may write them may trade. */
  private void warnOfReaders() throws IOException {
    Path real = AtomicFile.realOrNull(setup.file());
    if (real == null || !real.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return;
    }
    String rights = PosixFilePermissions.toString(Files.getPosixFilePermissions(real));
    if (!rights.endsWith("------")) {
      keeper.chronicle().complain(setup.file() + " is open to others (" + rights + "); chmod 600 keeps it to its owner");
    }
  }

  private void startOnOlder(List<Problem> problems) {
    long version = keeper.live.committed().version();
    String reason = "started on version " + version + ", since the file is not good: " + problems.get(0);
    keeper.board.trouble(Board.Trouble.STARTED_ON_OLDER, reason);
    LOG.error("{}: {}", setup.file(), reason);
    problems.forEach(problem -> keeper.chronicle().complain(problem.toString()));
  }

  /** The file at rest: one that was written a moment ago may not be whole yet, unless it is of a format whose parts never pass. */
  private Reading rested() {
    long quiet = setup.limits().quiet().toNanos();
    long start = System.nanoTime();
    String before = "";
    long since = start;
    while (true) {
      Reading reading = keeper.source.read();
      long waited = System.nanoTime() - start;
      if (reading instanceof Reading.Content content) {
        if (isOld(content) || passesWhole(content)) {
          return reading;
        }
        if (!content.hash().equals(before)) {
          before = content.hash();
          since = System.nanoTime();
        } else if (System.nanoTime() - since >= quiet) {
          return reading;
        }
      } else if (!(reading instanceof Reading.Torn) && waited >= Math.min(quiet, 200_000_000)) {
        return reading;
      }
      if (waited >= 3 * quiet + 200_000_000) {
        return reading;
      }
      LockSupport.parkNanos(Math.min(quiet, 20_000_000));
    }
  }

  private boolean isOld(Reading.Content content) {
    Duration age = Duration.between(content.stamp().modified().toInstant(), keeper.now());
    return age.abs().compareTo(setup.limits().quiet()) >= 0;
  }

  private boolean passesWhole(Reading.Content content) {
    if (!keeper.assessor.format().isTornPartRefused()) {
      return false;
    }
    try {
      keeper.assessor.format().parse(setup.name(), content.bytes());
      return true;
    } catch (RuntimeException e) {
      return false;
    }
  }

  private static List<Problem> join(List<Problem> one, List<Problem> other) {
    List<Problem> all = new ArrayList<>(one);
    all.addAll(other);
    return all;
  }
}
