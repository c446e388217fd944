package dev.binnacle.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What one reading of a settings file looks up and finds. <b>Threads:</b> one thread at a time. */
final class SettingsReading {
  private final String file;
  private final Function<String, @Nullable String> environment;
  private final List<Finding> problems;
  private final List<String> warnings;

  /**
   * One thing that is wrong.
   *
   * @param place the keys to it, such as {@code rules[2].above}
   */
  record Finding(int line, String place, String what) {}

  SettingsReading(String file, Function<String, @Nullable String> environment) {
    this(file, environment, new ArrayList<>(), new ArrayList<>());
  }

  private SettingsReading(
      String file, Function<String, @Nullable String> environment, List<Finding> problems, List<String> warnings) {
    this.file = file;
    this.environment = environment;
    this.problems = problems;
    this.warnings = warnings;
  }

  /** The same reading, for a part that is switched off: every variable that it names counts as set. */
  SettingsReading switchedOff() {
    return new SettingsReading(file, name -> "https://switched.off", problems, warnings);
  }

  @Nullable String variable(String name) {
    return environment.apply(name);
  }

  void problem(int line, String place, String what) {
    problems.add(new Finding(line, place, what));
  }

  void warning(int line, String place, String what) {
    warnings.add(told(line, place, what));
  }

  private String told(int line, String place, String what) {
    return String.format(Locale.ROOT, "%s %s (%s:%d)", place, what, file, line);
  }

  List<String> problems() {
    return problems.stream().map(finding -> told(finding.line, finding.place, finding.what)).toList();
  }

  List<Finding> findings() {
    return problems;
  }

  List<String> warnings() {
    return warnings;
  }
}
