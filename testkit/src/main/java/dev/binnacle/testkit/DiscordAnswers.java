package dev.binnacle.testkit;

import dev.binnacle.testkit.Mishap.Refuse;
import java.util.Locale;

/** What Discord says when it does not do what it was asked. */
public final class DiscordAnswers {
  private DiscordAnswers() {}

  /** The webhook's own limit: first example of https://discord.com/developers/docs/topics/rate-limits#exceeding-a-rate-limit. */
  public static Refuse tooManyRequests(double retryAfterSeconds) {
    return limited(retryAfterSeconds, false, "You are being rate limited.")
        .with("X-RateLimit-Limit", "5")
        .with("X-RateLimit-Remaining", "0")
        .with("X-RateLimit-Reset", "1470173023.123")
        .with("X-RateLimit-Reset-After", seconds(retryAfterSeconds))
        .with("X-RateLimit-Bucket", "abcd1234")
        .with("X-RateLimit-Scope", "user");
  }

  /** All of the caller's requests: third example of the same page. */
  public static Refuse tooManyAltogether(double retryAfterSeconds) {
    return limited(retryAfterSeconds, true, "You are being rate limited.")
        .with("X-RateLimit-Global", "true")
        .with("X-RateLimit-Scope", "global");
  }

  /**
   * The channel's limit, which others use up too: second example of the same page. The headers tell nothing of it until it is hit; waits
   * of 40 to 45 s are recorded in discord/discord-api-docs issue 1454.
   */
  public static Refuse tooManyInChannel(double retryAfterSeconds) {
    return limited(retryAfterSeconds, false, "The resource is being rate limited.")
        .with("X-RateLimit-Limit", "10")
        .with("X-RateLimit-Remaining", "9")
        .with("X-RateLimit-Reset", "1470173023.123")
        .with("X-RateLimit-Reset-After", "1.2")
        .with("X-RateLimit-Bucket", "abcd1234")
        .with("X-RateLimit-Scope", "shared");
  }

  /** Cloudflare in front of Discord, which answers no JSON; "Invalid request limit" of the same page. */
  public static Refuse banned(long retryAfterSeconds) {
    return new Refuse(429, java.util.Map.of("Content-Type", "text/plain", "Retry-After", Long.toString(retryAfterSeconds)),
        "error code: 1015");
  }

  /** Recorded in prometheus/alertmanager issue 3310: embeds beyond their limits. */
  public static Refuse embedsTooLarge() {
    return Refuse.json(400, "{\"embeds\":[\"0\"]}");
  }

  /** A field that breaks a rule, in the same shape. */
  static Refuse contentTooLong() {
    return Refuse.json(400, "{\"content\":[\"Must be 2000 or fewer in length.\"]}");
  }

  /** Code 50006 of https://discord.com/developers/docs/topics/opcodes-and-status-codes#json. */
  public static Refuse empty() {
    return Refuse.json(400, "{\"message\":\"Cannot send an empty message\",\"code\":50006}");
  }

  /** A webhook that was deleted: code 10015 of the same table. */
  public static Refuse unknownWebhook() {
    return Refuse.json(404, "{\"message\":\"Unknown Webhook\",\"code\":10015}");
  }

  /** Code 50027 of the same table. */
  public static Refuse invalidToken() {
    return Refuse.json(401, "{\"message\":\"Invalid Webhook Token\",\"code\":50027}");
  }

  /** Status codes of https://discord.com/developers/docs/topics/opcodes-and-status-codes#http: a gateway without a backend. */
  public static Refuse unavailable() {
    return new Refuse(502, java.util.Map.of("Content-Type", "text/html"), "<html><title>502 Bad Gateway</title></html>");
  }

  private static Refuse limited(double retryAfter, boolean global, String message) {
    return Refuse
        .json(429, "{\"message\":\"" + message + "\",\"retry_after\":" + seconds(retryAfter) + ",\"global\":" + global + "}")
        .with("Retry-After", Long.toString((long) Math.ceil(retryAfter)));
  }

  static String seconds(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }
}
