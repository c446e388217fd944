package dev.binnacle.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.engine.rules.AlertSettings;
import dev.binnacle.engine.rules.Condition;
import dev.binnacle.engine.rules.Rule;
import dev.binnacle.model.Alert;
import dev.binnacle.model.Arrival;
import dev.binnacle.model.BotId;
import dev.binnacle.model.Envelope;
import dev.binnacle.model.Event;
import dev.binnacle.model.JournalEntry;
import dev.binnacle.model.Level;
import dev.binnacle.model.RunState;
import dev.binnacle.model.Side;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A feed that falls silent while its bot is there is told by itself, and is over when it is heard again. */
final class FeedsTest {
  private static final String BTC = "BTC/USD";
  private static final String ETH = "ETH/USD";
  private static final BotId BOT = new BotId("a");
  private static final EngineSettings SETTINGS =
      new EngineSettings(
          EngineSettings.DEFAULT.fleet(),
          AlertSettings.DEFAULT.withRules(
              List.of(
                  Rule.of(
                      "feed-silent", new Condition.Absence(new Condition.Awaited.Marks(), Duration.ofSeconds(60)),
                      Level.CRITICAL))));

  private final List<JournalEntry> journal = new ArrayList<>();
  private Engine engine = new Engine(SETTINGS);
  private Instant now = Instant.parse("2026-01-05T10:00:00Z");
  private RunState state = RunState.RUNNING;

  private void apply(Input input) {
    for (Effect effect : engine.apply(now, input).effects()) {
      if (effect instanceof Effect.Record(JournalEntry entry)) {
        journal.add(entry);
      }
    }
  }

  private void says(Event event) {
    apply(new Input.Received(BOT, List.of(new Arrival.Decoded(0, Envelope.of(event, null), event.hashCode())), true, 1));
  }

  /** So many seconds pass, in each of which the bot is heard and marks these. */
  private void lives(int seconds, String... marked) {
    for (int i = 0; i < seconds; i++) {
      now = now.plusSeconds(1);
      says(new Event.Heartbeat(now, state));
      for (String symbol : marked) {
        says(Says.mark(symbol, "100").event().apply(now));
      }
      apply(new Input.Tick());
    }
  }

  private void passes(int seconds) {
    for (int i = 0; i < seconds; i++) {
      now = now.plusSeconds(1);
      apply(new Input.Tick());
    }
  }

  private List<String> open() {
    return engine.alerts(now).alerts().stream().map(Alert::subject).map(String::valueOf).toList();
  }

  @Test
  void aBotThatNeverToldAPriceIsNotAskedForOne() {
    lives(300);

    assertThat(open()).isEmpty();
  }

  @Test
  void oneInstrumentOfTwoIsMissedByItsNameUntilItIsHeard() {
    lives(10, BTC, ETH);
    lives(59, BTC);
    assertThat(open()).isEmpty();

    lives(2, BTC);
    assertThat(open()).containsExactly("a/ETH/USD");

    lives(1, BTC, ETH);
    assertThat(open()).isEmpty();
  }

  @Test
  void whenNoInstrumentIsHeardTheBotIsToldOnce() {
    lives(10, BTC, ETH);
    lives(120);
    assertThat(open()).containsExactly("a");
    assertThat(engine.alerts(now).alerts().getFirst().reason()).startsWith("no price of any instrument for");

    lives(1, BTC, ETH);
    assertThat(open()).isEmpty();
  }

  @Test
  void anInstrumentThatIsMarkedSeldomHasThreeOfItsPauses() {
    for (int i = 0; i < 5; i++) {
      lives(1, BTC, ETH);
      lives(49, BTC);
    }

    lives(95, BTC);
    assertThat(open()).isEmpty();

    lives(10, BTC);
    assertThat(open()).containsExactly("a/ETH/USD");
  }

  @Test
  void anInstrumentThatTheBotHasTurnedFromIsLetGoAfterAnHourUnlessItHoldsSomethingInIt() {
    lives(10, BTC, ETH);
    lives(100, BTC);
    assertThat(open()).containsExactly("a/ETH/USD");

    lives(3_600, BTC);
    assertThat(open()).isEmpty();

    says(Says.position(ETH, Side.BUY, "1", "100", null).event().apply(now));
    lives(1, BTC);
    assertThat(open()).containsExactly("a/ETH/USD");
  }

  @Test
  void aBotThatHasStoppedOrHaltedItselfIsNotAskedForPrices() {
    lives(10, BTC);
    state = RunState.HALTED;
    lives(200);
    assertThat(open()).isEmpty();

    state = RunState.RUNNING;
    lives(59);
    assertThat(open()).isEmpty();
    lives(2);
    assertThat(open()).containsExactly("a");

    says(new Event.Stopped(now, 0, "done"));
    passes(1);
    assertThat(open()).isEmpty();
    passes(300);
    assertThat(open()).isEmpty();
  }

  /** That the bot is gone is another rule's word; back again, it has the whole time to hear its feeds. */
  @Test
  void whileTheBotIsNotThereNothingIsAwaitedOfIt() {
    lives(10, BTC);
    passes(600);
    assertThat(open()).isEmpty();

    lives(55);
    assertThat(open()).isEmpty();
    lives(10);
    assertThat(open()).containsExactly("a");
  }

  @Test
  void whatWasSilentBeforeARestartIsOpenAfterItUntilThePriceIsHeard() {
    lives(10, BTC, ETH);
    lives(100, BTC);
    assertThat(open()).containsExactly("a/ETH/USD");

    engine = new Engine(SETTINGS);
    journal.forEach(engine::replay);
    lives(120, BTC);
    assertThat(open()).containsExactly("a/ETH/USD");

    lives(1, BTC, ETH);
    assertThat(open()).isEmpty();
  }
}
