package dev.binnacle.notify;

import dev.binnacle.model.Alert;
import dev.binnacle.model.BotId;
import dev.binnacle.model.EndedSilence;
import dev.binnacle.model.Event;
import dev.binnacle.model.Fact;
import dev.binnacle.model.Level;
import dev.binnacle.model.Notice;
import dev.binnacle.model.Value;
import dev.binnacle.notify.Message.Action;
import dev.binnacle.notify.Message.Deed;
import dev.binnacle.notify.Message.Tone;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says things in words: the front door to every message that there is. */
public final class Messages {
  private Messages() {}

  /**
   * @param dashboard where a reader can see more; null for no link
   */
  public static Message of(Notice notice, @Nullable URI dashboard) {
    List<Alert> alerts = notice.alerts();
    BotId bot = alerts.getFirst().subject().bot();
    boolean same = alerts.stream().allMatch(alert -> Objects.equals(alert.subject().bot(), bot));
    return Message.of(notice.id(), EventKind.ALERT, notice.level(), same ? bot : null, notice.at(), NoticeText.title(notice))
        .withTone(tone(notice))
        .withSummary(NoticeText.summary(notice))
        .withNotices(List.of(Runbook.reachable(notice, dashboard)))
        .withActions(actions(notice, dashboard));
  }

  /** A silence has ended. @param told of {@code ended} */
  public static Message of(Fact.SilenceEnded ended, EndedSilence told) {
    return SilenceMessages.of(ended, told);
  }

  /**
   * What is said of an event; empty for what nobody is told one by one.
   *
   * @param id names it for good
   */
  public static Optional<Message> of(String id, BotId bot, Event event) {
    return EventMessages.of(id, bot, event);
  }

  /**
   * A summary that the server makes.
   *
   * @param kind a summary, report, update or result
   * @param bot null for the fleet
   * @param of which time it speaks of, such as {@code 2026-01-05}; may be empty
   * @param figures by their names on the wire, in reading order, money in the currency that {@code currency} names
   */
  public static Message report(
      String id, EventKind kind, @Nullable BotId bot, Instant at, String of, Map<String, Value> figures) {
    return ReportMessages.of(id, kind, bot, at, of, figures);
  }

  /**
   * @param bot null for the fleet
   * @param state such as {@code halted} or {@code failed}
   * @param mode such as {@code cancel}
   * @param by who asked, a person or a trigger
   * @param did what was done, a line for each bot and order
   */
  public static Message halt(
      String id, @Nullable BotId bot, Instant at, String state, String mode, String by, String reason, List<String> did) {
    String who = bot == null ? "all bots" : bot.value();
    return Message.of(id, EventKind.HALT, Level.CRITICAL, bot, at, "Halt of " + who + ": " + state)
        .withTone(Tone.BAD)
        .withSummary("Halt of " + who + " " + state + ": " + reason)
        .withFields(new FieldList().bot(bot).text("state", state).text("mode", mode).text("by", by).text("reason", reason).list())
        .withText(String.join("\n", did));
  }

  /** Nothing is wrong, and the way to people works. */
  public static Message allClear(String id, Instant at, Map<String, Value> figures) {
    return ReportMessages.of(id, EventKind.ALL_CLEAR, null, at, "", figures)
        .withChart(null)
        .withTone(Tone.GOOD)
        .withText("Nothing is firing, and this message shows that the way to you works.");
  }

  /** Somebody tries a channel. */
  public static Message test(String id, Instant at, String by) {
    return Message.of(id, EventKind.TEST, Level.INFO, null, at, "Binnacle: test message")
        .withTone(Tone.GOOD)
        .withFields(new FieldList().text("by", by).list())
        .withText("This channel works.");
  }

  private static Tone tone(Notice notice) {
    return switch (notice.kind()) {
      case RESOLVED -> Tone.GOOD;
      case NO_DATA, FLAPPING -> Tone.CAUTION;
      case FIRING, RAISED, REPEATED, ESCALATED, UNATTENDED, UNSILENCED -> switch (notice.level()) {
        case INFO -> Tone.NEUTRAL;
        case WARNING -> Tone.CAUTION;
        case CRITICAL -> Tone.BAD;
      };
    };
  }

  private static List<Action> actions(Notice notice, @Nullable URI dashboard) {
    List<Action> actions = new ArrayList<>();
    if (notice.alerts().size() == 1 && notice.kind() != Notice.Kind.RESOLVED) {
      Alert alert = notice.alerts().getFirst();
      if (alert.acknowledged() == null) {
        actions.add(new Action(Deed.ACKNOWLEDGE, "Acknowledge", alert.id().value()));
      }
      actions.add(new Action(Deed.SILENCE, "Silence", alert.id().value()));
    }
    if (dashboard != null) {
      actions.add(new Action(Deed.OPEN, "Open dashboard", dashboard.toString()));
    }
    return actions;
  }
}
