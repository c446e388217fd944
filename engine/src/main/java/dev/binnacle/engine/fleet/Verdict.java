package dev.binnacle.engine.fleet;

import dev.binnacle.engine.fleet.BotState.Critical;
import dev.binnacle.engine.fleet.BotState.Ended;
import dev.binnacle.model.BotStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** A bot's status and why, in words for a person. The words hold as long as the status does: they name times, not ages. */
record Verdict(BotStatus status, String reason) {
  private static final int LONGEST = 200;

  static final Verdict NEVER_HEARD = new Verdict(BotStatus.OFFLINE, "was never heard");

  /** What a part is judged by that is not its own. {@code held}: why its guard is closed; null while it is not. */
  record Circumstances(FleetSettings settings, Instant now, Instant listeningSince, Verdict before, @Nullable String held) {}

  /**
   * The worst of all parts. Of several parts, one that has ended in order no longer counts as long as another goes on.
   */
  static Verdict of(Collection<Part> parts, Circumstances circumstances) {
    Verdict worst = null;
    Verdict worstGoing = null;
    for (Part part : parts) {
      Verdict verdict = of(part, circumstances);
      worst = worse(worst, verdict);
      worstGoing = part.ended() == null ? worse(worstGoing, verdict) : worstGoing;
    }
    if (worstGoing != null) {
      return worstGoing;
    }
    return worst == null ? circumstances.before() : worst;
  }

  private static Verdict worse(@Nullable Verdict one, Verdict other) {
    return one == null || other.status.compareTo(one.status) > 0 ? other : one;
  }

  private static Verdict of(Part part, Circumstances circumstances) {
    Ended ended = part.ended();
    if (ended != null) {
      return new Verdict(BotStatus.OFFLINE, brief(ended.reason()));
    }
    Instant sign = part.sign();
    if (sign == null && circumstances.before.status == BotStatus.OFFLINE) {
      return circumstances.before;
    }
    Verdict silence = silence(sign, circumstances);
    Verdict condition = condition(part, circumstances.held);
    Verdict worst = condition == null || silence.status.compareTo(condition.status) > 0 ? silence : condition;
    // After a restart of the engine, what was so before is so until the bot speaks again or is silent for too long.
    return sign == null ? worse(worst, circumstances.before) : worst;
  }

  private static Verdict silence(@Nullable Instant sign, Circumstances circumstances) {
    Instant since = sign == null ? circumstances.listeningSince : sign;
    Duration silent = Duration.between(since, circumstances.now);
    FleetSettings settings = circumstances.settings;
    String from =
        (sign == null ? "not heard since this server listens, " : "silent since ") + since.truncatedTo(ChronoUnit.SECONDS);
    if (silent.compareTo(settings.offlineAfter()) >= 0) {
      return new Verdict(BotStatus.OFFLINE, from + ", longer than " + words(settings.offlineAfter()));
    }
    if (silent.compareTo(settings.staleAfter()) >= 0) {
      return new Verdict(BotStatus.STALE, from + ", longer than " + words(settings.staleAfter()));
    }
    return new Verdict(BotStatus.ONLINE, "heard within the last " + words(settings.staleAfter()));
  }

  private static @Nullable Verdict condition(Part part, @Nullable String held) {
    for (BotState.Component component : part.components()) {
      if (component.isDown()) {
        String message = component.message() == null ? "" : ": " + brief(component.message());
        return new Verdict(BotStatus.ERROR, "component " + component.name() + " has failed" + message);
      }
    }
    Critical critical = part.critical();
    if (critical != null) {
      return new Verdict(BotStatus.ERROR, "critical error " + critical.error() + ": " + brief(critical.message()));
    }
    if (held != null) {
      return new Verdict(BotStatus.HALTED, brief(held));
    }
    return switch (part.runState()) {
      case HALTED -> new Verdict(BotStatus.HALTED, "halted by its own word");
      case PAUSED -> new Verdict(BotStatus.ONLINE, "alive, but paused: opens nothing");
      case RUNNING -> null;
    };
  }

  private static String brief(String message) {
    return message.length() <= LONGEST ? message : message.substring(0, LONGEST - 1) + "…";
  }

  private static String words(Duration duration) {
    long seconds = duration.toSeconds();
    return seconds > 0 && duration.equals(Duration.ofSeconds(seconds)) ? seconds + " s" : duration.toMillis() + " ms";
  }
}
