package dev.binnacle.server;

import dev.cel.common.CelOptions;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The bounds that every expression of the settings keeps to, and how its mistakes are told. */
final class Cel {
  private static final int MOST_ITERATIONS = 10_000;
  private static final Pattern PLACE = Pattern.compile("^ERROR: <input>:(\\d+):(\\d+): ");
  private static final CelOptions OPTIONS =
      CelOptions.current()
          .comprehensionMaxIterations(MOST_ITERATIONS)
          .enableHeterogeneousNumericComparisons(true)
          .maxParseRecursionDepth(50)
          .maxExpressionCodePointSize(10_000)
          .build();

  private Cel() {}

  /** Without macros: there are no loops until somebody asks for them. */
  static CelCompilerBuilder compiler() {
    return CelCompilerFactory.standardCelCompilerBuilder().setOptions(OPTIONS);
  }

  static CelRuntime runtime() {
    return CelRuntimeFactory.standardCelRuntimeBuilder().setOptions(OPTIONS).build();
  }

  /** The first of the mistakes, without the lines that quote the expression. */
  static String reason(Exception e) {
    String first = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    Matcher place = PLACE.matcher(first);
    return place.find() ? first.substring(place.end()) + ", at column " + place.group(2) : first;
  }
}
