package dev.binnacle.web.security;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What somebody is trusted with, in rising order. */
public enum Role {
  /** Sends events for its bot and reads nothing. */
  INGEST,
  /** Reads everything, changes nothing. */
  VIEWER,
  /** Also acts on bots. */
  OPERATOR,
  /** Also places orders, where the settings let anybody. */
  TRADER,
  /** Also hands out and takes away access. */
  ADMIN;

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Role> named(String wireName) {
    return Arrays.stream(values()).filter(role -> role.wireName().equals(wireName)).findFirst();
  }

  /** Whether a person may sign in with it; a bot's token opens no dashboard. */
  public boolean isForPeople() {
    return this != INGEST;
  }
}
