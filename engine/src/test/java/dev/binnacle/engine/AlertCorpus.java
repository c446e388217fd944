package dev.binnacle.engine;

import dev.binnacle.engine.rules.AlertSettings;
import dev.binnacle.engine.rules.Condition;
import dev.binnacle.model.Alert;
import dev.binnacle.model.AlertId;
import dev.binnacle.model.Arrival;
import dev.binnacle.model.BotId;
import dev.binnacle.model.ComponentName;
import dev.binnacle.model.ConfigOutcome;
import dev.binnacle.model.Currency;
import dev.binnacle.model.Envelope;
import dev.binnacle.model.Event;
import dev.binnacle.model.Fact;
import dev.binnacle.model.Health;
import dev.binnacle.model.InstanceId;
import dev.binnacle.model.JournalEntry;
import dev.binnacle.model.MetricName;
import dev.binnacle.model.Notice;
import dev.binnacle.model.OrderStatus;
import dev.binnacle.model.Sample;
import dev.binnacle.model.Severity;
import dev.binnacle.model.Side;
import dev.binnacle.model.Silence;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * One story of {@code alerts/corpus.txt}: what is said when, and what becomes of alerts. Time passes in ticks of a second between the
 * lines. The head of the file tells the words.
 */
final class AlertCorpus {
  private static final Instant START = Instant.parse("2026-01-05T10:00:00Z");

  private final AlertSettings settings;
  private final List<JournalEntry> journal = new ArrayList<>();
  private final Map<String, Long> numbers = new TreeMap<>();
  private final Map<String, AlertId> newest = new TreeMap<>();
  private Engine engine;
  private Instant ticked = START.minusSeconds(1);
  private Instant now = START;
  private List<String> seen = new ArrayList<>();

  /** @param lines each a time, what happens, and after {@code =>} what is decided */
  record Story(String title, List<String> rules, List<String> lines) {
    @Override
    public String toString() {
      return title;
    }
  }

  static List<Story> stories() {
    try (InputStream in = Objects.requireNonNull(AlertCorpus.class.getResourceAsStream("/alerts/corpus.txt"))) {
      List<Story> stories = new ArrayList<>();
      for (String block : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("(?m)^== ")) {
        List<String> lines = block.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
        if (lines.size() > 2) {
          List<String> rules = Arrays.asList(lines.get(1).replace("rules:", "").trim().split("\\s*,\\s*"));
          stories.add(new Story(lines.get(0), rules, lines.subList(2, lines.size())));
        }
      }
      return stories;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  AlertCorpus(Story story) {
    this.settings = CorpusRules.settings(story.rules());
    this.engine = new Engine(new EngineSettings(EngineSettings.DEFAULT.fleet(), settings));
  }

  /** @return what was decided since the line before, as the corpus writes it */
  List<String> play(String line) {
    String[] words = line.split("=>")[0].trim().split("\\s+");
    now = START.plus(Duration.ofMillis(Math.round(Double.parseDouble(words[0]) * 1_000)));
    pass();
    act(List.of(words).subList(1, words.length));
    List<String> decided = seen;
    seen = new ArrayList<>();
    return decided;
  }

  static List<String> expected(String line) {
    String[] sides = line.split("=>");
    return sides.length < 2 || sides[1].isBlank() ? List.of() : List.of(sides[1].trim().split("\\s*;\\s*"));
  }

  /** A tick on each second, the one of now included. */
  private void pass() {
    while (!ticked.plusSeconds(1).isAfter(now)) {
      ticked = ticked.plusSeconds(1);
      apply(ticked, new Input.Tick());
    }
  }

  private void act(List<String> words) {
    if (words.isEmpty()) {
      return;
    }
    switch (words.getFirst()) {
      case "restart" -> {
        engine = new Engine(new EngineSettings(EngineSettings.DEFAULT.fleet(), settings));
        journal.forEach(engine::replay);
      }
      case "settle" -> apply(
          now,
          new Input.Resettled(
              EngineSettings.DEFAULT.fleet(), CorpusRules.settings(List.of(words.get(1).split(",")))));
      case "ack" -> command(
          new Input.Command.Acknowledge(
              alert(words.get(1)), "on it", words.size() > 2 ? START.plusSeconds(Long.parseLong(words.get(2))) : null));
      case "unack" -> command(new Input.Command.Unacknowledge(alert(words.get(1))));
      case "silence" -> command(
          new Input.Command.BeginSilence(
              Map.of(words.get(1).split("=")[0], words.get(1).split("=")[1]),
              START.plusSeconds(Long.parseLong(words.get(2))),
              words.contains("until-resolved") ? Silence.Term.UNTIL_RESOLVED : Silence.Term.FIXED, "maintenance"));
      case "noted" -> {
        Event event = event(words.subList(2, words.size()));
        Arrival arrival = new Arrival.Decoded(0, Envelope.of(event, null), event.toString().hashCode());
        apply(now, new Input.Noted(new BotId(words.get(1)), List.of(arrival), 1));
      }
      case "unsilence" -> command(
          new Input.Command.EndSilence(engine.alerts(now).silences().getFirst().silence().id()));
      case "forget" -> command(new Input.Command.ForgetBot(new BotId(words.get(1))));
      case "observed" -> apply(
          now,
          new Input.Observed(
              words.get(1), new MetricName(words.get(2).split("=")[0]), reading(words.get(2).split("=")[1])));
      case "score" -> apply(
          now,
          new Input.Scored(
              new BotId(words.get(1)), new MetricName(words.get(2)), Condition.Model.ROBUST, now,
              Double.parseDouble(words.get(3))));
      default -> say(new BotId(words.getFirst()), words.subList(1, words.size()));
    }
  }

  private AlertId alert(String name) {
    return Objects.requireNonNull(newest.get(name), name);
  }

  private void command(Input.Command command) {
    apply(now, new Input.Commanded(command, "ann", 1));
  }

  private void say(BotId bot, List<String> words) {
    boolean live = !words.getFirst().equals("spooled");
    List<String> said = live ? words : words.subList(1, words.size());
    if (said.getFirst().equals("gap")) {
      numbers.merge(bot.value(), 3L, Long::sum);
      said = List.of("custom", "after-the-gap");
    }
    List<Arrival> arrivals = new ArrayList<>();
    for (String each : String.join(" ", said).split(" & ")) {
      Event event = event(List.of(each.split(" ")));
      InstanceId instance = new InstanceId("i1");
      Envelope envelope =
          event.isDurable()
              ? Envelope.sequenced(event, instance, numbers.merge(bot.value(), 1L, Long::sum))
              : Envelope.of(event, instance);
      arrivals.add(new Arrival.Decoded(arrivals.size(), envelope, event.toString().hashCode()));
    }
    apply(now, new Input.Received(bot, arrivals, live, 1));
  }

  private Event event(List<String> words) {
    if (words.getFirst().equals("answer")) {
      Duration took = Duration.ofMillis(Long.parseLong(words.get(2)));
      return new Event.ComponentHealth(now, new ComponentName(words.get(1)), Health.HEALTHY, false, took, null);
    }
    Says says =
        switch (words.getFirst()) {
          case "beat" -> Says.alive();
          case "start" -> Says.started();
          case "stop" -> Says.stopped(0, "done");
          case "error" -> Says.error(words.get(1), Severity.valueOf(words.get(2).toUpperCase(Locale.ROOT)));
          case "order" -> Says.order(words.get(1), OrderStatus.valueOf(words.get(2).toUpperCase(Locale.ROOT)), "0");
          case "opened" -> Says.opened(words.get(1), words.get(2), Side.BUY, words.get(3), words.get(4));
          case "closed" -> Says.closed(words.get(1), words.get(2), Side.BUY, words.get(3), words.get(4), words.get(5));
          case "balance" ->
              Says.balance(words.get(1), words.get(1), Currency.USD, words.size() > 2 ? words.get(2) : "0");
          case "health" -> Says.health(words.get(1), Health.valueOf(words.get(2).toUpperCase(Locale.ROOT)), false);
          case "custom" -> Says.custom(words.get(1));
          case "config" ->
              Says.config(1, ConfigOutcome.valueOf(words.get(1).toUpperCase(Locale.ROOT)), null, "sha256:aa", null);
          case "calls" -> Says.calls("/orders", Long.parseLong(words.get(1)), Long.parseLong(words.get(2)));
          default -> null;
        };
    return says != null ? says.envelope(now).event() : metrics(words);
  }

  private Event metrics(List<String> words) {
    List<Sample> samples = new ArrayList<>();
    for (String word : words) {
      String[] sides = word.split("=");
      samples.add(new Sample(new MetricName(sides[0]), reading(sides[1])));
    }
    return new Event.Metrics(now, samples);
  }

  private static Sample.Reading reading(String text) {
    return Character.isLetter(text.charAt(0)) && !text.equals("NaN")
        ? new Sample.Reading.State(text)
        : new Sample.Reading.Number(Double.parseDouble(text));
  }

  private void apply(Instant at, Input input) {
    for (Effect effect : engine.apply(at, input).effects()) {
      switch (effect) {
        case Effect.Record(JournalEntry entry) -> {
          journal.add(entry);
          entry.facts().stream().filter(Fact.OfAlerts.class::isInstance).forEach(fact -> see((Fact.OfAlerts) fact));
        }
        case Effect.CommandDone done -> {
          if (done.refused() != null) {
            seen.add("refused: " + done.refused());
          }
        }
        case Effect.Reply e -> {}
        case Effect.OfControl e -> {}
        case Effect.Keep e -> {}
        case Effect.Announce e -> {}
        case Effect.Weigh e -> {}
      }
    }
  }

  private void see(Fact.OfAlerts fact) {
    switch (fact) {
      case Fact.AlertChanged(var at, var alert, var from) -> {
        newest.put(name(alert), alert.id());
        if (from != alert.state()) {
          seen.add(name(alert) + " " + alert.state());
        }
      }
      case Fact.NoticeIssued(var at, Notice notice) -> seen.add(
          "told " + notice.kind() + (notice.heldBack() > 0 ? "+" + notice.heldBack() : "")
              + " " + String.join(",", notice.alerts().stream().map(AlertCorpus::name).toList())
              + (notice.channels().isEmpty() ? "" : " to " + notice.channels().getFirst()));
      case Fact.NoticeHidden(var at, var silence, var alert, var kind) -> seen.add("hid " + kind);
      case Fact.AlertAcknowledged f -> seen.add("acknowledged");
      case Fact.AcknowledgementEnded f -> seen.add("unacknowledged");
      case Fact.SilenceBegun f -> seen.add("silence begins");
      case Fact.SilenceEnded f -> {
        List<Alert> active = Objects.requireNonNull(f.told()).active();
        seen.add(
            "silence " + f.ending() + ", hid " + f.hidden()
                + String.join("", active.stream().map(alert -> ", " + name(alert) + " goes on").toList()));
      }
    }
  }

  private static String name(Alert alert) {
    return alert.rule() + "/" + alert.subject();
  }

  Engine engine() {
    return engine;
  }

  List<JournalEntry> journal() {
    return journal;
  }
}
