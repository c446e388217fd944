package dev.binnacle.notify;

import dev.binnacle.model.Alert;
import dev.binnacle.model.AlertId;
import dev.binnacle.model.BotId;
import dev.binnacle.model.Level;
import dev.binnacle.model.Notice;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * What people are told, in no channel's own form.
 *
 * @param id names what is told; the same for every channel
 * @param at when it happened
 * @param title a few words without markup or icon
 * @param summary the whole of it in one line, for a digest or a short message
 * @param fields in reading order
 * @param text what is said below the fields, lines parted by line feeds; may be empty
 * @param notices what of alerts is told; empty for another event, more than one in a digest
 * @param actions what a reader may want to do
 * @param chart the picture that belongs to it; null for none
 * @param silent it must not ring
 */
public record Message(
    String id,
    EventKind kind,
    Level level,
    Tone tone,
    @Nullable BotId bot,
    Instant at,
    String title,
    String summary,
    List<Field> fields,
    String text,
    List<Notice> notices,
    List<Action> actions,
    Charts.@Nullable Wanted chart,
    boolean silent) {
  public Message {
    fields = List.copyOf(fields);
    notices = List.copyOf(notices);
    actions = List.copyOf(actions);
  }

  /** How it feels: the colour that it has where a channel has colours. */
  public enum Tone {
    GOOD,
    NEUTRAL,
    CAUTION,
    BAD
  }

  /**
   * One figure or word.
   *
   * @param key as a machine knows it, such as {@code entry_price}
   * @param label as a person reads it
   * @param text the value as a person reads it
   * @param raw the value as a machine reads it
   */
  public record Field(String key, String label, String text, String raw) {}

  /** Something that a reader may want to do. {@code target} is an alert's id, or an address for {@link Deed#OPEN}. */
  public record Action(Deed deed, String label, String target) {}

  /** What can be done. */
  public enum Deed {
    ACKNOWLEDGE,
    SILENCE,
    OPEN
  }

  /** A message of a title alone, to be completed. */
  public static Message of(String id, EventKind kind, Level level, @Nullable BotId bot, Instant at, String title) {
    return new Message(
        id, kind, level, Tone.NEUTRAL, bot, at, title, title, List.of(), "", List.of(), List.of(), null, false);
  }

  public Message withTone(Tone feeling) {
    return new Message(
        id, kind, level, feeling, bot, at, title, summary, fields, text, notices, actions, chart, silent);
  }

  public Message withSummary(String line) {
    return new Message(id, kind, level, tone, bot, at, title, line, fields, text, notices, actions, chart, silent);
  }

  public Message withFields(List<Field> all) {
    return new Message(id, kind, level, tone, bot, at, title, summary, all, text, notices, actions, chart, silent);
  }

  public Message withText(String body) {
    return new Message(id, kind, level, tone, bot, at, title, summary, fields, body, notices, actions, chart, silent);
  }

  public Message withNotices(List<Notice> told) {
    return new Message(id, kind, level, tone, bot, at, title, summary, fields, text, told, actions, chart, silent);
  }

  public Message withActions(List<Action> possible) {
    return new Message(id, kind, level, tone, bot, at, title, summary, fields, text, notices, possible, chart, silent);
  }

  public Message withChart(Charts.@Nullable Wanted picture) {
    return new Message(id, kind, level, tone, bot, at, title, summary, fields, text, notices, actions, picture, silent);
  }

  public Message silently() {
    return new Message(id, kind, level, tone, bot, at, title, summary, fields, text, notices, actions, chart, true);
  }

  Heading heading() {
    return new Heading(id, kind, level, bot);
  }

  /** The alerts that it tells of, each once. */
  public List<AlertId> alertIds() {
    return notices.stream().flatMap(notice -> notice.alerts().stream()).map(Alert::id).distinct().toList();
  }

  public String toJson() {
    return MessageJson.MAPPER.writeValueAsString(this);
  }

  /**
   * @throws IllegalArgumentException if it is not what {@link #toJson} writes
   */
  public static Message fromJson(String json) {
    try {
      return MessageJson.MAPPER.readValue(json, Message.class);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("not a message: " + e.getOriginalMessage(), e);
    }
  }
}
