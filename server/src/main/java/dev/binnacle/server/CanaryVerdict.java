package dev.binnacle.server;

import dev.binnacle.model.BotStatus;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What is to become of a trial, and why, in words for a person. */
sealed interface CanaryVerdict {
  String reason();

  record Wait(String reason) implements CanaryVerdict {}

  record Promote(String reason) implements CanaryVerdict {}

  record RollBack(String reason) implements CanaryVerdict {}

  /**
   * When to decide.
   *
   * @param promoteFrom when it has had its time
   * @param giveUpAt when what is still not known will not be waited for
   */
  record Times(Instant promoteFrom, Instant giveUpAt) {}

  /**
   * Judges a trial by nothing but these. What is not known never promotes.
   *
   * @param start null when it is not known what the bot was like
   * @param now null when nothing is known of the bot
   * @param beside the instances compared; null where there is but one
   * @param bestGain the highest gain since the start; null while none was known
   */
  static CanaryVerdict of(
      @Nullable CanaryPicture start, @Nullable CanaryPicture now, @Nullable BigDecimal bestGain,
      @Nullable CanaryRivals beside, Settings.Canary rules, Times times, Instant at) {
    String worse = now == null ? null : worse(start, now, bestGain, beside, rules);
    if (worse != null) {
      return new RollBack(worse);
    }
    String unknown = unknown(start, now);
    unknown = unknown == null && beside != null ? beside.unknown() : unknown;
    if (unknown != null) {
      return at.isBefore(times.giveUpAt)
          ? new Wait(unknown + "; it is not promoted unless that is known")
          : new RollBack("at the end of its time it is not known whether it did well: " + unknown);
    }
    String good = good(start, now, beside);
    return at.isBefore(times.promoteFrom)
        ? new Wait("nothing worsened so far: " + good)
        : new Promote("its time is over and nothing worsened: " + good);
  }

  private static @Nullable String worse(
      @Nullable CanaryPicture start, CanaryPicture now, @Nullable BigDecimal bestGain, @Nullable CanaryRivals beside,
      Settings.Canary rules) {
    boolean isBad = isBad(now.status()) && (start == null || start.status() != now.status());
    if (isBad) {
      return "the bot became " + word(now.status()) + ": " + now.why();
    }
    String behind = beside == null ? null : beside.worse(rules);
    if (behind != null) {
      return behind;
    }
    long errors = start == null ? now.newErrors() : CanaryPicture.addedErrors(start, now);
    boolean isOwn = beside == null || beside.canary() == null;
    if (isOwn && errors > rules.errors()) {
      return errors + " errors since it began, " + rules.errors() + " are allowed";
    }
    BigDecimal gain = start == null ? null : CanaryPicture.gain(start, now);
    if (start == null || gain == null || start.equity() == null || start.equity().signum() <= 0) {
      return null;
    }
    BigDecimal best = bestGain == null ? BigDecimal.ZERO : bestGain.max(BigDecimal.ZERO);
    BigDecimal percent = best.subtract(gain).movePointRight(2).divide(start.equity(), 4, RoundingMode.HALF_UP);
    return percent.compareTo(rules.lossPercent()) > 0
        ? "profit fell by " + plain(percent) + " % of the equity since it began, " + plain(rules.lossPercent()) + " % are allowed"
        : null;
  }

  private static @Nullable String unknown(@Nullable CanaryPicture start, @Nullable CanaryPicture now) {
    if (now == null) {
      return "nothing is known of the bot";
    }
    if (start == null) {
      return "what the bot was like when it began is not known";
    }
    if (now.status() != BotStatus.ONLINE) {
      return "the bot is " + word(now.status()) + ": " + now.why();
    }
    if (!now.connected()) {
      return "the instance is not connected";
    }
    if (!now.counts()) {
      return "the instance does not own the bot's state, so that its figures are not known";
    }
    if (!now.whole()) {
      return "events of the bot are missing";
    }
    if (start.equity() == null || start.equity().signum() <= 0) {
      return "the bot's equity when it began is not known";
    }
    return CanaryPicture.gain(start, now) == null ? "the bot's profit since it began is not known" : null;
  }

  private static String good(
      @Nullable CanaryPicture start, @Nullable CanaryPicture now, @Nullable CanaryRivals beside) {
    if (start == null || now == null) {
      return "";
    }
    BigDecimal gain = CanaryPicture.gain(start, now);
    InstanceFigures own = beside == null ? null : beside.canary();
    long errors = own == null ? CanaryPicture.addedErrors(start, now) : own.bad();
    return (errors <= 0 ? "no" : String.valueOf(errors)) + " new errors, profit "
        + (gain == null ? "not known" : (gain.signum() > 0 ? "+" : "") + plain(gain))
        + (beside == null ? "" : beside.good());
  }

  private static boolean isBad(BotStatus status) {
    return switch (status) {
      case ONLINE, STALE -> false;
      case HALTED, ERROR, OFFLINE -> true;
    };
  }

  private static String word(BotStatus status) {
    return status.name().toLowerCase(Locale.ROOT);
  }

  private static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }
}
