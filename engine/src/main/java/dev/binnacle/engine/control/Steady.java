package dev.binnacle.engine.control;

/** Whether a number can be believed: one that is many times as large or as small as the one before must be said again. */
final class Steady {
  private static final double MOST = 10;

  private double believed = Double.NaN;
  private double odd = Double.NaN;

  /** @return false for what is no number, is below zero, or jumps */
  boolean isBelieved(double number) {
    if (!Double.isFinite(number) || number < 0) {
      return false;
    }
    if (Double.isNaN(believed) || near(number, believed) || (!Double.isNaN(odd) && near(number, odd))) {
      believed = number;
      odd = Double.NaN;
      return true;
    }
    odd = number;
    return false;
  }

  private static boolean near(double one, double other) {
    return one <= MOST * other && other <= MOST * one;
  }
}
