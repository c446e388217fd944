package dev.binnacle.server;

import dev.binnacle.engine.rules.Rule;
import dev.binnacle.model.AlertState;
import dev.binnacle.model.BotId;
import dev.binnacle.model.Level;
import dev.binnacle.model.Notice;
import dev.binnacle.model.RuleName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads one test of rules: what is expected of what happens. What happens reads {@link RuleTestSteps}. */
final class RuleTestSection {
  private static final String TIME = "a time since the test's beginning, such as 90s or 5m";

  private final SettingsSection section;
  private final Map<RuleName, Rule> rules;

  /** @param rules that it may have in force */
  RuleTestSection(SettingsSection section, Map<RuleName, Rule> rules) {
    this.section = section;
    this.rules = rules;
  }

  /** From one time to another, or at one. */
  record Span(Duration from, Duration to) {
    static @Nullable Span read(String text) {
      String[] ends = text.split("\\.\\.", -1);
      Duration from = SettingsSection.duration(ends[0].strip());
      Duration to = ends.length == 1 ? from : SettingsSection.duration(ends[ends.length - 1].strip());
      return from == null || to == null || ends.length > 2 || to.compareTo(from) < 0 ? null : new Span(from, to);
    }
  }

  /** Null when it cannot be used, which then is a problem. */
  @Nullable RuleTest read(Instant usualStart) {
    String name = section.required("name", "what the test shows, in a few words", text -> text.isBlank() ? null : text);
    Instant start = section.parsed("start", usualStart, "a time such as 2026-01-05T10:00:00Z", Instant::parse);
    List<Rule> inForce = inForce();
    List<RuleTest.Look> looks = looks();
    List<RuleTest.Told> notices = section.has("notices") ? notices() : null;
    if (looks.isEmpty() && notices == null) {
      section.problem("expect", "is missing: which alerts there are when, or under notices what people are told");
    }
    Duration end = end(looks, notices);
    RuleTestSteps steps = new RuleTestSteps(section, start);
    List<RuleTest.Step> happening = steps.read(end);
    section.refuseUnknown();
    return name == null
        ? null
        : new RuleTest(name, section.line(), start, inForce, happening, looks, notices, end);
  }

  private List<Rule> inForce() {
    List<String> wanted = section.oneOrMore("rules");
    if (wanted.isEmpty()) {
      return List.copyOf(rules.values());
    }
    List<Rule> found = new ArrayList<>();
    List<String> names = rules.keySet().stream().map(RuleName::value).toList();
    for (String name : wanted) {
      Rule rule = rules.values().stream().filter(each -> each.name().value().equals(name)).findFirst().orElse(null);
      if (rule == null) {
        section.problem("rules", "names " + name + ", which is no rule; " + SettingsSection.suggestion(name, names));
      } else {
        found.add(rule);
      }
    }
    return found;
  }

  /** The last time that anything is said of, unless it says how long it goes on. */
  private Duration end(List<RuleTest.Look> looks, @Nullable List<RuleTest.Told> notices) {
    Duration last = Duration.ZERO;
    for (RuleTest.Look look : looks) {
      last = look.at().compareTo(last) > 0 ? look.at() : last;
    }
    for (RuleTest.Told told : notices == null ? List.<RuleTest.Told>of() : notices) {
      last = told.to().compareTo(last) > 0 ? told.to() : last;
    }
    Duration end = section.duration("until", last, Duration.ZERO);
    if (end.compareTo(last) < 0) {
      section.problem("until", "is before " + RuleTests.shown(last) + ", of which something is expected");
    }
    if (end.compareTo(RuleTestSteps.LONGEST) > 0) {
      section.problem("until", "must be at most " + RuleTestSteps.LONGEST.toDays() + " days after the beginning");
      return Duration.ZERO;
    }
    return end;
  }

  private List<RuleTest.Look> looks() {
    List<RuleTest.Look> looks = new ArrayList<>();
    for (SettingsSection look : section.sections("expect")) {
      Duration at = look.required("at", TIME, SettingsSection::duration);
      List<RuleTest.Expected> alerts =
          look.sections("alerts").stream().map(this::expected).filter(Objects::nonNull).toList();
      if (!look.has("alerts")) {
        look.problem("alerts", "is missing: those that there are then; [] for none");
      }
      look.refuseUnknown();
      if (at != null) {
        looks.add(new RuleTest.Look(at, look.line(), alerts));
      }
    }
    looks.sort(Comparator.comparing(RuleTest.Look::at));
    return looks;
  }

  private RuleTest.@Nullable Expected expected(SettingsSection alert) {
    RuleName rule = alert.required("rule", "the rule's name", RuleName::new);
    BotId bot = bot(alert);
    String part = alert.optionalText("part");
    AlertState state = RuleWords.parsed(alert, "state", AlertState.FIRING, AlertState.class);
    Level level = RuleWords.optional(alert, "level", Level.class);
    Double value = alert.optional("value", "a number", RuleWords::number);
    alert.refuseUnknown();
    if (rule == null) {
      return null;
    }
    check(alert, rule);
    return new RuleTest.Expected(alert.line(), rule, bot, part, state, level, value);
  }

  private List<RuleTest.Told> notices() {
    List<RuleTest.Told> notices = new ArrayList<>();
    for (SettingsSection notice : section.sections("notices")) {
      Span at = notice.required("at", TIME + ", or a stretch of it such as 10s..15s", Span::read);
      Notice.Kind kind = RuleWords.parsed(notice, "kind", Notice.Kind.FIRING, Notice.Kind.class);
      RuleName rule = notice.optional("rule", "the rule's name", RuleName::new);
      BotId bot = bot(notice);
      Level level = RuleWords.optional(notice, "level", Level.class);
      notice.refuseUnknown();
      if (rule != null) {
        check(notice, rule);
      }
      if (at != null) {
        notices.add(new RuleTest.Told(notice.line(), at.from(), at.to(), kind, rule, bot, level));
      }
    }
    return notices;
  }

  private static @Nullable BotId bot(SettingsSection section) {
    return section.optional("bot", "a bot's name", BotId::new);
  }

  /** A misspelt name would never be found, and so pass where none is expected. */
  private void check(SettingsSection where, RuleName rule) {
    if (!rules.containsKey(rule)) {
      where.problem(
          "rule",
          "is " + rule + ", which is no rule; "
              + SettingsSection.suggestion(rule.value(), rules.keySet().stream().map(RuleName::value).toList()));
    }
  }
}
