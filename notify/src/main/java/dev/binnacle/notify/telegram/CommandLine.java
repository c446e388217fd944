package dev.binnacle.notify.telegram;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what people write: {@code /halt@binnacle_bot btc-trend cancel exchange is odd}. */
final class CommandLine {
  static final Duration USUAL_SILENCE = Duration.ofHours(2);
  static final Duration LONGEST_SILENCE = Duration.ofDays(7);
  private static final String UNTIL_RESOLVED = "until-resolved";
  private static final Pattern COMMAND =
      Pattern.compile("/?([A-Za-z_]{1,32})(?:@([A-Za-z0-9_]{1,64}))?(?:\\s+(.*))?", Pattern.DOTALL);
  private static final Pattern LENGTH = Pattern.compile("([0-9]{1,5})(m|min|h|d)");
  private static final Pattern SETTING = Pattern.compile("([A-Za-z0-9._-]{1,100})=(.{1,200})", Pattern.DOTALL);

  private CommandLine() {}

  /** What was meant. */
  sealed interface Read {
    record Help() implements Read {}

    record Show(Topic topic, @Nullable String bot) implements Read {}

    record Do(Act act) implements Read {}

    /** @param why with the remedy */
    record Unclear(String why) implements Read {}

    /** A command that there is not; in a group it may be another bot's. */
    record Unknown(String word) implements Read {}

    /** It was said to another bot, or is talk. */
    record NotForUs() implements Read {}
  }

  /**
   * @param bot the name under which Telegram knows this bot
   */
  static Read read(String text, String bot) {
    String line = text.strip();
    Matcher command = COMMAND.matcher(line);
    if (!line.startsWith("/") || !command.matches()) {
      return line.startsWith("/") ? new Read.Unclear("I cannot read that. /help lists what I know.") : new Read.NotForUs();
    }
    if (command.group(2) != null && !command.group(2).equalsIgnoreCase(bot)) {
      return new Read.NotForUs();
    }
    return read(command.group(1).toLowerCase(Locale.ROOT), words(command.group(3)));
  }

  /** What a button stands for: the same without a slash. */
  static Read ofButton(String data) {
    return read("/" + data, "");
  }

  private static Read read(String word, List<String> words) {
    return switch (word) {
      case "start", "help" -> new Read.Help();
      case "ack" -> words.isEmpty()
          ? new Read.Unclear("Which alert? /ack ALERT [comment]. /alerts lists them.")
          : new Read.Do(new Act.Acknowledge(words.getFirst(), rest(words, 1)));
      case "silence" -> silence(words);
      case "pause" -> new Read.Do(new Act.Pause(first(words)));
      case "resume" -> new Read.Do(new Act.Resume(first(words)));
      case "halt" -> halt(words);
      case "config" -> config(words);
      default -> Topic.named(word)
          .<Read>map(topic -> new Read.Show(topic, first(words)))
          .orElseGet(() -> new Read.Unknown(word));
    };
  }

  private static Read silence(List<String> words) {
    if (words.isEmpty()) {
      return new Read.Unclear("What? /silence ALERT-or-BOT [2h] [until-resolved] [comment].");
    }
    Optional<Duration> length = words.size() < 2 ? Optional.empty() : length(words.get(1));
    int next = length.isPresent() ? 2 : 1;
    boolean untilResolved = words.size() > next && words.get(next).equalsIgnoreCase(UNTIL_RESOLVED);
    Duration asked = length.orElse(USUAL_SILENCE);
    if (asked.isZero() || asked.compareTo(LONGEST_SILENCE) > 0) {
      return new Read.Unclear("A silence lasts from 1m to 7d.");
    }
    return new Read.Do(new Act.Silence(words.getFirst(), asked, untilResolved, rest(words, untilResolved ? next + 1 : next)));
  }

  private static Read halt(List<String> words) {
    int next = 0;
    String bot = null;
    if (!words.isEmpty() && mode(words.getFirst()).isEmpty()) {
      bot = words.getFirst();
      next = 1;
    }
    Optional<Act.HaltMode> mode = words.size() > next ? mode(words.get(next)) : Optional.empty();
    return new Read.Do(new Act.Halt(bot, mode.orElse(Act.HaltMode.STOP), rest(words, mode.isPresent() ? next + 1 : next)));
  }

  private static Read config(List<String> words) {
    if (words.size() < 2) {
      return new Read.Show(Topic.CONFIG, first(words));
    }
    Matcher setting = SETTING.matcher(String.join(" ", words.subList(1, words.size())));
    return setting.matches()
        ? new Read.Do(new Act.Configure(words.getFirst(), setting.group(1), setting.group(2).strip()))
        : new Read.Unclear("To change a parameter: /config BOT NAME=VALUE.");
  }

  private static Optional<Act.HaltMode> mode(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "stop" -> Optional.of(Act.HaltMode.STOP);
      case "cancel" -> Optional.of(Act.HaltMode.CANCEL);
      case "liquidate" -> Optional.of(Act.HaltMode.LIQUIDATE);
      default -> Optional.empty();
    };
  }

  private static Optional<Duration> length(String word) {
    Matcher length = LENGTH.matcher(word);
    if (!length.matches()) {
      return Optional.empty();
    }
    long count = Long.parseLong(length.group(1));
    return Optional.of(switch (length.group(2)) {
      case "h" -> Duration.ofHours(count);
      case "d" -> Duration.ofDays(count);
      default -> Duration.ofMinutes(count);
    });
  }

  private static List<String> words(@Nullable String text) {
    return text == null || text.isBlank() ? List.of() : List.of(text.strip().split("\\s+"));
  }

  private static @Nullable String first(List<String> words) {
    return words.isEmpty() ? null : words.getFirst();
  }

  private static @Nullable String rest(List<String> words, int from) {
    return words.size() <= from ? null : String.join(" ", words.subList(from, words.size()));
  }
}
