package dev.binnacle.engine.alerts;

import dev.binnacle.engine.rules.Judgement;
import dev.binnacle.engine.rules.Rule;
import dev.binnacle.model.Alert;
import dev.binnacle.model.AlertId;
import dev.binnacle.model.AlertState;
import dev.binnacle.model.Level;
import dev.binnacle.model.SilenceId;
import dev.binnacle.model.Subject;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An alert that differs from another in something. */
final class Edits {
  static final String INHIBITED_BY = "inhibited_by";

  private Edits() {}

  static Alert begun(AlertId id, Rule rule, Subject subject, AlertState state, Instant now, Judgement found,
      @Nullable String group) {
    Level level = found.level() == null ? rule.level() : found.level();
    return new Alert(
        id, rule.name(), subject, level, state, now, now, found.value(), found.threshold(), reason(rule, subject, found),
        found.evidence(), labels(rule, subject, level, group), rule.runbook(), null, List.of());
  }

  /** In another state, for what was found now. */
  static Alert turned(Alert alert, AlertState state, Instant now, Rule rule, Judgement found) {
    Instant since = state == alert.state() ? alert.since() : now;
    return new Alert(
        alert.id(), alert.rule(), alert.subject(), alert.level(), state, alert.begun(), since, found.value(),
        found.threshold(), reason(rule, alert.subject(), found), found.evidence(), alert.labels(), alert.runbook(),
        alert.acknowledged(), alert.silenced());
  }

  /** In another state, for this reason. */
  static Alert turned(Alert alert, AlertState state, Instant now, String reason) {
    Instant since = state == alert.state() ? alert.since() : now;
    return new Alert(
        alert.id(), alert.rule(), alert.subject(), alert.level(), state, alert.begun(), since, alert.value(),
        alert.threshold(), reason, alert.evidence(), alert.labels(), alert.runbook(), alert.acknowledged(), alert.silenced());
  }

  static Alert labelled(Alert alert, Map<String, String> labels) {
    return new Alert(
        alert.id(), alert.rule(), alert.subject(), alert.level(), alert.state(), alert.begun(), alert.since(), alert.value(),
        alert.threshold(), alert.reason(), alert.evidence(), labels, alert.runbook(), alert.acknowledged(), alert.silenced());
  }

  /** By a rule that says something else of it, and at this level. */
  static Alert ruled(Alert alert, Rule rule, Level level, @Nullable String group) {
    Map<String, String> labels = labels(rule, alert.subject(), level, group);
    String inhibitor = alert.labels().get(INHIBITED_BY);
    if (inhibitor != null) {
      labels.put(INHIBITED_BY, inhibitor);
    }
    return new Alert(
        alert.id(), alert.rule(), alert.subject(), level, alert.state(), alert.begun(), alert.since(), alert.value(),
        alert.threshold(), alert.reason(), alert.evidence(), labels, rule.runbook(), alert.acknowledged(), alert.silenced());
  }

  static Alert silenced(Alert alert, List<SilenceId> silences) {
    return new Alert(
        alert.id(), alert.rule(), alert.subject(), alert.level(), alert.state(), alert.begun(), alert.since(), alert.value(),
        alert.threshold(), alert.reason(), alert.evidence(), alert.labels(), alert.runbook(), alert.acknowledged(), silences);
  }

  static Alert acknowledged(Alert alert, Alert.@Nullable Acknowledgement by) {
    return new Alert(
        alert.id(), alert.rule(), alert.subject(), alert.level(), alert.state(), alert.begun(), alert.since(), alert.value(),
        alert.threshold(), alert.reason(), alert.evidence(), alert.labels(), alert.runbook(), by, alert.silenced());
  }

  static Map<String, String> labels(Rule rule, Subject subject, Level level, @Nullable String group) {
    Map<String, String> labels = new TreeMap<>(rule.labels());
    labels.put("rule", rule.name().value());
    labels.put("level", level.name().toLowerCase(Locale.ROOT));
    put(labels, "bot", subject.bot() == null ? null : subject.bot().value());
    put(labels, "part", subject.part());
    put(labels, "group", group);
    return labels;
  }

  private static void put(Map<String, String> labels, String name, @Nullable String value) {
    if (value != null) {
      labels.put(name, value);
    }
  }

  private static String reason(Rule rule, Subject subject, Judgement found) {
    String message = rule.message();
    if (message == null || found.finding() != Judgement.Finding.HOLDS) {
      return found.reason();
    }
    String said = message
        .replace("{value}", shown(found.value()))
        .replace("{threshold}", shown(found.threshold()))
        .replace("{subject}", subject.toString())
        .replace("{rule}", rule.name().value())
        .replace("{reason}", found.reason());
    return said.length() <= Alert.LONGEST_REASON ? said : said.substring(0, Alert.LONGEST_REASON - 1) + "…";
  }

  private static String shown(@Nullable Double number) {
    if (number == null) {
      return "?";
    }
    return number == Math.rint(number) && Math.abs(number) < 1e15 ? String.valueOf(number.longValue()) : number.toString();
  }
}
