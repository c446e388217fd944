package dev.binnacle.server;

import dev.binnacle.model.BotHalt;
import dev.binnacle.model.BotId;
import dev.binnacle.model.Fact;
import dev.binnacle.model.Halt;
import dev.binnacle.model.HaltScope;
import dev.binnacle.model.Symbol;
import dev.binnacle.storage.AlertLog;
import dev.binnacle.storage.HistoryQuery;
import dev.binnacle.storage.Page;
import dev.binnacle.storage.Storage;
import dev.binnacle.storage.Trade;
import dev.binnacle.web.view.Incident;
import dev.binnacle.web.view.Incident.Line;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Gathers from all logs what happened around a halt.
 *
 * <p><b>Threads:</b> thread-safe; blocks on the disk.
 */
final class Incidents {
  /** Beyond the release, so that it is seen what it did. */
  private static final Duration AFTER = Duration.ofMinutes(1);

  /** Read by itself, so that a halt of many days keeps what was so at its begin. */
  private static final Duration FIRST_PART = Duration.ofHours(1);

  private static final int MOST_PAGES = 5;

  private final Storage storage;
  private final InstantSource clock;

  Incidents(Storage storage, InstantSource clock) {
    this.storage = storage;
    this.clock = clock;
  }

  static String botPath(BotId bot) {
    return "/bots/" + part(bot.value());
  }

  static String part(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  Incident around(Halt halt, Duration before) {
    Instant from = halt.begun().at().minus(before);
    Halt.Release release = halt.released();
    Instant now = clock.instant();
    Instant to = release == null || release.at().plus(AFTER).isAfter(now) ? now : release.at().plus(AFTER);
    Gathering gathering = new Gathering(halt, from, to.isAfter(from) ? to : from.plusMillis(1));
    gathering.gather();
    return gathering.incident();
  }

  private final class Gathering {
    private final Halt halt;
    private final Instant from;
    private final Instant to;
    private final Set<BotId> bots;
    private final @Nullable BotId only;
    private final @Nullable Symbol symbol;
    private final List<Line> lines = new ArrayList<>();
    private boolean whole = true;

    Gathering(Halt halt, Instant from, Instant to) {
      this.halt = halt;
      this.from = from;
      this.to = to;
      this.bots = halt.bots().stream().map(BotHalt::bot).collect(Collectors.toSet());
      this.only = bots.size() == 1 ? bots.iterator().next() : null;
      this.symbol = halt.scope() instanceof HaltScope.OfInstrument(Symbol one, BotId bot) ? one : null;
    }

    void gather() {
      storage.control().replay(halt.id(), new HaltStory(lines::add));
      read(false, storage.control()::facts, this::other);
      Set<String> alerts = new HashSet<>();
      read(false, query -> storage.alerts().facts(AlertLog.Topic.TRANSITIONS, query),
          fact -> IncidentLines.alert(fact, bots, alerts).ifPresent(lines::add));
      // Who takes care of an alert is told before it, since the newest comes first: only now it is known whose alert it is.
      lines.removeIf(line -> line.kind() == Incident.Kind.ALERT && !alerts.contains(line.id()));
      read(true, storage.history()::configurations, row -> add(row.bot(), IncidentLines.config(row.bot(), row.event())));
      read(true, storage.history()::orderChanges, row -> add(row.bot(), IncidentLines.order(row.bot(), row.event())));
      read(true, query -> storage.history().trades(query, Trade.State.ANY), this::trade);
      read(true, storage.history()::positions, row -> add(row.bot(), IncidentLines.position(row.bot(), row.event())));
      read(true, storage.history()::errors, row -> add(row.bot(), IncidentLines.error(row.bot(), row.event())));
      read(true, storage.history()::statusChanges, fact -> add(fact.bot(), IncidentLines.status(fact)));
    }

    /** What operators did at the exchange, and other halts. */
    private void other(Fact.OfControl fact) {
      switch (fact) {
        case Fact.ActionTaken action -> add(action.bot(), IncidentLines.action(action));
        case Fact.TriggerMoved moved -> add(moved.trigger().bot(), IncidentLines.trigger(moved));
        case Fact.HaltBegun begun when !begun.halt().id().equals(halt.id()) -> lines.add(IncidentLines.otherBegins(begun));
        case Fact.HaltReleased over when !over.halt().equals(halt.id()) -> lines.add(IncidentLines.otherEnds(over));
        case Fact.HaltBegun _,Fact.HaltJoined _,Fact.BotHaltMoved _,Fact.HaltMoved _,Fact.HaltReleased _ -> {
          // Its own are told already; the steps of others are on their own pages.
        }
      }
    }

    /** A row of a trade that is closed tells of both ends; the opening is told if it is in the stretch. */
    private void trade(Trade trade) {
      if (bots.contains(trade.bot())) {
        IncidentLines.trade(trade).stream().filter(line -> !line.at().isBefore(from) && line.at().isBefore(to))
            .forEach(lines::add);
      }
    }

    private void add(BotId bot, Line line) {
      if (bots.contains(bot)) {
        lines.add(line);
      }
    }

    private <T> void read(boolean ofBots, Function<HistoryQuery, Page<T>> question, Consumer<T> each) {
      Instant middle = halt.begun().at().plus(FIRST_PART);
      if (ofBots && bots.isEmpty()) {
        return;
      }
      if (middle.isBefore(to)) {
        read(ofBots, question, each, from, middle);
        read(ofBots, question, each, middle, to);
      } else {
        read(ofBots, question, each, from, to);
      }
    }

    private <T> void read(boolean ofBots, Function<HistoryQuery, Page<T>> question, Consumer<T> each, Instant first,
        Instant end) {
      HistoryQuery query = new HistoryQuery(ofBots ? only : null, symbol, first, end, HistoryQuery.LARGEST, null);
      for (int pages = 0; pages < MOST_PAGES; pages++) {
        Page<T> page = question.apply(query);
        page.rows().forEach(each);
        if (page.next() == null) {
          return;
        }
        query = query.after(page.next());
      }
      whole = false;
    }

    Incident incident() {
      Instant begun = halt.begun().at();
      List<Line> near = lines.stream()
          .sorted(Comparator.comparing((Line line) -> Duration.between(begun, line.at()).abs()))
          .limit(Incident.MOST_LINES)
          .sorted(Comparator.comparing(Line::at))
          .toList();
      return new Incident(halt, from, to, near, lines.size() - near.size(), whole);
    }
  }
}
