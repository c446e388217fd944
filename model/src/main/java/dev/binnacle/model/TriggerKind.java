package dev.binnacle.model;

import java.util.Locale;

/** What can halt trading without a person. */
public enum TriggerKind {
  /** A bot takes more memory than a multiple of its threshold. */
  MEMORY,
  /** More of its calls to venues fail than a multiple of the threshold. */
  API_ERRORS,
  /** It has lost more on the day than a multiple of its limit. */
  DAILY_LOSS,
  /** A component that it calls critical has failed, again and again or by another's word too. */
  CRITICAL_FAILURE,
  /** Its equity stands so far below its peak. */
  DRAWDOWN,
  /** It fell silent while it holds positions or orders. */
  LOST_HEARTBEAT,
  /** It sends, changes and cancels orders faster than it may. */
  ORDER_STORM,
  /** It executes the same again and again. */
  REPEATED_EXECUTION;

  /** Whether what it has stopped stays stopped until a named person has armed it again. */
  public boolean isThrottle() {
    return this == ORDER_STORM || this == REPEATED_EXECUTION;
  }

  /** As the settings and people spell it: {@code daily-loss}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
