package dev.binnacle.engine.rules;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A condition that somebody else has compiled. It is asked on the engine's thread: it must not block, must end within a budget of its own
 * and must not throw; an exception is taken as {@link Verdict.Unknown}.
 */
public interface Formula {
  /**
   * Whether the condition holds.
   *
   * @param view valid only during the call
   */
  Verdict test(View view);

  /** The names of bots' figures that it reads, without {@code bot.}: it is asked when one of these comes, and on each tick. */
  Set<String> reads();

  /** What a formula sees. */
  interface View {
    Instant now();

    /** The bot that is judged; null when the fleet is. */
    @Nullable Figures bot();

    Figures fleet();
  }

  /** What is so of a bot, or of the fleet: what the bot sends by its name, and what the fleet derives. */
  interface Figures {
    /** {@code fleet} for the fleet. */
    String name();

    @Nullable String group();

    /** Null when it is not known, is no number, or was told too long ago. */
    @Nullable Double number(String name);

    /** A state's word, such as {@code connected}; {@code status} is the bot's own in lower case. Null when it is not known. */
    @Nullable String word(String name);
  }

  /** The answer. */
  sealed interface Verdict {
    /** @param value that decided, if there is one */
    record Holds(String reason, @Nullable Double value) implements Verdict {}

    /** It does not hold, which is good news. */
    record Fails() implements Verdict {}

    /** Cannot be told, such as when a figure is not known: neither good nor bad. */
    record Unknown(String why) implements Verdict {}
  }
}
