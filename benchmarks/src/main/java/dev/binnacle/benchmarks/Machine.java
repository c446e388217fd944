package dev.binnacle.benchmarks;

import java.lang.management.ManagementFactory;

/** What the figures were taken on. */
final class Machine {
  private Machine() {}

  static String describe() {
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    return Runtime.getRuntime().availableProcessors()
        + " cores, load "
        + Report.number(load)
        + ", Java "
        + Runtime.version().feature();
  }
}
