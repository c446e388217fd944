package dev.binnacle.engine.performance;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.SplittableRandom;

/** Invents what an account goes through, from a seed: calm or wild, with or without deposits, ruins, gaps and late news. */
final class RandomLife {
  private final SplittableRandom random;
  private final Conventions conventions;
  private final boolean late;
  private final boolean dense;
  private final double deposits;
  private final double ruins;
  private final double swing;
  private final double wins;
  private final long stepSeconds;
  private final long delaySeconds;
  private Instant at;
  private BigDecimal equity;

  /**
   * @param density marks in a sampling period, at most and roughly
   * @param late whether a quarter of the news comes up to ten periods late; if there are also many marks in a period, some
   *     have been thinned out, and late news of an empty account would not find them
   */
  RandomLife(long seed, int density, boolean late) {
    this.late = late;
    this.dense = density > 2;
    random = new SplittableRandom(seed);
    conventions = randomConventions();
    deposits = random.nextBoolean() ? 0 : 0.1;
    ruins = random.nextInt(4) == 0 ? 0.05 : 0;
    swing = random.nextInt(8) == 0 ? 0 : Math.pow(10, -1 - random.nextInt(3));
    wins = random.nextInt(5) / 4.0;
    at = Instant.parse("2024-03-07T00:00:00Z").plusSeconds(random.nextInt(86_400));
    equity = random.nextInt(8) == 0 ? BigDecimal.ZERO : decimal(1_000);
    Duration length = conventions.sampling().length();
    long period = length == null ? 86_400 : length.toSeconds();
    stepSeconds = period / (1 + random.nextInt(density));
    delaySeconds = 10 * period;
  }

  Conventions conventions() {
    return conventions;
  }

  Instant newest() {
    return at;
  }

  /** What happens next; usually later than all before. */
  Happening next() {
    boolean belated = late && random.nextInt(4) == 0;
    if (!belated) {
      at = at.plusMillis(random.nextLong(2_000 * stepSeconds));
      if (random.nextInt(200) == 0) {
        at = at.plusSeconds(stepSeconds * random.nextLong(60));
      }
    }
    Instant when = belated ? at.minusSeconds(random.nextLong(delaySeconds)) : at;
    return switch (random.nextInt(8)) {
      case 0, 1 -> closed(when);
      case 2 -> new Happening.Opened(at, random.nextInt(3) == 0 ? null : decimal(20));
      case 3 -> misc(when);
      default -> mark(when, belated);
    };
  }

  private Happening mark(Instant when, boolean belated) {
    BigDecimal deposit = BigDecimal.ZERO;
    BigDecimal value = equity.multiply(BigDecimal.valueOf(1 + swing * (random.nextDouble() * 2 - 1)));
    if (random.nextDouble() < ruins) {
      value = random.nextBoolean() ? BigDecimal.ZERO : decimal(50).negate();
    }
    if (random.nextDouble() < deposits || (value.signum() <= 0 && random.nextInt(3) == 0)) {
      deposit = random.nextInt(4) == 0 ? value.negate() : decimal(800).subtract(BigDecimal.valueOf(200));
      value = value.add(deposit);
    }
    value = value.setScale(8, RoundingMode.HALF_EVEN);
    if (!belated) {
      equity = value;
    } else if (dense && value.signum() <= 0) {
      return new Happening.Equity(when, BigDecimal.ONE, BigDecimal.ZERO);
    }
    return new Happening.Equity(when, value, deposit);
  }

  private Happening closed(Instant when) {
    BigDecimal result = random.nextInt(12) == 0 ? BigDecimal.ZERO : decimal(100);
    BigDecimal pnl = random.nextDouble() < wins ? result : result.negate();
    BigDecimal fees =
        switch (random.nextInt(4)) {
          case 0 -> null;
          case 1 -> BigDecimal.ZERO;
          default -> decimal(2);
        };
    Duration held = random.nextBoolean() ? null : Duration.ofMillis(random.nextLong(100_000_000));
    return new Happening.Closed(when, pnl, fees, held);
  }

  private Happening misc(Instant when) {
    long attempted = random.nextInt(20);
    return random.nextBoolean()
        ? new Happening.Held(when, held())
        : new Happening.Operations(when, attempted, random.nextLong(attempted + 1));
  }

  private PositionValue held() {
    BigDecimal longs = decimal(5_000);
    BigDecimal shorts = decimal(5_000);
    return new PositionValue(longs.add(shorts), longs.subtract(shorts), longs.max(shorts));
  }

  private BigDecimal decimal(int bound) {
    return BigDecimal.valueOf(random.nextLong(bound * 10_000L), 4);
  }

  private Conventions randomConventions() {
    List<String> zones = List.of("UTC", "Asia/Tokyo", "Asia/Kolkata", "America/New_York");
    Conventions days =
        Conventions.DEFAULT
            .withDays(ZoneId.of(zones.get(random.nextInt(zones.size()))), LocalTime.of(random.nextInt(24), 0))
            .withRiskFreeRate(random.nextInt(3) * 0.02);
    return switch (random.nextInt(5)) {
      case 0 -> days.withWeekdays(252);
      case 1 -> days.withSampling(Duration.ofHours(1));
      case 2 -> days.withSampling(Duration.ofHours(7));
      default -> days;
    };
  }
}
