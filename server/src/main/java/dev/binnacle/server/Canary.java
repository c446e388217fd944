package dev.binnacle.server;

import dev.binnacle.engine.fleet.BotSnapshot;
import dev.binnacle.model.BotId;
import dev.binnacle.model.InstanceId;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A configuration that one instance of a bot tries out, and what was decided of it. Threads: confined to {@link Canaries}, under its
 * lock.
 */
final class Canary {
  private static final Duration SHORTEST_MARGIN = Duration.ofSeconds(5);
  private static final Duration LONGEST_MARGIN = Duration.ofSeconds(30);

  final BotId bot;
  final InstanceId instance;
  final String id;
  /** By the bot's clock. */
  final Instant since;
  /** When the bot ends it by itself, by our clock. */
  final Instant end;
  final CanaryVerdict.Times times;
  /** Just before it began; null when that is not known. */
  final @Nullable BotSnapshot before;
  final @Nullable CanaryPicture start;
  final Instant begin;
  /** Whether other instances held parts of the bot when it began. */
  final boolean hadOthers;
  /** As the bot told it last. */
  ObjectNode told;
  @Nullable CanaryPicture latest;
  /** Null while it is the only instance that counts. */
  @Nullable CanaryRivals rivals;
  private Instant watchedUntil;
  @Nullable BigDecimal bestGain;
  String verdict = "";
  /** {@code running}, {@code promoted} or {@code rolled_back}. */
  String state = "running";
  /** Why it is to be taken back; once decided, that stays. */
  @Nullable String takenBackFor;
  /** The instance has been told to go back, and its way back waits for its moment. */
  boolean ending;
  boolean asking;
  Instant askAgainAt = Instant.MIN;

  /** @param begin when it began at the earliest, by our clock */
  Canary(
      BotId bot, InstanceId instance, ObjectNode told, Instant since, Instant begin, Instant end,
      @Nullable BotSnapshot before, boolean hadOthers) {
    this.bot = bot;
    this.instance = instance;
    this.told = told;
    this.id = told.path("id").asString("");
    this.since = since;
    this.end = end;
    this.begin = begin;
    this.watchedUntil = begin;
    this.before = before;
    this.hadOthers = hadOthers;
    this.start = before == null ? null : CanaryPicture.of(before, instance, since, false);
    Duration margin = margin(Duration.between(begin, end));
    this.times = new CanaryVerdict.Times(end.minus(margin), end.minus(margin.dividedBy(2)));
  }

  /** How long before the bot's own end to decide: a tenth, so that there is time to reach the bot. */
  private static Duration margin(Duration length) {
    Duration tenth = length.dividedBy(10);
    Duration margin = tenth.compareTo(SHORTEST_MARGIN) < 0 ? SHORTEST_MARGIN : tenth;
    Duration most = length.dividedBy(2).compareTo(LONGEST_MARGIN) < 0 ? length.dividedBy(2) : LONGEST_MARGIN;
    return margin.compareTo(most) < 0 ? margin : most;
  }

  boolean isRunning() {
    return state.equals("running");
  }

  void over(String how, String why) {
    state = how;
    verdict = why;
  }

  /** How long it has been watched. */
  Duration watched() {
    return Duration.between(begin, watchedUntil);
  }

  void watchedTo(Instant at) {
    watchedUntil = at.isBefore(begin) ? begin : at;
  }

  CanaryVerdict judge(@Nullable CanaryPicture now, @Nullable CanaryRivals beside, Settings.Canary rules, Instant at) {
    latest = now == null ? latest : now;
    rivals = beside == null ? rivals : beside;
    BigDecimal gain = start == null || now == null ? null : CanaryPicture.gain(start, now);
    if (gain != null) {
      bestGain = bestGain == null ? gain : bestGain.max(gain);
    }
    return CanaryVerdict.of(start, now, bestGain, beside, rules, times, at);
  }
}
