package dev.binnacle.protocol;

import dev.binnacle.model.Alert;
import dev.binnacle.model.AlertId;
import dev.binnacle.model.AlertState;
import dev.binnacle.model.BotId;
import dev.binnacle.model.BotStatus;
import dev.binnacle.model.ChannelName;
import dev.binnacle.model.ComponentName;
import dev.binnacle.model.ConfigChange;
import dev.binnacle.model.ConfigOutcome;
import dev.binnacle.model.ConfigSource;
import dev.binnacle.model.Currency;
import dev.binnacle.model.EndedSilence;
import dev.binnacle.model.Envelope;
import dev.binnacle.model.Event;
import dev.binnacle.model.EventType;
import dev.binnacle.model.Fact;
import dev.binnacle.model.Health;
import dev.binnacle.model.InstanceId;
import dev.binnacle.model.InstancePolicy;
import dev.binnacle.model.Level;
import dev.binnacle.model.MetricName;
import dev.binnacle.model.Money;
import dev.binnacle.model.Notice;
import dev.binnacle.model.OrderId;
import dev.binnacle.model.OrderKind;
import dev.binnacle.model.OrderStatus;
import dev.binnacle.model.RuleName;
import dev.binnacle.model.RunState;
import dev.binnacle.model.Sample;
import dev.binnacle.model.Severity;
import dev.binnacle.model.Side;
import dev.binnacle.model.Silence;
import dev.binnacle.model.SilenceId;
import dev.binnacle.model.Subject;
import dev.binnacle.model.Symbol;
import dev.binnacle.model.TradeId;
import dev.binnacle.model.TradingMode;
import dev.binnacle.model.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Any valid words, from a seed: every field of every event, with the odd corners more often than by chance. */
final class RandomWords {
  private static final long EARLIEST = Instant.parse("1990-01-01T00:00:00Z").getEpochSecond();
  private static final long LATEST = Instant.parse("2200-01-01T00:00:00Z").getEpochSecond();
  private static final String[] TEXTS = {
    "", "plain", "two\nlines\tand a tab", "\"quoted\" \\ back / slash", "größer als 5 €", "日本語", "🚀 to the 🌕",
    "\u007f\u0080\u2028\u2029\ufeff"
  };

  private final Random random;

  RandomWords(long seed) {
    random = new Random(seed);
  }

  Envelope envelope() {
    return envelope(one(EventType.values()));
  }

  Envelope envelope(EventType type) {
    Event event = event(type);
    InstanceId instance = random.nextBoolean() ? new InstanceId(name(64)) : null;
    long seq = instance != null && event.isDurable() && random.nextBoolean()
        ? Math.max(1, random.nextLong() >>> (1 + random.nextInt(63)))
        : 0;
    return new Envelope(event, instance, seq, random.nextInt(4) == 0 ? visible(64) : null);
  }

  Event event(EventType type) {
    Instant at = time();
    return switch (type) {
      case STARTED ->
          new Event.Started(
              at, one(TradingMode.values()), one(InstancePolicy.values()), maybe(() -> text(64)), maybe(() -> text(64)),
              maybe(() -> text(64)), maybe(() -> text(255)), maybe(this::count));
      case STOPPED -> new Event.Stopped(at, maybe(random::nextInt), maybe(() -> text(4_000)));
      case TRADE_OPENED ->
          new Event.TradeOpened(
              at, new TradeId(visible(64)), new Symbol(visible(32)), one(Side.values()), positive(), positive(), currency(),
              maybe(() -> text(64)), maybe(this::positive), maybe(this::positive));
      case TRADE_CLOSED ->
          new Event.TradeClosed(
              at, new TradeId(visible(64)), new Symbol(visible(32)), one(Side.values()), maybe(this::positive), positive(),
              positive(),
              currency(), decimal(), maybe(this::decimal), maybe(() -> new Money(decimal(), currency())), maybe(() -> text(200)),
              maybe(this::duration), maybe(() -> text(64)));
      case ORDER ->
          new Event.OrderUpdate(
              at, new OrderId(visible(64)), new Symbol(visible(32)), one(Side.values()), one(OrderKind.values()),
              one(OrderStatus.values()), positive(), decimal().abs(), maybe(this::positive), maybe(this::positive),
              maybe(this::currency), maybe(() -> new TradeId(visible(64))), maybe(() -> text(200)));
      case POSITION ->
          new Event.PositionUpdate(
              at, new Symbol(visible(32)), one(Side.values()), decimal().abs(), positive(), currency(), maybe(this::positive),
              maybe(this::decimal), maybe(this::decimal), maybe(this::positive), maybe(this::positive), maybe(() -> text(64)));
      case BALANCE -> new Event.BalanceUpdate(at, decimal(), maybe(this::decimal), currency(), decimal());
      case ERROR ->
          new Event.ErrorRaised(
              at, visible(100), text(4_000), one(Severity.values()), maybe(() -> new ComponentName(name(64))));
      case HEALTH ->
          new Event.ComponentHealth(
              at, new ComponentName(name(64)), one(Health.values()), random.nextBoolean(), maybe(this::duration),
              maybe(() -> text(1_000)));
      case DAILY_SUMMARY -> report(at, Event.Report.Kind.DAILY_SUMMARY);
      case PORTFOLIO_UPDATE -> report(at, Event.Report.Kind.PORTFOLIO_UPDATE);
      case PERFORMANCE_REPORT -> report(at, Event.Report.Kind.PERFORMANCE_REPORT);
      case BACKTEST_RESULT -> report(at, Event.Report.Kind.BACKTEST_RESULT);
      case CUSTOM -> new Event.Custom(at, name(64), values());
      case CONFIG -> config(at);
      case METRICS -> new Event.Metrics(at, samples());
      case HEARTBEAT -> new Event.Heartbeat(at, one(RunState.values()));
      case MARK -> new Event.Mark(at, new Symbol(visible(32)), positive());
      case API_USAGE -> apiUsage(at);
      case LOG -> new Event.LogLine(at, one(Severity.values()), text(200), text(4_000));
    };
  }

  private Event config(Instant at) {
    String who = maybe(() -> text(100));
    List<ConfigChange> changes = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      changes.add(new ConfigChange("/" + text(499), maybe(this::value), maybe(this::value)));
    }
    List<String> problems = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      problems.add(text(1_000));
    }
    return new Event.ConfigUpdate(
        at, 1 + (count() >>> 1), one(ConfigOutcome.values()), maybe(() -> 1 + (count() >>> 1)), maybe(() -> visible(100)),
        maybe(() -> visible(100)), who, who != null && random.nextBoolean(), maybe(() -> text(1_000)),
        one(ConfigSource.values()), changes, problems);
  }

  Fact fact(Class<?> kind) {
    BotId bot = new BotId("b" + name(63));
    if (kind == Fact.Accepted.class) {
      return new Fact.Accepted(bot, envelope(), random.nextLong());
    } else if (kind == Fact.Refused.class) {
      return new Fact.Refused(bot, instance(), count(), random.nextLong());
    } else if (kind == Fact.GapFound.class) {
      return new Fact.GapFound(bot, instance(), count(), count(), time());
    } else if (kind == Fact.EquityMarked.class) {
      return new Fact.EquityMarked(bot, time(), currency(), decimal(), decimal());
    } else if (kind == Fact.StatusChanged.class) {
      return new Fact.StatusChanged(bot, time(), one(BotStatus.values()), one(BotStatus.values()), text(500));
    } else if (kind == Fact.OwnerChanged.class) {
      return new Fact.OwnerChanged(bot, time(), instance(), maybe(this::instance));
    } else if (kind == Fact.InstanceFenced.class) {
      return new Fact.InstanceFenced(bot, time(), instance(), instance());
    } else if (kind == Fact.ConfigSeen.class) {
      return new Fact.ConfigSeen(
          bot, time(), instance(), maybe(() -> 1 + (count() >>> 1)), visible(100), random.nextBoolean(), maybe(() -> text(500)));
    } else if (kind == Fact.BotForgotten.class) {
      return new Fact.BotForgotten(bot, time(), text(64));
    } else if (kind == Fact.AlertChanged.class) {
      return new Fact.AlertChanged(time(), alert(), maybe(() -> one(AlertState.values())));
    } else if (kind == Fact.AlertAcknowledged.class) {
      return new Fact.AlertAcknowledged(time(), alertId(), acknowledgement());
    } else if (kind == Fact.AcknowledgementEnded.class) {
      return new Fact.AcknowledgementEnded(time(), alertId(), maybe(() -> text(64)));
    } else if (kind == Fact.SilenceBegun.class) {
      return new Fact.SilenceBegun(time(), silence());
    } else if (kind == Fact.SilenceEnded.class) {
      return new Fact.SilenceEnded(
          time(), silenceId(), one(Silence.Ending.values()), maybe(() -> text(64)), count(), maybe(this::endedSilence));
    } else if (kind == Fact.NoticeIssued.class) {
      return new Fact.NoticeIssued(time(), notice());
    } else if (kind == Fact.NoticeHidden.class) {
      return new Fact.NoticeHidden(time(), silenceId(), alertId(), one(Notice.Kind.values()));
    }
    if (Fact.OfControl.class.isAssignableFrom(kind)) {
      return new RandomHalts(random, this).fact(kind);
    }
    throw new AssertionError("this test knows no fact of " + kind + ": teach it");
  }

  private Silence silence() {
    Instant from = time();
    return new Silence(
        silenceId(), labels(1), from, from.plusNanos(1 + (count() >>> 1)), text(100), text(1_000),
        one(Silence.Term.values()));
  }

  private EndedSilence endedSilence() {
    List<Alert> active = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      active.add(alert());
    }
    return new EndedSilence(silence(), active, active.size() + (count() >>> 1));
  }

  private Notice notice() {
    List<Alert> alerts = new ArrayList<>();
    List<ChannelName> channels = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      alerts.add(alert());
      channels.add(new ChannelName(name(64)));
    }
    return new Notice(
        name(64), time(), one(Notice.Kind.values()), one(Level.values()), text(64), alerts,
        random.nextBoolean() ? channels : List.of(), count());
  }

  private Alert alert() {
    List<Alert.Evidence> evidence = new ArrayList<>();
    List<SilenceId> silenced = new ArrayList<>();
    for (int i = random.nextInt(Alert.MOST_EVIDENCE); i > 0; i--) {
      evidence.add(new Alert.Evidence(time(), text(100), text(300)));
      silenced.add(silenceId());
    }
    return new Alert(
        alertId(), new RuleName(name(64)), new Subject(maybe(() -> new BotId("b" + name(63))), maybe(() -> text(200))),
        one(Level.values()), one(AlertState.values()), time(), time(), maybe(random::nextGaussian), maybe(random::nextGaussian),
        text(Alert.LONGEST_REASON), evidence, labels(0), maybe(() -> text(200)), maybe(this::acknowledgement), silenced);
  }

  private Map<String, String> labels(int least) {
    Map<String, String> labels = new HashMap<>();
    while (labels.size() < least || random.nextBoolean()) {
      labels.put(name(64), text(200));
    }
    return labels;
  }

  private Alert.Acknowledgement acknowledgement() {
    return new Alert.Acknowledgement(text(100), maybe(() -> text(1_000)), time(), maybe(this::time));
  }

  private AlertId alertId() {
    return new AlertId(name(40));
  }

  private SilenceId silenceId() {
    return new SilenceId(name(40));
  }

  InstanceId instance() {
    return new InstanceId(name(64));
  }

  Instant time() {
    long second = EARLIEST + (long) (random.nextDouble() * (LATEST - EARLIEST));
    int nanos = switch (random.nextInt(4)) {
      case 0 -> 0;
      case 1 -> random.nextInt(1_000) * 1_000_000;
      case 2 -> random.nextInt(1_000_000) * 1_000;
      default -> random.nextInt(1_000_000_000);
    };
    return Instant.ofEpochSecond(second, nanos);
  }

  /** At most 30 digits on either side, in the form in which a reader gives it: no zeros behind the point, a scale of 0 or more. */
  BigDecimal decimal() {
    BigInteger digits = new BigInteger(1 + random.nextInt(random.nextInt(4) == 0 ? 98 : 60), random);
    BigDecimal value = new BigDecimal(digits, random.nextInt(31));
    value = random.nextBoolean() ? value : value.negate();
    return canonical(value);
  }

  static BigDecimal canonical(BigDecimal value) {
    BigDecimal stripped = value.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }

  BigDecimal positive() {
    BigDecimal value = decimal().abs();
    return value.signum() == 0 ? BigDecimal.ONE : value;
  }

  Duration duration() {
    return Duration.ofSeconds(random.nextInt(1_000_000), random.nextInt(4) == 0 ? random.nextInt(1_000_000_000) : 0);
  }

  long count() {
    return random.nextLong() >>> (1 + random.nextInt(63));
  }

  private Currency currency() {
    return new Currency(random.nextBoolean() ? "USD" : pick("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", 1 + random.nextInt(12)));
  }

  private Event report(Instant at, Event.Report.Kind kind) {
    return new Event.Report(at, kind, maybe(() -> LocalDate.ofEpochDay(7_305 + random.nextInt(70_000))), values());
  }

  private Map<String, Value> values() {
    Map<String, Value> values = new LinkedHashMap<>();
    for (int i = random.nextInt(8); i > 0; i--) {
      values.put(name(64), value());
    }
    return values;
  }

  private Value value() {
    return switch (random.nextInt(3)) {
      case 0 -> new Value.Decimal(decimal());
      case 1 -> new Value.Text(text(1_000));
      default -> new Value.Flag(random.nextBoolean());
    };
  }

  private List<Sample> samples() {
    Map<String, Sample> samples = new LinkedHashMap<>();
    for (int i = random.nextInt(12); i > 0; i--) {
      String name = name(64);
      samples.put(name, new Sample(new MetricName(name), reading()));
    }
    return new ArrayList<>(samples.values());
  }

  private Sample.Reading reading() {
    return switch (random.nextInt(5)) {
      case 0 -> new Sample.Reading.State(name(32));
      case 1 -> new Sample.Reading.Number(random.nextInt());
      case 2 ->
          new Sample.Reading.Number(one(new Double[] {0.0, -0.0, Double.MIN_VALUE, Double.MAX_VALUE, 0x1p53, -0x1p63, 1e-7}));
      case 3 -> new Sample.Reading.Number(random.nextGaussian());
      default -> {
        double any = Double.longBitsToDouble(random.nextLong());
        yield new Sample.Reading.Number(Double.isFinite(any) ? any : 1.5);
      }
    };
  }

  private Event apiUsage(Instant at) {
    long throttled = count() >>> 3;
    long errors = throttled + (count() >>> 3);
    return new Event.ApiUsage(
        at, visible(64), visible(100), errors + (count() >>> 3), errors, throttled, maybe(this::count), maybe(this::count));
  }

  String text(int longest) {
    if (random.nextInt(3) > 0) {
      String text = one(TEXTS);
      return text.length() <= longest ? text : "";
    }
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(random.nextInt(8) == 0 ? longest : Math.min(longest, 40));
    while (text.length() < length) {
      int codePoint = random.nextInt(4) == 0 ? random.nextInt(0x110000) : ' ' + random.nextInt(95);
      boolean allowed = Character.isBmpCodePoint(codePoint) ? codePoint >= ' ' && !Character.isSurrogate((char) codePoint) : true;
      if (allowed && text.length() + Character.charCount(codePoint) <= longest) {
        text.appendCodePoint(codePoint);
      }
    }
    return text.toString();
  }

  String name(int longest) {
    return pick("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-", 1 + random.nextInt(longest));
  }

  String visible(int longest) {
    return pick("abcXYZ0189!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~äß€Ωж本", 1 + random.nextInt(longest));
  }

  private String pick(String alphabet, int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }

  <T> T one(T[] values) {
    return values[random.nextInt(values.length)];
  }

  <T> @Nullable T maybe(Supplier<T> maker) {
    return random.nextBoolean() ? maker.get() : null;
  }
}
