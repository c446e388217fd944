package dev.binnacle.notify.telegram;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What can be asked for. */
public enum Topic {
  STATUS("how the bots are; of one with its name"),
  PORTFOLIO("equity, cash and positions' value"),
  PERFORMANCE("returns, win rate, drawdown"),
  POSITIONS("open positions"),
  TRADES("the latest trades"),
  STATS("what was received, decided and told"),
  BOTS("all bots"),
  ALERTS("alerts that are open"),
  CONFIG("a bot's parameters; BOT NAME=VALUE changes one"),
  VERSION("which Binnacle this is");

  private final String purpose;

  Topic(String purpose) {
    this.purpose = purpose;
  }

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  String purpose() {
    return purpose;
  }

  static Optional<Topic> named(String word) {
    return Arrays.stream(values()).filter(topic -> topic.word().equals(word)).findFirst();
  }
}
