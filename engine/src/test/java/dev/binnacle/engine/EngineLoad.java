package dev.binnacle.engine;

import dev.binnacle.model.Arrival;
import dev.binnacle.model.BotId;
import dev.binnacle.model.Envelope;
import dev.binnacle.model.Event;
import dev.binnacle.model.InstanceId;
import dev.binnacle.model.OrderStatus;
import dev.binnacle.model.Side;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A small loop that says how many durable events one core takes: {@code bots} bots, batches of 100, a tick a second and a snapshot
 * every 50 ms of engine time at 100,000 events a second. CPU time of the thread, not wall time. Not a test: it asserts nothing.
 */
final class EngineLoad {
  private static final int BATCH = 100;
  private static final int RATE = 100_000;

  private EngineLoad() {}

  public static void main(String[] args) {
    int bots = args.length > 0 ? Integer.parseInt(args[0]) : 100;
    for (String mix : List.of("custom", "trades", "mixed")) {
      for (int round = 0; round < 4; round++) {
        run(mix, bots, 1_000_000);
      }
    }
    ticks(1_000);
  }

  private static void run(String mix, int bots, int events) {
    List<Input.Received> batches = batches(mix, bots, events);
    Engine engine = new Engine(EngineSettings.DEFAULT);
    long before = cpu();
    long snapshots = 0;
    Instant start = Instant.parse("2026-01-05T10:00:00Z");
    long lastTick = -1;
    long lastPicture = -1;
    for (int i = 0; i < batches.size(); i++) {
      long micros = (long) i * BATCH * 1_000_000L / RATE;
      Instant now = start.plusNanos(micros * 1_000);
      engine.apply(now, batches.get(i));
      if (micros / 1_000_000 != lastTick) {
        lastTick = micros / 1_000_000;
        engine.apply(now, new Input.Tick());
      }
      if (micros / 50_000 != lastPicture) {
        lastPicture = micros / 50_000;
        long taken = cpu();
        engine.snapshot(now);
        snapshots += cpu() - taken;
      }
    }
    long nanos = cpu() - before;
    System.out.printf(
        "%-7s %4d bots: %6.0f ns an event, %.2f of a core at 100,000 events/s, %.2f of it snapshots%n",
        mix, bots, (double) nanos / events, (double) nanos / events * RATE / 1e9, (double) snapshots / nanos);
  }

  private static void ticks(int bots) {
    Engine engine = new Engine(EngineSettings.DEFAULT);
    Instant now = Instant.parse("2026-01-05T10:00:00Z");
    for (Input.Received batch : batches("mixed", bots, bots * 1_000)) {
      engine.apply(now, batch);
    }
    for (int round = 0; round < 5; round++) {
      long before = cpu();
      for (int tick = 0; tick < 10; tick++) {
        now = now.plusSeconds(1);
        engine.apply(now, new Input.Tick());
      }
      System.out.printf("tick of %d bots: %.2f ms%n", bots, (cpu() - before) / 10 / 1e6);
    }
    for (int round = 0; round < 5; round++) {
      long before = cpu();
      EngineState state = engine.state();
      System.out.printf("state of %d bots: %.2f ms%n", state.fleet().bots().size(), (cpu() - before) / 1e6);
    }
  }

  private static List<Input.Received> batches(String mix, int bots, int events) {
    long[] numbers = new long[bots];
    List<Input.Received> batches = new ArrayList<>();
    Instant start = Instant.parse("2026-01-05T10:00:00Z");
    InstanceId instance = new InstanceId("i1");
    for (int batch = 0; batch < events / BATCH; batch++) {
      int bot = batch % bots;
      Instant at = start.plusNanos((long) batch * BATCH * 1_000_000_000L / RATE);
      List<Arrival> arrivals = new ArrayList<>(BATCH);
      for (int i = 0; i < BATCH; i++) {
        long seq = ++numbers[bot];
        Event event = event(mix, seq).event().apply(at);
        arrivals.add(new Arrival.Decoded(i, Envelope.sequenced(event, instance, seq), seq * 0x9E3779B97F4A7C15L));
      }
      batches.add(new Input.Received(new BotId("bot-" + bot), arrivals, true, batch));
    }
    return batches;
  }

  private static Says event(String mix, long seq) {
    String trade = "t" + seq / 10;
    return switch (mix) {
      case "custom" -> Says.custom("c");
      case "trades" -> Says.closed("t" + seq, "BTC/USD", Side.BUY, "46000.5", "0.25", "12.75");
      default ->
          switch ((int) (seq % 10)) {
            case 0 -> Says.opened(trade, "BTC/USD", Side.BUY, "45000.1", "0.5", "44000");
            case 1, 2, 3 -> Says.order("o" + seq / 10, OrderStatus.OPEN, "0");
            case 4 -> Says.order("o" + seq / 10, OrderStatus.FILLED, "1");
            case 5, 6 -> Says.position("BTC/USD", Side.BUY, "0.5", "45000.1", "45010.7");
            case 7 -> Says.balance("10000.12");
            case 8 -> Says.closed(trade, "BTC/USD", Side.BUY, "46000.5", "0.5", "500.2");
            default -> Says.custom("c");
          };
    };
  }

  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
