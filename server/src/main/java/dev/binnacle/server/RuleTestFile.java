package dev.binnacle.server;

import dev.binnacle.engine.rules.Rule;
import dev.binnacle.model.RuleName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A file with tests of rules. The rules are those of the settings file that it names, else those that ship; its own take the place of those
 * with their names.
 *
 * <p><b>Threads:</b> immutable.
 */
record RuleTestFile(Settings settings, List<RuleTest> tests) {
  private static final long LARGEST = 1 << 20;
  private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");

  /** @throws SettingsException if it cannot be used; it names all problems at once */
  static RuleTestFile read(Path file, Function<String, @Nullable String> environment) {
    String name = String.valueOf(file.getFileName());
    SettingsReading reading = new SettingsReading(name, environment);
    SettingsSection root = new SettingsSection("", SettingsFile.compose(text(file), name), reading);
    Settings settings = settings(file, root, environment);
    Map<RuleName, Rule> rules = rules(root, settings);
    Instant start = root.parsed("start", START, "a time such as 2026-01-05T10:00:00Z", Instant::parse);
    List<RuleTest> tests = new ArrayList<>();
    for (SettingsSection section : root.sections("tests")) {
      RuleTest test = new RuleTestSection(section, rules).read(start);
      if (test != null) {
        tests.add(test);
      }
    }
    root.refuseUnknown();
    if (tests.isEmpty() && reading.problems().isEmpty()) {
      root.problem("tests", "is missing: what happens, and what is expected of it");
    }
    if (!reading.problems().isEmpty()) {
      throw new SettingsException(reading.problems());
    }
    return new RuleTestFile(settings, tests);
  }

  private static String text(Path file) {
    try {
      if (Files.size(file) > LARGEST) {
        throw new SettingsException(List.of(file + " is larger than 1 MiB; part the tests into several files"));
      }
      return Files.readString(file);
    } catch (IOException e) {
      throw new SettingsException(List.of("cannot read " + file + ": " + e));
    }
  }

  private static Settings settings(Path file, SettingsSection root, Function<String, @Nullable String> environment) {
    String named = root.optionalText("settings");
    if (named == null) {
      return Settings.DEFAULTS;
    }
    // Tests run where no secret is: what is not set counts as set, as for a channel that is switched off.
    return SettingsFile.read(file.resolveSibling(named), variable -> {
      String value = environment.apply(variable);
      return value == null || value.isEmpty() ? "https://not.set" : value;
    });
  }

  private static Map<RuleName, Rule> rules(SettingsSection root, Settings settings) {
    Map<RuleName, Rule> rules = new LinkedHashMap<>();
    settings.alerting().engine().rules().forEach(rule -> rules.put(rule.name(), rule));
    Map<RuleName, Integer> own = new LinkedHashMap<>();
    for (SettingsSection section : root.sections("rules")) {
      RuleSection.Written written = RuleSection.read(section);
      if (written == null) {
        continue;
      }
      Integer before = own.putIfAbsent(written.name(), written.line());
      if (before != null) {
        section.problem("name", "is there already at line " + before + "; give each rule a name of its own");
      }
      if (written.rule() == null) {
        rules.remove(written.name());
      } else {
        rules.put(written.name(), written.rule());
      }
    }
    return rules;
  }
}
