package dev.binnacle.benchmarks;

import java.util.Arrays;
import java.util.List;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs one suite by its name; {@code benchmarks/run} calls it. */
public final class Main {
  private static final String USAGE =
      """
      benchmarks/run jmh     [--rounds 3] [--only PATTERN] [--millis 300]   costs of single calls, beside Micrometer, Disruptor and Logback
      """;

  private Main() {}

  public static void main(String[] words) throws Exception {
    if (words.length == 0) {
      System.err.print(USAGE);
      System.exit(2);
    }
    for (Report report : run(words[0], Options.of(Arrays.copyOfRange(words, 1, words.length)))) {
      report.print(System.out);
    }
    System.exit(0);
  }

  private static List<Report> run(String suite, Options options) throws Exception {
    return switch (suite) {
      case "jmh" ->
          List.of(new MicroSuite(options.number("rounds", 3), options.text("only", "Benchmark"), TimeValue.milliseconds(options.number("millis", 300))).run());
      default -> throw new IllegalArgumentException("no suite " + suite + ":\n" + USAGE);
    };
  }
}
