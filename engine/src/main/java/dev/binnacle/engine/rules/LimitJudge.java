package dev.binnacle.engine.rules;

import dev.binnacle.engine.fleet.FleetPresent;
import dev.binnacle.engine.fleet.Present;
import dev.binnacle.engine.rules.Judgement.Finding;
import dev.binnacle.model.BotId;
import dev.binnacle.model.ComponentName;
import dev.binnacle.model.Event;
import dev.binnacle.model.Sample;
import dev.binnacle.model.Sample.Reading;
import dev.binnacle.model.Subject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A value against a limit: of a metric, of what the fleet derives, of how long a component takes to answer. */
final class LimitJudge extends Judge<LimitJudge.Value> {
  private final Limit limit;
  private final Source source;

  /**
   * @param what is judged, as a person reads it
   * @param clear at which it is good again
   */
  record Limit(String what, Bearing bearing, double limit, double clear) {
    static Limit of(String what, Bearing bearing, double limit, @Nullable Double clear) {
      return new Limit(what, bearing, limit, clear == null ? limit : clear);
    }

    /** Null between the limit and where it is clear. */
    @Nullable Finding find(double value) {
      if (bearing.isBeyond(value, limit)) {
        return Finding.HOLDS;
      }
      return bearing.isBeyond(value, clear) ? null : Finding.FAILS;
    }
  }

  /** Where the values come from beside samples. */
  interface Source {
    Source SAMPLES = new Source() {};

    default @Nullable Double of(Present bot) {
      return null;
    }

    default @Nullable Double of(FleetPresent fleet) {
      return null;
    }

    /** Whether {@link #of(Present)} is of now even while the bot is silent. */
    default boolean isKnownOfSilentBots() {
      return false;
    }

    default void forget(BotId bot) {}

    /** The component whose response times are judged, {@code *} for any; null when none are. */
    default @Nullable String component() {
      return null;
    }
  }

  /** What is known of one subject. */
  static final class Value extends Word {
    private final Limit limit;
    private double suspect = Double.NaN;
    private boolean derived;

    Value(Subject subject, LimitJudge judge) {
      super(subject);
      this.limit = judge.limit;
    }

    @Override
    Double threshold() {
      return limit.limit;
    }

    @Override
    String what() {
      return limit.what;
    }

    @Override
    String reason() {
      Double value = newestNumber();
      if (value == null) {
        return limit.what + " is not known";
      }
      String is = limit.what + " is " + number(value);
      String line = number(limit.limit);
      SampleWindow window = window();
      if (window != null) {
        return is + "; " + window.words(limit.bearing.word() + " " + line, "good again at " + number(limit.clear));
      }
      return switch (finding()) {
        case HOLDS ->
            limit.bearing.isBeyond(value, limit.limit)
                ? is + ", " + limit.bearing.word() + " " + line
                : is + ", not yet back at " + number(limit.clear);
        case FAILS -> is + ", good again at " + number(limit.clear);
        case UNKNOWN -> is;
      };
    }
  }

  LimitJudge(Rule rule, Desk desk, Limit limit, Source source) {
    super(rule, desk);
    this.limit = limit;
    this.source = source;
  }

  @Override
  Value create(Subject subject) {
    return new Value(subject, this);
  }

  @Override
  void sampled(BotId bot, Instant at, Sample sample) {
    Value value = sample.reading() instanceof Reading.Number ? of(bot) : null;
    if (value != null && !value.derived && sample.reading() instanceof Reading.Number(double number)) {
      if (at.isBefore(desk.now.minus(rule().missing().after()))) {
        desk.odd++;
      } else if (isCredible(value, number)) {
        judge(value, at, number);
      }
    }
  }

  /** About the server: the part is the subject. */
  void observed(String part, double number) {
    Value value = of(new Subject(null, part));
    if (value != null) {
      judge(value, desk.now, number);
    }
  }

  @Override
  void happened(BotId bot, Event event) {
    String component = source.component();
    if (component != null
        && event instanceof Event.ComponentHealth health
        && health.responseTime() != null
        && isMeant(component, health.component())) {
      Value value = of(bot, health.component().value());
      if (value != null) {
        judge(value, desk.now, health.responseTime().toNanos() / 1e9);
      }
    }
  }

  private static boolean isMeant(String component, ComponentName name) {
    return component.equals("*") || component.equals(name.value());
  }

  @Override
  void taken(Present bot, boolean moved) {
    // Those that count samples have one a second of what is derived, however much happens.
    if (moved && rule().breaches() == null) {
      ticked(bot);
    }
  }

  @Override
  void ticked(Present bot) {
    if (isOverFleet() || !(bot.isHeard() || source.isKnownOfSilentBots()) || !covers(bot.id())) {
      return;
    }
    Double number = source.of(bot);
    Value value = number == null ? null : of(bot.id());
    if (number != null && value != null) {
      value.derived = true;
      derived(value, number);
    }
  }

  @Override
  void ticked(FleetPresent present) {
    Double number = isOverFleet() ? source.of(present) : null;
    if (number != null) {
      derived(fleet(), number);
    }
  }

  /** What is reckoned each second is evidence only when it has moved. */
  private void derived(Value value, double number) {
    if (!Double.isFinite(number)) {
      desk.odd++;
      return;
    }
    Double before = value.newestNumber();
    if (before == null || before != number) {
      value.saw(desk.now, number);
    }
    conclude(value, number);
  }

  private void judge(Value value, Instant at, double number) {
    if (!Double.isFinite(number)) {
      desk.odd++;
      return;
    }
    value.saw(at, number);
    conclude(value, number);
  }

  private void conclude(Value value, double number) {
    counted(value, limit.find(number));
  }

  /** One that is far larger than all of late must be confirmed by the next. */
  private boolean isCredible(Value value, double number) {
    double scale = value.scale();
    if (scale == 0 || Math.abs(number) <= desk.jump * scale) {
      value.suspect = Double.NaN;
      return true;
    }
    if (Math.abs(number) <= desk.jump * Math.abs(value.suspect)) {
      value.suspect = Double.NaN;
      return true;
    }
    value.suspect = number;
    desk.odd++;
    return false;
  }

  @Override
  void forget(BotId bot) {
    super.forget(bot);
    source.forget(bot);
  }
}
