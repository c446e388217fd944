package dev.binnacle.demo;

import dev.binnacle.model.Health;
import dev.binnacle.model.Severity;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Errors of each severity, and a part of a bot that it cannot do without, which fails for so long that trading halts without a person. */
final class Mishaps {
  /** As many as the server halts after when nobody says otherwise. */
  private static final int FAILED_CHECKS = 3;

  private Mishaps() {}

  /** How a bot says it. */
  interface Voice {
    void error(String kind, String message, Severity severity);

    /** Of a part that the bot cannot do without. */
    void critical(String name, Health health, @Nullable String message);
  }

  /**
   * @param offset seconds by which all of it is later, so that not every bot speaks at once
   */
  static List<Script.Step> steps(Voice voice, int offset) {
    List<Script.Step> steps = new ArrayList<>();
    steps.add(Script.Step.at(offset + 10,
        () -> voice.error("Reconnected", "the feed was opened anew, nothing was missed", Severity.INFO)));
    steps.add(
        Script.Step.at(offset + 20, () -> voice.error("SlowAnswer", "an order took 1.8 s to be acknowledged", Severity.WARNING)));
    steps.add(Script.Step.at(offset + 30, () -> voice.critical("risk_check", Health.DEGRADED, "every second check is late")));
    steps.add(Script.Step.at(offset + 40,
        () -> voice.error("ApiError", "the venue answered 502 to a request for balances", Severity.ERROR)));
    for (int check = 0; check < FAILED_CHECKS; check++) {
      steps.add(
          Script.Step.at(offset + 50 + 5 * check, () -> voice.critical("risk_check", Health.FAILED, "no answer within 5 s")));
    }
    steps.add(Script.Step.at(offset + 70,
        () -> voice.error("RiskViolation", "an order would have passed the limit of a position", Severity.HIGH)));
    steps.add(Script.Step.at(offset + 80, () -> voice.critical("risk_check", Health.HEALTHY, null)));
    steps.add(Script.Step.at(offset + 100,
        () -> voice.error("LedgerMismatch", "fills and balance disagree by 0.02 USD", Severity.CRITICAL)));
    return steps;
  }
}
