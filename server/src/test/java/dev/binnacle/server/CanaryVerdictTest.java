package dev.binnacle.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.engine.performance.PnlBasis;
import dev.binnacle.model.BotStatus;
import dev.binnacle.model.Level;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What becomes of a trial, as a matter of data. Allowed: three errors, and a loss of 1 % of an equity of 10,000, which is 100. */
final class CanaryVerdictTest {
  private static final Instant PROMOTE = Instant.parse("2026-01-05T10:09:30Z");
  private static final Instant GIVE_UP = Instant.parse("2026-01-05T10:09:45Z");
  private static final CanaryVerdict.Times TIMES = new CanaryVerdict.Times(PROMOTE, GIVE_UP);
  private static final Settings.Canary RULES = new Settings.Canary(3, new BigDecimal("1.0"), Level.WARNING);
  private static final Look START = new Look();

  /** One figure at a time is another than at the start. */
  private static final class Look {
    BotStatus status = BotStatus.ONLINE;
    boolean connected = true;
    boolean counts = true;
    boolean whole = true;
    long errors = 2;
    long newErrors;
    @Nullable String profit = "50";
    PnlBasis basis = PnlBasis.EQUITY;
    @Nullable String equity = "10000";

    CanaryPicture picture() {
      return new CanaryPicture(
          status, "because", false, connected, counts, whole, errors, newErrors, 7, BigDecimal.TEN,
          profit == null ? null : new BigDecimal(profit), basis, equity == null ? null : new BigDecimal(equity));
    }
  }

  private static CanaryPicture like(UnaryOperator<Look> change) {
    return change.apply(new Look()).picture();
  }

  private static CanaryVerdict at(Instant time, @Nullable CanaryPicture now) {
    return CanaryVerdict.of(START.picture(), now, null, null, RULES, TIMES, time);
  }

  private static CanaryVerdict early(UnaryOperator<Look> change) {
    return at(PROMOTE.minusSeconds(300), like(change));
  }

  @Test
  void beforeItsTimeIsOverWhatDoesWellWaits() {
    assertThat(at(PROMOTE.minusMillis(1), START.picture()))
        .isEqualTo(new CanaryVerdict.Wait("nothing worsened so far: no new errors, profit 0"));
  }

  @Test
  void whenItsTimeIsOverWhatDidWellIsPromoted() {
    CanaryPicture now = like(look -> {
      look.profit = "62.50";
      look.errors = 5;
      return look;
    });

    assertThat(at(PROMOTE, now))
        .isEqualTo(new CanaryVerdict.Promote("its time is over and nothing worsened: 3 new errors, profit +12.5"));
  }

  @Test
  void oneErrorMoreThanAllowedTakesItBackAtOnce() {
    CanaryVerdict verdict = early(look -> {
      look.errors = 6;
      return look;
    });

    assertThat(verdict).isEqualTo(new CanaryVerdict.RollBack("4 errors since it began, 3 are allowed"));
  }

  @Test
  void oldErrorsThatAreForgottenMeanwhileHideNoNewOnes() {
    CanaryVerdict verdict = early(look -> {
      look.errors = 4;
      look.newErrors = 4;
      return look;
    });

    assertThat(verdict).isEqualTo(new CanaryVerdict.RollBack("4 errors since it began, 3 are allowed"));
  }

  @Test
  void aLossUpToWhatIsAllowedWaitsAndBeyondItTakesBack() {
    assertThat(early(look -> {
      look.profit = "-50";
      return look;
    })).isInstanceOf(CanaryVerdict.Wait.class);
    assertThat(early(look -> {
      look.profit = "-51";
      return look;
    })).isEqualTo(
        new CanaryVerdict.RollBack("profit fell by 1.01 % of the equity since it began, 1 % are allowed"));
  }

  @Test
  void aFallFromTheBestSinceTheStartIsALossToo() {
    CanaryPicture now = START.picture();

    assertThat(CanaryVerdict.of(now, now, new BigDecimal("101"), null, RULES, TIMES, PROMOTE))
        .isEqualTo(new CanaryVerdict.RollBack("profit fell by 1.01 % of the equity since it began, 1 % are allowed"));
  }

  @Test
  void aBotThatFailsHaltsOrGoesTakesItBack() {
    for (BotStatus bad : new BotStatus[] {BotStatus.ERROR, BotStatus.HALTED, BotStatus.OFFLINE}) {
      assertThat(early(look -> {
        look.status = bad;
        return look;
      })).isEqualTo(new CanaryVerdict.RollBack("the bot became " + bad.name().toLowerCase(java.util.Locale.ROOT) + ": because"));
    }
  }

  @Test
  void aTrialThatIsToMendABotInErrorHasItsTimeButIsNotPromotedInError() {
    CanaryPicture failed = like(look -> {
      look.status = BotStatus.ERROR;
      return look;
    });

    assertThat(CanaryVerdict.of(failed, failed, null, null, RULES, TIMES, PROMOTE)).isInstanceOf(CanaryVerdict.Wait.class);
    assertThat(CanaryVerdict.of(failed, failed, null, null, RULES, TIMES, GIVE_UP)).isInstanceOf(CanaryVerdict.RollBack.class);
    assertThat(CanaryVerdict.of(failed, START.picture(), null, null, RULES, TIMES, PROMOTE))
        .isInstanceOf(CanaryVerdict.Promote.class);
  }

  @Test
  void whatIsNotKnownNeverPromotesAndTakesBackAtTheEnd() {
    neverPromotes(null, "nothing is known of the bot");
    neverPromotes(like(look -> {
      look.status = BotStatus.STALE;
      return look;
    }), "the bot is stale: because");
    neverPromotes(like(look -> {
      look.connected = false;
      return look;
    }), "the instance is not connected");
    neverPromotes(like(look -> {
      look.counts = false;
      return look;
    }), "the instance does not own the bot's state, so that its figures are not known");
    neverPromotes(like(look -> {
      look.whole = false;
      return look;
    }), "events of the bot are missing");
    neverPromotes(like(look -> {
      look.profit = null;
      return look;
    }), "the bot's profit since it began is not known");
    neverPromotes(like(look -> {
      look.basis = PnlBasis.CLOSED_TRADES;
      return look;
    }), "the bot's profit since it began is not known");
  }

  private static void neverPromotes(@Nullable CanaryPicture now, String why) {
    assertThat(at(PROMOTE, now)).isEqualTo(new CanaryVerdict.Wait(why + "; it is not promoted unless that is known"));
    assertThat(at(GIVE_UP, now))
        .isEqualTo(new CanaryVerdict.RollBack("at the end of its time it is not known whether it did well: " + why));
  }

  @Test
  void withoutAPictureOfTheStartItIsNeverPromoted() {
    assertThat(CanaryVerdict.of(null, START.picture(), null, null, RULES, TIMES, PROMOTE)).isInstanceOf(CanaryVerdict.Wait.class);
    assertThat(CanaryVerdict.of(null, START.picture(), null, null, RULES, TIMES, GIVE_UP))
        .isInstanceOf(CanaryVerdict.RollBack.class);
  }

  @Test
  void withoutAnEquityThereIsNoMeasureForALoss() {
    CanaryPicture poor = like(look -> {
      look.equity = null;
      return look;
    });

    assertThat(CanaryVerdict.of(poor, START.picture(), null, null, RULES, TIMES, GIVE_UP))
        .isInstanceOf(CanaryVerdict.RollBack.class);
  }
}
