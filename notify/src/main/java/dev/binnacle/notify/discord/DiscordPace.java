package dev.binnacle.notify.discord;

import dev.binnacle.notify.Limits;
import dev.binnacle.notify.http.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * How fast Discord wants to be told, learned from its headers (https://discord.com/developers/docs/topics/rate-limits). Until it has said
 * anything, what was seen of it holds: 5 messages in 2 s a webhook, and 30 a minute a channel, which no header tells.
 */
final class DiscordPace {
  static final Duration LONGEST_WAIT = Duration.ofHours(1);
  private static final Limits.Rate OF_CHANNEL = Limits.Rate.of(30, Duration.ofMinutes(1));

  private Limits.Rate ofWebhook = Limits.Rate.of(5, Duration.ofSeconds(2));
  private Instant open = Instant.MIN;

  Limits limits() {
    return new Limits(List.of(ofWebhook, OF_CHANNEL), true, true);
  }

  /** How long to wait before the next request. Zero for not at all. */
  Duration closedFor(Instant now) {
    return open.isAfter(now) ? Duration.between(now, open) : Duration.ZERO;
  }

  /** Takes note of what an answer's headers say. Times are told as spans, so that no clocks need to agree. */
  void learn(Answer.Given answer, Instant now) {
    double limit = answer.number("X-RateLimit-Limit").orElse(0);
    double remaining = answer.number("X-RateLimit-Remaining").orElse(-1);
    Duration reset = Answer.seconds(answer.number("X-RateLimit-Reset-After").orElse(0), LONGEST_WAIT);
    if (limit >= 1 && limit <= 10_000 && remaining >= 0) {
      boolean fresh = remaining == limit - 1;
      ofWebhook = Limits.Rate.of((int) limit, fresh && reset.toMillis() > 100 ? reset : ofWebhook.window());
    }
    if (remaining == 0) {
      open = now.plus(reset);
    }
  }
}
