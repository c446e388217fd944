package dev.binnacle.server;

import dev.binnacle.model.Sample;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The readings of a metric one after the other, as a test of rules writes them, parted by blanks:
 *
 * <pre>
 * 900          one reading                connected    one of a state
 * 900*10       the same ten times         _            none; _*5 none five times
 * 900+5*10     ten: 900, 905, 910 …       900-5*10     ten: 900, 895, 890 …
 * 0..100*11    eleven in even steps       from 0 to 100
 * </pre>
 *
 * <p><b>Threads:</b> immutable.
 *
 * @param readings null where there is none
 */
record MetricSeries(List<Sample.@Nullable Reading> readings) {
  static final int MOST = 100_000;
  private static final String NUMBER = "-?[0-9]+(?:\\.[0-9]+)?";
  private static final Pattern REPEATED = Pattern.compile("(.+?)\\*([0-9]{1,6})");
  private static final Pattern STEPPED = Pattern.compile("(" + NUMBER + ")([+-][0-9]+(?:\\.[0-9]+)?)");
  private static final Pattern RANGE = Pattern.compile("(" + NUMBER + ")\\.\\.(" + NUMBER + ")");
  private static final Pattern PLAIN = Pattern.compile(NUMBER);

  /** @throws IllegalArgumentException if it cannot be read, and which part of it */
  static MetricSeries read(String text) {
    List<Sample.@Nullable Reading> readings = new ArrayList<>();
    for (String part : text.strip().split("\\s+")) {
      Matcher repeated = REPEATED.matcher(part);
      boolean isRepeated = repeated.matches();
      int times = isRepeated ? Integer.parseInt(repeated.group(2)) : 1;
      if (times < 1 || readings.size() + times > MOST) {
        throw new IllegalArgumentException("\"" + part + "\": a series has 1 to " + MOST + " readings");
      }
      add(readings, isRepeated ? repeated.group(1) : part, times);
    }
    return new MetricSeries(readings);
  }

  private static void add(List<Sample.@Nullable Reading> readings, String what, int times) {
    Matcher stepped = STEPPED.matcher(what);
    Matcher range = RANGE.matcher(what);
    if (stepped.matches()) {
      BigDecimal step = new BigDecimal(stepped.group(2));
      climb(readings, new BigDecimal(stepped.group(1)), step, BigDecimal.ONE, times);
    } else if (range.matches()) {
      if (times < 2) {
        throw new IllegalArgumentException("\"" + what + "\": say in how many readings, such as " + what + "*10");
      }
      BigDecimal first = new BigDecimal(range.group(1));
      climb(readings, first, new BigDecimal(range.group(2)).subtract(first), BigDecimal.valueOf(times - 1L), times);
    } else {
      Sample.Reading reading = single(what);
      for (int i = 0; i < times; i++) {
        readings.add(reading);
      }
    }
  }

  /** In decimals, so that a hundred steps of 0.1 are 10. */
  private static void climb(
      List<Sample.@Nullable Reading> readings, BigDecimal first, BigDecimal step, BigDecimal parts, int times) {
    for (int i = 0; i < times; i++) {
      BigDecimal gone = step.multiply(BigDecimal.valueOf(i));
      double value = first.doubleValue() + gone.doubleValue() / parts.doubleValue();
      readings.add(new Sample.Reading.Number(parts.equals(BigDecimal.ONE) ? first.add(gone).doubleValue() : value));
    }
  }

  private static Sample.@Nullable Reading single(String what) {
    if (what.equals("_")) {
      return null;
    }
    if (PLAIN.matcher(what).matches()) {
      return new Sample.Reading.Number(Double.parseDouble(what));
    }
    try {
      return new Sample.Reading.State(what);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "\"" + what + "\" is no reading: write 900, 900*10, 900+5*10, 0..100*11, a state such as connected*3, or _*5 for none",
          e);
    }
  }
}
