package dev.binnacle.notify.telegram;

import dev.binnacle.notify.Role;
import dev.binnacle.notify.Wording;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Something that a command does. Names are as people wrote them: who carries it out says whether there is such a one. */
public sealed interface Act {
  /** @param alert its id */
  record Acknowledge(String alert, @Nullable String comment) implements Act {}

  /**
   * @param target an alert's id, or a bot's name
   * @param untilResolved whether it ends earlier with the alerts that it hides
   */
  record Silence(String target, Duration length, boolean untilResolved, @Nullable String comment) implements Act {}

  /** @param bot null for all of them */
  record Pause(@Nullable String bot) implements Act {}

  /** @param bot null for all of them */
  record Resume(@Nullable String bot) implements Act {}

  /**
   * @param bot null for all of them
   * @param reason null when none was given
   */
  record Halt(@Nullable String bot, HaltMode mode, @Nullable String reason) implements Act {}

  /** A parameter of a bot's configuration. */
  record Configure(String bot, String parameter, String value) implements Act {}

  /** How far a halt goes. */
  enum HaltMode {
    /** No new orders. */
    STOP,
    /** Also cancels what is open. */
    CANCEL,
    /** Also closes positions. */
    LIQUIDATE
  }

  /** Who may do it: what lets a bot trade again takes more than what keeps it from trading. */
  default Role needs() {
    return switch (this) {
      case Acknowledge _,Silence _ -> Role.TRADER;
      case Pause(var bot) -> bot == null ? Role.ADMIN : Role.TRADER;
      case Resume(var bot) -> bot == null ? Role.ADMIN : Role.OPERATOR;
      case Halt halt -> halt.bot() == null ? Role.ADMIN : Role.OPERATOR;
      case Configure _ -> Role.ADMIN;
    };
  }

  /** What will be done, as a person reads it before agreeing. */
  default String sentence() {
    return switch (this) {
      case Acknowledge(var alert, var comment) -> "acknowledge alert " + alert + quoted(comment);
      case Silence(var target, var length, var untilResolved, var comment) ->
          "silence " + target + " for " + Wording.duration(length) + (untilResolved ? " or until it is resolved" : "")
              + quoted(comment);
      case Pause(var bot) -> "pause " + whole(bot);
      case Resume(var bot) -> "let " + whole(bot) + " trade again";
      case Halt(var bot, var mode, var reason) -> "halt " + whole(bot) + extent(mode) + quoted(reason);
      case Configure(var bot, var parameter, var value) -> "set " + parameter + " of " + bot + " to " + value;
    };
  }

  private static String extent(HaltMode mode) {
    return switch (mode) {
      case STOP -> "";
      case CANCEL -> " and cancel open orders";
      case LIQUIDATE -> ", cancel open orders and close positions";
    };
  }

  private static String whole(@Nullable String bot) {
    return bot == null ? "ALL bots" : bot;
  }

  private static String quoted(@Nullable String words) {
    return words == null ? "" : " (" + words + ")";
  }
}
