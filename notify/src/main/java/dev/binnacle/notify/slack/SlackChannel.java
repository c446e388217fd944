package dev.binnacle.notify.slack;

import dev.binnacle.notify.Channel;
import dev.binnacle.notify.ChannelSettings;
import dev.binnacle.notify.Dispatch;
import dev.binnacle.notify.Limits;
import dev.binnacle.notify.Outcome;
import dev.binnacle.notify.Pieces;
import dev.binnacle.notify.http.Answer;
import dev.binnacle.notify.http.Http;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tells a channel of Slack through an incoming webhook, or one of what speaks like it. Blocks that are refused are sent again as text.
 *
 * <p><b>Threads:</b> one thread at a time.
 */
public final class SlackChannel implements Channel {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration LONGEST_WAIT = Duration.ofHours(1);

  /** https://docs.slack.dev/apis/web-api/rate-limits: one message a second, short bursts above it. */
  private static final Limits LIMITS = new Limits(List.of(Limits.Rate.of(1, Duration.ofSeconds(1))), true, false);

  private final Http http;
  private final URI address;

  /**
   * @throws IllegalArgumentException if the address is none; the message does not say it
   */
  public SlackChannel(ChannelSettings.Slack settings, Http http) {
    this.http = http;
    address = address(settings.url().reveal());
  }

  @Override
  public Limits limits() {
    return LIMITS;
  }

  @Override
  public int parts(Dispatch dispatch) {
    return SlackBlocks.payloads(dispatch.letter(), dispatch.message()).size();
  }

  @Override
  public Outcome send(Dispatch dispatch) throws InterruptedException {
    List<Map<String, Object>> payloads = SlackBlocks.payloads(dispatch.letter(), dispatch.message());
    Map<String, Object> payload = payloads.get(Math.min(dispatch.part(), payloads.size() - 1));
    Answer answer = post(payload);
    if (answer instanceof Answer.Given given && given.status() == 400) {
      answer = post(SlackBlocks.plain(payload));
    }
    return outcome(answer);
  }

  private Answer post(Map<String, Object> payload) throws InterruptedException {
    return http.post(address, Map.of("Content-Type", "application/json; charset=utf-8"), JSON.writeValueAsBytes(payload));
  }

  private static Outcome outcome(Answer answer) {
    return switch (answer) {
      case Answer.Unreachable(String why) -> new Outcome.Later(null, why, false);
      case Answer.Unsure(String why) -> new Outcome.Unknown(why);
      case Answer.Given given -> given(given);
    };
  }

  /** The errors of https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks#handling_errors. */
  private static Outcome given(Answer.Given answer) {
    String said = Pieces.shortened(answer.text().strip(), 200);
    String why = "Slack says: " + (said.isEmpty() || said.startsWith("<") ? "HTTP " + answer.status() : said);
    return switch (answer.status()) {
      case 200 -> Outcome.Delivered.PLAIN;
      case 429 -> new Outcome.Later(
          answer.number("Retry-After").isPresent()
              ? Answer.seconds(answer.number("Retry-After").getAsDouble(), LONGEST_WAIT)
              : null,
          "Slack says: too many requests", false);
      case 401, 403, 404, 410 -> new Outcome.Broken(why + ". The webhook was removed, or its channel archived: make a new one");
      case 503 -> new Outcome.Later(null, why, true);
      default -> answer.status() >= 500 ? new Outcome.Unknown(why) : new Outcome.Refused(why);
    };
  }

  private static URI address(String webhook) {
    try {
      URI uri = URI.create(webhook);
      if (uri.getHost() != null && uri.getScheme().startsWith("http")) {
        return uri;
      }
    } catch (IllegalArgumentException _) {
      // told below, without the address
    }
    throw new IllegalArgumentException("the webhook of Slack must be an address such as https://hooks.slack.com/services/…");
  }
}
