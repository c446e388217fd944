package dev.binnacle.notify;

import dev.binnacle.model.Alert;
import dev.binnacle.model.Notice;
import dev.binnacle.notify.Message.Field;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Alerts in words. Whoever reads them needs nothing else: value, threshold, since when, what was seen, which rule, what to do. */
final class NoticeText {
  /** Up to here each alert of a notice is told in full. */
  private static final int TOLD_IN_FULL = 5;

  private NoticeText() {}

  static String title(Notice notice) {
    String what = notice.alerts().size() == 1
        ? notice.alerts().getFirst().rule() + " on " + notice.alerts().getFirst().subject()
        : notice.group() + " on " + subjects(notice);
    return switch (notice.kind()) {
      case FIRING -> notice.level() + ": " + what;
      case RAISED -> "Now " + notice.level() + ": " + what;
      case RESOLVED -> "Resolved: " + what;
      case NO_DATA -> "No data: " + what;
      case FLAPPING -> "Flapping: " + what;
      case REPEATED -> "Still " + notice.level() + ": " + what;
      case ESCALATED -> "Nobody has acknowledged: " + what;
      case UNATTENDED -> "Acknowledgement ended: " + what;
      case UNSILENCED -> "Silence ended: " + what;
    };
  }

  private static String subjects(Notice notice) {
    Set<String> subjects =
        notice.alerts().stream().map(a -> a.subject().toString()).collect(Collectors.toCollection(TreeSet::new));
    return subjects.size() <= 3 ? String.join(", ", subjects) : subjects.size() + " subjects";
  }

  static String summary(Notice notice) {
    return title(notice) + ": " + Pieces.shortened(notice.alerts().getFirst().reason(), 160);
  }

  /** What stands in columns: of a notice about one alert only. */
  static List<Field> fields(List<Notice> notices, ZoneId zone) {
    if (notices.size() != 1 || notices.getFirst().alerts().size() != 1) {
      return List.of();
    }
    Notice notice = notices.getFirst();
    Alert alert = notice.alerts().getFirst();
    FieldList fields = new FieldList().text("level", alert.level().name()).text("subject", alert.subject().toString());
    number(fields, "value", metric(alert), alert.value());
    number(fields, "threshold", metric(alert), alert.threshold());
    fields.add("since", since(alert, notice.at(), zone), alert.begun().toString()).text("rule", alert.rule().value());
    acknowledged(fields, alert, zone);
    if (notice.heldBack() > 0) {
      fields.add("held_back", notice.heldBack() + " repeats", String.valueOf(notice.heldBack()));
    }
    return fields.text("runbook", alert.runbook()).list();
  }

  private static void number(FieldList fields, String key, @Nullable String metric, @Nullable Double value) {
    if (value != null) {
      fields.add(key, Figures.judged(metric, value), value.toString());
    }
  }

  private static void acknowledged(FieldList fields, Alert alert, ZoneId zone) {
    Alert.Acknowledgement acknowledged = alert.acknowledged();
    if (acknowledged != null) {
      String until = acknowledged.until() == null ? "" : " until " + Wording.time(acknowledged.until(), zone);
      fields.text("acknowledged_by", acknowledged.owner() + until);
    }
  }

  /** What stands below the columns. */
  static List<String> lines(List<Notice> notices, ZoneId zone) {
    if (notices.size() > 1) {
      return digest(notices);
    }
    Notice notice = notices.getFirst();
    List<String> lines = new ArrayList<>();
    if (notice.alerts().size() == 1) {
      Alert alert = notice.alerts().getFirst();
      lines.add(alert.reason());
      evidence(lines, alert, zone);
      return lines;
    }
    if (notice.alerts().size() > TOLD_IN_FULL) {
      lines.addAll(digest(notices));
      runbooks(lines, notice);
      return lines;
    }
    for (Alert alert : notice.alerts()) {
      lines.add(
          icon(notice, alert) + " " + alert.subject() + ": " + figures(alert) + "since "
              + since(alert, notice.at(), zone));
      lines.add(alert.reason());
      evidence(lines, alert, zone);
    }
    runbooks(lines, notice);
    return lines;
  }

  private static void evidence(List<String> lines, Alert alert, ZoneId zone) {
    for (Alert.Evidence seen : alert.evidence()) {
      lines.add("• " + Wording.time(seen.at(), zone) + "  " + seen.what() + " = " + seen.value());
    }
  }

  private static void runbooks(List<String> lines, Notice notice) {
    notice.alerts().stream().filter(alert -> alert.runbook() != null).map(alert -> alert.rule() + ": " + alert.runbook())
        .distinct().forEach(lines::add);
  }

  /** A line of a digest: what is told of one rule, and of whom. */
  private record Group(String heading, List<String> names) {}

  /** Every alert by name, those of one rule and kind in one line, unless the end of one would then stand above its beginning. */
  private static List<String> digest(List<Notice> notices) {
    List<Group> groups = new ArrayList<>();
    Map<List<Object>, Integer> last = new HashMap<>();
    for (Notice notice : notices) {
      for (Alert alert : notice.alerts()) {
        String heading = icon(notice, alert) + " " + alert.level() + " " + alert.rule() + ", " + spoken(notice.kind());
        List<Object> who = List.of(alert.rule(), alert.subject());
        int place = last.getOrDefault(who, 0);
        while (place < groups.size() && !groups.get(place).heading.equals(heading)) {
          place++;
        }
        if (place == groups.size()) {
          groups.add(new Group(heading, new ArrayList<>()));
        }
        groups.get(place).names.add(alert.subject() + brief(alert));
        last.put(who, place);
      }
    }
    return groups.stream()
        .map(group -> group.heading + " (" + group.names.size() + "): " + String.join(", ", group.names))
        .toList();
  }

  /** What is over is good news, however bad it was. */
  private static String icon(Notice notice, Alert alert) {
    return notice.kind() == Notice.Kind.RESOLVED ? "✅" : Icons.ofLevel(alert.level());
  }

  static String spoken(Notice.Kind kind) {
    return switch (kind) {
      case FIRING -> "firing";
      case RAISED -> "level rose";
      case RESOLVED -> "resolved";
      case NO_DATA -> "no data";
      case FLAPPING -> "flapping";
      case REPEATED -> "still firing";
      case ESCALATED -> "nobody acknowledged";
      case UNATTENDED -> "acknowledgement ended";
      case UNSILENCED -> "silence ended";
    };
  }

  private static String brief(Alert alert) {
    return alert.value() == null ? "" : " " + Figures.judged(metric(alert), alert.value());
  }

  private static String figures(Alert alert) {
    if (alert.value() == null) {
      return "";
    }
    String limit = alert.threshold() == null ? "" : " (threshold " + Figures.judged(metric(alert), alert.threshold()) + ")";
    return Figures.judged(metric(alert), alert.value()) + limit + ", ";
  }

  private static String since(Alert alert, Instant now, ZoneId zone) {
    Duration length = Duration.between(alert.begun(), now);
    return Wording.time(alert.begun(), zone) + (length.toSeconds() < 1 ? "" : " (" + Wording.duration(length) + ")");
  }

  /** Which metric was judged: a label may say so, else the newest evidence does. */
  private static @Nullable String metric(Alert alert) {
    String label = alert.labels().get("metric");
    if (label != null || alert.evidence().isEmpty()) {
      return label;
    }
    return alert.evidence().getLast().what();
  }
}
