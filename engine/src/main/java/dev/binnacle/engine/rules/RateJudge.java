package dev.binnacle.engine.rules;

import dev.binnacle.engine.fleet.FleetPresent;
import dev.binnacle.engine.fleet.Present;
import dev.binnacle.engine.rules.Judgement.Finding;
import dev.binnacle.model.BotId;
import dev.binnacle.model.Event;
import dev.binnacle.model.EventType;
import dev.binnacle.model.Sample;
import dev.binnacle.model.Sample.Reading;
import dev.binnacle.model.Subject;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Events, or the growth of a metric, within a window; and the share of some events among others. */
final class RateJudge extends Judge<RateJudge.Count> {
  private final LimitJudge.Source derived;
  private final Terms terms;

  /**
   * @param part what is counted; null for the growth of a metric
   * @param of of what it is a share; null for a rate
   * @param bySymbol whether each symbol is a subject
   * @param least of {@code of} below which a share says nothing
   */
  record Terms(
      String what, @Nullable Happening part, @Nullable Happening of, boolean bySymbol, Duration window, double above,
      int least) {}

  /** What is known of one subject. */
  static final class Count extends Word {
    private final Terms terms;
    private final RollingSum counted;
    private final @Nullable RollingSum all;
    boolean derived;
    private double before = Double.NaN;
    private double value;

    Count(Subject subject, RateJudge judge) {
      super(subject);
      terms = judge.terms;
      counted = new RollingSum(terms.window);
      all = terms.of == null ? null : new RollingSum(terms.window);
    }

    @Override
    Double value() {
      return value;
    }

    @Override
    Double threshold() {
      return terms.above;
    }

    @Override
    String what() {
      return terms.what;
    }

    @Override
    String reason() {
      String line = finding() == Finding.HOLDS ? "more than " : "at most ";
      return terms.of == null
          ? "%s %s within %s, %s%s".formatted(number(value), counted(), words(terms.window), line, number(terms.above))
          : "%s %% of orders or events were %s within %s, %s%s %%"
              .formatted(number(value * 100), terms.what, words(terms.window), line, number(terms.above * 100));
    }

    /** One order cancelled, and every other number of orders cancelled. Other kinds of events are named as they are on the wire. */
    private String counted() {
      Happening part = terms.part;
      if (part == null || value == 1 || (part.type() != EventType.ORDER && part.type() != EventType.ERROR)) {
        return terms.what;
      }
      String type = part.type().wireName();
      return type + "s" + terms.what.substring(type.length());
    }
  }

  RateJudge(Rule rule, Desk desk, Terms terms) {
    this(rule, desk, terms, LimitJudge.Source.SAMPLES);
  }

  /** @param derived what grows, where the fleet derives it */
  RateJudge(Rule rule, Desk desk, Terms terms, LimitJudge.Source derived) {
    super(rule, desk);
    this.terms = terms;
    this.derived = derived;
  }

  @Override
  Count create(Subject subject) {
    return new Count(subject, this);
  }

  @Override
  void sampled(BotId bot, Instant at, Sample sample) {
    Count count = sample.reading() instanceof Reading.Number ? of(bot) : null;
    if (count != null && !count.derived && sample.reading() instanceof Reading.Number(double number)) {
      grow(count, at, number);
    }
  }

  private void grow(Count count, Instant at, double number) {
    double growth = Double.isNaN(count.before) ? 0 : number - count.before;
    count.before = number;
    if (growth > 0) {
      count.counted.add(desk.now, growth);
      count.saw(at, number);
    }
    judge(count);
  }

  @Override
  void happened(BotId bot, Event event) {
    boolean isPart = terms.part != null && event.type().equals(terms.part.type().wireName()) && terms.part.matches(event);
    boolean isOf = terms.of != null && event.type().equals(terms.of.type().wireName()) && terms.of.matches(event);
    Count count = isPart || isOf ? of(bot, terms.bySymbol ? Descriptions.symbol(event) : null) : null;
    if (count == null) {
      return;
    }
    if (isPart) {
      count.counted.add(desk.now, 1);
      count.saw(event.at(), Descriptions.of(event));
    }
    if (isOf && count.all != null) {
      count.all.add(desk.now, 1);
    }
    judge(count);
  }

  @Override
  void ticked(Present bot) {
    if (isOverFleet() || !bot.isHeard()) {
      return;
    }
    Double derivedNow = terms.part == null && covers(bot.id()) ? derived.of(bot) : null;
    Count growing = derivedNow == null ? null : of(bot.id());
    if (derivedNow != null && growing != null) {
      growing.derived = true;
      grow(growing, desk.now, derivedNow);
      return;
    }
    // Where symbols are subjects, they are judged once for all bots.
    Count count = terms.part == null || terms.bySymbol ? null : of(bot.id());
    if (count != null) {
      judge(count);
    }
  }

  @Override
  void ticked(FleetPresent fleet) {
    if (isOverFleet()) {
      judge(fleet());
    } else if (terms.bySymbol) {
      parts().stream().filter(each -> each.finding() == Finding.HOLDS).toList().forEach(this::judge);
    }
  }

  private void judge(Count count) {
    double counted = count.counted.sum(desk.now);
    if (count.all == null) {
      count.value = counted;
      found(count, counted > terms.above ? Finding.HOLDS : Finding.FAILS);
      return;
    }
    double all = count.all.sum(desk.now);
    if (all >= terms.least) {
      count.value = counted / all;
      found(count, count.value > terms.above ? Finding.HOLDS : Finding.FAILS);
    } else {
      found(count, all == 0 ? Finding.FAILS : count.finding());
    }
  }
}
