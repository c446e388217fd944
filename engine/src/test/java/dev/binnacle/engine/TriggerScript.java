package dev.binnacle.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.engine.control.ControlSettings;
import dev.binnacle.engine.control.ControlSnapshot.TriggerView;
import dev.binnacle.engine.control.TriggerSettings;
import dev.binnacle.engine.control.TriggerSettings.Limits;
import dev.binnacle.model.Arrival;
import dev.binnacle.model.BotId;
import dev.binnacle.model.Envelope;
import dev.binnacle.model.Fact;
import dev.binnacle.model.Halt;
import dev.binnacle.model.HaltOrigin;
import dev.binnacle.model.InstanceId;
import dev.binnacle.model.JournalEntry;
import dev.binnacle.model.TriggerKind;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A story of triggers. Bot {@code a} is linked and has said what its account holds; its exchange can be reached without it. Thresholds are 500
 * MB, 0.1 % and 50 USD.
 */
final class TriggerScript {
  static final TriggerSettings TRIGGERS =
      TriggerSettings.OFF.withEnabled(true).withLimits(
          new Limits(new BigDecimal(500), new BigDecimal("0.1"), new BigDecimal(50)), Map.of());
  static final BotId A = new BotId("a");
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final List<JournalEntry> journal = new ArrayList<>();
  private final List<String> seen = new ArrayList<>();
  private EngineSettings settings;
  private Engine engine;
  private Instant now = Script.time("10:00:00");
  private Effect.@Nullable CommandDone done;

  private TriggerScript(TriggerSettings triggers) {
    settings = settings(triggers);
    engine = new Engine(settings);
  }

  private static EngineSettings settings(TriggerSettings triggers) {
    ControlSettings control = ControlSettings.DEFAULT.withGateways(Set.of(A)).withGroups(Map.of(A, "g")).withTriggers(triggers);
    return new EngineSettings(EngineSettings.DEFAULT.fleet(), EngineSettings.DEFAULT.alerts(), control);
  }

  static TriggerScript begins() {
    return begins(TRIGGERS);
  }

  static TriggerScript begins(TriggerSettings triggers) {
    TriggerScript script = new TriggerScript(triggers);
    script.links().hears(Says.balance("10000"));
    script.seen.clear();
    return script;
  }

  TriggerScript links() {
    return apply(new Input.LinkOpened(A, new InstanceId("a-1")));
  }

  TriggerScript hears(Says... said) {
    return hears(A, said);
  }

  TriggerScript hears(BotId bot, Says... said) {
    List<Arrival> arrivals = new ArrayList<>();
    for (Says each : said) {
      Envelope envelope = each.envelope(now);
      arrivals.add(new Arrival.Decoded(arrivals.size(), envelope, Script.hash(envelope.event())));
    }
    return apply(new Input.Received(bot, arrivals, true, 1));
  }

  /** A second passes, then it says this. */
  TriggerScript then(Says... said) {
    return passes(1).hears(said);
  }

  /** Memory readings, a second apart. */
  TriggerScript memory(double... megabytes) {
    for (double each : megabytes) {
      then(Says.metric("memory_usage_mb", each));
    }
    return this;
  }

  TriggerScript passes(int seconds) {
    for (int i = 0; i < seconds; i++) {
      now = now.plusSeconds(1);
      apply(new Input.Tick());
    }
    return this;
  }

  /** Seconds in each of which the bot gives a sign of life. */
  TriggerScript lives(int seconds) {
    for (int i = 0; i < seconds; i++) {
      hears(Says.alive());
      passes(1);
    }
    return this;
  }

  /** The engine does nothing meanwhile. */
  TriggerScript sleeps(Duration time) {
    now = now.plus(time);
    return apply(new Input.Tick());
  }

  TriggerScript releases(boolean force) {
    Halt halt = halt();
    return commands(new Input.Command.ReleaseHalt(halt.id(), halt.epoch(), "looked at", force), "ann");
  }

  TriggerScript rearms(TriggerKind kind, String reason, @Nullable String operator) {
    return commands(new Input.Command.RearmTrigger(kind, A, reason), operator);
  }

  TriggerScript commands(Input.Command command, @Nullable String operator) {
    return apply(new Input.Commanded(command, operator, 1));
  }

  TriggerScript resettles(TriggerSettings triggers) {
    settings = settings(triggers);
    return apply(new Input.Resettled(settings.fleet(), settings.alerts(), settings.control()));
  }

  /** The process ends without a word; another one begins with nothing but the journal. */
  TriggerScript restarts() {
    engine = new Engine(settings);
    journal.forEach(engine::replay);
    return this;
  }

  /** Another process begins with a checkpoint, as it is written and read. */
  TriggerScript restartsFromCheckpoint() {
    engine = Engine.restore(settings, JSON.readValue(JSON.writeValueAsBytes(engine.state()), EngineState.class));
    return this;
  }

  private TriggerScript apply(Input input) {
    for (Effect effect : engine.apply(now, input).effects()) {
      if (effect instanceof Effect.Record(JournalEntry entry)) {
        journal.add(entry);
        entry.facts().forEach(this::see);
      } else if (effect instanceof Effect.CommandDone command) {
        done = command;
      }
    }
    return this;
  }

  private void see(Fact fact) {
    if (fact instanceof Fact.HaltBegun(var at, Halt halt) && halt.begun().origin() == HaltOrigin.TRIGGER) {
      seen.add(halt.mode() + " " + halt.scope() + " by " + halt.begun().by());
    } else if (fact instanceof Fact.HaltJoined joined && joined.request().origin() == HaltOrigin.TRIGGER) {
      seen.add("joined by " + joined.request().by());
    }
  }

  /* What is seen. */

  TriggerScript sees(String... what) {
    assertThat(seen).containsExactly(what);
    seen.clear();
    return this;
  }

  TriggerScript seesNothing() {
    return sees();
  }

  TriggerScript says(String reason) {
    assertThat(halt().requests().getLast().reason()).isEqualTo(reason);
    return this;
  }

  TriggerScript isRefused(String why) {
    assertThat(Objects.requireNonNull(done).refused()).contains(why);
    return this;
  }

  TriggerScript isDone() {
    assertThat(Objects.requireNonNull(done).refused()).isNull();
    return this;
  }

  /** The newest, in force or over. */
  Halt halt() {
    var snapshot = engine.control(now);
    return snapshot.halts().isEmpty() ? snapshot.released().getFirst() : snapshot.halts().getFirst();
  }

  List<Halt> halts() {
    return engine.control(now).halts();
  }

  TriggerView view(TriggerKind kind) {
    return Objects.requireNonNull(engine.control(now).triggers().bots().get(A)).stream().filter(each -> each.kind() == kind)
        .findFirst().orElseThrow();
  }

  Engine engine() {
    return engine;
  }

  List<JournalEntry> journal() {
    return journal;
  }

  Instant now() {
    return now;
  }
}
