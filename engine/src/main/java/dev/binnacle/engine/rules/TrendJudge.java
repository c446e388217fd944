package dev.binnacle.engine.rules;

import dev.binnacle.engine.fleet.FleetPresent;
import dev.binnacle.engine.fleet.Present;
import dev.binnacle.engine.rules.Judgement.Finding;
import dev.binnacle.model.BotId;
import dev.binnacle.model.Sample;
import dev.binnacle.model.Sample.Reading;
import dev.binnacle.model.Subject;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** When a metric will reach its limit, if it goes on as of late. */
final class TrendJudge extends Judge<TrendJudge.Course> {
  private static final int POINTS = 60;
  /** A line must rise by so many times the noise around it within the window: less is no trend. */
  private static final double CLEAR_OF_NOISE = 3;
  /** It is good again only when the limit is so many times as far away as it may be. */
  private static final double REST = 1.5;

  /** A step of so much of the limit from one point to the next is no slope, such as a day's profit that begins anew at midnight. */
  private static final double STEP = 0.5;

  private final Condition.Trend condition;
  private final LimitJudge.Source source;

  /** What is known of one subject. */
  static final class Course extends Word {
    private final Condition.Trend condition;
    private final double[] seconds = new double[POINTS];
    private final double[] values = new double[POINTS];
    private @Nullable Instant first;
    private int count;
    private boolean derived;
    private double left = Double.POSITIVE_INFINITY;

    Course(Subject subject, TrendJudge judge) {
      super(subject);
      this.condition = judge.condition;
    }

    @Override
    Double threshold() {
      return condition.limit();
    }

    @Override
    String what() {
      return condition.metric().value();
    }

    @Override
    String reason() {
      String is = condition.metric() + " is " + (newestNumber() == null ? "not known" : number(newestNumber()));
      String line = number(condition.limit());
      if (Double.isInfinite(left)) {
        return is + " and does not move toward " + line;
      }
      return "%s and will be %s %s in about %s if it goes on as in the last %s"
          .formatted(is, condition.bearing().word(), line, about(left), words(condition.window()));
    }

    private static String about(double seconds) {
      return seconds < 90 ? Math.round(seconds) + " s" : Math.round(seconds / 60) + " minutes";
    }

    /** @return whether a new point was begun */
    private boolean add(Instant at, double value) {
      first = first == null ? at : first;
      double time = Duration.between(first, at).toNanos() / 1e9;
      double window = condition.window().toNanos() / 1e9;
      int gone = 0;
      while (gone < count && seconds[gone] < time - window) {
        gone++;
      }
      if (count - gone == POINTS) {
        gone++;
      }
      System.arraycopy(seconds, gone, seconds, 0, count - gone);
      System.arraycopy(values, gone, values, 0, count - gone);
      count -= gone;
      if (count > 0 && (time - seconds[count - 1] < window / POINTS)) {
        return false;
      }
      if (count > 0 && Math.abs(value - values[count - 1]) > STEP * Math.abs(condition.limit())) {
        count = 0;
      }
      seconds[count] = time;
      values[count++] = value;
      return true;
    }

    private double span() {
      return count == 0 ? 0 : seconds[count - 1] - seconds[0];
    }
  }

  TrendJudge(Rule rule, Desk desk, Condition.Trend condition, LimitJudge.Source source) {
    super(rule, desk);
    this.condition = condition;
    this.source = source;
  }

  @Override
  Course create(Subject subject) {
    return new Course(subject, this);
  }

  @Override
  void sampled(BotId bot, Instant at, Sample sample) {
    Course course = sample.reading() instanceof Reading.Number ? of(bot) : null;
    if (course != null && !course.derived && sample.reading() instanceof Reading.Number(double number)) {
      judge(course, at, number);
    }
  }

  @Override
  void ticked(Present bot) {
    Double number = isOverFleet() || !bot.isHeard() || !covers(bot.id()) ? null : source.of(bot);
    Course course = number == null ? null : of(bot.id());
    if (number != null && course != null) {
      course.derived = true;
      judge(course, desk.now, number);
    }
  }

  @Override
  void ticked(FleetPresent present) {
    Double number = isOverFleet() ? source.of(present) : null;
    if (number != null) {
      judge(fleet(), desk.now, number);
    }
  }

  private void judge(Course course, Instant at, double number) {
    if (!Double.isFinite(number)) {
      desk.odd++;
      return;
    }
    if (!course.add(at, number)) {
      course.heard(desk.now);
      return;
    }
    course.saw(at, number);
    boolean enough = course.count >= Math.min(condition.least(), POINTS)
        && course.span() >= condition.window().toNanos() / 1e9 / 3;
    found(course, enough ? conclude(course) : course.finding());
  }

  private Finding conclude(Course course) {
    Slope slope = Slope.of(course.seconds, course.values, course.count);
    double way = condition.limit() - slope.level();
    boolean toward = condition.bearing() == Bearing.ABOVE ? slope.slope() > 0 : slope.slope() < 0;
    boolean beyond = condition.bearing() == Bearing.ABOVE ? way <= 0 : way >= 0;
    boolean clear = Math.abs(slope.slope()) * course.span() > CLEAR_OF_NOISE * slope.noise();
    course.left = beyond ? 0 : toward && clear ? way / slope.slope() : Double.POSITIVE_INFINITY;
    double within = condition.within().toNanos() / 1e9;
    if (course.left <= within) {
      return Finding.HOLDS;
    }
    return course.left > REST * within ? Finding.FAILS : course.finding();
  }
}
