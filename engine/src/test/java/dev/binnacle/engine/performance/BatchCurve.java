package dev.binnacle.engine.performance;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.hipparchus.distribution.continuous.NormalDistribution;
import org.hipparchus.stat.descriptive.moment.Mean;
import org.hipparchus.stat.descriptive.moment.SemiVariance;
import org.hipparchus.stat.descriptive.moment.StandardDeviation;
import org.hipparchus.stat.descriptive.rank.Percentile;
import org.jspecify.annotations.Nullable;

/**
 * What follows from all marks in the order of time: growth is a product in decimals of 60 digits over the stretches between
 * deposits, the maximum drawdown compares every point with the highest before it, and statistics are Hipparchus's.
 */
final class BatchCurve {
  private static final MathContext EXACT = new MathContext(60);
  private static final double NOISE = 1e-12;
  private static final int WINDOW = 4_000;

  private final Conventions conventions;
  private final List<Happening.Equity> marks;
  private final Instant now;

  private record Point(Instant at, BigDecimal level) {}

  BatchCurve(Conventions conventions, List<Happening.Equity> marks, Instant now) {
    this.conventions = conventions;
    this.marks = marks;
    this.now = now;
  }

  /** Time-weighted growth from one mark to another; null if there is no equity to reckon it from. */
  static @Nullable BigDecimal growth(List<Happening.Equity> marks, int from, int to) {
    BigDecimal product = BigDecimal.ONE;
    int anchor = from;
    for (int i = from + 1; i <= to; i++) {
      boolean paid = marks.get(i).deposit().signum() != 0;
      if (marks.get(anchor).value().signum() <= 0) {
        anchor = i;
      } else if (paid || i == to) {
        product = product.multiply(before(marks.get(i))).divide(marks.get(anchor).value(), EXACT);
        anchor = paid ? i : anchor;
      }
    }
    return marks.get(anchor).value().signum() > 0 ? product : null;
  }

  static @Nullable Double minusOne(@Nullable BigDecimal growth) {
    return growth == null ? null : growth.subtract(BigDecimal.ONE).doubleValue();
  }

  static LocalDate day(Conventions conventions, Instant at) {
    LocalDateTime local = LocalDateTime.ofInstant(at, conventions.zone());
    return local.minusNanos(conventions.dayStart().toNanoOfDay()).toLocalDate();
  }

  /** The equity before the deposit; less than nothing counts as nothing. */
  private static BigDecimal before(Happening.Equity mark) {
    return mark.value().subtract(mark.deposit()).max(BigDecimal.ZERO);
  }

  // Drawdowns

  void nameDrawdowns(Map<String, @Nullable Object> names) {
    List<List<Point>> lives = lives();
    names.put("current_drawdown", null);
    names.put("max_drawdown", null);
    names.put("max_drawdown_peak_at", null);
    names.put("max_drawdown_trough_at", null);
    names.put("max_drawdown_recovered_at", null);
    if (lives.isEmpty()) {
      return;
    }
    names.put("current_drawdown", current(lives.get(lives.size() - 1)));
    names.put("max_drawdown", 0.0);
    double deepest = 0;
    for (List<Point> life : lives) {
      int peak = 0;
      for (int trough = 1; trough < life.size(); trough++) {
        peak = reaches(life.get(trough - 1).level(), life.get(peak).level()) ? trough - 1 : peak;
        double depth = depth(life.get(peak), life.get(trough));
        if (depth < deepest - NOISE) {
          deepest = depth;
          BigDecimal height = life.get(peak).level();
          Instant recovered =
              life.stream()
                  .skip(trough + 1L)
                  .filter(point -> reaches(point.level(), height))
                  .map(Point::at)
                  .findFirst()
                  .orElse(null);
          names.put("max_drawdown", depth);
          names.put("max_drawdown_peak_at", life.get(peak).at());
          names.put("max_drawdown_trough_at", life.get(trough).at());
          names.put("max_drawdown_recovered_at", recovered);
        }
      }
    }
  }

  /** The curve, cut where everything was lost. */
  private List<List<Point>> lives() {
    List<List<Point>> lives = new ArrayList<>();
    BigDecimal anchor = BigDecimal.ZERO;
    BigDecimal grown = BigDecimal.ZERO;
    for (Happening.Equity mark : marks) {
      boolean grows = anchor.signum() > 0;
      BigDecimal level = grows ? grown.multiply(before(mark)).divide(anchor, EXACT) : grown;
      if (grows) {
        lives.get(lives.size() - 1).add(new Point(mark.at(), level));
      }
      if (!grows || mark.deposit().signum() != 0) {
        anchor = mark.value();
        grown = level;
      }
      if (grown.signum() == 0 && anchor.signum() > 0) {
        grown = BigDecimal.ONE;
        lives.add(new ArrayList<>(List.of(new Point(mark.at(), grown))));
      }
    }
    return lives;
  }

  private static double current(List<Point> life) {
    BigDecimal peak = life.stream().map(Point::level).reduce(BigDecimal.ZERO, BigDecimal::max);
    double depth = life.get(life.size() - 1).level().divide(peak, EXACT).doubleValue() - 1;
    return depth < -NOISE ? depth : 0;
  }

  private static double depth(Point peak, Point trough) {
    return trough.level().divide(peak.level(), EXACT).doubleValue() - 1;
  }

  private static boolean reaches(BigDecimal level, BigDecimal height) {
    return level.compareTo(height.multiply(new BigDecimal("0.999999999999"))) >= 0;
  }

  // Returns

  void nameReturns(Map<String, @Nullable Object> names) {
    List<Double> returns = returns();
    names.put("periods", (long) returns.size());
    boolean enough = returns.size() >= 2;
    double[] all = returns.stream().mapToDouble(r -> r).toArray();
    double year = conventions.periodsPerYear();
    double mean = enough ? new Mean().evaluate(all) : 0;
    double deviation = enough ? new StandardDeviation().evaluate(all) : 0;
    double downside =
        enough ? Math.sqrt(new SemiVariance(false, SemiVariance.DOWNSIDE_VARIANCE).evaluate(all, 0.0)) : 0;
    double riskFree = Math.pow(1 + conventions.riskFreeRate(), 1 / year) - 1;
    Double annual = enough ? annual(returns) : null;
    double deepest = (Double) Objects.requireNonNullElse(names.get("max_drawdown"), 0.0);
    names.put("annual_return", annual);
    names.put("sharpe_ratio", deviation < NOISE ? null : (mean - riskFree) / deviation * Math.sqrt(year));
    names.put("sortino_ratio", downside < NOISE ? null : mean / downside * Math.sqrt(year));
    names.put("calmar_ratio", annual == null || deepest == 0 ? null : annual / Math.abs(deepest));
    names.put("volatility", enough ? deviation * Math.sqrt(year) : null);
    names.put("downside_deviation", enough ? downside * Math.sqrt(year) : null);
    NormalDistribution normal = new NormalDistribution();
    double z = normal.inverseCumulativeProbability(0.05);
    names.put("parametric_value_at_risk_95", enough ? mean + z * deviation : null);
    names.put("parametric_conditional_value_at_risk_95", enough ? mean - deviation * normal.density(z) / 0.05 : null);
    double[] newest = returns.stream().skip(Math.max(0, returns.size() - WINDOW)).mapToDouble(r -> r).sorted().toArray();
    double percentile =
        enough ? new Percentile().withEstimationType(Percentile.EstimationType.R_7).evaluate(newest, 5) : 0;
    names.put("value_at_risk_95", enough ? percentile : null);
    names.put(
        "conditional_value_at_risk_95",
        enough
            ? returns.stream()
                .skip(Math.max(0, returns.size() - WINDOW))
                .mapToDouble(r -> r)
                .filter(r -> r <= percentile + NOISE)
                .average()
                .orElseThrow()
            : null);
  }

  private @Nullable Double annual(List<Double> returns) {
    double product = 1;
    for (double r : returns) {
      product *= 1 + r;
    }
    double annual = Math.pow(product, conventions.periodsPerYear() / returns.size()) - 1;
    return annual < 1e100 ? annual : null;
  }

  private List<Double> returns() {
    List<Double> returns = new ArrayList<>();
    int close = -1;
    for (int i = 0; i < marks.size(); i++) {
      long period = period(conventions, marks.get(i).at());
      boolean last = i == marks.size() - 1;
      boolean closes = last || period(conventions, marks.get(i + 1).at()) != period;
      if (closes && close >= 0) {
        boolean complete = !last || period(conventions, now) > period;
        BigDecimal growth = growth(marks, close, i);
        long idle = marks.get(close).value().signum() > 0 ? period - period(conventions, marks.get(close).at()) - 1 : 0;
        for (long k = 0; k < idle; k++) {
          returns.add(0.0);
        }
        if (complete && growth != null) {
          returns.add(growth.subtract(BigDecimal.ONE).doubleValue());
        }
      }
      close = closes ? i : close;
    }
    return returns;
  }

  static long period(Conventions conventions, Instant at) {
    Sampling sampling = conventions.sampling();
    return switch (sampling.kind()) {
      case DAILY -> day(conventions, at).toEpochDay();
      case WEEKDAYS -> weekdaysSince2024(day(conventions, at));
      case FIXED -> Duration.between(Instant.EPOCH, at).dividedBy(Objects.requireNonNull(sampling.length()));
    };
  }

  private static long weekdaysSince2024(LocalDate day) {
    LocalDate workday = day;
    while (weekend(workday)) {
      workday = workday.plusDays(1);
    }
    LocalDate monday = LocalDate.of(2024, 1, 1);
    return ChronoUnit.WEEKS.between(monday, workday) * 5 + workday.getDayOfWeek().getValue();
  }

  private static boolean weekend(LocalDate date) {
    return date.getDayOfWeek() == DayOfWeek.SATURDAY || date.getDayOfWeek() == DayOfWeek.SUNDAY;
  }
}
