package dev.binnacle.config;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.JJ_Result;

/** A configuration is swapped while others read: nobody sees a part of one, and nobody goes back in time. */
public final class PublicationStress {
  private PublicationStress() {}

  /** Two values that belong together, in fields that nothing but the swap publishes. */
  static final class Pair {
    int first;
    int second;

    Pair(int both) {
      first = both;
      second = both;
    }
  }

  /** What a live configuration has: readers of configurations alone read {@code config}. */
  static class World {
    final Live<Pair> live = new Live<>();
    /** As {@link LiveConfig} has it. */
    volatile Pair config = new Pair(0);

    World() {
      live.swap(snapshot(1), 0, false);
      live.tell(now -> config = now);
    }

    final Pair get() {
      return config;
    }

    final void swap() {
      live.swap(snapshot(2), 0, false);
    }

    private static Snapshot<Pair> snapshot(int version) {
      return new Snapshot<>(
          version, "sha256:" + version, null, Instant.EPOCH, new Author("stress", Source.API, true), new Pair(version),
          new Document("stress.json", Node.Section.EMPTY, Map.of(), List.of()), "{}");
    }
  }

  /** All of a configuration, or nothing of it. */
  @JCStressTest
  @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "the one before")
  @Outcome(id = "2, 2", expect = Expect.ACCEPTABLE, desc = "the one after")
  @Outcome(expect = Expect.FORBIDDEN, desc = "in part")
  @State
  public static class Whole extends World {
    @Actor
    public void writer() {
      swap();
    }

    @Actor
    public void reader(II_Result result) {
      Pair seen = get();
      result.r1 = seen.first;
      result.r2 = seen.second;
    }
  }

  /** Two reads one after the other. */
  @JCStressTest
  @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "before")
  @Outcome(id = "1, 2", expect = Expect.ACCEPTABLE, desc = "around it")
  @Outcome(id = "2, 2", expect = Expect.ACCEPTABLE, desc = "after")
  @Outcome(expect = Expect.FORBIDDEN, desc = "back in time")
  @State
  public static class Forward extends World {
    @Actor
    public void writer() {
      swap();
    }

    @Actor
    public void reader(II_Result result) {
      result.r1 = get().first;
      result.r2 = get().second;
    }
  }

  /** Who has seen a snapshot reads no older configuration, and who has heard of a turn finds no older snapshot. */
  @JCStressTest
  @Outcome(id = {"1, 1", "1, 2", "2, 2"}, expect = Expect.ACCEPTABLE, desc = "in order")
  @Outcome(expect = Expect.FORBIDDEN, desc = "older than what was seen")
  @State
  public static class SnapshotFirst extends World {
    @Actor
    public void writer() {
      swap();
    }

    @Actor
    public void reader(JJ_Result result) {
      result.r1 = live.current().version();
      result.r2 = get().first;
    }
  }

  /** A listener that is told of a turn finds its snapshot in force. */
  @JCStressTest
  @Outcome(id = {"1, 1", "1, 2", "2, 2"}, expect = Expect.ACCEPTABLE, desc = "in order")
  @Outcome(expect = Expect.FORBIDDEN, desc = "older than what was told")
  @State
  public static class TurnFirst extends World {
    @Actor
    public void writer() {
      swap();
    }

    @Actor
    public void reader(JJ_Result result) {
      result.r1 = live.turn().number();
      result.r2 = live.current().version();
    }
  }
}
