package dev.binnacle.engine.performance;

/**
 * The sums over all complete periods, by B. P. Welford, "Note on a Method for Calculating Corrected Sums of Squares and
 * Products", Technometrics 4 (1962), which loses no digits where the mean is large against the deviation.
 *
 * @param squares sum of the squared differences from the mean
 * @param downside sum of the squares of the returns below zero
 * @param growth product of one plus the return
 */
record Moments(long count, double mean, double squares, double downside, double growth) {
  static final Moments NONE = new Moments(0, 0, 0, 0, 1);

  Moments with(double value) {
    double delta = value - mean;
    double newMean = mean + delta / (count + 1);
    double lost = Math.min(0, value);
    return new Moments(
        count + 1,
        newMean,
        squares + delta * (value - newMean),
        downside + lost * lost,
        Math.min(growth * (1 + value), Amounts.LARGEST_GROWTH));
  }

  /** So many periods in which nothing changed, by the pairwise form of T. F. Chan, G. H. Golub and R. J. LeVeque (1979). */
  Moments withZeros(long zeros) {
    if (zeros == 0) {
      return this;
    }
    double total = (double) count + zeros;
    double share = count / total;
    return new Moments(count + zeros, mean * share, squares + mean * mean * share * zeros, downside, growth);
  }

  /** The sample deviation (N - 1), zero where it is nothing but rounding. */
  double deviation() {
    double deviation = Math.sqrt(squares / (count - 1));
    return deviation < Amounts.NOISE ? 0 : deviation;
  }

  /** The root of the mean square of the returns below zero, over all periods. */
  double downsideDeviation() {
    double deviation = Math.sqrt(downside / count);
    return deviation < Amounts.NOISE ? 0 : deviation;
  }
}
