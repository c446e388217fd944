package dev.binnacle.engine;

import dev.binnacle.model.Arrival;
import dev.binnacle.model.BotId;
import dev.binnacle.model.Currency;
import dev.binnacle.model.Envelope;
import dev.binnacle.model.Event;
import dev.binnacle.model.Health;
import dev.binnacle.model.InstanceId;
import dev.binnacle.model.InstancePolicy;
import dev.binnacle.model.Money;
import dev.binnacle.model.OrderStatus;
import dev.binnacle.model.Problem;
import dev.binnacle.model.RunState;
import dev.binnacle.model.Severity;
import dev.binnacle.model.Side;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Bots that behave badly: they repeat, skip, reuse and reorder numbers, restart, overlap, spool, lie about the time and fall silent. */
final class RandomHistory {
  private static final int BOTS = 5;
  private static final int INSTANCES = 6;

  private final Random random;
  private final boolean foreign;
  private final List<Step> steps = new ArrayList<>();
  private final Map<String, List<Arrival.Decoded>> sent = new HashMap<>();
  private final Map<String, Long> numbers = new HashMap<>();
  private Instant now = Instant.parse("2026-01-05T10:00:00Z");

  /** An input and its time. */
  record Step(Instant at, Input input) {}

  private RandomHistory(long seed, boolean foreign) {
    random = new Random(seed);
    this.foreign = foreign;
  }

  /** With balances in two currencies. */
  static List<Step> of(long seed, int inputs) {
    return of(seed, inputs, true);
  }

  static List<Step> inOneCurrency(long seed, int inputs) {
    return of(seed, inputs, false);
  }

  private static List<Step> of(long seed, int inputs, boolean foreign) {
    RandomHistory history = new RandomHistory(seed, foreign);
    while (history.steps.size() < inputs) {
      history.step();
    }
    return history.steps;
  }

  private void step() {
    int dice = random.nextInt(100);
    pass(dice);
    BotId bot = new BotId("bot-" + random.nextInt(BOTS));
    InstanceId instance = new InstanceId("i" + random.nextInt(INSTANCES));
    Input input =
        dice < 70
            ? batch(bot, instance)
            : dice < 88
                ? new Input.Tick()
                : dice < 91
                    ? new Input.LinkOpened(bot, instance)
                    : dice < 94
                        ? new Input.LinkClosed(bot, instance)
                        : dice < 96
                            ? new Input.Declared(List.of(bot))
                            : new Input.Commanded(new Input.Command.ForgetBot(bot), random.nextInt(5) == 0 ? null : "ann",
                                steps.size());
    steps.add(new Step(now, input));
  }

  private void pass(int dice) {
    if (random.nextInt(40) == 0) {
      now = now.plusSeconds(random.nextInt(100_000));
    } else if (random.nextInt(50) == 0) {
      now = now.minusSeconds(random.nextInt(60));
    } else {
      now = now.plusMillis(random.nextInt(dice > 90 ? 70_000 : 3_000));
    }
  }

  private Input batch(BotId bot, InstanceId instance) {
    List<Arrival> arrivals = new ArrayList<>();
    int size = random.nextInt(8);
    for (int index = 0; index < size; index++) {
      arrivals.add(arrival(index, bot, instance));
    }
    return new Input.Received(bot, arrivals, random.nextInt(4) > 0, steps.size());
  }

  private Arrival arrival(int index, BotId bot, InstanceId instance) {
    String stream = bot + "/" + instance;
    List<Arrival.Decoded> before = sent.computeIfAbsent(stream, key -> new ArrayList<>());
    int dice = random.nextInt(100);
    if (dice < 8 && !before.isEmpty()) {
      Arrival.Decoded again = before.get(random.nextInt(before.size()));
      return new Arrival.Decoded(index, again.envelope(), again.contentHash());
    }
    long seq = number(stream, dice);
    if (dice >= 95) {
      return new Arrival.Refused(index, new Problem("", "broken", "it is broken"), dice == 95 ? null : instance,
          dice == 96 ? 0 : seq, random.nextLong());
    }
    Event event = event(at());
    Envelope envelope = envelope(event, dice, instance, seq);
    Arrival.Decoded decoded = new Arrival.Decoded(index, envelope, Script.hash(event));
    before.add(decoded);
    return decoded;
  }

  private static Envelope envelope(Event event, int dice, InstanceId instance, long seq) {
    if (!event.isDurable()) {
      return Envelope.of(event, dice % 5 == 0 ? null : instance);
    }
    return dice < 85
        ? Envelope.sequenced(event, instance, seq)
        : new Envelope(event, dice < 88 ? instance : null, 0, dice < 92 ? "id-" + seq % 6 : null);
  }

  /** Mostly the next number; sometimes one ahead, and sometimes one from before. */
  private long number(String stream, int dice) {
    long high = numbers.getOrDefault(stream, 0L);
    long seq = dice < 14 ? high + 1 + random.nextInt(5) : dice < 20 ? 1 + random.nextLong(high + 1) : high + 1;
    numbers.put(stream, Math.max(high, seq));
    return seq;
  }

  private Instant at() {
    return switch (random.nextInt(12)) {
      case 0 -> now.minusSeconds(random.nextInt(200_000));
      case 1 -> now.plusSeconds(random.nextInt(200_000));
      case 2, 3 -> now.minusSeconds(random.nextInt(120));
      default -> now;
    };
  }

  private Event event(Instant at) {
    Side side = random.nextBoolean() ? Side.BUY : Side.SELL;
    String symbol = pick("BTC/USD", "ETH/USD", "XRP/USD", "ADA/USD");
    String trade = "t" + random.nextInt(15);
    Says says =
        switch (random.nextInt(20)) {
          case 0 -> Says.started(random.nextInt(6) == 0 ? InstancePolicy.SHARDS : InstancePolicy.SINGLE);
          case 1 -> Says.stopped(random.nextBoolean() ? 1 : null, null);
          case 2, 3 -> Says.opened(trade, symbol, side, decimal(200), decimal(3), random.nextBoolean() ? decimal(90) : null);
          case 4, 5, 6 -> Says.closed(trade, symbol, side, decimal(200), decimal(3), signed(50), fees());
          case 7 ->
              Says.order("o" + random.nextInt(8), OrderStatus.values()[random.nextInt(6)], random.nextBoolean() ? "0" : "0.5");
          case 8, 9 ->
              Says.position(symbol, side, random.nextInt(3) == 0 ? "0" : decimal(3), decimal(200),
                  random.nextBoolean() ? decimal(200) : null);
          case 10, 11 -> Says.balance(signed(2_000), null, Currency.USD, random.nextInt(4) == 0 ? signed(100) : "0");
          case 12 -> Says.balance(decimal(9), null, foreign ? new Currency("EUR") : Currency.USD, "0");
          case 13 -> Says.error("E" + random.nextInt(3), Severity.values()[random.nextInt(5)]);
          case 14 -> Says.health("c" + random.nextInt(5), Health.values()[random.nextInt(4)], random.nextBoolean());
          case 15 -> Says.custom("custom");
          case 16 -> Says.metric("m" + random.nextInt(7), random.nextDouble());
          case 17 -> Says.mark(symbol, decimal(200));
          case 18 -> Says.alive(RunState.values()[random.nextInt(3)]);
          default -> random.nextBoolean() ? Says.log("line") : Says.calls("e" + random.nextInt(5), 5, 1);
        };
    return says.event().apply(at);
  }

  private @Nullable Money fees() {
    return switch (random.nextInt(4)) {
      case 0 -> Money.of("0.01", "BNB");
      default -> null;
    };
  }

  private String pick(String... words) {
    return words[random.nextInt(words.length)];
  }

  private String decimal(int bound) {
    return (1 + random.nextInt(bound)) + "." + random.nextInt(100);
  }

  private String signed(int bound) {
    return (random.nextBoolean() ? "-" : "") + decimal(bound);
  }
}
