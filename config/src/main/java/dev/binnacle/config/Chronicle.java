package dev.binnacle.config;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts on record what happened: history, log lines, the event bus. Threads: confined to the writer's thread. */
final class Chronicle<C> {
  private static final Logger LOG = LoggerFactory.getLogger("binnacle.config");

  private final Setup<C> setup;
  private final Store store;
  private final Live<C> live;
  private final Listeners<C> listeners;
  private final Masks masks;
  private final @Nullable MonitoringLog file;
  private final @Nullable EveryDelivery<Map<String, Object>> bus;
  private @Nullable HistoryRecord last;

  Chronicle(Setup<C> setup, Store store, Live<C> live, Listeners<C> listeners, Masks masks) {
    this.setup = setup;
    this.store = store;
    this.live = live;
    this.listeners = listeners;
    this.masks = masks;
    EventBus given = setup.bus();
    this.bus = given == null ? null : listeners.every("event-bus", fields -> given.emit(EventBus.CONFIG_RELOADED, fields));
    this.file =
        setup.monitoringLog() ? new MonitoringLog(store.folder.resolve("config_monitoring.log"), setup.seams().ticker()) : null;
  }

  HistoryRecord draft(HistoryRecord.Kind kind, @Nullable Long version, String hash, Submission given, List<Change> changes,
      List<Problem> problems, @Nullable ApplyMode mode, @Nullable Instant expires, Instant at) {
    Snapshot<C> present = live.committed;
    return new HistoryRecord(0, version, kind, at, given.author(), given.reason(), hash, present == null ? null : present.hash(),
        given.rollbackOf(), present == null ? null : present.version(), mode, expires, setup.schema().hash(),
        masks.changes(changes),
        problems, "");
  }

  /** Forced to the disk when this returns. */
  HistoryRecord append(HistoryRecord draft) throws IOException {
    HistoryRecord record = store.log.append(draft);
    last = record;
    listeners.tell(record);
    return record;
  }

  void noteRefused(Submission given, String hash, List<Problem> problems) {
    keep(given, hash);
    record(draft(HistoryRecord.Kind.REFUSED, null, hash, given, List.of(), problems, null, null, now()));
    say("refused, the version before stays");
    problems.forEach(problem -> complain(problem.toString()));
  }

  void refusedLate(Pending pending, Submission given, List<Problem> problems) {
    record(draft(HistoryRecord.Kind.REFUSED, pending.version(), pending.hash(), given, List.of(), problems, pending.mode(), null,
        now()));
    listeners.tell(new Refusal(now(), given.author(), pending.hash(), problems, 0));
    say("version " + pending.version() + " waited and is now refused");
    problems.forEach(problem -> complain(problem.toString()));
  }

  /** A run of touches is one record: a program that touches the file without end must not fill the history. */
  void noteUnchanged(Submission given, Snapshot<C> present) {
    HistoryRecord before = last;
    boolean again = given.saved() && before != null && before.kind() == HistoryRecord.Kind.UNCHANGED
        && before.hash().equals(present.hash());
    if (!again) {
      record(
          draft(HistoryRecord.Kind.UNCHANGED, present.version(), present.hash(), given, List.of(), List.of(), null, null, now()));
    }
  }

  void note(HistoryRecord.Kind kind, Pending pending, Submission given, String reason) {
    Submission said = new Submission(given.content(), given.author(), reason, given.rollbackOf(), given.saved(), false, 0, false);
    record(draft(kind, pending.version(), pending.hash(), said, List.of(), List.of(), pending.mode(), null, now()));
    say("version " + pending.version() + " is " + RecordJson.word(kind) + ": " + reason);
  }

  void noteTrial(Trial trial, Author author) {
    String reason = trial.state() == Trial.State.RUNNING ? trial.reason() : trial.verdict();
    Snapshot<C> present = live.committed;
    record(new HistoryRecord(0, null, HistoryRecord.Kind.CANARY, now(), author,
        "trial " + trial.id() + " " + RecordJson.word(trial.state())
            + ": " + reason,
        trial.hash(), present == null ? null : present.hash(), null, present == null ? null : present.version(), null,
        trial.until(), setup.schema().hash(), trial.changes(), List.of(), ""));
    say("trial " + trial.id() + " " + RecordJson.word(trial.state()) + ": " + reason);
  }

  void logApplied(HistoryRecord record) {
    for (Change change : record.changes()) {
      String line = ChangeText.line(change);
      LOG.info("{}", line);
      if (file != null) {
        file.write("CONFIG CHANGE", line);
      }
    }
    say("version " + record.version() + " of " + setup.name() + " is in force, " + record.changes().size() + " changes, by "
        + record.author().name());
  }

  void emit(Snapshot<C> before, Snapshot<C> after) {
    EveryDelivery<Map<String, Object>> events = bus;
    if (events != null) {
      Map<String, Object> fields = Map.of("old", before.config(), "new", after.config(), "version", after.version(), "changes",
          Difference.between(before.document().root(), after.document().root()), "time", after.at());
      events.offer(fields);
    }
  }

  void say(String line) {
    LOG.info("{}: {}", setup.name(), line);
    if (file != null) {
      file.write("CONFIG MONITOR", line);
    }
  }

  void complain(String line) {
    LOG.warn("{}", line);
    if (file != null) {
      file.write("CONFIG MONITOR", line);
    }
  }

  void record(HistoryRecord draft) {
    try {
      append(draft);
    } catch (IOException e) {
      LOG.error("the history of {} could not take a record ({}): {}", setup.name(), draft.kind(), e.toString());
    }
  }

  private void keep(Submission given, String hash) {
    if (hash.isEmpty()) {
      return;
    }
    try {
      store.contents.put(hash, given.content());
    } catch (IOException e) {
      LOG.warn("refused content of {} could not be kept: {}", setup.name(), e.toString());
    }
  }

  private Instant now() {
    return setup.seams().ticker().now();
  }
}
