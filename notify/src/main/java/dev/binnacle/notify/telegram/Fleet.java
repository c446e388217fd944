package dev.binnacle.notify.telegram;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the remote control asks of the rest.
 *
 * <p><b>Threads:</b> called by one thread at a time; may block for some seconds.
 */
public interface Fleet {
  /**
   * Answers a question.
   *
   * @param bot as a person wrote it, null for all bots; one that there is not is told in the answer
   */
  Reply show(Topic topic, @Nullable String bot);

  /** Does what a person of sufficient role has confirmed. */
  Result carryOut(Act act, Person by);

  /**
   * What to say.
   *
   * @param lines plain text; one that begins with {@code # } is a heading
   * @param choices what might be asked next
   */
  record Reply(List<String> lines, List<Choice> choices) {
    public Reply {
      lines = List.copyOf(lines);
      choices = List.copyOf(choices);
    }

    public static Reply of(String... lines) {
      return new Reply(List.of(lines), List.of());
    }
  }

  /** A button that gives a command. {@code command} is such as {@code status btc-trend}; what acts asks for a confirmation still. */
  record Choice(String label, String command) {}

  /** What became of an act. {@code text} is a sentence for a person that says exactly what was done, or why not. */
  sealed interface Result {
    String text();

    record Done(String text) implements Result {}

    /** It is not possible as things are: no such bot, or a value that is not allowed. */
    record Refused(String text) implements Result {}

    /** This Binnacle cannot do such a thing. */
    record Unavailable(String text) implements Result {}
  }
}
