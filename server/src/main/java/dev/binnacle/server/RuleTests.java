package dev.binnacle.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Tests of rules, written in YAML beside the settings: what bots say when, which alerts there are then, and what people are told. Each test
 * has an engine of its own whose time passes as the test says; nobody is told, and no server is asked.
 *
 * <p><b>Threads:</b> thread-safe.
 */
public final class RuleTests {
  private RuleTests() {}

  /** What came of the tests of one file, in their order. */
  public record Report(String file, List<Tested> tests) {
    public Report {
      tests = List.copyOf(tests);
    }

    /** How many tests differ from what they expect. */
    public long failed() {
      return tests.stream().filter(test -> !test.differences().isEmpty()).count();
    }
  }

  /**
   * One test.
   *
   * @param line of the file, at which it stands
   * @param differences empty when all was as expected
   */
  public record Tested(String name, int line, List<Difference> differences) {
    public Tested {
      differences = List.copyOf(differences);
    }
  }

  /**
   * One thing that was not as expected.
   *
   * @param line of the file that expects it
   * @param at since the test's beginning
   * @param what was expected, and what was so instead
   */
  public record Difference(int line, Duration at, String what) {}

  /**
   * Runs the tests of a file.
   *
   * @param environment for the settings that the file names; what is not set counts as set, as nobody is told anyway
   * @throws SettingsException if the file, or the settings that it names, cannot be used; it names all problems at once
   */
  public static Report run(Path file, Function<String, @Nullable String> environment) {
    RuleTestFile read = RuleTestFile.read(file, environment);
    return new Report(
        file.toString(), read.tests().stream().map(test -> new RuleTestRun(test, read.settings()).run()).toList());
  }

  /** As people write it, such as {@code 1m30s}. */
  public static String shown(Duration length) {
    if (length.isZero()) {
      return "0s";
    }
    return length.toString().substring(1).replaceFirst("T", "").toLowerCase(Locale.ROOT);
  }
}
