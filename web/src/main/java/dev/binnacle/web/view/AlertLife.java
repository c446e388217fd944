package dev.binnacle.web.view;

import dev.binnacle.model.Alert;
import dev.binnacle.model.AlertId;
import dev.binnacle.model.AlertState;
import dev.binnacle.model.Fact;
import dev.binnacle.model.Level;
import dev.binnacle.model.Notice;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What became of one alert, step by step, as a person reads it. */
public final class AlertLife {
  private enum Kind {
    CHANGED,
    ACKNOWLEDGED,
    UNACKNOWLEDGED,
    TOLD,
    HIDDEN
  }

  /**
   * One step. What does not belong to its kind is null.
   *
   * @param state the alert's, of a change
   * @param who acknowledged it, or took that back; null where the time was over
   * @param words a reason or a comment
   * @param until when an acknowledgement ends by itself
   * @param notice why people were told, or would have been
   * @param name of the notice that told it, or of the silence that hid it
   */
  private record Step(
      Instant at, Kind kind, @Nullable AlertState from, @Nullable AlertState state, @Nullable Level level,
      @Nullable Double value, @Nullable String who, @Nullable String words, @Nullable Instant until,
      Notice.@Nullable Kind notice, @Nullable String name) {}

  private static final Shape<Step> STEP =
      Shape.<Step>object("AlertStep", "One thing that was decided of an alert")
          .time("at", Step::at)
          .word("kind", Kind.class, Step::kind)
          .note("told: people were; hidden: they would have been, but for a silence")
          .wordOrNull("from", AlertState.class, Step::from)
          .wordOrNull("state", AlertState.class, Step::state)
          .wordOrNull("level", Level.class, Step::level)
          .numberOrNull("value", Step::value)
          .textOrNull("who", Step::who)
          .textOrNull("words", Step::words)
          .timeOrNull("until", Step::until)
          .wordOrNull("notice", Notice.Kind.class, Step::notice)
          .textOrNull("name", Step::name)
          .note("of the notice or of the silence")
          .shape();

  /** The steps of a life, the oldest first. */
  public static final Shape<AlertHistory.Life> STEPS =
      new Shape<>(
          (json, life) -> Shape.listOf(STEP).write(json, steps(life)),
          definitions -> Shape.listOf(STEP).schema(definitions));

  private AlertLife() {}

  private static List<Step> steps(AlertHistory.Life life) {
    AlertId id = life.alert().id();
    return life.facts().stream().map(fact -> step(fact, id)).flatMap(Optional::stream).toList();
  }

  private static Optional<Step> step(Fact.OfAlerts fact, AlertId of) {
    return switch (fact) {
      case Fact.AlertChanged(Instant at, Alert alert, AlertState from) ->
          Optional.of(
              new Step(at, Kind.CHANGED, from, alert.state(), alert.level(), alert.value(), null, alert.reason(), null, null,
                  null));
      case Fact.AlertAcknowledged(Instant at, AlertId id, Alert.Acknowledgement by) ->
          Optional.of(new Step(at, Kind.ACKNOWLEDGED, null, null, null, null, by.owner(), by.comment(), by.until(), null, null));
      case Fact.AcknowledgementEnded(Instant at, AlertId id, String by) ->
          Optional.of(new Step(at, Kind.UNACKNOWLEDGED, null, null, null, null, by, null, null, null, null));
      case Fact.NoticeIssued(Instant at, Notice notice) ->
          notice.alerts().stream()
              .filter(alert -> alert.id().equals(of))
              .findFirst()
              .map(
                  alert -> new Step(
                      at, Kind.TOLD, null, alert.state(), alert.level(), alert.value(), null, alert.reason(), null, notice.kind(),
                      notice.id()));
      case Fact.NoticeHidden(Instant at, var silence, AlertId id, Notice.Kind kind) ->
          Optional.of(new Step(at, Kind.HIDDEN, null, null, null, null, null, null, null, kind, silence.value()));
      case Fact.SilenceBegun begun -> Optional.empty(); // Of silences, not of an alert.
      case Fact.SilenceEnded ended -> Optional.empty();
    };
  }
}
