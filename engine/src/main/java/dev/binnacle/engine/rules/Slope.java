package dev.binnacle.engine.rules;

import java.util.Arrays;

/**
 * A straight line through points, which a minority of odd ones does not bend: the slope is the median of the slopes of all pairs (H. Theil,
 * "A rank-invariant method of linear and polynomial regression analysis", 1950; P. K. Sen, Journal of the American Statistical
 * Association, 1968), the level the median of what is left.
 *
 * @param slope per second
 * @param level of the line at the last point
 * @param noise the median distance of the points from the line
 */
record Slope(double slope, double level, double noise) {

  /** Takes {@code count²} steps. {@code seconds} rise. */
  static Slope of(double[] seconds, double[] values, int count) {
    double[] slopes = new double[count * (count - 1) / 2];
    int pairs = 0;
    for (int i = 0; i < count; i++) {
      for (int j = i + 1; j < count; j++) {
        double apart = seconds[j] - seconds[i];
        if (apart > 0) {
          slopes[pairs++] = (values[j] - values[i]) / apart;
        }
      }
    }
    if (pairs == 0) {
      return new Slope(0, values[count - 1], 0);
    }
    double slope = median(slopes, pairs);
    double end = seconds[count - 1];
    double[] rest = new double[count];
    for (int i = 0; i < count; i++) {
      rest[i] = values[i] - slope * (seconds[i] - end);
    }
    double level = median(rest, count);
    for (int i = 0; i < count; i++) {
      rest[i] = Math.abs(values[i] - slope * (seconds[i] - end) - level);
    }
    return new Slope(slope, level, median(rest, count));
  }

  /** Sorts the first {@code count}. */
  private static double median(double[] values, int count) {
    Arrays.sort(values, 0, count);
    int middle = count / 2;
    return count % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
  }
}
