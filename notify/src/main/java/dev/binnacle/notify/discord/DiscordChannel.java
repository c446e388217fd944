package dev.binnacle.notify.discord;

import dev.binnacle.notify.Channel;
import dev.binnacle.notify.ChannelSettings;
import dev.binnacle.notify.Charts;
import dev.binnacle.notify.Dispatch;
import dev.binnacle.notify.Limits;
import dev.binnacle.notify.Outcome;
import dev.binnacle.notify.Pieces;
import dev.binnacle.notify.http.Answer;
import dev.binnacle.notify.http.Http;
import dev.binnacle.notify.http.Multipart;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tells a channel of Discord through a webhook. Embeds that are refused are sent again as plain text; a webhook that is gone is never
 * asked again.
 *
 * <p><b>Threads:</b> one thread at a time.
 */
public final class DiscordChannel implements Channel {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int LONGEST_REASON = 300;

  private final DiscordEmbeds embeds;
  private final DiscordPace pace = new DiscordPace();
  private final Http http;
  private final URI address;
  private final InstantSource clock;
  private @Nullable Outcome gone;

  /**
   * @throws IllegalArgumentException if the address is none; the message does not say it
   */
  public DiscordChannel(ChannelSettings.Discord settings, Http http, InstantSource clock) {
    this.http = http;
    this.clock = clock;
    embeds = new DiscordEmbeds(settings);
    address = address(settings.url().reveal());
  }

  @Override
  public Limits limits() {
    return pace.limits();
  }

  @Override
  public int parts(Dispatch dispatch) {
    return embeds.payloads(dispatch).size();
  }

  @Override
  public Outcome send(Dispatch dispatch) throws InterruptedException {
    if (gone != null) {
      return gone;
    }
    Duration closed = pace.closedFor(clock.instant());
    if (!closed.isZero()) {
      return new Outcome.Later(closed, "Discord takes no more at the moment", false);
    }
    List<Map<String, Object>> payloads = embeds.payloads(dispatch);
    int part = Math.min(dispatch.part(), payloads.size() - 1);
    Charts.Picture chart = part == 0 ? dispatch.chart() : null;
    Answer answer = post(payloads.get(part), chart);
    if (chart != null && isStatus(answer, 413)) {
      answer = post(payloads.get(part), null);
    }
    if (isStatus(answer, 400)) {
      return sendPlain(payloads.get(part));
    }
    return outcome(answer);
  }

  private Outcome sendPlain(Map<String, Object> refused) throws InterruptedException {
    Outcome outcome = new Outcome.Refused("Discord refuses an empty message");
    List<Map<String, Object>> payloads = DiscordEmbeds.plain(refused);
    for (int i = 0; i < payloads.size(); i++) {
      outcome = outcome(post(payloads.get(i), null));
      if (!(outcome instanceof Outcome.Delivered)) {
        return i == 0 ? outcome : new Outcome.Unknown("only the first part of it has surely arrived");
      }
    }
    return outcome;
  }

  private Answer post(Map<String, Object> payload, Charts.@Nullable Picture chart)
      throws InterruptedException {
    Answer answer;
    if (chart == null) {
      answer = http.post(address, Map.of("Content-Type", "application/json"), JSON.writeValueAsBytes(payload));
    } else {
      Multipart form = new Multipart()
          .json("payload_json", JSON.writeValueAsString(payload))
          .png("files[0]", DiscordEmbeds.fileName(chart), chart.png());
      answer = http.post(address, Map.of("Content-Type", form.contentType()), form.body());
    }
    if (answer instanceof Answer.Given given) {
      pace.learn(given, clock.instant());
    }
    return answer;
  }

  private Outcome outcome(Answer answer) {
    return switch (answer) {
      case Answer.Unreachable(String why) -> new Outcome.Later(null, why, false);
      case Answer.Unsure(String why) -> new Outcome.Unknown(why);
      case Answer.Given given -> given(given);
    };
  }

  private Outcome given(Answer.Given answer) {
    JsonNode body = read(answer);
    String why = "Discord says: " + Pieces.shortened(body.path("message").asString("HTTP " + answer.status()), LONGEST_REASON);
    return switch (answer.status()) {
      case 200, 204 -> new Outcome.Delivered(body.path("id").asString(null));
      case 429 -> new Outcome.Later(wait(answer, body), why + scope(answer), false);
      case 404 -> remember(why + ". The webhook was deleted: make a new one in the channel's settings, Integrations");
      case 401, 403 ->
          new Outcome.Broken(why + ". The webhook's address is wrong: copy it again from the channel's settings, Integrations");
      case 503 -> new Outcome.Later(null, why, true);
      default -> answer.status() >= 500
          ? new Outcome.Unknown(why)
          : new Outcome.Refused(why + " " + Pieces.shortened(answer.text(), LONGEST_REASON));
    };
  }

  /** Repeated requests to a webhook that is gone get the whole address of the caller banned. */
  private Outcome remember(String why) {
    Outcome broken = new Outcome.Broken(why);
    gone = broken;
    return broken;
  }

  private static @Nullable Duration wait(Answer.Given answer, JsonNode body) {
    double told = body.path("retry_after").asDouble(answer.number("Retry-After").orElse(0));
    return told > 0 ? Answer.seconds(told, DiscordPace.LONGEST_WAIT) : null;
  }

  private static String scope(Answer.Given answer) {
    return answer.headers().firstValue("X-RateLimit-Scope").map(scope -> switch (scope) {
      case "global" -> " This holds for everything that this server sends.";
      case "shared" -> " Others write into the channel too.";
      default -> "";
    }).orElse("");
  }

  private static JsonNode read(Answer.Given answer) {
    try {
      return JSON.readTree(answer.body());
    } catch (JacksonException _) {
      return JSON.nullNode();
    }
  }

  private static boolean isStatus(Answer answer, int status) {
    return answer instanceof Answer.Given given && given.status() == status;
  }

  /** Version 10 is asked for by name: without one, waits are told in milliseconds. */
  private static URI address(String webhook) {
    URI uri;
    try {
      uri = URI.create(webhook.replaceFirst("/api/webhooks/", "/api/v10/webhooks/"));
    } catch (IllegalArgumentException _) {
      throw new IllegalArgumentException("the webhook of Discord must be an address such as https://discord.com/api/webhooks/…");
    }
    if (uri.getHost() == null || !uri.getPath().contains("/webhooks/")) {
      throw new IllegalArgumentException("the webhook of Discord must be an address such as https://discord.com/api/webhooks/…");
    }
    String query = uri.getRawQuery();
    return URI.create(uri.toString() + (query == null ? "?" : "&") + "wait=true");
  }
}
