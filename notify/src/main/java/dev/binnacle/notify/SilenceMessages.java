package dev.binnacle.notify;

import dev.binnacle.model.Alert;
import dev.binnacle.model.BotId;
import dev.binnacle.model.EndedSilence;
import dev.binnacle.model.Fact;
import dev.binnacle.model.InvalidValueException;
import dev.binnacle.model.Level;
import dev.binnacle.model.Plural;
import dev.binnacle.model.Silence;
import dev.binnacle.model.SilenceId;
import dev.binnacle.notify.Message.Tone;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What people are told of a silence that ended: whose it was, why it ended, what it has hidden, and what of that goes on. */
final class SilenceMessages {
  private static final int MOST_LINES = 20;
  /** In the summary, which is all that a short message holds. */
  private static final int MOST_NAMES = 3;

  private SilenceMessages() {}

  static Message of(Fact.SilenceEnded ended, EndedSilence told) {
    Silence silence = told.silence();
    String matcher = matcher(silence);
    String why = why(ended);
    String hidden = Plural.of(ended.hidden(), "notice");
    String active = told.activeInAll() == 0 ? "none" : Plural.of(told.activeInAll(), "alert");
    return Message.of("silence-" + silence.id() + "-ended", EventKind.SILENCE_ENDED, Level.INFO, bot(silence), ended.at(),
        "Silence " + silence.id() + " ended: " + why)
        .withTone(told.activeInAll() == 0 ? Tone.GOOD : Tone.CAUTION)
        .withSummary("Silence " + silence.id() + " of " + silence.owner() + " (" + matcher + ") ended: " + why + "; " + hidden
            + " hidden, still active: " + names(told))
        .withFields(
            new FieldList().bot(bot(silence)).text("silence", silence.id().value()).text("silenced", matcher)
                .text("owner", silence.owner()).text("comment", silence.comment())
                .duration(Duration.between(silence.from(), ended.at())).add("hidden", hidden, String.valueOf(ended.hidden()))
                .add("still_active", active, String.valueOf(told.activeInAll())).list())
        .withText(String.join("\n", lines(told)));
  }

  private static String matcher(Silence silence) {
    return new TreeMap<>(silence.matcher()).entrySet().stream()
        .map(label -> label.getKey() + "=" + label.getValue())
        .collect(Collectors.joining(" "));
  }

  private static String why(Fact.SilenceEnded ended) {
    return switch (ended.ending()) {
      case EXPIRED -> "its time is over";
      case RESOLVED -> "its alerts are over";
      case LIFTED -> "lifted by " + ended.by();
    };
  }

  /** Of one bot alone it is told where that bot's events are. */
  private static @Nullable BotId bot(Silence silence) {
    Map<String, String> matcher = silence.matcher();
    String name = matcher.get("bot");
    if (name == null) {
      return null;
    }
    try {
      return new BotId(name);
    } catch (InvalidValueException e) {
      return null; // A pattern.
    }
  }

  private static String names(EndedSilence told) {
    List<String> named = told.active().stream().limit(MOST_NAMES).map(alert -> alert.rule() + " on " + alert.subject()).toList();
    long more = told.activeInAll() - named.size();
    return named.isEmpty() ? "none" : String.join(", ", named) + (more > 0 ? " and " + more + " more" : "");
  }

  private static List<String> lines(EndedSilence told) {
    Stream<String> named = told.active().stream().limit(MOST_LINES).map(alert -> line(alert, told.silence().id()));
    long more = told.activeInAll() - Math.min(told.active().size(), MOST_LINES);
    return Stream.concat(named, more > 0 ? Stream.of("and " + Plural.of(more, "more alert")) : Stream.empty()).toList();
  }

  private static String line(Alert alert, SilenceId ended) {
    String others = alert.silenced().stream()
        .filter(id -> !id.equals(ended))
        .map(SilenceId::value)
        .collect(Collectors.joining(", "));
    return Icons.ofLevel(alert.level()) + " " + alert.level() + " " + alert.rule() + " on " + alert.subject() + ": "
        + alert.reason()
        + (alert.acknowledged() == null ? "" : " (acknowledged by " + alert.acknowledged().owner() + ")")
        + (others.isEmpty() ? "" : " (still silenced by " + others + ")");
  }
}
