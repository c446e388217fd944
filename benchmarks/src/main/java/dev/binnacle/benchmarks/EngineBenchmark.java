package dev.binnacle.benchmarks;

import dev.binnacle.engine.Engine;
import dev.binnacle.engine.EngineSettings;
import dev.binnacle.engine.Input;
import dev.binnacle.engine.Outcome;
import dev.binnacle.engine.fleet.FleetSnapshot;
import dev.binnacle.model.Arrival;
import dev.binnacle.model.BotId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The engine's one thread: what an event costs it. An operation is {@link #BATCH} trades of one bot, half of them closed. */
public class EngineBenchmark {
  static final int BATCH = 100;

  /** An engine that knows three bots, and a batch that it does not know. */
  @State(Scope.Thread)
  public static class Fleet {
    private final List<TradeStream> streams = List.of(new TradeStream("i1"), new TradeStream("i2"), new TradeStream("i3"));
    final Engine engine = new Engine(EngineSettings.DEFAULT);
    private Instant now = Instant.now();
    private int turn;
    BotId bot = new BotId("bench-0");
    List<Arrival> batch = new ArrayList<>();

    /** Outside the measurement: decoding is ingest's, on other threads. */
    @Setup(Level.Invocation)
    public void prepare() {
      now = now.plusMillis(10);
      turn = (turn + 1) % streams.size();
      bot = new BotId("bench-" + turn);
      batch = streams.get(turn).arrivals(now, BATCH);
    }

    Outcome apply() {
      return engine.apply(now, new Input.Received(bot, batch, true, 1));
    }

    FleetSnapshot snapshot() {
      return engine.snapshot(now);
    }
  }

  @Benchmark
  public Outcome apply(Fleet fleet) {
    return fleet.apply();
  }

  /** As above, and then the picture that readers get, which is made at most twenty times a second. */
  @Benchmark
  public FleetSnapshot applyAndSnapshot(Fleet fleet) {
    Outcome ignored = fleet.apply();
    return fleet.snapshot();
  }
}
