package dev.binnacle.model;

import org.jspecify.annotations.Nullable;

/**
 * What an alert is about.
 *
 * @param bot null for the fleet
 * @param part of it, such as a component, a symbol or an endpoint; null for all of it
 */
public record Subject(@Nullable BotId bot, @Nullable String part) {
  public static final Subject FLEET = new Subject(null, null);

  public Subject {
    Check.optionalText("part", part, 200);
  }

  public static Subject of(BotId bot) {
    return new Subject(bot, null);
  }

  /** As people read it: {@code btc-trend}, {@code btc-trend/feed}, {@code fleet}. */
  @Override
  public String toString() {
    String whole = bot == null ? "fleet" : bot.value();
    return part == null ? whole : whole + "/" + part;
  }
}
