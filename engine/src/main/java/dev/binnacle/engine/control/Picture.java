package dev.binnacle.engine.control;

import dev.binnacle.engine.control.ControlSnapshot.BotGuard;
import dev.binnacle.engine.control.ControlSnapshot.RunGuard;
import dev.binnacle.model.BotId;
import dev.binnacle.model.GuardLevel;
import dev.binnacle.model.GuardWord.Stage;
import dev.binnacle.model.Halt;
import dev.binnacle.model.Latch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Shows halts as they are at one time. */
final class Picture {
  private final Book book;
  private final Guards guards;
  private final Steps steps;
  private final TriggerPicture triggers;
  private Map<BotId, String> held = Map.of();

  /**
   * What was let go or refused since the engine runs.
   *
   * @param outdated reports of exchanges
   * @param unadopted latches of bots
   * @param runs of bots
   * @param untriggered halts that triggers asked for
   */
  record Passed(long outdated, long unadopted, long runs, long untriggered) {}

  Picture(Book book, Guards guards, Steps steps, TriggerPicture triggers) {
    this.triggers = triggers;
    this.book = book;
    this.guards = guards;
    this.steps = steps;
  }

  ControlSnapshot at(long index, Instant at, ControlSettings settings, Passed passed) {
    Map<String, Long> dropped = new TreeMap<>();
    if (passed.unadopted > 0) {
      dropped.put("adopted", passed.unadopted);
    }
    if (passed.runs > 0) {
      dropped.put("runs", passed.runs);
    }
    if (passed.untriggered > 0) {
      dropped.put("triggers", passed.untriggered);
    }
    Set<BotId> bots = new TreeSet<>(guards.bots());
    book.halts().forEach(halt -> halt.cases().forEach(of -> bots.add(of.id())));
    return new ControlSnapshot(
        index, at, newestFirst(book.halts()), newestFirst(book.released()), List.copyOf(book.actions()).reversed(),
        bots.stream().map(this::bot).toList(), triggers.at(settings), new ControlSnapshot.Counters(passed.outdated, dropped));
  }

  private static List<Halt> newestFirst(Collection<Standing> standing) {
    List<Halt> halts = new ArrayList<>();
    standing.forEach(each -> halts.add(each.halt()));
    Collections.reverse(halts);
    return halts;
  }

  private BotGuard bot(BotId bot) {
    GuardLevel wanted = GuardLevel.OPEN;
    String reason = "no halt holds it";
    List<Errand.CloseGuards> orders = new ArrayList<>();
    boolean confirmed = true;
    for (Standing halt : book.holding(bot)) {
      Case of = halt.of(bot);
      if (of == null) {
        continue;
      }
      orders.add(steps.order(halt, of));
      if (halt.symbol() == null) {
        confirmed &= isClosed(of);
        GuardLevel level = halt.mode().level();
        reason = level.compareTo(wanted) > 0 ? reason(halt) : reason;
        wanted = wanted.and(level);
      }
    }
    List<RunGuard> runs = guards.reports(bot).stream().map(Picture::run).toList();
    return new BotGuard(bot, wanted, reason, orders, confirmed, runs);
  }

  private static RunGuard run(Guards.Heard heard) {
    GuardReport report = heard.report();
    return new RunGuard(
        report.instance(), report.level(), report.latches().stream().map(Latch::id).toList(), report.inFlight(),
        report.unknown(), heard.at());
  }

  private static String reason(Standing halt) {
    return "halt " + halt.id() + " of " + halt.begun().by() + ": " + halt.begun().reason();
  }

  private static boolean isClosed(Case of) {
    return of.now().guards().stream().allMatch(word -> word.stage() == Stage.CONFIRMED || word.stage() == Stage.DELIVERED);
  }

  /** The bots all of whose runs have closed their guards altogether, and why. */
  Map<BotId, String> held() {
    Map<BotId, String> closed = new TreeMap<>();
    for (Standing halt : book.halts()) {
      if (halt.symbol() == null && halt.mode().level() == GuardLevel.CLOSED) {
        for (Case of : halt.cases()) {
          if (!of.now().guards().isEmpty() && isClosed(of)) {
            closed.putIfAbsent(of.id(), reason(halt));
          }
        }
      }
    }
    held = closed;
    return closed;
  }

  /** The same, if it is something else than before. */
  @Nullable Map<BotId, String> changed() {
    Map<BotId, String> before = held;
    if (book.isEmpty() && before.isEmpty()) {
      return null;
    }
    Map<BotId, String> next = held();
    return next.equals(before) ? null : next;
  }
}
