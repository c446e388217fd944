package dev.binnacle.engine.alerts;

import dev.binnacle.engine.rules.AlertSettings;
import dev.binnacle.engine.rules.Escalation;
import dev.binnacle.engine.rules.Judgement.Finding;
import dev.binnacle.engine.rules.NoDataPolicy;
import dev.binnacle.engine.rules.Rule;
import dev.binnacle.engine.rules.Rules;
import dev.binnacle.engine.rules.Word;
import dev.binnacle.model.Alert;
import dev.binnacle.model.AlertId;
import dev.binnacle.model.AlertState;
import dev.binnacle.model.Fact;
import dev.binnacle.model.Notice;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What time alone does to alerts. */
final class Passage {
  private final Book book;
  private final Decider decider;
  private final Teller teller;
  private final Rules rules;
  private final Alerts alerts;
  private Instant listeningSince = Instant.EPOCH;

  Passage(Book book, Decider decider, Teller teller, Rules rules, Alerts alerts) {
    this.book = book;
    this.decider = decider;
    this.teller = teller;
    this.rules = rules;
    this.alerts = alerts;
  }

  /** What was told before is not known any more: it is missed from here on. */
  void listenSince(Instant now) {
    listeningSince = now;
  }

  void pass(AlertSettings settings) {
    for (Life life : List.copyOf(book.lives())) {
      Rule rule = rules.rule(life.alert.rule());
      if (rule == null) {
        alerts.endFor(life, "the rule is gone");
      } else {
        age(life, rule, settings);
        if (life.alert.state().isOpen()) {
          attend(life, rule);
        }
      }
    }
  }

  private void age(Life life, Rule rule, AlertSettings settings) {
    Word word = rules.word(rule.name(), life.alert.subject());
    switch (life.alert.state()) {
      case PENDING -> pending(life, rule, word);
      case FIRING -> firing(life, rule, word);
      case FLAPPING -> flapping(life, rule, word, settings.flapping());
      case NO_DATA, RESOLVED, ENDED -> {}
    }
  }

  /** Fires when it has held for long enough, and was seen to hold more than once, and since the engine runs: one value alone says nothing. */
  private void pending(Life life, Rule rule, @Nullable Word word) {
    if (isMissed(life, rule)) {
      rules.doubt(rule.name(), life.alert.subject());
      alerts.endFor(life, missed(life, rule));
    } else if (word != null
        && word.finding() == Finding.HOLDS
        && isOver(life.alert.begun(), rule.holdFor())
        && isConfirmed(life, rule)) {
      alerts.fire(life, rule, word.judgement());
    }
  }

  private boolean isConfirmed(Life life, Rule rule) {
    Instant told = rules.toldAt(rule.name(), life.alert.subject());
    return told != null && told.isAfter(life.alert.begun());
  }

  private void firing(Life life, Rule rule, @Nullable Word word) {
    Duration lasts = Rules.lasts(rule.condition());
    if (lasts != null) {
      if (word == null && isOver(life.recordedAt, lasts)) {
        expire(life, rule);
      }
    } else if (life.goodSince != null && word != null && isOver(life.goodSince, rule.keepFiringFor())) {
      alerts.resolve(life, rule, word.judgement());
    } else if (rule.missing().act() != NoDataPolicy.Act.KEEP && isMissed(life, rule)) {
      loseData(life, rule);
    }
  }

  /** It happened before the engine was started anew, and not since. */
  private void expire(Life life, Rule rule) {
    boolean told = life.isTold();
    Alert over = Edits.turned(life.alert, AlertState.RESOLVED, decider.now(), "has not happened again");
    decider.change(over, life.alert.state());
    if (told) {
      teller.tell(life, Notice.Kind.RESOLVED, rule.channels(), 0);
    }
  }

  private void loseData(Life life, Rule rule) {
    life.goodSince = null;
    rules.doubt(rule.name(), life.alert.subject());
    decider.change(
        Edits.turned(life.alert, AlertState.NO_DATA, decider.now(), missed(life, rule)), life.alert.state());
    if (rule.missing().act() == NoDataPolicy.Act.TELL && life.isTold()) {
      teller.tell(life, Notice.Kind.NO_DATA, rule.channels(), 0);
    }
  }

  private void flapping(Life life, Rule rule, @Nullable Word word, AlertSettings.Flapping flapping) {
    if (isMissed(life, rule)) {
      loseData(life, rule);
      return;
    }
    Instant turned = life.turnedAt == null ? listeningSince : life.turnedAt;
    if (word == null || !isOver(turned, flapping.rest())) {
      return;
    }
    switch (word.finding()) {
      case HOLDS -> {
        alerts.turn(life, AlertState.FIRING, rule, word.judgement());
        teller.fires(life, Notice.Kind.FIRING, rule.channels());
      }
      case FAILS -> alerts.resolve(life, rule, word.judgement());
      case UNKNOWN -> {}
    }
  }

  private boolean isMissed(Life life, Rule rule) {
    Instant told = rules.toldAt(rule.name(), life.alert.subject());
    Instant from = told == null || told.isBefore(listeningSince) ? later(listeningSince, life.alert.begun()) : told;
    return isOver(from, rules.patience(rule, life.alert.subject()));
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private String missed(Life life, Rule rule) {
    long seconds = rules.patience(rule, life.alert.subject()).toSeconds();
    return "nothing was told for " + seconds + " s of what the rule looks at";
  }

  private boolean isOver(Instant from, Duration duration) {
    return !from.plus(duration).isAfter(decider.now());
  }

  /* People. */

  private void attend(Life life, Rule rule) {
    inhibit(life, rule);
    Alert.Acknowledgement by = life.alert.acknowledged();
    if (by != null && by.until() != null && !by.until().isAfter(decider.now())) {
      decider.decide(new Fact.AcknowledgementEnded(decider.now(), life.alert.id(), null));
      teller.tell(life, Notice.Kind.UNATTENDED, rule.channels(), life.again);
    } else if (by == null) {
      escalate(life, rule);
      boolean repeats = life.alert.state() == AlertState.FIRING && life.goodSince == null && !life.telling;
      if (repeats && teller.isRepeatDue(life) && isVisible(life)) {
        teller.repeats(life, rule.channels());
      }
    }
  }

  private static boolean isVisible(Life life) {
    return life.alert.silenced().isEmpty() && !life.alert.labels().containsKey(Edits.INHIBITED_BY);
  }

  /** Step by step: after the engine was down, the steps of the meantime come one a tick. */
  private void escalate(Life life, Rule rule) {
    Escalation escalation = rule.escalation();
    Instant fired = life.firedAt;
    if (escalation == null || fired == null || life.steps >= escalation.steps().size()) {
      return;
    }
    Escalation.Step step = escalation.steps().get(life.steps);
    if (isOver(fired, step.after())) {
      teller.tell(life, Notice.Kind.ESCALATED, step.channels(), life.again);
    }
  }

  /** It is hidden from now on, or it is not any more and people were not told yet. */
  private void inhibit(Life life, Rule rule) {
    AlertId inhibitor = teller.inhibitor(life.alert);
    String known = life.alert.labels().get(Edits.INHIBITED_BY);
    if ((inhibitor == null) == (known == null)) {
      return;
    }
    Map<String, String> labels = new HashMap<>(life.alert.labels());
    if (inhibitor == null) {
      labels.remove(Edits.INHIBITED_BY);
    } else {
      labels.put(Edits.INHIBITED_BY, inhibitor.value());
    }
    decider.change(Edits.labelled(life.alert, labels), life.alert.state());
    if (inhibitor == null && life.alert.state() == AlertState.FIRING && !life.isTold()) {
      teller.fires(life, Notice.Kind.FIRING, rule.channels());
    }
  }
}
