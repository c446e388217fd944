package dev.binnacle.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.engine.control.Errand;
import dev.binnacle.exchange.Timepiece;
import dev.binnacle.model.BotId;
import dev.binnacle.model.HaltId;
import dev.binnacle.model.HaltMode;
import dev.binnacle.model.HaltOrigin;
import dev.binnacle.model.Latch;
import dev.binnacle.model.OrderId;
import dev.binnacle.model.Symbol;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The guard before orders of people. */
final class ActionDoorTest {
  private static final BotId A = new BotId("a");
  private static final BotId B = new BotId("b");
  private static final Symbol BTC = new Symbol("BTC/USD");
  private static final Symbol ETH = new Symbol("ETH/USD");
  private static final OrderId ORDER = new OrderId("bn1");
  private static final Instant TEN = Instant.parse("2026-01-05T10:00:00Z");

  private final ActionDoor door = new ActionDoor();

  private void close(HaltMode mode, @Nullable Symbol symbol, long epoch) {
    door.close(
        new Errand.CloseGuards(
            A, new Latch(new HaltId("h1"), epoch, mode, symbol, HaltOrigin.PERSON, "ann", "x", TEN), true, null));
  }

  private void open(long epoch) {
    door.open(new Errand.OpenGuards(A, new HaltId("h1"), epoch, "ann", "x", 1));
  }

  private boolean enters(BotId bot, Symbol symbol, boolean reduces) {
    boolean entered = door.enter(bot, symbol, reduces, ORDER);
    if (entered) {
      door.leave(bot, ORDER, true);
    }
    return entered;
  }

  @Test
  void haltLetsNoOrderOfItsBotInUntilItIsReleasedAsItIs() {
    assertThat(enters(A, BTC, false)).isTrue();
    close(HaltMode.STOP, null, 3);

    assertThat(enters(A, BTC, false)).isFalse();
    assertThat(enters(A, BTC, true)).isFalse();
    assertThat(enters(B, BTC, false)).isTrue();
    open(2);
    assertThat(enters(A, BTC, false)).isFalse();
    open(4);
    assertThat(enters(A, BTC, false)).isTrue();
  }

  @Test
  void pauseLetsWhatReducesInAndOneInstrumentIsThatAlone() {
    close(HaltMode.PAUSE, BTC, 3);

    assertThat(enters(A, BTC, false)).isFalse();
    assertThat(enters(A, BTC, true)).isTrue();
    assertThat(enters(A, ETH, false)).isTrue();
  }

  @Test
  void whatIsInFlightIsWaitedForAndWhatIsNotProvedIsNamed() throws Exception {
    assertThat(door.enter(A, BTC, false, ORDER)).isTrue();
    assertThat(door.unproved(A)).containsExactly(ORDER);

    Timepiece time = new Timepiece() {
      private Instant now = TEN;

      @Override
      public Instant instant() {
        return now;
      }

      @Override
      public void sleep(Duration duration) {
        now = now.plus(duration);
        if (now.isAfter(TEN.plusSeconds(1))) {
          door.leave(A, ORDER, false);
        }
      }
    };
    door.awaitQuiet(A, time, Duration.ofSeconds(5));

    assertThat(time.instant()).isBetween(TEN.plusMillis(1_001), TEN.plusMillis(1_100));
    assertThat(door.unproved(A)).containsExactly(ORDER);
    assertThat(door.enter(A, BTC, false, ORDER)).isTrue();
    door.leave(A, ORDER, true);
    assertThat(door.unproved(A)).isEmpty();
    assertThat(door.unproved(B)).isEmpty();
  }
}
