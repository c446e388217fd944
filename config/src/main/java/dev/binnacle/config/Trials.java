package dev.binnacle.config;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Configurations that are tried out in this process, and the way back. Threads: confined to the writer's thread. */
final class Trials<C> {
  private final Keeper<C> keeper;
  private final Submitting<C> submitting;
  private byte @Nullable [] content;
  private @Nullable Author ender;

  Trials(Keeper<C> keeper, Submitting<C> submitting) {
    this.keeper = keeper;
    this.submitting = submitting;
  }

  Outcome tryOut(Proposal proposal, Duration length) {
    Snapshot<C> committed = keeper.live.committed();
    if (proposal.base() != committed.version()) {
      return submitting.submit(proposal.asDryRun(), 0) instanceof Outcome.Conflict conflict
          ? conflict
          : refused("not-in-force", "a trial starts from the version in force, " + committed.version(), "");
    }
    if (isOn()) {
      return refused("trial-running", "a trial is running already", "keep or end it first");
    }
    if (length.isNegative() || length.isZero()) {
      return refused("trial-length", "a trial must last some time, was " + length, "");
    }
    Good<C> good;
    try {
      good = keeper.assessor.assess(submitting.contentOf(proposal), committed);
    } catch (RefusedConfigException e) {
      return refused(proposal, e.problems());
    }
    if (good.hash().equals(committed.hash())) {
      return new Outcome.Unchanged(committed.version(), committed.hash());
    }
    Optional<String> no = keeper.veto(good);
    if (no.isPresent()) {
      return refused(proposal, problem("veto", no.get(), ""));
    }
    if (good.mode() == ApplyMode.RESTART) {
      return refused(proposal, problem("needs-restart", "a value among them takes effect with the next start only", "propose it as a version"));
    }
    Outcome[] begun = new Outcome[1];
    Optional<String> closed = throughGate(good.changes(), good.mode(), () -> begun[0] = begin(good, proposal, length));
    return begun[0] != null ? begun[0]
        : refused(proposal, problem("not-now", closed.orElse("the gate did not let it"), "try again when it may"));
  }

  private Outcome begin(Good<C> good, Proposal proposal, Duration length) {
    Instant since = keeper.now();
    Trial trial =
        new Trial(UUID.randomUUID().toString(), good.hash(), proposal.author(), proposal.reason(), since, since.plus(length),
            Trial.State.RUNNING, "", keeper.masks.changes(good.changes()));
    if (proposal.dryRun()) {
      return new Outcome.Trying(trial);
    }
    Snapshot<C> committed = keeper.live.committed();
    content = good.content();
    keeper.live.trial = Optional.of(trial);
    keeper.chronicle().noteTrial(trial, trial.author());
    swap(new Snapshot<>(committed.version(), good.hash(), committed.hash(), since, trial.author(), good.config(), good.document(),
        new String(good.content(), StandardCharsets.UTF_8)));
    return new Outcome.Trying(trial);
  }

  /** Makes the trial a version: it goes the way of every proposal, but for the gate that it has passed already. */
  Outcome keep(Author author, String reason) {
    byte[] tried = content;
    if (!isOn() || tried == null) {
      return refused("no-trial", "no trial is running", "");
    }
    return keeper.decide(new Submission(tried, author, reason, null, false, false, 0, false));
  }

  Optional<Trial> end(Author author, String reason) {
    if (isOn()) {
      keeper.live.trial = keeper.live.trial.map(trial -> trial.in(Trial.State.ENDING, reason));
      ender = author;
      goBack();
    }
    return keeper.live.trial;
  }

  /** Ends what has had its time, and goes back as soon as that may be. */
  void tick() {
    Trial trial = keeper.live.trial.orElse(null);
    if (trial == null || !isOn()) {
      return;
    }
    if (trial.state() == Trial.State.RUNNING && !keeper.now().isBefore(trial.until())) {
      end(trial.author(), "its time was over");
    } else if (trial.state() == Trial.State.ENDING) {
      goBack();
    }
  }

  /** When to call {@link #tick}, in nanoseconds from now; {@link Long#MAX_VALUE} when no trial runs. */
  long dueIn() {
    Trial trial = keeper.live.trial.orElse(null);
    if (trial == null || !isOn()) {
      return Long.MAX_VALUE;
    }
    long left = Duration.between(keeper.now(), trial.until()).toMillis() * 1_000_000;
    return trial.state() == Trial.State.ENDING ? keeper.setup.limits().gatePoll().toNanos() : Math.max(0, left);
  }

  private void goBack() {
    Snapshot<C> committed = keeper.live.committed();
    List<Change> back = Difference.between(keeper.live.current().document().root(), committed.document().root());
    throughGate(back, keeper.assessor.strictest(back), () -> {
      Author by = ender;
      keeper.live.trial = keeper.live.trial.map(trial -> trial.in(Trial.State.ENDED, trial.verdict()));
      keeper.live.trial.ifPresent(trial -> keeper.chronicle().noteTrial(trial, by == null ? trial.author() : by));
      content = null;
      swap(committed);
    });
  }

  private Optional<String> throughGate(List<Change> changes, ApplyMode mode, Runnable apply) {
    if (mode == ApplyMode.HOT || mode == ApplyMode.NEXT_TRADE || keeper.isTightening(changes)) {
      apply.run();
      return Optional.empty();
    }
    return keeper.gate().pass(mode, changes, apply);
  }

  private void swap(Snapshot<C> snapshot) {
    keeper.live.swap(snapshot, 0, false);
    keeper.trades.swapped(keeper.live.turn());
    keeper.listeners.tell(keeper.live.turn());
  }

  private boolean isOn() {
    return keeper.live.trial.map(trial -> trial.state() == Trial.State.RUNNING || trial.state() == Trial.State.ENDING)
        .orElse(false);
  }

  private Outcome refused(String rule, String message, String remedy) {
    return new Outcome.Refused(problem(rule, message, remedy));
  }

  private Outcome refused(Proposal proposal, List<Problem> problems) {
    return keeper.refuse(new Submission(new byte[0], proposal.author(), "trial: " + proposal.reason(), null, false, proposal.dryRun(), 0,
        false), "", problems);
  }

  private List<Problem> problem(String rule, String message, String remedy) {
    return List.of(keeper.assessor.problem(rule, message, remedy));
  }
}
