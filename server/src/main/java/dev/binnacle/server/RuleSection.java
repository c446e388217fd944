package dev.binnacle.server;

import dev.binnacle.engine.rules.Breaches;
import dev.binnacle.engine.rules.Condition;
import dev.binnacle.engine.rules.Escalation;
import dev.binnacle.engine.rules.NoDataPolicy;
import dev.binnacle.engine.rules.Rule;
import dev.binnacle.engine.rules.Scope;
import dev.binnacle.model.ChannelName;
import dev.binnacle.model.Level;
import dev.binnacle.model.RuleName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads one rule about alerts. */
final class RuleSection {
  private static final int LONGEST_TEXT = 2_000;

  private RuleSection() {}

  /**
   * A rule as it is written.
   *
   * @param rule null when it is switched off
   * @param line at which it stands
   */
  record Written(RuleName name, @Nullable Rule rule, int line) {}

  /** Null when it cannot be used, which then is a problem. */
  static @Nullable Written read(SettingsSection section) {
    RuleName name = section.required("name", "a name of letters, digits and . _ -", RuleName::new);
    boolean enabled = section.flag("enabled", true);
    boolean bare = !enabled && section.keys().size() == 2;
    Rule rule = bare ? null : rule(section, name);
    section.refuseUnknown();
    return name == null || (enabled && rule == null) ? null : new Written(name, enabled ? rule : null, section.line());
  }

  private static @Nullable Rule rule(SettingsSection section, @Nullable RuleName name) {
    Condition condition;
    try {
      condition = ConditionSection.read(section);
    } catch (IllegalArgumentException e) {
      section.problem("name", "cannot be used: " + e.getMessage());
      condition = null;
    }
    Breaches breaches = breaches(section, condition);
    Level level = RuleWords.parsed(section, "level", Level.WARNING, Level.class);
    Duration held = ConditionSection.isAbsence(section) ? Duration.ZERO : section.duration("for", Duration.ZERO, Duration.ZERO);
    Duration kept = section.duration("keep-firing-for", Duration.ZERO, Duration.ZERO);
    Scope scope = scope(section, condition);
    Map<String, String> labels = section.named("labels");
    String runbook = text(section, "runbook");
    String message = text(section, "message");
    List<ChannelName> channels = channels(section, "notify");
    NoDataPolicy missing = missing(section);
    Escalation escalation = escalation(section);
    if (name == null || condition == null) {
      return null;
    }
    try {
      return Rule.hashed(
          name, condition, breaches, level, held, kept, scope, labels, runbook, message, channels, missing, escalation);
    } catch (IllegalArgumentException e) {
      section.problem("name", "cannot be used: " + e.getMessage());
      return null;
    }
  }

  private static @Nullable Breaches breaches(SettingsSection section, @Nullable Condition condition) {
    Breaches breaches =
        section.optional(
            "breaches", "some of at most " + Breaches.MOST_SAMPLES + " samples, such as 3 of 5", Breaches::parse);
    if (breaches == null || condition == null || Breaches.fits(condition)) {
      return breaches;
    }
    section.problem(
        "breaches",
        "counts samples, which only metric and response-time have; leave it out, or say with for how long it must hold");
    return null;
  }

  private static @Nullable String text(SettingsSection section, String key) {
    String text = section.optionalText(key);
    if (text != null && text.length() > LONGEST_TEXT) {
      section.problem(key, "must have at most " + LONGEST_TEXT + " characters, had " + text.length());
      return null;
    }
    return text;
  }

  private static Scope scope(SettingsSection section, @Nullable Condition condition) {
    boolean ofFleet =
        condition instanceof Condition.Expression expression
            && expression.formula() instanceof CelFormula formula
            && !formula.isOfBot();
    Scope.Over usual = ofFleet ? Scope.Over.FLEET : Scope.Over.EACH_BOT;
    Scope.Over over = section.parsed("over", usual, "each-bot, fleet or server", text -> RuleWords.word(text, Scope.Over.class));
    List<String> bots = section.oneOrMore("bots");
    List<String> groups = section.oneOrMore("groups");
    List<String> except = section.oneOrMore("except");
    try {
      return new Scope(over, bots, groups, except);
    } catch (IllegalArgumentException e) {
      section.problem("over", "cannot be used: " + e.getMessage());
      return Scope.EACH_BOT;
    }
  }

  static List<ChannelName> channels(SettingsSection section, String key) {
    List<ChannelName> channels = new ArrayList<>();
    for (String name : section.oneOrMore(key)) {
      try {
        channels.add(new ChannelName(name));
      } catch (IllegalArgumentException e) {
        section.problem(key, "must list names of channels: " + e.getMessage());
      }
    }
    return channels;
  }

  private static NoDataPolicy missing(SettingsSection section) {
    NoDataPolicy plain = NoDataPolicy.DEFAULT;
    return new NoDataPolicy(
        section.duration("no-data-after", plain.after(), Duration.ofSeconds(1)),
        RuleWords.parsed(section, "no-data", plain.act(), NoDataPolicy.Act.class));
  }

  private static @Nullable Escalation escalation(SettingsSection section) {
    List<Escalation.Step> steps = new ArrayList<>();
    for (SettingsSection step : section.sections("escalate")) {
      Duration after = step.duration("after", Duration.ofMinutes(15), Duration.ofSeconds(1));
      List<ChannelName> channels = channels(step, "notify");
      step.refuseUnknown();
      if (channels.isEmpty()) {
        step.problem("notify", "is missing: the channels that are told then");
      } else {
        steps.add(new Escalation.Step(after, channels));
      }
    }
    try {
      return steps.isEmpty() ? null : new Escalation(steps);
    } catch (IllegalArgumentException e) {
      section.problem("escalate", "cannot be used: " + e.getMessage());
      return null;
    }
  }
}
