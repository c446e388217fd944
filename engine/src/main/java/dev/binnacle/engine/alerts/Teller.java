package dev.binnacle.engine.alerts;

import dev.binnacle.engine.rules.AlertSettings;
import dev.binnacle.model.Alert;
import dev.binnacle.model.AlertId;
import dev.binnacle.model.ChannelName;
import dev.binnacle.model.Fact;
import dev.binnacle.model.Level;
import dev.binnacle.model.Notice;
import dev.binnacle.model.RuleName;
import dev.binnacle.model.SilenceId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decides what people are told: what is not hidden, not held back, and together what one rule finds in one turn. */
final class Teller {
  /** In place of a silence, in facts that say that an inhibition has hidden something. */
  static final SilenceId INHIBITED = new SilenceId("inhibited");

  private final Book book;
  private final Inhibitors inhibitors;
  private final Decider decider;
  private final List<Gathered> turn = new ArrayList<>();
  private final Map<Heading, Integer> newest = new HashMap<>();
  private final Map<Key, Integer> last = new HashMap<>();
  private Map<Level, Duration> cooldowns = AlertSettings.COOLDOWNS;

  /** What is told together. */
  private record Heading(Notice.Kind kind, RuleName rule, List<ChannelName> channels) {}

  private static final class Gathered {
    final Heading heading;
    final List<Alert> alerts = new ArrayList<>();
    final List<Long> heldBack = new ArrayList<>();

    Gathered(Heading heading) {
      this.heading = heading;
    }
  }

  Teller(Book book, Inhibitors inhibitors, Decider decider) {
    this.book = book;
    this.inhibitors = inhibitors;
    this.decider = decider;
  }

  void resettle(Map<Level, Duration> next) {
    cooldowns = next;
  }

  /** People are to be told that it fires, if they were not told of late. */
  void fires(Life life, Notice.Kind kind, List<ChannelName> channels) {
    Key key = Key.of(life.alert);
    Memory memory = book.memory(key);
    Level level = life.alert.level();
    boolean isTold = memory == null || !memory.holdsBack(level, decider.now(), cooldowns);
    if (isTold) {
      tell(life, kind, channels, memory == null ? 0 : Math.max(0, memory.heldBack() - 1));
    }
  }

  /** Whether the time in which repeats are held back has ended. */
  boolean isRepeatDue(Life life) {
    Memory memory = book.memory(Key.of(life.alert));
    return memory != null && memory.wasTold() && !memory.holdsBack(life.alert.level(), decider.now(), cooldowns);
  }

  void repeats(Life life, List<ChannelName> channels) {
    Memory memory = book.memory(Key.of(life.alert));
    tell(life, Notice.Kind.REPEATED, channels, (memory == null ? 0 : memory.heldBack()) + life.again);
  }

  void tell(Life life, Notice.Kind kind, List<ChannelName> channels, long heldBack) {
    Alert alert = life.alert;
    SilenceId hider = hider(alert);
    if (hider != null) {
      decider.decide(new Fact.NoticeHidden(decider.now(), hider, alert.id(), kind));
      return;
    }
    Gathered gathered = gathered(new Heading(kind, alert.rule(), channels), Key.of(alert));
    gathered.alerts.add(alert);
    gathered.heldBack.add(heldBack);
    if (kind != Notice.Kind.RESOLVED && kind != Notice.Kind.NO_DATA) {
      life.telling = true;
      Memory memory = book.memory(Key.of(alert));
      if (memory != null) {
        memory.telling(alert.level());
      }
    }
  }

  /** Behind what this turn tells of the same rule and subject before, so that an end never comes ahead of its begin. */
  private Gathered gathered(Heading heading, Key key) {
    int place = newest.getOrDefault(heading, -1);
    if (place < last.getOrDefault(key, 0)) {
      place = turn.size();
      turn.add(new Gathered(heading));
      newest.put(heading, place);
    }
    last.put(key, place);
    return turn.get(place);
  }

  private @Nullable SilenceId hider(Alert alert) {
    if (!alert.silenced().isEmpty()) {
      return alert.silenced().getFirst();
    }
    return alert.labels().containsKey(Edits.INHIBITED_BY) ? INHIBITED : null;
  }

  /** Who hides it now by an inhibition. */
  @Nullable AlertId inhibitor(Alert alert) {
    return inhibitors.isEmpty() ? null : inhibitors.inhibitor(alert);
  }

  /** The silences under which it is now. */
  List<SilenceId> silences(Alert alert) {
    if (book.silences().isEmpty()) {
      return List.of();
    }
    return book.silences().stream()
        .filter(each -> Inhibitors.matches(each.silence().matcher(), alert.labels()))
        .map(each -> each.silence().id())
        .toList();
  }

  /** The turn ends: what was gathered is told. */
  void flush() {
    if (turn.isEmpty()) {
      return;
    }
    List<Gathered> all = List.copyOf(turn);
    turn.clear();
    newest.clear();
    last.clear();
    all.forEach(this::issue);
  }

  /** The cause may have been found in the same turn as its consequences, and after them. */
  private void dropInhibited(Gathered gathered) {
    for (int i = gathered.alerts.size() - 1; i >= 0; i--) {
      Alert alert = gathered.alerts.get(i);
      Life life = book.life(alert.id());
      Memory memory = book.memory(Key.of(alert));
      if (life != null && memory != null && inhibitor(alert) != null) {
        life.telling = false;
        memory.notTelling();
        gathered.alerts.remove(i);
        gathered.heldBack.remove(i);
        decider.decide(new Fact.NoticeHidden(decider.now(), INHIBITED, alert.id(), Notice.Kind.FIRING));
      }
    }
  }

  private void issue(Gathered gathered) {
    Heading heading = gathered.heading;
    if (heading.kind == Notice.Kind.FIRING && !inhibitors.isEmpty()) {
      dropInhibited(gathered);
    }
    Instant now = decider.now();
    for (int from = 0; from < gathered.alerts.size(); from += Notice.MOST_ALERTS) {
      int to = Math.min(gathered.alerts.size(), from + Notice.MOST_ALERTS);
      List<Alert> alerts = gathered.alerts.subList(from, to);
      long heldBack = gathered.heldBack.subList(from, to).stream().mapToLong(Long::longValue).sum();
      Level level = alerts.stream().map(Alert::level).max(Level::compareTo).orElseThrow();
      Notice notice = new Notice(
          decider.name('n'), now, heading.kind, level, heading.rule.value(), alerts, heading.channels, heldBack);
      decider.decide(new Fact.NoticeIssued(now, notice));
    }
  }
}
