package dev.binnacle.engine.alerts;

import dev.binnacle.engine.rules.AlertSettings;
import dev.binnacle.engine.rules.Condition;
import dev.binnacle.engine.rules.Judgement;
import dev.binnacle.engine.rules.Judgements;
import dev.binnacle.engine.rules.Rule;
import dev.binnacle.engine.rules.Rules;
import dev.binnacle.engine.rules.Word;
import dev.binnacle.model.Alert;
import dev.binnacle.model.AlertId;
import dev.binnacle.model.AlertState;
import dev.binnacle.model.BotId;
import dev.binnacle.model.Fact;
import dev.binnacle.model.Level;
import dev.binnacle.model.Notice;
import dev.binnacle.model.RuleName;
import dev.binnacle.model.Silence;
import dev.binnacle.model.SilenceId;
import dev.binnacle.model.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes alerts of what rules find: what is pending, fires, flaps, is without data and is over, and what people are told of it. All that
 * it decides is a {@link Fact}, and only facts change what a checkpoint holds.
 *
 * <p>Of a rule and a subject there is at most one alert at a time. A turn is one input: {@link #begin}, what rules find, {@link #end}.
 *
 * <p><b>Threads:</b> confined to the engine's thread.
 */
public final class Alerts implements Judgements {
  private static final Duration RECORDED_AGAIN = Duration.ofSeconds(1);

  private final Book book;
  private final Inhibitors inhibitors = new Inhibitors();
  private final Decider decider;
  private final Teller teller;
  private final Desk desk;
  private final Passage passage;
  private final Picture picture;
  private final Rules rules;
  private final Map<String, Long> dropped = new HashMap<>();
  private AlertSettings settings;
  /** Whether alerts of before a restart were held against the rules of now. */
  private boolean reviewed;

  public Alerts(AlertSettings settings) {
    this.settings = settings;
    book = new Book(settings.bounds());
    decider = new Decider(book, inhibitors);
    teller = new Teller(book, inhibitors, decider);
    desk = new Desk(book, decider, teller, settings);
    rules = new Rules(settings, this);
    passage = new Passage(book, decider, teller, rules, this);
    picture = new Picture(book, rules);
    settle(settings);
  }

  public static Alerts restore(AlertSettings settings, AlertsState state) {
    Alerts alerts = new Alerts(settings);
    alerts.book.restore(state);
    alerts.settle(settings);
    return alerts;
  }

  /** What judges for it: to be told what is said. */
  public Rules rules() {
    return rules;
  }

  public AlertsState state() {
    return book.state();
  }

  /** Changes by what was decided before. */
  public void replay(Fact.OfAlerts fact) {
    book.evolve(fact);
  }

  /** The first input comes: until now nobody could tell anything. */
  public void listenSince(Instant now) {
    passage.listenSince(now);
    settle(settings);
  }

  /** One input begins. @param facts hears what is decided */
  public void begin(long index, Instant now, Consumer<Fact> facts) {
    decider.begin(index, now, facts);
    rules.begin(now);
  }

  /** The input ends: what was found in it is told together. */
  public void end() {
    teller.flush();
  }

  /** Time passes, after everybody was judged anew. */
  public void tick() {
    if (!reviewed) {
      reviewed = true;
      review();
    }
    passage.pass(settings);
    desk.expire();
  }

  /* What rules find. */

  @Override
  public void judged(Rule rule, Word word) {
    Life life = book.life(new Key(rule.name(), word.subject()));
    if (life != null) {
      life.turnedAt = decider.now();
    }
    switch (word.finding()) {
      case HOLDS -> holds(rule, word, life);
      case FAILS -> {
        if (life != null) {
          fails(rule, word, life);
        }
      }
      case UNKNOWN -> {}
    }
  }

  private void holds(Rule rule, Word word, @Nullable Life life) {
    if (life == null) {
      begin(rule, word);
      return;
    }
    life.goodSince = null;
    switch (life.alert.state()) {
      case FIRING -> holdsStill(rule, word, life);
      case NO_DATA -> turn(life, AlertState.FIRING, rule, word.judgement());
      // The passage of time decides.
      case PENDING, FLAPPING -> {}
      case RESOLVED, ENDED -> throw new IllegalStateException(life.alert.id() + " is over");
    }
  }

  private void begin(Rule rule, Word word) {
    if (!book.hasRoom(rule.name())) {
      dropped.merge("alerts", 1L, Long::sum);
      rules.doubt(rule.name(), word.subject());
      return;
    }
    AlertState state = rule.holdFor().isZero() ? firing(rule, word.subject()) : AlertState.PENDING;
    AlertId id = new AlertId(decider.name('a'));
    Alert alert =
        hide(Edits.begun(id, rule, word.subject(), state, decider.now(), word.judgement(), group(word.subject())));
    decider.change(alert, null);
    Life life = Objects.requireNonNull(book.life(id));
    life.turnedAt = decider.now();
    if (state != AlertState.PENDING) {
      tellOfFiring(life, rule);
    }
  }

  /** It happened once more, or it is worse. */
  private void holdsStill(Rule rule, Word word, Life life) {
    Judgement found = word.judgement();
    Level level = found.level() == null ? rule.level() : found.level();
    boolean rose = level.compareTo(life.alert.level()) > 0;
    life.again += Rules.lasts(rule.condition()) == null ? 0 : 1;
    if (rose) {
      Alert turned = Edits.turned(life.alert, AlertState.FIRING, decider.now(), rule, found);
      decider.change(hide(Edits.ruled(turned, rule, level, group(turned.subject()))), AlertState.FIRING);
      teller.tell(life, Notice.Kind.RAISED, rule.channels(), 0);
    } else if (!life.recordedAt.plus(RECORDED_AGAIN).isAfter(decider.now())) {
      turn(life, AlertState.FIRING, rule, found);
    }
  }

  private void fails(Rule rule, Word word, Life life) {
    switch (life.alert.state()) {
      case PENDING -> turn(life, AlertState.ENDED, rule, word.judgement());
      case FIRING, NO_DATA -> {
        if (rule.keepFiringFor().isZero()) {
          resolve(life, rule, word.judgement());
        } else {
          if (life.alert.state() == AlertState.NO_DATA) {
            turn(life, AlertState.FIRING, rule, word.judgement());
          }
          life.goodSince = decider.now();
        }
      }
      case FLAPPING -> {}
      case RESOLVED, ENDED -> throw new IllegalStateException(life.alert.id() + " is over");
    }
  }

  /* What becomes of an alert. */

  /** It has held for as long as the rule asks. */
  void fire(Life life, Rule rule, Judgement found) {
    AlertState before = life.alert.state();
    AlertState state = firing(rule, life.alert.subject());
    decider.change(hide(Edits.turned(life.alert, state, decider.now(), rule, found)), before);
    tellOfFiring(life, rule);
  }

  private AlertState firing(Rule rule, Subject subject) {
    Memory memory = book.memory(new Key(rule.name(), subject));
    boolean flaps = Rules.lasts(rule.condition()) == null
        && memory != null
        && memory.wouldFlap(decider.now(), settings.flapping());
    return flaps ? AlertState.FLAPPING : AlertState.FIRING;
  }

  private void tellOfFiring(Life life, Rule rule) {
    if (life.alert.state() == AlertState.FLAPPING) {
      teller.tell(life, Notice.Kind.FLAPPING, rule.channels(), 0);
    } else {
      teller.fires(life, Notice.Kind.FIRING, rule.channels());
    }
  }

  void resolve(Life life, Rule rule, Judgement found) {
    boolean told = life.isTold();
    turn(life, AlertState.RESOLVED, rule, found);
    if (told) {
      teller.tell(life, Notice.Kind.RESOLVED, rule.channels(), 0);
    }
  }

  void turn(Life life, AlertState state, Rule rule, Judgement found) {
    decider.change(Edits.turned(life.alert, state, decider.now(), rule, found), life.alert.state());
  }

  private Alert hide(Alert alert) {
    AlertId inhibitor = teller.inhibitor(alert);
    Alert labelled = alert;
    if (inhibitor != null && !alert.labels().containsKey(Edits.INHIBITED_BY)) {
      Map<String, String> labels = new HashMap<>(alert.labels());
      labels.put(Edits.INHIBITED_BY, inhibitor.value());
      labelled = Edits.labelled(alert, labels);
    }
    List<SilenceId> silences = teller.silences(labelled);
    return silences.equals(labelled.silenced()) ? labelled : Edits.silenced(labelled, silences);
  }

  @Nullable String group(Subject subject) {
    return subject.bot() == null ? null : settings.groups().get(subject.bot());
  }

  /** Nobody is told. */
  void endFor(Life life, String reason) {
    decider.change(Edits.turned(life.alert, AlertState.ENDED, decider.now(), reason), life.alert.state());
  }

  /* What people do. */

  /** Judges by these from now on. Alerts of rules that are gone or ask something else end; those of others go on. */
  public void resettle(AlertSettings next) {
    Map<RuleName, Rule> after = new HashMap<>();
    next.rules().forEach(rule -> after.put(rule.name(), rule));
    for (Life life : List.copyOf(book.lives())) {
      Rule old = rules.rule(life.alert.rule());
      Rule rule = after.get(life.alert.rule());
      if (rule == null) {
        endFor(life, "the rule is gone");
      } else if (old != null && !Rules.isSame(old, rule)) {
        endFor(life, "the rule asks something else now");
      }
    }
    settings = next;
    settle(next);
    rules.resettle(next);
    review();
  }

  private void settle(AlertSettings next) {
    book.resettle(next.bounds());
    teller.resettle(next.cooldowns());
    desk.resettle(next);
    inhibitors.resettle(
        next.inhibitions(), book.lives().stream().map(life -> life.alert).filter(alert -> alert.state().isOpen()).toList());
  }

  private void review() {
    for (Life life : List.copyOf(book.lives())) {
      Rule rule = rules.rule(life.alert.rule());
      if (rule != null) {
        relabel(life, rule);
      }
    }
  }

  /** The rule may have another level and other labels now. The level that a severity gave its alert stays. */
  private void relabel(Life life, Rule rule) {
    boolean own = rule.condition() instanceof Condition.Happened happened && happened.bySeverity();
    Level before = life.alert.level();
    Level level = own ? before : rule.level();
    Alert next = Edits.ruled(life.alert, rule, level, group(life.alert.subject()));
    if (next.equals(life.alert)) {
      return;
    }
    decider.change(hide(next), life.alert.state());
    if (level.compareTo(before) > 0 && life.isUrgent()) {
      teller.tell(life, Notice.Kind.RAISED, rule.channels(), 0);
    }
  }

  /** The bot is gone, and with it what was so of it. */
  public void botGone(BotId bot) {
    for (Life life : List.copyOf(book.lives())) {
      if (bot.equals(life.alert.subject().bot())) {
        endFor(life, "the bot was forgotten");
      }
    }
  }

  /** @return why not; null when it is done */
  public @Nullable String acknowledge(AlertId id, @Nullable String operator, @Nullable String comment, @Nullable Instant until) {
    return desk.acknowledge(id, operator, comment, until);
  }

  /** @return why not; null when it is done */
  public @Nullable String unacknowledge(AlertId id, @Nullable String operator) {
    return desk.unacknowledge(id, operator);
  }

  /** @return why not; null when it is done */
  public @Nullable String beginSilence(
      Map<String, String> matcher, Instant until, Silence.Term term, @Nullable String operator, String comment) {
    return desk.beginSilence(matcher, until, term, operator, comment);
  }

  /** @return why not; null when it is done */
  public @Nullable String endSilence(SilenceId id, @Nullable String operator) {
    return desk.endSilence(id, operator);
  }

  /** All alerts at this time. */
  public AlertsSnapshot snapshot(long index, Instant at) {
    return picture.at(index, at, dropped);
  }
}
