package dev.binnacle.engine.rules;

import dev.binnacle.model.ChannelName;
import dev.binnacle.model.Level;
import dev.binnacle.model.RuleName;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What people want to be told of, and how.
 *
 * @param breaches how many of the last samples must meet the condition for it to hold; null for the last one alone
 * @param holdFor how long the condition must hold before it fires; zero to fire at once
 * @param keepFiringFor how long it must have been good before it resolves
 * @param labels of its alerts beside {@code rule}, {@code level}, {@code bot}, {@code group} and {@code part}, at most 20
 * @param runbook where it says what to do
 * @param message for people in place of the reason, in which {@code {value}}, {@code {threshold}}, {@code {subject}}, {@code {rule}} and
 *     {@code {reason}} stand for those
 * @param channels the channels that are told whatever their filters say; empty to leave it to those
 * @param escalation null when nobody else is told
 * @param hash of all the rest: rules of equal hashes are the same rule
 */
public record Rule(
    RuleName name,
    Condition condition,
    @Nullable Breaches breaches,
    Level level,
    Duration holdFor,
    Duration keepFiringFor,
    Scope scope,
    Map<String, String> labels,
    @Nullable String runbook,
    @Nullable String message,
    List<ChannelName> channels,
    NoDataPolicy missing,
    @Nullable Escalation escalation,
    String hash) {
  private static final int MOST_LABELS = 20;

  public Rule {
    Amounts.notNegative("for", holdFor);
    Amounts.notNegative("keep-firing-for", keepFiringFor);
    if (labels.size() > MOST_LABELS) {
      throw new IllegalArgumentException(
          "a rule must have at most " + MOST_LABELS + " labels, " + name + " had " + labels.size());
    }
    labels = Collections.unmodifiableMap(new TreeMap<>(labels));
    channels = List.copyOf(channels);
    Fitting.check(name, condition, scope);
    Fitting.check(name, condition, breaches);
  }

  /** A rule about each bot that fires at once and tells whom the channels' filters say. */
  public static Rule of(String name, Condition condition, Level level) {
    return hashed(
        new RuleName(name), condition, null, level, Duration.ZERO, Duration.ZERO, Scope.EACH_BOT, Map.of(), null, null, List.of(),
        NoDataPolicy.DEFAULT, null);
  }

  /** With the hash of its content. */
  public static Rule hashed(
      RuleName name,
      Condition condition,
      @Nullable Breaches breaches,
      Level level,
      Duration holdFor,
      Duration keepFiringFor,
      Scope scope,
      Map<String, String> labels,
      @Nullable String runbook,
      @Nullable String message,
      List<ChannelName> channels,
      NoDataPolicy missing,
      @Nullable Escalation escalation) {
    Rule bare =
        new Rule(
            name, condition, breaches, level, holdFor, keepFiringFor, scope, labels, runbook, message, channels, missing,
            escalation, "");
    return new Rule(
        name, condition, breaches, level, holdFor, keepFiringFor, scope, labels, runbook, message, channels, missing, escalation,
        hashOf(bare.toString()));
  }

  public Rule breaching(@Nullable Breaches samples) {
    return hashed(
        name, condition, samples, level, holdFor, keepFiringFor, scope, labels, runbook, message, channels, missing, escalation);
  }

  public Rule holding(Duration duration) {
    return hashed(
        name, condition, breaches, level, duration, keepFiringFor, scope, labels, runbook, message, channels, missing,
        escalation);
  }

  public Rule keeping(Duration duration) {
    return hashed(name, condition, breaches, level, holdFor, duration, scope, labels, runbook, message, channels, missing,
        escalation);
  }

  public Rule over(Scope other) {
    return hashed(
        name, condition, breaches, level, holdFor, keepFiringFor, other, labels, runbook, message, channels, missing, escalation);
  }

  public Rule at(Level other) {
    return hashed(name, condition, breaches, other, holdFor, keepFiringFor, scope, labels, runbook, message, channels, missing,
        escalation);
  }

  public Rule labelled(Map<String, String> others) {
    return hashed(name, condition, breaches, level, holdFor, keepFiringFor, scope, others, runbook, message, channels, missing,
        escalation);
  }

  public Rule notifying(List<ChannelName> others) {
    return hashed(
        name, condition, breaches, level, holdFor, keepFiringFor, scope, labels, runbook, message, others, missing, escalation);
  }

  public Rule missing(NoDataPolicy policy) {
    return hashed(name, condition, breaches, level, holdFor, keepFiringFor, scope, labels, runbook, message, channels, policy,
        escalation);
  }

  public Rule escalating(Escalation to) {
    return hashed(name, condition, breaches, level, holdFor, keepFiringFor, scope, labels, runbook, message, channels, missing,
        to);
  }

  public Rule saying(@Nullable String text, @Nullable String page) {
    return hashed(name, condition, breaches, level, holdFor, keepFiringFor, scope, labels, page, text, channels, missing,
        escalation);
  }

  /** Everything in it has one spelling: its sets and maps are sorted. */
  private static String hashOf(String content) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
