package dev.binnacle.client;

import dev.binnacle.model.HaltId;
import dev.binnacle.model.Liquidation;
import dev.binnacle.protocol.LatchFile;
import dev.binnacle.protocol.LinkMessage;

/** One latch in memory, and how far the bot has come with it. Guarded by the lock of its {@link HaltDesk}. */
final class Held {
  /** What the bot's listeners have done. */
  enum Work {
    /** They are to be called, as soon as there is one. */
    DUE,
    CALLED,
    /** One of them threw. */
    FAILED,
    DONE
  }

  LinkMessage.HaltTold halt;
  Work work;
  boolean isAgain;
  boolean isStored;

  Held(LinkMessage.HaltTold halt) {
    this.halt = halt;
    this.work = Work.DUE;
  }

  Held(LatchFile.Held stored, boolean isOwn) {
    this.halt = stored.halt();
    this.work = stored.done() && isOwn ? Work.DONE : Work.DUE;
    this.isStored = true;
  }

  HaltId id() {
    return halt.latch().id();
  }

  long epoch() {
    return halt.latch().epoch();
  }

  /** Whether something is left to do for which a listener is needed. */
  boolean asksSomething() {
    return halt.cancel() || halt.liquidation() != null;
  }

  boolean isDone(boolean anyListener) {
    return work == Work.DONE || (!anyListener && !asksSomething());
  }

  /** Takes a newer word about the same halt. What was done need not be done again unless more is asked. */
  void renew(LinkMessage.HaltTold newer) {
    Liquidation before = halt.liquidation();
    boolean isStronger =
        newer.latch().mode().compareTo(halt.latch().mode()) > 0
            || (newer.cancel() && !halt.cancel())
            || (newer.liquidation() != null && !newer.liquidation().equals(before));
    isStored &= newer.equals(halt);
    halt = newer;
    if (isStronger || work == Work.FAILED) {
      isAgain = true;
      work = Work.DUE;
    }
  }

  LatchFile.Held forDisk() {
    return new LatchFile.Held(halt, work == Work.DONE);
  }
}
