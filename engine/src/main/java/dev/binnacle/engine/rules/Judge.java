package dev.binnacle.engine.rules;

import dev.binnacle.engine.fleet.FleetPresent;
import dev.binnacle.engine.fleet.Present;
import dev.binnacle.engine.rules.Judgement.Finding;
import dev.binnacle.model.BotId;
import dev.binnacle.model.Event;
import dev.binnacle.model.Fact;
import dev.binnacle.model.Sample;
import dev.binnacle.model.Subject;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Judges one rule. Each kind of condition has its own; it says in {@link Rules} what it wants to hear of.
 *
 * @param <W> what it knows of one subject
 */
abstract class Judge<W extends Word> {
  final Desk desk;
  private Rule rule;
  private final Map<BotId, Boolean> covered = new HashMap<>();
  private final Map<BotId, W> whole = new HashMap<>();
  private final Map<Subject, W> parts = new HashMap<>();
  private @Nullable W fleet;
  long evaluated;
  @Nullable Instant evaluatedAt;
  @Nullable Word last;

  Judge(Rule rule, Desk desk) {
    this.rule = rule;
    this.desk = desk;
  }

  final Rule rule() {
    return rule;
  }

  /** The rule has changed in something that does not touch the condition. */
  final void rename(Rule next) {
    rule = next;
    covered.clear();
  }

  abstract W create(Subject subject);

  void sampled(BotId bot, Instant at, Sample sample) {}

  void happened(BotId bot, Event event) {}

  void missed(Fact.GapFound gap) {}

  /** A batch was taken. {@code moved} says whether anything but samples was in it. */
  void taken(Present bot, boolean moved) {}

  void ticked(Present bot) {}

  void ticked(FleetPresent present) {}

  void scored(BotId bot, Instant at, double score) {}

  /** Why this rule may never find anything as it is written; null when it has something to judge. */
  @Nullable String matchesNothing() {
    return evaluated > 0 ? null : "nothing that it looks at was told yet";
  }

  final boolean covers(BotId bot) {
    return covered.computeIfAbsent(bot, each -> rule.scope().covers(each, desk.group(each)));
  }

  final boolean isOverFleet() {
    return rule.scope().over() == Scope.Over.FLEET;
  }

  /** Null when the rule does not speak of the bot, or watches too many. */
  final @Nullable W of(BotId bot) {
    if (isOverFleet()) {
      return covers(bot) ? fleet() : null;
    }
    W known = whole.get(bot);
    if (known != null || !covers(bot)) {
      return known;
    }
    return hasRoom() ? add(bot) : null;
  }

  private W add(BotId bot) {
    W added = create(Subject.of(bot));
    whole.put(bot, added);
    return added;
  }

  final @Nullable W of(BotId bot, @Nullable String part) {
    if (part == null || isOverFleet()) {
      return of(bot);
    }
    return covers(bot) ? of(new Subject(bot, part)) : null;
  }

  final @Nullable W of(Subject subject) {
    W known = parts.get(subject);
    if (known == null && hasRoom()) {
      known = create(subject);
      parts.put(subject, known);
    }
    return known;
  }

  final W fleet() {
    if (fleet == null) {
      fleet = create(Subject.FLEET);
    }
    return fleet;
  }

  private boolean hasRoom() {
    boolean room = whole.size() + parts.size() < desk.mostSubjects;
    if (!room) {
      desk.dropped("subjects");
    }
    return room;
  }

  /** Null when nothing is known of the subject. */
  final @Nullable Word word(Subject subject) {
    BotId bot = subject.bot();
    if (subject.part() != null) {
      return parts.get(subject);
    }
    return bot == null ? fleet : whole.get(bot);
  }

  final Collection<W> parts() {
    return parts.values();
  }

  final Collection<W> wholes() {
    return whole.values();
  }

  final int subjects() {
    return whole.size() + parts.size() + (fleet == null ? 0 : 1);
  }

  void forget(BotId bot) {
    covered.remove(bot);
    whole.remove(bot);
    parts.keySet().removeIf(subject -> Objects.equals(subject.bot(), bot));
  }

  /**
   * A sample came, which is bad, good or, when null, between the two: then the subject is what it was. Where the rule counts samples,
   * the last of them together say what it is.
   */
  final void counted(W word, @Nullable Finding sample) {
    Breaches breaches = rule.breaches();
    if (breaches == null) {
      found(word, sample == null ? word.finding() : sample);
      return;
    }
    SampleWindow window = word.window(breaches);
    if (isAfterGap(word)) {
      window.clear();
    }
    window.add(sample);
    found(word, window.find(word.finding()));
  }

  /** Samples of before a time without data say nothing of now. */
  private boolean isAfterGap(Word word) {
    return !word.period().isZero()
        && !Rules.isByEvents(rule.condition())
        && !word.at().plus(Rules.patience(rule, word)).isAfter(desk.now);
  }

  /** Something was told by which the subject is this. */
  final void found(W word, Finding finding) {
    word.heard(desk.now);
    evaluated++;
    evaluatedAt = desk.now;
    last = word;
    if (word.find(finding)) {
      desk.judgements.judged(rule, word);
    }
  }

  /** As {@link #found}, and told even if it was so before. */
  final void foundAgain(W word, Finding finding) {
    word.heard(desk.now);
    evaluated++;
    evaluatedAt = desk.now;
    last = word;
    boolean ignored = word.find(finding);
    desk.judgements.judged(rule, word);
  }
}
