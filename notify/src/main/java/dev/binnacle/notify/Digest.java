package dev.binnacle.notify;

import dev.binnacle.model.BotId;
import dev.binnacle.model.Level;
import dev.binnacle.model.Notice;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Many messages that wait for one channel as one: a storm is told in a few messages, and every alert of it is named. */
final class Digest {
  private Digest() {}

  static Message of(String id, List<Message> messages) {
    Message first = messages.getFirst();
    Level level = messages.stream().map(Message::level).max(Comparator.naturalOrder()).orElse(first.level());
    Instant oldest = messages.stream().map(Message::at).min(Comparator.naturalOrder()).orElse(first.at());
    Message.Tone tone = messages.stream().map(Message::tone).max(Comparator.naturalOrder()).orElse(first.tone());
    boolean silent = messages.stream().allMatch(Message::silent);
    List<Notice> notices = messages.stream().flatMap(message -> message.notices().stream()).toList();
    String title = notices.isEmpty() ? messages.size() + " messages" : title(notices);
    Message digest = Message.of(id, first.kind(), level, bot(messages), oldest, title)
        .withTone(tone)
        .withSummary(title)
        .withNotices(notices)
        .withText(
            notices.isEmpty()
                ? messages.stream().map(m -> Icons.of(m) + " " + m.summary()).collect(Collectors.joining("\n"))
                : "More alerts than this channel takes one by one; each is named here.")
        .withActions(first.actions().stream().filter(action -> action.deed() == Message.Deed.OPEN).toList());
    return silent ? digest.silently() : digest;
  }

  private static @Nullable BotId bot(List<Message> messages) {
    BotId bot = messages.getFirst().bot();
    return messages.stream().allMatch(message -> Objects.equals(message.bot(), bot)) ? bot : null;
  }

  private static String title(List<Notice> notices) {
    Map<Level, Long> counts = new EnumMap<>(Level.class);
    long resolved = 0;
    for (Notice notice : notices) {
      if (notice.kind() == Notice.Kind.RESOLVED) {
        resolved += notice.alerts().size();
      } else {
        notice.alerts().forEach(alert -> counts.merge(alert.level(), 1L, Long::sum));
      }
    }
    long all = counts.values().stream().mapToLong(Long::longValue).sum();
    if (all == 0) {
      return counted(resolved) + " resolved";
    }
    String parts = List.of(Level.CRITICAL, Level.WARNING, Level.INFO).stream()
        .filter(counts::containsKey)
        .map(level -> counts.get(level) + " " + level.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
    return counted(all) + ": " + parts + (resolved == 0 ? "" : "; " + resolved + " resolved");
  }

  private static String counted(long alerts) {
    return alerts == 1 ? "1 alert" : alerts + " alerts";
  }
}
