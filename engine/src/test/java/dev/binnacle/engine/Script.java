package dev.binnacle.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.engine.fleet.BotSettings;
import dev.binnacle.engine.fleet.BotSnapshot;
import dev.binnacle.engine.fleet.Bounds;
import dev.binnacle.engine.fleet.FleetSettings;
import dev.binnacle.engine.fleet.FleetSnapshot;
import dev.binnacle.model.Answer;
import dev.binnacle.model.Arrival;
import dev.binnacle.model.BotId;
import dev.binnacle.model.BotStatus;
import dev.binnacle.model.Envelope;
import dev.binnacle.model.Event;
import dev.binnacle.model.Fact;
import dev.binnacle.model.InstanceId;
import dev.binnacle.model.JournalEntry;
import dev.binnacle.model.Money;
import dev.binnacle.model.Problem;
import dev.binnacle.model.Sample;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Inputs in, effects out. A script is told what happens at which time of 5 January 2026, and checks what the last input led to and
 * what is so after it. The bot is {@code a} unless another is named.
 */
final class Script {
  private final EngineSettings settings;
  private final List<JournalEntry> journal = new ArrayList<>();
  private Engine engine;
  private Instant now = time("10:00:00");
  private Outcome last = new Outcome(0, List.of());
  private BotId bot = new BotId("a");
  private long tickets;

  private Script(EngineSettings settings) {
    this.settings = settings;
    this.engine = new Engine(settings);
  }

  static Script check() {
    return new Script(EngineSettings.DEFAULT);
  }

  static Script check(Bounds bounds) {
    return new Script(new EngineSettings(FleetSettings.DEFAULT.withBounds(bounds)));
  }

  static Script check(Map<BotId, BotSettings> bots) {
    return new Script(new EngineSettings(FleetSettings.DEFAULT.withBots(bots)));
  }

  /** {@code 10:00:00} of 5 January 2026, or a whole instant. */
  static Instant time(String time) {
    return Instant.parse(time.contains("T") ? time : "2026-01-05T" + time + "Z");
  }

  static long hash(Event event) {
    return event.toString().hashCode();
  }

  /* What happens. */

  Script at(String time) {
    now = time(time);
    return this;
  }

  Script bot(String name) {
    bot = new BotId(name);
    return this;
  }

  /** A live batch. */
  Script hears(Says... said) {
    return receives(true, said);
  }

  /** A batch from a spool, which says nothing of the present. */
  Script spools(Says... said) {
    return receives(false, said);
  }

  private Script receives(boolean live, Says... said) {
    List<Arrival> arrivals = new ArrayList<>();
    for (Says each : said) {
      Envelope envelope = each.envelope(now);
      arrivals.add(new Arrival.Decoded(arrivals.size(), envelope, hash(envelope.event())));
    }
    return input(new Input.Received(bot, arrivals, live, ++tickets));
  }

  /** An event that was refused before it came here. */
  Script hearsRubbish(@Nullable String instance, long seq, long hash) {
    Problem problem = new Problem("/entry_price", "positive", "entry_price must be above 0, was -1");
    InstanceId sender = instance == null ? null : new InstanceId(instance);
    return input(new Input.Received(bot, List.of(new Arrival.Refused(0, problem, sender, seq, hash)), true, ++tickets));
  }

  /** What somebody else tells about the bot. */
  Script notes(Says... said) {
    List<Arrival> arrivals = new ArrayList<>();
    for (Says each : said) {
      Envelope envelope = each.envelope(now);
      arrivals.add(new Arrival.Decoded(arrivals.size(), envelope, hash(envelope.event())));
    }
    return input(new Input.Noted(bot, arrivals, ++tickets));
  }

  Script sees(String instance, @Nullable Long version, String hash, boolean applied, @Nullable String reason) {
    return input(
        new Input.Commanded(
            new Input.Command.NoteConfig(bot, new InstanceId(instance), version, hash, applied, reason), null, ++tickets));
  }

  Script resettles(FleetSettings next) {
    return input(new Input.Resettled(next));
  }

  Script links(String instance) {
    return input(new Input.LinkOpened(bot, new InstanceId(instance)));
  }

  Script unlinks(String instance) {
    return input(new Input.LinkClosed(bot, new InstanceId(instance)));
  }

  Script declares(String... bots) {
    return input(new Input.Declared(Stream.of(bots).map(BotId::new).toList()));
  }

  Script forgets(@Nullable String operator) {
    return input(new Input.Commanded(new Input.Command.ForgetBot(bot), operator, ++tickets));
  }

  Script ticks() {
    return input(new Input.Tick());
  }

  Script ticks(String time) {
    return at(time).ticks();
  }

  private Script input(Input input) {
    last = engine.apply(now, input);
    effects(Effect.Record.class).forEach(record -> journal.add(record.entry()));
    return this;
  }

  /** The process ends without a word; another one begins with nothing but the journal. */
  Script restarts() {
    engine = new Engine(settings);
    journal.forEach(engine::replay);
    return this;
  }

  /* What it led to. */

  private <E extends Effect> List<E> effects(Class<E> type) {
    return last.effects().stream().filter(type::isInstance).map(type::cast).toList();
  }

  List<Fact> facts() {
    return effects(Effect.Record.class).stream().flatMap(record -> record.entry().facts().stream()).toList();
  }

  <F extends Fact> List<F> facts(Class<F> type) {
    return facts().stream().filter(type::isInstance).map(type::cast).toList();
  }

  Answer answer() {
    return effects(Effect.Reply.class).getFirst().answer();
  }

  Script awaits(long index) {
    assertThat(effects(Effect.Reply.class).getFirst().awaits()).isEqualTo(index);
    return this;
  }

  Script answers(int accepted, int duplicates, int rejected) {
    Answer answer = answer();
    assertThat(List.of(answer.accepted(), answer.duplicates(), answer.rejected().size()))
        .as("accepted, duplicates and rejected of %s", answer)
        .containsExactly(accepted, duplicates, rejected);
    return this;
  }

  Script rejects(String rule) {
    assertThat(answer().rejected()).extracting(rejection -> rejection.problem().rule()).containsExactly(rule);
    return this;
  }

  Script acknowledges(String instance, long seq) {
    assertThat(answer().acknowledged()).containsEntry(new InstanceId(instance), seq);
    return this;
  }

  /** Gaps as {@code i1:2-4}. */
  Script missing(String... gaps) {
    assertThat(answer().gaps()).extracting(gap -> gap.instance() + ":" + gap.from() + "-" + gap.to()).containsExactly(gaps);
    return this;
  }

  Script decides(Fact... facts) {
    assertThat(facts()).contains(facts);
    return this;
  }

  Script decidesNothing() {
    assertThat(facts()).isEmpty();
    return this;
  }

  Script decidesNo(Class<? extends Fact> type) {
    assertThat(facts(type)).isEmpty();
    return this;
  }

  /** Event types in their order. */
  Script announces(String... types) {
    assertThat(effects(Effect.Announce.class)).extracting(announce -> announce.event().type()).containsExactly(types);
    return this;
  }

  /** Samples of the bot as {@code name=value}, and of the fleet with {@code fleet.} before them. */
  Script keeps(String... samples) {
    assertThat(kept()).containsExactly(samples);
    return this;
  }

  List<String> kept() {
    List<String> kept = new ArrayList<>();
    for (Effect.Keep keep : effects(Effect.Keep.class)) {
      for (Sample sample : keep.samples()) {
        String value =
            switch (sample.reading()) {
              case Sample.Reading.Number(double number) -> String.valueOf(number);
              case Sample.Reading.State(String word) -> word;
            };
        kept.add((keep.bot() == null ? "fleet." : "") + sample.metric() + "=" + value);
      }
    }
    return kept;
  }

  List<Effect.Keep> keepEffects() {
    return effects(Effect.Keep.class);
  }

  Script refuses(String why) {
    assertThat(effects(Effect.CommandDone.class).getFirst().refused()).contains(why);
    return this;
  }

  Script done() {
    assertThat(effects(Effect.CommandDone.class).getFirst().refused()).isNull();
    return this;
  }

  /** The entry that the command's answer waits for. */
  Script answerAwaits(long index) {
    assertThat(effects(Effect.CommandDone.class).getFirst().awaits()).isEqualTo(index);
    return this;
  }

  /* What is so. */

  Script is(BotStatus status, String reason) {
    assertThat(snapshot().status()).as(snapshot().reason()).isEqualTo(status);
    assertThat(snapshot().reason()).contains(reason);
    return this;
  }

  Script equity(@Nullable String amount) {
    assertThat(snapshot().equity()).isEqualTo(amount == null ? null : Money.of(amount, "USD"));
    return this;
  }

  Script total(String amount) {
    assertThat(snapshot().balance()).isNotNull().satisfies(held -> assertThat(held.total()).isEqualTo(Money.of(amount, "USD")));
    return this;
  }

  Script unrealized(@Nullable String amount) {
    assertThat(snapshot().unrealized()).isEqualTo(amount == null ? null : Money.of(amount, "USD"));
    return this;
  }

  /** Positions as {@code BTC/USD buy 2 @ 100}. */
  Script holds(String... positions) {
    assertThat(snapshot().positions())
        .extracting(
            each -> each.symbol()
                + " "
                + each.side().name().toLowerCase(Locale.ROOT)
                + " "
                + each.quantity().stripTrailingZeros().toPlainString()
                + " @ "
                + each.entryPrice().stripTrailingZeros().toPlainString())
        .containsExactly(positions);
    return this;
  }

  BotSnapshot snapshot() {
    return fleet().bot(bot).orElseThrow();
  }

  FleetSnapshot fleet() {
    return engine.snapshot(now);
  }

  Engine engine() {
    return engine;
  }

  Outcome outcome() {
    return last;
  }

  List<JournalEntry> journal() {
    return journal;
  }

  Instant now() {
    return now;
  }
}
