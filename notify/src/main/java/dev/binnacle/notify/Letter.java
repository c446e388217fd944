package dev.binnacle.notify;

import dev.binnacle.notify.Message.Field;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A message as it is read: what a channel marks up in its own way. Nothing here is escaped.
 *
 * @param icon a picture before the title
 * @param fields with the time last, in the reader's zone, which is named
 * @param lines below the fields
 * @param notes what a reader must know of the delivery: that it is late, that it may be a repeat
 */
public record Letter(String icon, String title, List<Field> fields, List<String> lines, List<String> notes) {
  /** From when on a message says that it is late. */
  public static final Duration LATE = Duration.ofMinutes(2);

  public Letter {
    fields = List.copyOf(fields);
    lines = List.copyOf(lines);
    notes = List.copyOf(notes);
  }

  static Letter of(Dispatch dispatch) {
    Message message = dispatch.message();
    List<Field> fields = new ArrayList<>(message.fields());
    List<String> lines = new ArrayList<>(message.text().lines().toList());
    if (!message.notices().isEmpty()) {
      fields.addAll(NoticeText.fields(message.notices(), dispatch.zone()));
      lines.addAll(NoticeText.lines(message.notices(), dispatch.zone()));
    }
    fields.add(new Field("time", "Time", Wording.time(message.at(), dispatch.zone()), message.at().toString()));
    return new Letter(Icons.of(message), message.title(), fields, lines, notes(dispatch, message.at()));
  }

  private static List<String> notes(Dispatch dispatch, Instant at) {
    List<String> notes = new ArrayList<>();
    Duration late = Duration.between(at, dispatch.now());
    if (late.compareTo(LATE) >= 0) {
      notes.add("Late: this happened " + Wording.duration(late) + " before it was sent.");
    }
    if (dispatch.possibleRepeat()) {
      notes.add("Possible repeat: an earlier attempt to send this may have arrived.");
    }
    return notes;
  }

  /** The icon of a field; empty for none. */
  public static String iconOf(Field field) {
    return Icons.ofField(field.key());
  }

  /** Icon and title in one line. */
  public String heading() {
    return icon.isEmpty() ? title : icon + " " + title;
  }

  /** The whole letter without any markup, lines parted by line feeds. */
  public String plain() {
    return String.join("\n", plainLines());
  }

  /** As {@link #plain}, line by line: to be split where a channel takes only so much. */
  public List<String> plainLines() {
    List<String> all = new ArrayList<>();
    all.add(heading());
    fields.forEach(field -> all.add(field.label() + ": " + field.text()));
    all.addAll(lines);
    all.addAll(notes);
    return List.copyOf(all);
  }
}
