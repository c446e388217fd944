package dev.binnacle.engine.performance;

/**
 * The returns of the complete periods at one moment: those that the window holds, and the newest period's own if it has ended
 * although no later mark has said so.
 */
final class CompleteReturns {
  /** The 5th percentile lies at rank (N - 1) / 20, reckoned in whole numbers so that no rounding moves it. */
  private static final int TWENTIETHS = 20;

  private final ReturnWindow window;
  private final Moments moments;
  private final boolean hasExtra;
  private final double extra;
  private final int extraRank;

  CompleteReturns(ReturnWindow window, Curve curve, boolean newestHasEnded) {
    this.window = window;
    this.hasExtra = newestHasEnded && curve.hasReturn();
    this.extra = hasExtra ? curve.periodReturn() : 0;
    this.extraRank = hasExtra ? window.rankOf(extra) : window.size();
    this.moments = hasExtra ? curve.moments().with(extra) : curve.moments();
  }

  Moments moments() {
    return moments;
  }

  int windowSize() {
    return window.size() + (hasExtra ? 1 : 0);
  }

  double fifthPercentile() {
    int last = windowSize() - 1;
    int below = last / TWENTIETHS;
    double share = last % TWENTIETHS / (double) TWENTIETHS;
    double low = ranked(below);
    return share == 0 ? low : low + share * (ranked(below + 1) - low);
  }

  double meanUpTo(double limit) {
    double sum = 0;
    int count = 0;
    while (count < windowSize() && ranked(count) <= limit + Amounts.NOISE) {
      sum += ranked(count);
      count++;
    }
    return sum / count;
  }

  private double ranked(int i) {
    if (i < extraRank) {
      return window.ranked(i);
    }
    return i == extraRank && hasExtra ? extra : window.ranked(i - 1);
  }
}
