package dev.binnacle.config;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the file when something hints that it changed, and now and then without a hint; takes what has come to rest.
 *
 * <p><b>Threads:</b> confined to the writer's thread.
 */
final class FileLook<C> {
  private static final Logger LOG = LoggerFactory.getLogger("binnacle.config");
  private static final long LEAST_GAP = 20_000_000;
  /** How far looks may run ahead of their pace: a save after a rest is a few events within a moment, and waits for none of them. */
  private static final long AHEAD = 4 * LEAST_GAP;
  private static final long RETRY = 5_000_000_000L;

  private final Keeper<C> keeper;
  private final Setup<C> setup;
  private final Settling settling;
  private boolean on;
  private boolean hinted;
  /** When all looks so far would be over at the pace of one a gap. */
  private long paidUntil;
  private long pollAt;
  private String tried = "";

  FileLook(Keeper<C> keeper) {
    this.keeper = keeper;
    this.setup = keeper.setup;
    this.settling = keeper.settling;
    this.paidUntil = nanos();
    this.pollAt = nanos();
  }

  void turn(boolean watching) {
    on = watching;
    hinted = watching;
    if (!watching) {
      settling.forget();
    }
  }

  void hint() {
    hinted = on;
  }

  /** When to call {@link #tick} at the latest. */
  long dueAt() {
    if (!on) {
      return Long.MAX_VALUE;
    }
    long allowedAt = paidUntil - AHEAD;
    long next = Math.min(pollAt, hinted ? allowedAt : Long.MAX_VALUE);
    return Math.min(next, Math.max(allowedAt, settling.dueAt(nanos())));
  }

  void tick() {
    long now = nanos();
    if (!on || now < dueAt()) {
      return;
    }
    hinted = false;
    look(keeper.source.read());
    long spent = nanos() - now;
    // A file that is written without a pause is not read without a pause.
    long gap = Math.max(LEAST_GAP, Math.min(20 * spent, setup.limits().quiet().toNanos() / 8));
    paidUntil = Math.max(paidUntil, now) + gap;
    pollAt = Math.max(pollAt, now + setup.limits().poll().toNanos());
  }

  /** Takes the file as it is now, without waiting for it to rest; two looks must agree. */
  Outcome now(boolean quiet, int depth) {
    Reading reading = keeper.source.read();
    for (int i = 0; i < 100 && !isSteady(reading); i++) {
      reading = keeper.source.read();
    }
    if (reading instanceof Reading.Content content) {
      found();
      Outcome outcome = take(content, null, quiet, depth);
      tried = "";
      return outcome;
    }
    if (reading instanceof Reading.Missing) {
      missing();
    }
    return new Outcome.Refused(List.of(setup.problem(reading)));
  }

  private boolean isSteady(Reading reading) {
    return !(reading instanceof Reading.Torn)
        && (!(reading instanceof Reading.Content content)
            || keeper.source.read() instanceof Reading.Content again && same(content, again));
  }

  private void look(Reading reading) {
    if (reading instanceof Reading.Content content) {
      found();
      saw(content);
    } else if (reading instanceof Reading.Missing) {
      missing();
    } else if (reading instanceof Reading.Unreadable unreadable) {
      settling.forget();
      if (keeper.board.trouble(Board.Trouble.FILE_UNREADABLE, "the file cannot be read: " + unreadable.reason())) {
        LOG.warn("{} cannot be read, the configuration stays: {}", setup.file(), unreadable.reason());
      }
    } else if (reading instanceof Reading.TooBig big) {
      found();
      tooBig(big);
    } else {
      hinted = true;
    }
  }

  private void saw(Reading.Content content) {
    switch (settling.saw(content.hash(), content.stamp(), nanos())) {
      case SAME -> {}
      case TOUCHED -> touched(content);
      case WAIT -> {
        if (keeper.assessor.format().isTornPartRefused() && settling.isRenamed(content.stamp())) {
          takeIfGood(content);
        }
      }
      case CAPPED -> takeIfGood(content);
      case SETTLED -> take(content, null, false, 0);
    }
    watchRest();
  }

  /** A file that came whole in one rename needs no rest, nor does one at the cap; but what does not pass may still be on its way. */
  private void takeIfGood(Reading.Content content) {
    if (tried.equals(content.hash())) {
      return;
    }
    tried = content.hash();
    if (!(keeper.source.read() instanceof Reading.Content again && same(content, again))) {
      hinted = true;
      tried = "";
      return;
    }
    Good<C> good;
    try {
      good = keeper.assessor.assess(content.bytes(), keeper.live.committed);
    } catch (RefusedConfigException e) {
      return;
    }
    take(content, good, false, 0);
  }

  private Outcome take(Reading.Content content, @Nullable Good<C> examined, boolean quiet, int depth) {
    keeper.step(Steps.Step.READ);
    tried = "";
    Author author = new Author(content.owner(), Source.FILE, false);
    Outcome outcome =
        keeper.decide(new Submission(content.bytes(), author, "the file was saved", null, true, false, depth, quiet), examined);
    if (outcome instanceof Outcome.Refused refused && refused.problems().stream().anyMatch(p -> p.rule().equals("not-stored"))) {
      settling.forget();
      pollAt = nanos() + RETRY;
      return outcome;
    }
    settling.handled(content.hash(), content.stamp());
    return outcome;
  }

  private void touched(Reading.Content content) {
    Snapshot<C> committed = keeper.live.committed();
    if (content.hash().equals(committed.hash())) {
      Author author = new Author(content.owner(), Source.FILE, false);
      keeper.decide(new Submission(content.bytes(), author, "the file was saved", null, true, false, 0, false));
    } else {
      keeper.board.noOps.incrementAndGet();
    }
  }

  private void tooBig(Reading.TooBig big) {
    if (settling.saw("too-big:" + big.stamp().size(), big.stamp(), nanos()) == Settling.Verdict.SETTLED) {
      Author author = new Author(big.owner(), Source.FILE, false);
      keeper.refuse(new Submission(new byte[0], author, "the file was saved", null, true, false, 0, false), "",
          List.of(setup.problem(big)));
      settling.handled("too-big:" + big.stamp().size(), big.stamp());
    }
  }

  private void found() {
    keeper.board.over(Board.Trouble.FILE_UNREADABLE);
    if (keeper.board.missingSince != null) {
      keeper.board.missingSince = null;
      LOG.info("{} is there again", setup.file());
    }
  }

  /** Gone for a moment is what a rename looks like; the status says it, and the configuration stays however long it lasts. */
  private void missing() {
    settling.forget();
    if (keeper.board.missingSince == null) {
      keeper.board.missingSince = keeper.now();
      LOG.warn("{} is gone; the configuration stays", setup.file());
    }
  }

  private void watchRest() {
    if (!settling.isMoving()) {
      keeper.board.over(Board.Trouble.FILE_MOVING);
    } else if (settling.isOverdue(nanos())) {
      keeper.board.trouble(Board.Trouble.FILE_MOVING, "the file is written without a pause and cannot be taken");
    }
  }

  /** Why a program may not write the file now; empty when it may. */
  Optional<String> unsettled() {
    Reading reading = keeper.source.read();
    if (reading instanceof Reading.Content content) {
      boolean known = settling.isHandled(content.hash()) || content.hash().equals(keeper.live.committed().hash());
      return known ? Optional.empty() : Optional.of("the file has just been saved, and what it says is not yet taken");
    }
    if (reading instanceof Reading.Missing || reading instanceof Reading.TooBig) {
      return Optional.empty();
    }
    return Optional
        .of(reading instanceof Reading.Unreadable no ? "the file cannot be read: " + no.reason() : "the file is being written");
  }

  private static boolean same(Reading.Content one, Reading.Content other) {
    return one.hash().equals(other.hash()) && one.stamp().equals(other.stamp());
  }

  private long nanos() {
    return setup.seams().ticker().nanos();
  }
}
