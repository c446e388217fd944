package dev.binnacle.engine.performance;

import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a figure depends on beside what happened. Two Sharpe ratios compare only if these are the same.
 *
 * @param sampling how time is cut into the periods that have returns
 * @param periodsPerYear what annual figures are scaled by: 365 for daily sampling of a market that never closes, 252 for
 *     weekdays less holidays
 * @param riskFreeRate what a year without risk earns, as a fraction; a period earns {@code (1 + rate)^(1 / periodsPerYear) - 1}
 * @param zone where days begin
 * @param dayStart when days begin there, for the profit and the return of the day and for daily sampling alike
 *     <p><b>Threads:</b> immutable.
 */
public record Conventions(
    Sampling sampling, double periodsPerYear, double riskFreeRate, ZoneId zone, LocalTime dayStart) {
  private static final Duration YEAR = Duration.ofDays(365);

  /** Daily at midnight UTC, 365 days a year, no risk-free rate. */
  public static final Conventions DEFAULT =
      new Conventions(Sampling.DAILY, 365, 0, ZoneOffset.UTC, LocalTime.MIDNIGHT);

  public Conventions {
    if (!(periodsPerYear > 0 && periodsPerYear <= YEAR.toSeconds())) {
      throw new IllegalArgumentException(
          "periods per year must be above 0 and at most one a second (" + YEAR.toSeconds() + "), was " + periodsPerYear);
    }
    if (!(riskFreeRate > -1 && riskFreeRate < 10)) {
      throw new IllegalArgumentException(
          "risk-free rate must be a fraction above -1 and below 10 (0.04 is 4 %), was " + riskFreeRate);
    }
  }

  public Conventions withDays(ZoneId where, LocalTime start) {
    return new Conventions(sampling, periodsPerYear, riskFreeRate, where, start);
  }

  public Conventions withRiskFreeRate(double rate) {
    return new Conventions(sampling, periodsPerYear, rate, zone, dayStart);
  }

  /** Weekday sampling with so many trading days a year, 252 on most stock exchanges. */
  public Conventions withWeekdays(double daysPerYear) {
    return new Conventions(Sampling.WEEKDAYS, daysPerYear, riskFreeRate, zone, dayStart);
  }

  /** Periods of one length, as many a year as fit into 365 days. */
  public Conventions withSampling(Duration length) {
    double periods = (double) YEAR.toSeconds() / length.toSeconds();
    return new Conventions(Sampling.every(length), periods, riskFreeRate, zone, dayStart);
  }

  /** What a period earns without risk. */
  double riskFreePerPeriod() {
    return Math.expm1(Math.log1p(riskFreeRate) / periodsPerYear);
  }

  /** The conventions under their names on the wire, with those that cannot be chosen. */
  public Map<String, Object> byName() {
    Map<String, Object> names = new LinkedHashMap<>();
    names.put("sampling", sampling.label());
    names.put("periods_per_year", periodsPerYear);
    names.put("risk_free_rate", riskFreeRate);
    names.put("time_zone", zone.getId());
    names.put("day_start", dayStart.toString());
    names.put("returns", "time-weighted");
    names.put("equity", "with unrealised profit");
    names.put("deviation", "sample");
    names.put("downside_target", 0.0);
    names.put("trade_result", "net of fees");
    return names;
  }
}
