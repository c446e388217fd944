package dev.binnacle.notify;

import dev.binnacle.notify.ChannelSettings.Webhook.Format;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Posts each message as JSON to an address that the settings name. Never merged: what receives it is a program. */
final class WebhookChannel implements Channel {
  private final ChannelSettings.Webhook settings;
  private final GuardedHttp http;
  private final Redaction redaction;
  private final InstantSource clock;

  WebhookChannel(ChannelSettings.Webhook settings, GuardedHttp http, Redaction redaction, InstantSource clock) {
    this.settings = settings;
    this.http = http;
    this.redaction = redaction;
    this.clock = clock;
  }

  static Redaction redaction(ChannelSettings.Webhook settings) {
    List<Secret> secrets = new ArrayList<>(settings.headers().values());
    secrets.add(settings.url());
    if (settings.signingKey() != null) {
      secrets.add(settings.signingKey());
    }
    return Redaction.of(secrets);
  }

  @Override
  public Limits limits() {
    return Limits.NONE;
  }

  @Override
  public Outcome send(Dispatch dispatch) {
    String body = settings.format() == Format.BINNACLE
        ? WebhookBody.of(dispatch)
        : AlertmanagerBody.of(dispatch, settings.name().value());
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    try {
      HttpAnswer answer = http.call(new HttpCall("POST", settings.url(), headers(dispatch, bytes), bytes));
      return switch (answer) {
        case HttpAnswer.NotSent(String why) -> new Outcome.Later(null, why, false);
        case HttpAnswer.Unclear(String why) -> new Outcome.Unknown(why);
        case HttpAnswer.Answered answered -> outcome(answered);
      };
    } catch (GuardedHttp.Forbidden e) {
      return new Outcome.Broken(redaction.clean(String.valueOf(e.getMessage())));
    }
  }

  private Map<String, String> headers(Dispatch dispatch, byte[] body) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/json");
    settings.headers().forEach((name, value) -> headers.put(name, value.reveal()));
    WebhookSignature.seal(headers, dispatch.key(), dispatch.possibleRepeat(), settings.signingKey(), clock.instant(), body);
    return headers;
  }

  private Outcome outcome(HttpAnswer.Answered answer) {
    int status = answer.status();
    if (answer.isSuccess()) {
      return Outcome.Delivered.PLAIN;
    }
    String why = redaction.clean("answered " + status + (answer.body().isBlank() ? "" : ": " + answer.body()));
    @Nullable Duration after = answer.retryAfter(clock.instant()).orElse(null);
    if (status == 429 || (status == 503 && after != null)) {
      return new Outcome.Later(after, why, false);
    }
    if (status == 502 || status == 504) {
      return new Outcome.Unknown(why); // a gateway speaks of itself: what stands behind it may have taken the message
    }
    if (status >= 500 || status == 408 || status == 425) {
      return new Outcome.Later(null, why, true);
    }
    if (status >= 300 && status < 400) {
      return new Outcome.Broken(
          "answered " + status + ", a redirect, which is not followed: write the right address into the settings");
    }
    return switch (status) {
      case 401, 403, 404, 405, 407, 410 -> new Outcome.Broken(why);
      default -> new Outcome.Refused(why);
    };
  }

  @Override
  public void close() {
    http.close();
  }
}
