package dev.binnacle.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Decides on content, and carries the decision out: stored, recorded, written to the file, swapped in, told. The record is what
 * commits a version, so the order is contents, intent, record, file, swap; a crash after any of these leaves a state that {@link
 * Opening} completes or forgets.
 *
 * <p><b>Threads:</b> confined to the writer's thread.
 */
final class Keeper<C> {
  final Setup<C> setup;
  final Assessor<C> assessor;
  final Store store;
  final Live<C> live;
  final Listeners<C> listeners;
  final TradeConfigs<C> trades;
  final Board board;
  final Masks masks;
  final SecretTexts secrets;
  final Settling settling;
  final FileSource source;
  private final Chronicle<C> chronicle;
  private final Vetoes<C> vetoes;
  private final Gatekeeper gate;
  private final List<EveryDelivery<Refusal>> alarms = new ArrayList<>();
  private @Nullable Waiting waiting;
  private boolean starting = true;

  Keeper(Setup<C> setup, Store store, Live<C> live, Board board) {
    this.setup = setup;
    this.store = store;
    this.live = live;
    this.board = board;
    SourceFormat format = SourceFormats.of(setup.file());
    this.assessor = new Assessor<>(setup.name(), format, setup.schema(), setup.binding(), setup.checks());
    this.masks = new Masks(setup.schema());
    this.secrets = new SecretTexts(setup.name(), format, setup.schema());
    this.listeners = new Listeners<>(setup.name(), setup.seams().ticker(), board);
    this.trades = new TradeConfigs<>(setup.schema(), setup.binding(), board);
    this.settling = new Settling(setup.limits().quiet().toNanos(), format.isTornPartRefused());
    FileSource given = setup.seams().files();
    this.source = given == null ? new DiskFile(setup.file(), setup.limits().maxBytes(), setup.root()) : given;
    this.vetoes = new Vetoes<>(setup.vetoes(), setup.limits().vetoDeadline(), setup.name());
    this.gate = new Gatekeeper(setup.gate());
    setup.failing().forEach(this::alarmWith);
    this.chronicle = new Chronicle<>(setup, store, live, listeners, masks);
  }

  /** To be told when refused saves have become an alarm; only before the start. */
  void alarmWith(Consumer<Refusal> alarm) {
    alarms.add(listeners.every("on-failing", alarm));
  }

  void started() {
    starting = false;
  }

  Chronicle<C> chronicle() {
    return chronicle;
  }

  Gatekeeper gate() {
    return gate;
  }

  /** The version that waits, with its content; null when none does. */
  @Nullable Waiting waiting() {
    return waiting;
  }

  void restore(Waiting restored) {
    waiting = restored;
    live.pending = Optional.of(restored.pending());
  }

  Outcome decide(Submission given) {
    return decide(given, null);
  }

  /** @param examined what this content has just been found to be beside the version in force; null when nobody has looked */
  Outcome decide(Submission given, @Nullable Good<C> examined) {
    String hash = examined == null ? Hashes.of(given.content()) : examined.hash();
    Snapshot<C> present = live.committed;
    if (present != null && hash.equals(present.hash())) {
      return unchanged(given, present);
    }
    Good<C> good;
    try {
      good = examined == null ? assessor.assess(given.content(), present) : examined;
    } catch (RefusedConfigException e) {
      return refuse(given, hash, e.problems());
    }
    setup.seams().steps().reached(Steps.Step.CHECKED);
    Optional<String> veto = vetoes.ask(good.candidate());
    if (veto.isPresent()) {
      return refuse(given, hash, List.of(assessor.problem("veto", veto.get(), "")));
    }
    return given.dryRun() ? foretell(good) : applyOrDefer(good, given, store.log.lastVersion() + 1);
  }

  /** In force now if that may be, else a version that waits. */
  private Outcome applyOrDefer(Good<C> good, Submission given, long version) {
    if (isFree(good)) {
      return commit(good, given, version);
    }
    if (good.mode() == ApplyMode.RESTART) {
      return defer(good, given, version, "it takes effect with the next start");
    }
    Outcome[] applied = new Outcome[1];
    Optional<String> closed = gate.pass(good.mode(), good.changes(), () -> applied[0] = commit(good, given, version));
    return applied[0] != null ? applied[0] : defer(good, given, version, closed.orElse("the gate did not apply it"));
  }

  /** Whether it need not ask the gate: it may be applied at any time, only makes things safer, or is being tried out already. */
  private boolean isFree(Good<C> good) {
    boolean hot = good.mode() == ApplyMode.HOT || good.mode() == ApplyMode.NEXT_TRADE;
    boolean atStart = good.mode() == ApplyMode.RESTART && (starting || live.committed == null);
    boolean tried = live.trial.map(trial -> trial.hash().equals(good.hash())).orElse(false);
    return hot || atStart || tried || (good.mode() != ApplyMode.RESTART && isTightening(good.changes()));
  }

  Optional<String> veto(Good<C> good) {
    return vetoes.ask(good.candidate());
  }

  boolean isTightening(List<Change> changes) {
    return !changes.isEmpty() && changes.stream().allMatch(setup.schema()::isTightening);
  }

  private Outcome foretell(Good<C> good) {
    long version = store.log.lastVersion() + 1;
    Optional<String> closed = isFree(good)
        ? Optional.empty()
        : good.mode() == ApplyMode.RESTART
            ? Optional.of("it takes effect with the next start")
            : gate.ask(good.mode(), good.changes());
    if (closed.isPresent()) {
      return new Outcome.Deferred(pending(good, new Author("", Source.API, false), version, closed.get()), true);
    }
    return new Outcome.Accepted(version, good.hash(), masks.changes(good.changes()), good.mode(), true);
  }

  /** Persists and swaps. An error before the record leaves everything as it was. */
  Outcome commit(Good<C> good, Submission given, long version) {
    Instant at = now();
    HistoryRecord.Kind kind = given.rollbackOf() == null ? HistoryRecord.Kind.ACCEPTED : HistoryRecord.Kind.ROLLED_BACK;
    FileWrite write = new FileWrite(setup, store, source, this::isKnown);
    HistoryRecord record;
    try {
      store.contents.put(good.hash(), good.content());
      step(Steps.Step.CONTENT_STORED);
      if (!given.saved() && !write.prepare(good.hash(), good.content())) {
        return savedMeanwhile();
      }
      record =
          chronicle.append(chronicle.draft(kind, version, good.hash(), given, good.changes(), List.of(), good.mode(), null, at));
      step(Steps.Step.RECORD_APPENDED);
      board.over(Board.Trouble.NOT_STORED);
    } catch (IOException e) {
      write.discard();
      board.trouble(Board.Trouble.NOT_STORED, "a new version could not be stored: " + e);
      return new Outcome.Refused(
          List.of(assessor.problem("not-stored", "it could not be stored: " + e, "make room or give the rights")));
    }
    write.finish(board);
    if (!given.saved()) {
      String handled = write.dealtWith(good.hash());
      settling.handled(handled, write.stampOf(handled));
    }
    Snapshot<C> before = live.committed;
    Snapshot<C> snapshot =
        new Snapshot<>(version, good.hash(), before == null ? null : before.hash(), at, given.author(), good.config(),
            good.document(), new String(good.content(), StandardCharsets.UTF_8));
    swap(snapshot, given);
    settleOthers(version, given);
    chronicle.logApplied(record);
    return new Outcome.Accepted(version, good.hash(), masks.changes(good.changes()), good.mode(), false);
  }

  private boolean isKnown(String hash) {
    Snapshot<C> present = live.committed;
    return settling.isHandled(hash) || present != null && hash.equals(present.hash());
  }

  /** A save that came while the proposal was examined is the newer one, and must not be written over unseen. */
  private Outcome savedMeanwhile() {
    Snapshot<C> present = live.committed();
    return new Outcome.Conflict(present.version(), present.version(), present.hash(), List.of(),
        "the file was saved while the change was examined, and what it says is not yet taken");
  }

  private void swap(Snapshot<C> snapshot, Submission given) {
    Snapshot<C> before = live.committed;
    live.committed = snapshot;
    live.swap(snapshot, given.depth(), given.quiet());
    step(Steps.Step.SWAPPED);
    board.reloads.incrementAndGet();
    board.lastReload = snapshot.at();
    board.over(Board.Trouble.STARTED_ON_OLDER);
    board.over(Board.Trouble.FILE_NOT_IN_FORCE);
    if (given.saved()) {
      board.over(Board.Trouble.FILE_NOT_REPLACED);
    }
    board.failuresRunning = 0;
    trades.swapped(live.turn());
    listeners.tell(live.turn());
    if (before != null && !given.quiet()) {
      chronicle.emit(before, snapshot);
    }
    step(Steps.Step.TOLD);
  }

  /** What the new version makes pointless. */
  private void settleOthers(long version, Submission given) {
    Waiting other = waiting;
    if (other != null) {
      waiting = null;
      live.pending = Optional.empty();
      if (other.pending().version() != version) {
        chronicle.note(HistoryRecord.Kind.SUPERSEDED, other.pending(), other.submission(),
            "version " + version + " took its place");
      }
    }
    live.trial.filter(trial -> trial.state() == Trial.State.RUNNING || trial.state() == Trial.State.ENDING).ifPresent(trial -> {
      boolean kept = trial.hash().equals(live.committed().hash());
      Trial over =
          trial.in(kept ? Trial.State.KEPT : Trial.State.ENDED, kept ? given.reason() : "version " + version + " took its place");
      live.trial = Optional.of(over);
      chronicle.noteTrial(over, given.author());
    });
  }

  private Outcome defer(Good<C> good, Submission given, long version, String reason) {
    Pending pending = pending(good, given.author(), version, reason);
    try {
      store.contents.put(good.hash(), good.content());
      chronicle.append(
          chronicle.draft(HistoryRecord.Kind.DEFERRED, version, good.hash(), given, good.changes(), List.of(), good.mode(),
              pending.expiresAt(), pending.since()));
    } catch (IOException e) {
      board.trouble(Board.Trouble.NOT_STORED, "a waiting version could not be stored: " + e);
      return new Outcome.Refused(
          List.of(assessor.problem("not-stored", "it could not be stored: " + e, "make room or give the rights")));
    }
    Waiting other = waiting;
    waiting = new Waiting(pending, given);
    live.pending = Optional.of(pending);
    if (other != null) {
      chronicle.note(HistoryRecord.Kind.SUPERSEDED, other.pending(), other.submission(),
          "version " + version + " took its place");
    }
    board.deferred.incrementAndGet();
    board.failuresRunning = given.saved() ? 0 : board.failuresRunning;
    chronicle.say("version " + version + " waits: " + reason);
    return new Outcome.Deferred(pending, false);
  }

  private Pending pending(Good<C> good, Author author, long version, String reason) {
    Instant since = now();
    Instant expires = good.mode() == ApplyMode.RESTART ? null : since.plus(setup.limits().pendingFor());
    return new Pending(version, good.hash(), good.mode(), reason, since, expires, author, masks.changes(good.changes()));
  }

  private Outcome unchanged(Submission given, Snapshot<C> present) {
    if (!given.dryRun()) {
      board.noOps.incrementAndGet();
      if (given.saved()) {
        board.failuresRunning = 0;
        board.over(Board.Trouble.STARTED_ON_OLDER);
        board.over(Board.Trouble.FILE_NOT_IN_FORCE);
        Waiting other = waiting;
        if (other != null && other.submission().saved()) {
          drop(HistoryRecord.Kind.SUPERSEDED, "the file was put back", given.author());
        }
      }
      chronicle.noteUnchanged(given, present);
    }
    return new Outcome.Unchanged(present.version(), present.hash());
  }

  Outcome refuse(Submission given, String hash, List<Problem> found) {
    List<Problem> problems = masks.problems(found);
    if (given.dryRun()) {
      return new Outcome.Refused(problems);
    }
    board.refusals.incrementAndGet();
    if (given.saved()) {
      board.failuresRunning++;
    }
    chronicle.noteRefused(given, hash, problems);
    listeners.tell(new Refusal(now(), given.author(), hash, problems, board.failuresRunning));
    if (given.saved() && board.failuresRunning == setup.limits().failingAfter()) {
      Refusal failing = new Refusal(now(), given.author(), hash, problems, board.failuresRunning);
      alarms.forEach(alarm -> alarm.offer(failing));
    }
    return new Outcome.Refused(problems);
  }

  /** Keeps the history in its bounds. */
  void retain() {
    try {
      store.retain(setup.limits().retention());
    } catch (IOException e) {
      board.trouble(Board.Trouble.NOT_STORED, "the history could not be shortened: " + e);
    }
  }

  /** Gives the waiting version up. */
  void drop(HistoryRecord.Kind kind, String reason, Author author) {
    Waiting dropped = waiting;
    if (dropped != null) {
      waiting = null;
      live.pending = Optional.empty();
      Submission by = dropped.submission();
      chronicle.note(kind, dropped.pending(),
          new Submission(by.content(), author, reason, by.rollbackOf(), by.saved(), false, 0, false),
          reason);
      if (by.saved()) {
        board.trouble(Board.Trouble.FILE_NOT_IN_FORCE,
            "the file holds version " + dropped.pending().version() + ", which was given up");
      }
    }
  }

  /** Asks again whether the waiting version may be applied, after examining it anew. */
  void recheck() {
    Waiting due = waiting;
    if (due == null || live.trial.filter(trial -> trial.state() == Trial.State.RUNNING).isPresent()) {
      return;
    }
    Pending pending = due.pending();
    if (pending.expiresAt() != null && !now().isBefore(pending.expiresAt())) {
      drop(HistoryRecord.Kind.EXPIRED, "its moment did not come in time", pending.author());
      return;
    }
    if (pending.mode() == ApplyMode.RESTART && !starting) {
      return;
    }
    Good<C> good;
    try {
      good = assessor.assess(due.submission().content(), live.committed);
    } catch (RefusedConfigException e) {
      waiting = null;
      live.pending = Optional.empty();
      chronicle.refusedLate(pending, due.submission(), masks.problems(e.problems()));
      board.refusals.incrementAndGet();
      return;
    }
    if (isFree(good)) {
      fire(good, due);
      return;
    }
    gate.pass(good.mode(), good.changes(), () -> fire(good, due)).ifPresent(reason -> {
      if (waiting == due) {
        Waiting still = due.because(reason);
        waiting = still;
        live.pending = Optional.of(still.pending());
      }
    });
  }

  private void fire(Good<C> good, Waiting due) {
    Optional<String> veto = vetoes.ask(good.candidate());
    if (veto.isPresent()) {
      waiting = null;
      live.pending = Optional.empty();
      chronicle.refusedLate(due.pending(), due.submission(), List.of(assessor.problem("veto", veto.get(), "")));
      board.refusals.incrementAndGet();
      return;
    }
    commit(good, due.submission(), due.pending().version());
  }

  Instant now() {
    return setup.seams().ticker().now();
  }

  void step(Steps.Step step) {
    setup.seams().steps().reached(step);
  }
}
