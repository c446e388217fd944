package dev.binnacle.server;

import dev.binnacle.engine.rules.AlertSettings;
import dev.binnacle.engine.rules.Rule;
import dev.binnacle.model.BotId;
import dev.binnacle.model.ChannelName;
import dev.binnacle.model.RuleName;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** All rules that are in force: those of the thresholds, those of the stock, and in place of them or beside them those of the settings. */
final class RuleBook {
  static final String STOCK = "stock-rules.yaml";

  private RuleBook() {}

  /** @param lines where rules of the settings stand that are switched on */
  record Book(List<Rule> rules, Map<RuleName, Integer> lines) {}

  /** @param root of the settings; a mistake in its rules is a problem of its reading */
  static Book read(SettingsSection root, Thresholds fleet, Map<BotId, Thresholds> bots, Set<ChannelName> channels) {
    Map<RuleName, RuleSection.Written> own = new LinkedHashMap<>();
    for (SettingsSection section : root.sections("rules")) {
      RuleSection.Written written = RuleSection.read(section);
      RuleSection.Written before = written == null ? null : own.putIfAbsent(written.name(), written);
      if (before != null) {
        section.problem("name", "is there already at line " + before.line() + "; give each rule a name of its own");
      }
      if (written != null && written.rule() != null) {
        checkChannels(section, written.rule(), channels);
      }
    }
    List<Rule> all = new ArrayList<>(ofThresholds(own, fleet, bots));
    stock().stream().filter(rule -> !own.containsKey(rule.name())).forEach(all::add);
    Map<RuleName, Integer> lines = new LinkedHashMap<>();
    for (RuleSection.Written written : own.values()) {
      if (written.rule() != null) {
        all.add(written.rule());
        lines.put(written.name(), written.line());
      }
    }
    return new Book(all, lines);
  }

  /** Whoever replaces a rule of a threshold replaces it for every bot. */
  private static List<Rule> ofThresholds(
      Map<RuleName, RuleSection.Written> own, Thresholds fleet, Map<BotId, Thresholds> bots) {
    List<Rule> rules = new ArrayList<>();
    for (Threshold threshold : Threshold.all()) {
      if (!own.containsKey(new RuleName(ThresholdRules.name(threshold)))) {
        rules.addAll(ThresholdRules.of(threshold, fleet, bots));
      }
    }
    if (!own.containsKey(new RuleName(ThresholdRules.LOSS_AHEAD))) {
      rules.addAll(ThresholdRules.lossAhead(fleet, bots));
    }
    rules.removeIf(rule -> own.containsKey(rule.name()));
    return rules;
  }

  static void checkChannels(SettingsSection section, Rule rule, Set<ChannelName> channels) {
    Set<ChannelName> named = new LinkedHashSet<>(rule.channels());
    if (rule.escalation() != null) {
      rule.escalation().steps().forEach(step -> named.addAll(step.channels()));
    }
    named.removeAll(channels);
    for (ChannelName unknown : named) {
      section.problem(
          section.has("notify") ? "notify" : "escalate",
          "names " + unknown + ", which is no channel; "
              + (channels.isEmpty() ? "add it to channels" : SettingsSection.suggestion(unknown.value(), names(channels))));
    }
  }

  private static List<String> names(Set<ChannelName> channels) {
    return channels.stream().map(ChannelName::value).sorted().toList();
  }

  /** Those of the stock, without those of the thresholds. */
  static List<Rule> stock() {
    return Stock.WHOLE.rules;
  }

  static List<AlertSettings.Inhibition> stockInhibitions() {
    return Stock.WHOLE.inhibitions;
  }

  /** Read once: its expressions take time to compile. */
  private record Stock(List<Rule> rules, List<AlertSettings.Inhibition> inhibitions) {
    static final Stock WHOLE = read();

    private static Stock read() {
      SettingsReading reading = new SettingsReading(STOCK, name -> null);
      SettingsSection root = new SettingsSection("", SettingsFile.compose(text(), STOCK), reading);
      List<Rule> rules = new ArrayList<>();
      for (SettingsSection section : root.sections("rules")) {
        RuleSection.Written written = RuleSection.read(section);
        if (written != null && written.rule() != null) {
          rules.add(written.rule());
        }
      }
      List<AlertSettings.Inhibition> inhibitions =
          root.sections("inhibit").stream().map(AlertsSection::inhibition).filter(Objects::nonNull).toList();
      root.refuseUnknown();
      if (!reading.problems().isEmpty()) {
        throw new IllegalStateException(String.join("\n", reading.problems()));
      }
      return new Stock(List.copyOf(rules), inhibitions);
    }
  }

  private static String text() {
    try (InputStream resource = RuleBook.class.getResourceAsStream(STOCK)) {
      if (resource == null) {
        throw new IllegalStateException("this build lacks " + STOCK);
      }
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
