package dev.binnacle.web.view;

import dev.binnacle.engine.alerts.AlertsSnapshot.SilenceView;
import dev.binnacle.model.Alert;
import dev.binnacle.model.Alert.Acknowledgement;
import dev.binnacle.model.Alert.Evidence;
import dev.binnacle.model.AlertState;
import dev.binnacle.model.Level;
import dev.binnacle.model.Silence;
import dev.binnacle.model.SilenceId;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Alerts and silences, in full and as the plain endpoints have them. */
public final class AlertShapes {
  /** A dashboard shows so many at once; the rest is a page of {@code /api/v1/alerts}. */
  private static final int SHOWN = 200;

  private static final int SHOWN_RECENT = 50;

  private static final Comparator<Alert> URGENT_FIRST =
      Comparator.comparing((Alert alert) -> alert.acknowledged() != null || !alert.silenced().isEmpty())
          .thenComparing(Alert::level, Comparator.reverseOrder())
          .thenComparing(Alert::begun, Comparator.reverseOrder())
          .thenComparing(Alert::id);

  private static final Shape<Evidence> EVIDENCE =
      Shape.<Evidence>object("Evidence", "One thing that was seen")
          .time("at", Evidence::at)
          .text("what", Evidence::what)
          .text("value", Evidence::value)
          .shape();

  private static final Shape<Acknowledgement> ACKNOWLEDGEMENT =
      Shape.<Acknowledgement>object("Acknowledgement", "Somebody takes care")
          .text("owner", Acknowledgement::owner)
          .textOrNull("comment", Acknowledgement::comment)
          .time("at", Acknowledgement::at)
          .timeOrNull("until", Acknowledgement::until)
          .note("when it ends by itself and people are told again; null for as long as the alert lasts")
          .shape();

  public static final Shape<Alert> ALERT =
      Shape.<Alert>object("Alert", "One time that a rule's condition held for one subject")
          .text("id", alert -> alert.id().value())
          .text("rule", alert -> alert.rule().value())
          .text("subject", alert -> alert.subject().toString())
          .textOrNull("bot", alert -> alert.subject().bot() == null ? null : alert.subject().bot().value())
          .note("null for the fleet")
          .textOrNull("part", alert -> alert.subject().part())
          .word("level", Level.class, Alert::level)
          .word("state", AlertState.class, Alert::state)
          .time("begun", Alert::begun)
          .note("when the condition was first seen to hold")
          .time("since", Alert::since)
          .note("when it came into its state")
          .numberOrNull("value", Alert::value)
          .numberOrNull("threshold", Alert::threshold)
          .text("reason", Alert::reason)
          .list("evidence", EVIDENCE, Alert::evidence)
          .map("labels", Shape.<String>text(text -> text), alert -> new TreeMap<>(alert.labels()))
          .textOrNull("runbook", Alert::runbook)
          .childOrNull("acknowledged", ACKNOWLEDGEMENT, Alert::acknowledged)
          .list("silenced", Shape.<SilenceId>text(SilenceId::value), Alert::silenced)
          .note("the silences that hide it now")
          .shape();

  public static final Shape<SilenceView> SILENCE =
      Shape.<SilenceView>object("Silence", "For a time nobody is told of alerts that match")
          .text("id", view -> view.silence().id().value())
          .map("matcher", Shape.<String>text(text -> text), past -> new TreeMap<>(past.silence().matcher()))
          .note("values by label, all of which must match; * stands for any characters")
          .time("from", view -> view.silence().from())
          .time("until", view -> view.silence().until())
          .flag("until_resolved", view -> view.silence().term() == Silence.Term.UNTIL_RESOLVED)
          .note("whether it ends earlier, once it has hidden an alert and none that matches is pending or open any more")
          .text("owner", view -> view.silence().owner())
          .text("comment", view -> view.silence().comment())
          .count("hidden", SilenceView::hidden)
          .note("notices that it has held back")
          .timeOrNull("ended", SilenceView::endedAt)
          .note("null while it is in force")
          .wordOrNull("ending", Silence.Ending.class, SilenceView::ending)
          .note("expired: its time was over; resolved: its alerts were; lifted: a person ended it; null while it is in force")
          .textOrNull("ended_by", SilenceView::endedBy)
          .note("who lifted it")
          .shape();

  /** How many there are of each kind. */
  public record Counts(long open, long critical, long warning, long info, long acknowledged, long silenced, long pending) {
    static Counts of(AlertsNow now) {
      return new Counts(
          now.open().size(), now.openOf(Level.CRITICAL), now.openOf(Level.WARNING), now.openOf(Level.INFO),
          now.open().stream().filter(alert -> alert.acknowledged() != null).count(),
          now.open().stream().filter(alert -> !alert.silenced().isEmpty()).count(), now.pending().size());
    }
  }

  private static final Shape<Counts> COUNTS =
      Shape.<Counts>object("AlertCounts", "How many alerts there are")
          .count("open", Counts::open)
          .count("critical", Counts::critical)
          .count("warning", Counts::warning)
          .count("info", Counts::info)
          .count("acknowledged", Counts::acknowledged)
          .note("of the open ones")
          .count("silenced", Counts::silenced)
          .note("of the open ones")
          .count("pending", Counts::pending)
          .shape();

  public static final Shape<AlertsNow> NOW =
      Shape.<AlertsNow>object("AlertsNow", "The alerts of the present, the most urgent first")
          .child("counts", COUNTS, Counts::of)
          .list("open", ALERT, AlertShapes::shown)
          .note("at most " + SHOWN + ": those that nobody cares for and nothing hides are first")
          .list("pending", ALERT, now -> now.pending().stream().sorted(URGENT_FIRST).limit(SHOWN).toList())
          .list("recent", ALERT, now -> now.recent().stream().limit(SHOWN_RECENT).toList())
          .note("that have ended lately, the newest first")
          .list("silences", SILENCE, AlertsNow::silences)
          .shape();

  /** In the words of the plain endpoints: times in seconds since 1970, the level as {@code severity}. */
  private static final Shape<Alert> PLAIN =
      Shape.<Alert>object("PlainAlert", "An open alert in few words")
          .text("id", alert -> alert.id().value())
          .epochSeconds("timestamp", Alert::begun)
          .word("severity", Level.class, Alert::level)
          .word("level", Level.class, Alert::level)
          .text("rule", alert -> alert.rule().value())
          .textOrNull("bot", alert -> alert.subject().bot() == null ? null : alert.subject().bot().value())
          .text("message", alert -> alert.subject() + ": " + alert.reason())
          .numberOrNull("value", Alert::value)
          .numberOrNull("threshold", Alert::threshold)
          .word("state", AlertState.class, Alert::state)
          .flag("acknowledged", alert -> alert.acknowledged() != null)
          .shape();

  public static final Shape<List<Alert>> PLAIN_LIST =
      Shape.<List<Alert>>object("PlainAlerts", "What is open, the most urgent first, and what has ended lately")
          .list("alerts", PLAIN, alerts -> alerts)
          .shape();

  /** Open alerts as {@code metrics_update} carries them. */
  public static final Shape<AlertsNow> PLAIN_OPEN = listOf(PLAIN).on(AlertShapes::shown);

  private AlertShapes() {}

  private static Shape<Collection<? extends Alert>> listOf(Shape<Alert> shape) {
    return Shape.listOf(shape);
  }

  /** The open ones that a dashboard shows. */
  public static List<Alert> shown(AlertsNow now) {
    return now.open().stream().sorted(URGENT_FIRST).limit(SHOWN).toList();
  }

  /** What the plain endpoint lists: recent alerts are open ones and those that have ended lately. */
  public static List<Alert> recent(AlertsNow now) {
    return Stream.concat(shown(now).stream(), now.recent().stream().limit(SHOWN_RECENT)).toList();
  }

  public static List<Alert> urgentFirst(Stream<Alert> alerts) {
    return alerts.sorted(URGENT_FIRST).toList();
  }
}
