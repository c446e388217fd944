package dev.binnacle.server;

import dev.binnacle.engine.Input;
import dev.binnacle.model.Arrival;
import dev.binnacle.model.BotId;
import dev.binnacle.model.Envelope;
import dev.binnacle.model.Event;
import dev.binnacle.model.MetricName;
import dev.binnacle.model.RunState;
import dev.binnacle.model.Sample;
import dev.binnacle.protocol.BatchFormat;
import dev.binnacle.protocol.EventReader;
import dev.binnacle.protocol.MalformedBatchException;
import dev.binnacle.server.RuleTestSection.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads what happens in a test of rules: what bots say, and what is seen of the server. Things of the same time happen as they are written. */
final class RuleTestSteps {
  static final Duration LONGEST = Duration.ofDays(7);
  private static final Duration BEAT = Duration.ofSeconds(5);
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final int MOST = 500_000;

  private final EventReader events = new EventReader();
  private final SettingsSection section;
  private final Instant start;
  private final List<RuleTest.Step> steps = new ArrayList<>();
  private long tickets;

  RuleTestSteps(SettingsSection section, Instant start) {
    this.section = section;
    this.start = start;
  }

  /** In the order of their times, as far as they are not after the end. */
  List<RuleTest.Step> read(Duration end) {
    SettingsSection bots = section.names("bots");
    for (String name : bots.keys()) {
      bot(bots, name, end);
    }
    SettingsSection server = section.names("server");
    Duration every = section.duration("every", SECOND, Duration.ofMillis(10));
    for (String part : server.keys()) {
      observed(server.names(part), part, every);
    }
    if (steps.size() > MOST) {
      section.problem("bots", "say more than " + MOST + " things; make the test shorter");
    }
    steps.removeIf(step -> step.at().compareTo(end) > 0);
    steps.sort(Comparator.comparing(RuleTest.Step::at));
    return List.copyOf(steps);
  }

  private void bot(SettingsSection bots, String name, Duration end) {
    SettingsSection bot = bots.section(name);
    BotId id;
    try {
      id = new BotId(name);
    } catch (IllegalArgumentException e) {
      bots.problem(name, "cannot be the name of a bot: " + e.getMessage());
      return;
    }
    alive(bot, id, end);
    Duration every = bot.duration("every", SECOND, Duration.ofMillis(10));
    metrics(bot.names("metrics"), id, every);
    bot.sections("events").forEach(event -> event(event, id));
    bot.refuseUnknown();
  }

  /** All the time, unless it says when. */
  private void alive(SettingsSection bot, BotId id, Duration end) {
    List<Span> spans = new ArrayList<>();
    if (!bot.has("alive")) {
      spans.add(new Span(Duration.ZERO, end));
    }
    for (String text : bot.oneOrMore("alive")) {
      Span span = Span.read(text);
      if (span == null) {
        bot.problem("alive", "must be stretches of time such as 0s..2m, was \"" + text + "\"");
      } else {
        spans.add(span);
      }
    }
    for (Span span : spans) {
      Duration last = span.to().compareTo(end) > 0 ? end : span.to();
      for (Duration at = span.from(); at.compareTo(last) <= 0; at = at.plus(BEAT)) {
        tell(at, id, new Event.Heartbeat(start.plus(at), RunState.RUNNING));
      }
    }
  }

  private void metrics(SettingsSection metrics, BotId bot, Duration every) {
    Map<Integer, List<Sample>> turns = new TreeMap<>();
    for (String name : metrics.keys()) {
      MetricSeries series = series(metrics, name);
      MetricName metric = metric(metrics, name);
      for (int i = 0; series != null && metric != null && i < series.readings().size(); i++) {
        Sample.Reading reading = series.readings().get(i);
        if (reading != null) {
          turns.computeIfAbsent(i, turn -> new ArrayList<>()).add(new Sample(metric, reading));
        }
      }
    }
    turns.forEach((turn, samples) -> {
      Duration at = every.multipliedBy(turn);
      tell(at, bot, new Event.Metrics(start.plus(at), samples));
    });
  }

  private void observed(SettingsSection metrics, String part, Duration every) {
    for (String name : metrics.keys()) {
      MetricSeries series = series(metrics, name);
      MetricName metric = metric(metrics, name);
      for (int i = 0; series != null && metric != null && i < series.readings().size(); i++) {
        Sample.Reading reading = series.readings().get(i);
        if (reading != null) {
          steps.add(new RuleTest.Step(every.multipliedBy(i), new Input.Observed(part, metric, reading)));
        }
      }
    }
  }

  private static @Nullable MetricSeries series(SettingsSection metrics, String name) {
    try {
      return MetricSeries.read(String.join(" ", metrics.oneOrMore(name)));
    } catch (IllegalArgumentException e) {
      metrics.problem(name, "is no series of readings: " + e.getMessage());
      return null;
    }
  }

  private static @Nullable MetricName metric(SettingsSection metrics, String name) {
    try {
      return new MetricName(name);
    } catch (IllegalArgumentException e) {
      metrics.problem(name, "cannot be the name of a metric: " + e.getMessage());
      return null;
    }
  }

  private void tell(Duration at, BotId bot, Event event) {
    steps.add(new RuleTest.Step(at, received(bot, new Arrival.Decoded(0, Envelope.of(event, null), event.hashCode()))));
  }

  private Input received(BotId bot, Arrival arrival) {
    return new Input.Received(bot, List.of(arrival), true, ++tickets);
  }

  /** As the bot would send it, but that its time counts from the test's beginning. {@code times} and {@code every} say it again. */
  private void event(SettingsSection event, BotId bot) {
    Duration at = event.required("at", "a time since the test's beginning, such as 90s", SettingsSection::duration);
    int times = event.integer("times", 1, 1, 10_000);
    Duration every = event.duration("every", SECOND, Duration.ZERO);
    if (at == null) {
      return;
    }
    Map<String, Object> fields = EventNodes.fields(event, List.of("at", "times", "every"));
    for (int i = 0; i < times; i++) {
      Duration when = at.plus(every.multipliedBy(i));
      fields.put("at", start.plus(when).toString());
      Arrival arrival = read(EventNodes.json(fields));
      if (arrival instanceof Arrival.Refused refused) {
        event.problem("type", "and what is with it is no event: " + refused.problem().message());
        return;
      }
      steps.add(new RuleTest.Step(when, received(bot, arrival)));
    }
  }

  private Arrival read(byte[] json) {
    try {
      return events.read(json, BatchFormat.JSON, null).getFirst();
    } catch (MalformedBatchException e) {
      return new Arrival.Refused(0, new dev.binnacle.model.Problem("", "event", String.valueOf(e.getMessage())), null, 0, 0);
    }
  }
}
