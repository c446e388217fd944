package dev.binnacle.engine.rules;

import dev.binnacle.engine.fleet.FleetPresent;
import dev.binnacle.engine.rules.Judgement.Finding;
import dev.binnacle.model.BotId;
import dev.binnacle.model.Event;
import dev.binnacle.model.Fact;
import dev.binnacle.model.Level;
import dev.binnacle.model.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happens: events, gaps, and the same thing done too often. Ends by itself. */
final class OccurrenceJudge extends Judge<OccurrenceJudge.Occurrence> {
  private static final int MOST_SAME = 200;

  private final Duration lasts;

  /** What is known of one subject. */
  static final class Occurrence extends Word {
    private final OccurrenceJudge judge;
    private @Nullable Level level;
    private long times;
    private final LinkedHashMap<String, RollingSum> same = new LinkedHashMap<>();

    Occurrence(Subject subject, OccurrenceJudge judge) {
      super(subject);
      this.judge = judge;
    }

    @Override
    @Nullable Level level() {
      return level;
    }

    @Override
    @Nullable Double value() {
      return times == 0 ? null : (double) times;
    }

    @Override
    @Nullable Double threshold() {
      return judge.rule().condition() instanceof Condition.Repeated repeated ? (double) repeated.most() : null;
    }

    @Override
    String what() {
      return judge.what();
    }

    @Override
    String reason() {
      if (finding() != Finding.HOLDS) {
        return "has not happened again for " + words(judge.lasts);
      }
      return times > 1 ? newest() + " (" + times + " times)" : String.valueOf(newest());
    }
  }

  OccurrenceJudge(Rule rule, Desk desk, Duration lasts) {
    super(rule, desk);
    this.lasts = lasts;
  }

  @Override
  Occurrence create(Subject subject) {
    return new Occurrence(subject, this);
  }

  private String what() {
    Condition condition = rule().condition();
    if (condition instanceof Condition.Happened happened) {
      return happened.happening().type().wireName();
    }
    return condition instanceof Condition.Repeated repeated ? repeated.happening().type().wireName() : "sequence";
  }

  @Override
  void happened(BotId bot, Event event) {
    Condition condition = rule().condition();
    if (condition instanceof Condition.Happened happened && happened.happening().matches(event)) {
      happened(happened, bot, event);
    } else if (condition instanceof Condition.Repeated repeated && repeated.happening().matches(event)) {
      repeated(repeated, bot, event);
    }
  }

  private void happened(Condition.Happened happened, BotId bot, Event event) {
    Occurrence occurrence = of(bot, Descriptions.kind(event));
    if (occurrence == null) {
      return;
    }
    if (happened.bySeverity() && event instanceof Event.ErrorRaised error) {
      Level before = occurrence.finding() == Finding.HOLDS ? occurrence.level : null;
      Level level = Descriptions.level(error.severity());
      occurrence.level = before != null && before.compareTo(level) > 0 ? before : level;
    }
    occur(occurrence, event.at(), Descriptions.of(event));
  }

  private void repeated(Condition.Repeated repeated, BotId bot, Event event) {
    String key = Descriptions.same(event);
    Occurrence occurrence = key == null ? null : of(bot, Descriptions.symbol(event));
    if (key == null || occurrence == null) {
      return;
    }
    RollingSum sum = occurrence.same.computeIfAbsent(key, each -> new RollingSum(repeated.window()));
    if (occurrence.same.size() > MOST_SAME) {
      occurrence.same.pollFirstEntry();
      desk.dropped("repeated");
    }
    occurrence.heard(desk.now);
    sum.add(desk.now, 1);
    double times = sum.sum(desk.now);
    if (times > repeated.most()) {
      occur(
          occurrence, event.at(),
          "%s, %s times within %s".formatted(Descriptions.of(event), Word.number(times), Word.words(repeated.window())));
    }
  }

  @Override
  void missed(Fact.GapFound gap) {
    Occurrence occurrence = rule().condition() instanceof Condition.Gap ? of(gap.bot(), gap.instance().value()) : null;
    if (occurrence != null) {
      occur(
          occurrence, gap.at(),
          "numbers %d to %d of instance %s are missing".formatted(gap.from(), gap.to(), gap.instance()));
    }
  }

  private void occur(Occurrence occurrence, Instant at, String what) {
    occurrence.times++;
    occurrence.saw(at, what);
    foundAgain(occurrence, Finding.HOLDS);
  }

  /** Ends what has not happened again, and forgets what ended long ago: there may be any number of kinds. */
  @Override
  void ticked(FleetPresent fleet) {
    end(parts(), true);
    end(wholes(), false);
  }

  private void end(Collection<Occurrence> all, boolean forget) {
    List<Occurrence> over = new ArrayList<>(0);
    for (Occurrence each : all) {
      if (!each.at().plus(lasts).isAfter(desk.now)) {
        over.add(each);
      }
    }
    for (Occurrence each : over) {
      if (each.finding() == Finding.HOLDS) {
        each.times = 0;
        found(each, Finding.FAILS);
      } else if (forget) {
        all.remove(each);
      }
    }
  }
}
