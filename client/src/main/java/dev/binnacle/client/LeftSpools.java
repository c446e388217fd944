package dev.binnacle.client;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What earlier runs of this bot left unsent, the oldest first. Together they have a bound: past it the oldest are deleted, and that is
 * told.
 *
 * <p><b>Threads:</b> confined to the link thread.
 */
final class LeftSpools {
  private static final Logger LOG = LoggerFactory.getLogger(LeftSpools.class);
  private static final int MOST = 1_000;

  /** Each that is held keeps a file open. */
  private static final int MOST_HELD = 32;

  /** How much more than one run's spool all that is left may hold. */
  private static final int TIMES_OWN_BOUND = 4;

  private final @Nullable SpoolHome home;
  private final long mostBytes;
  private final Losses losses;
  private final Tally tally;
  private final Deque<Left> left = new ArrayDeque<>();
  private boolean mayBeMore;

  private record Left(SpoolHome.Claim claim, Spool spool) {}

  LeftSpools(Options options, Losses losses, Tally tally) {
    this.home = options.spoolDirectory() == null ? null : new SpoolHome(options.spoolDirectory(), options.bot());
    this.mostBytes = TIMES_OWN_BOUND * options.spoolBytes();
    this.losses = losses;
    this.tally = tally;
  }

  /** Deletes the oldest of what earlier runs left, if it is too much. */
  void keepInBounds() {
    if (home == null) {
      return;
    }
    try {
      losses.add(Loss.SPOOL_DISCARDED, home.discardOldest(mostBytes, MOST));
    } catch (IOException | RuntimeException e) {
      LOG.warn("cannot look at the spools of earlier runs: {}", e.toString());
    }
  }

  /** Claims what runs that have ended left. */
  void look() {
    if (home == null) {
      return;
    }
    try {
      int room = MOST_HELD - left.size();
      List<SpoolHome.Claim> claims = home.claimLeft(room);
      claims.forEach(this::open);
      mayBeMore = claims.size() == room;
    } catch (IOException | RuntimeException e) {
      LOG.warn("cannot look for the spools of earlier runs: {}", e.toString());
    }
  }

  private void open(SpoolHome.Claim claim) {
    try {
      left.add(new Left(claim, Spool.left(claim.instance(), claim.directory())));
    } catch (IOException | RuntimeException e) {
      LOG.warn("cannot read the spool {}: {}", claim.directory(), e.toString());
      claim.release();
    }
  }

  /** The one to send from, or null. Those that are done are deleted on the way. */
  @Nullable Spool first() {
    while (!left.isEmpty()) {
      Spool spool = left.getFirst().spool();
      boolean isFinished = spool.isFinished();
      losses.add(Loss.SPOOL_DAMAGED, spool.reader().takeLosses());
      if (!isFinished) {
        return spool;
      }
      tally.recovered.incrementAndGet();
      dropFirst();
      if (left.isEmpty() && mayBeMore) {
        look();
      }
    }
    return null;
  }

  /** All that are held, by instance. */
  Map<String, Spool> byInstance() {
    Map<String, Spool> spools = new HashMap<>();
    left.forEach(one -> spools.put(one.spool().instance().value(), one.spool()));
    return spools;
  }

  void rewind() {
    left.forEach(one -> one.spool().rewind());
  }

  /** Leaves what is not sent for a later run. */
  void close() {
    for (Left one : left) {
      one.spool().leave();
      one.claim().release();
    }
    left.clear();
  }

  private void dropFirst() {
    Left done = left.removeFirst();
    done.spool().delete();
    done.claim().releaseEmpty();
  }
}
