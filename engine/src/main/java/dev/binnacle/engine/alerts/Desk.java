package dev.binnacle.engine.alerts;

import dev.binnacle.engine.alerts.AlertsState.SilenceState;
import dev.binnacle.engine.rules.AlertSettings;
import dev.binnacle.engine.rules.Rule;
import dev.binnacle.model.Alert;
import dev.binnacle.model.AlertId;
import dev.binnacle.model.AlertState;
import dev.binnacle.model.ChannelName;
import dev.binnacle.model.EndedSilence;
import dev.binnacle.model.Fact;
import dev.binnacle.model.InvalidValueException;
import dev.binnacle.model.Notice;
import dev.binnacle.model.RuleName;
import dev.binnacle.model.Silence;
import dev.binnacle.model.SilenceId;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What people do about alerts: they take care of one, or wish to hear nothing of some for a time. */
final class Desk {
  private static final Duration LONGEST_SILENCE = Duration.ofDays(366);

  private final Book book;
  private final Decider decider;
  private final Teller teller;
  private final Map<RuleName, List<ChannelName>> channels = new HashMap<>();
  private int mostSilences;

  Desk(Book book, Decider decider, Teller teller, AlertSettings settings) {
    this.book = book;
    this.decider = decider;
    this.teller = teller;
    resettle(settings);
  }

  void resettle(AlertSettings settings) {
    mostSilences = settings.bounds().silences();
    channels.clear();
    for (Rule rule : settings.rules()) {
      channels.put(rule.name(), rule.channels());
    }
  }

  @Nullable String acknowledge(AlertId id, @Nullable String operator, @Nullable String comment, @Nullable Instant until) {
    Life life = book.life(id);
    if (life == null) {
      return notThere(id);
    }
    if (operator == null) {
      return "an operator must be named to acknowledge an alert";
    }
    if (until != null && !until.isAfter(decider.now())) {
      return "an acknowledgement must end in the future, %s is over; it is %s".formatted(until, decider.now());
    }
    try {
      Alert.Acknowledgement by = new Alert.Acknowledgement(operator, comment, decider.now(), until);
      decider.decide(new Fact.AlertAcknowledged(decider.now(), id, by));
      return null;
    } catch (InvalidValueException e) {
      return e.getMessage();
    }
  }

  @Nullable String unacknowledge(AlertId id, @Nullable String operator) {
    Life life = book.life(id);
    if (life == null) {
      return notThere(id);
    }
    if (operator == null) {
      return "an operator must be named to take an acknowledgement back";
    }
    if (life.alert.acknowledged() == null) {
      return "nobody has acknowledged alert " + id;
    }
    decider.decide(new Fact.AcknowledgementEnded(decider.now(), id, operator));
    return null;
  }

  private static String notThere(AlertId id) {
    return "there is no alert " + id + " that is pending or open";
  }

  @Nullable String beginSilence(
      Map<String, String> matcher, Instant until, Silence.Term term, @Nullable String operator, String comment) {
    if (operator == null) {
      return "an operator must be named to begin a silence";
    }
    if (book.silences().size() >= mostSilences) {
      return "there are %d silences, and there may be no more: end one".formatted(mostSilences);
    }
    Instant now = decider.now();
    if (until.isAfter(now.plus(LONGEST_SILENCE))) {
      return "a silence must end within 366 days, " + until + " is later";
    }
    try {
      SilenceId id = new SilenceId("s" + decider.index());
      decider.decide(new Fact.SilenceBegun(now, new Silence(id, matcher, now, until, operator, comment, term)));
    } catch (InvalidValueException e) {
      return e.getMessage();
    }
    for (Life life : List.copyOf(book.lives())) {
      review(life);
    }
    return null;
  }

  @Nullable String endSilence(SilenceId id, @Nullable String operator) {
    SilenceState state = book.silence(id);
    if (state == null) {
      return "there is no silence " + id + " that holds";
    }
    if (operator == null) {
      return "an operator must be named to end a silence";
    }
    end(state, Silence.Ending.LIFTED, operator);
    return null;
  }

  /** Ends the silences whose time is over, and those that were to end with their alerts and have none left. */
  void expire() {
    for (SilenceState state : List.copyOf(book.silences())) {
      if (!state.silence().until().isAfter(decider.now())) {
        end(state, Silence.Ending.EXPIRED, null);
      } else if (isResolved(state)) {
        end(state, Silence.Ending.RESOLVED, null);
      }
    }
  }

  private boolean isResolved(SilenceState state) {
    return state.silence().term() == Silence.Term.UNTIL_RESOLVED
        && state.hidesSince() != null
        && book.lives().stream().noneMatch(life -> isUnder(life, state.silence()));
  }

  private static boolean isUnder(Life life, Silence silence) {
    return life.alert.silenced().contains(silence.id());
  }

  /** What is open still under a silence that ends is told, unless somebody takes care of it. */
  private void end(SilenceState state, Silence.Ending ending, @Nullable String by) {
    Silence silence = state.silence();
    decider.decide(new Fact.SilenceEnded(decider.now(), silence.id(), ending, by, state.hidden(), ended(silence)));
    for (Life life : List.copyOf(book.lives())) {
      boolean wasSilenced = !life.alert.silenced().isEmpty();
      review(life);
      boolean speaks = wasSilenced && life.alert.silenced().isEmpty();
      if (speaks && isWorthTelling(life) && life.alert.acknowledged() == null) {
        teller.tell(
            life, Notice.Kind.UNSILENCED, channels.getOrDefault(life.alert.rule(), List.of()), life.again);
      }
    }
  }

  /** Of what was told before its data ceased, people know. */
  private static boolean isWorthTelling(Life life) {
    return life.isUrgent() || (life.alert.state() == AlertState.NO_DATA && !life.isTold());
  }

  private EndedSilence ended(Silence silence) {
    List<Alert> active = book.lives().stream()
        .filter(life -> life.alert.state().isOpen() && isUnder(life, silence))
        .map(life -> life.alert)
        .sorted(Comparator.comparing(Alert::level).reversed().thenComparing(Alert::begun))
        .toList();
    return new EndedSilence(silence, active.subList(0, Math.min(active.size(), Notice.MOST_ALERTS)), active.size());
  }

  private void review(Life life) {
    List<SilenceId> silences = teller.silences(life.alert);
    if (!silences.equals(life.alert.silenced())) {
      decider.change(Edits.silenced(life.alert, silences), life.alert.state());
    }
  }
}
