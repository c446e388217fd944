package dev.binnacle.notify.webpush;

import dev.binnacle.notify.Channel;
import dev.binnacle.notify.ChannelSettings;
import dev.binnacle.notify.Dispatch;
import dev.binnacle.notify.Limits;
import dev.binnacle.notify.Message;
import dev.binnacle.notify.Outcome;
import dev.binnacle.notify.Pieces;
import dev.binnacle.notify.http.Answer;
import dev.binnacle.notify.http.Http;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tells every page that has subscribed. Pages that were reached are not told again when another could not be; a repeat replaces what a
 * page shows, since both carry the same tag. A page that is gone is taken off the list.
 *
 * <p><b>Threads:</b> one thread at a time.
 */
public final class WebPushChannel implements Channel {
  private static final Logger LOG = LoggerFactory.getLogger(WebPushChannel.class);
  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration LONGEST_WAIT = Duration.ofHours(1);

  private final ChannelSettings.WebPush settings;
  private final Http http;
  private final PushSubscriptions subscriptions;
  private final VapidKeys keys;
  private final Set<URI> others;
  private final Set<URI> reached = new HashSet<>();
  private String current = "";

  /**
   * @param others push services besides those of the browsers' vendors
   * @throws IllegalArgumentException if the keys are no pair
   */
  public WebPushChannel(ChannelSettings.WebPush settings, Http http, PushSubscriptions subscriptions, Collection<URI> others) {
    this.settings = settings;
    this.http = http;
    this.subscriptions = subscriptions;
    this.others = Set.copyOf(others);
    keys = VapidKeys.of(settings.publicKey(), settings.privateKey());
  }

  @Override
  public Limits limits() {
    return new Limits(List.of(Limits.Rate.of(10, Duration.ofSeconds(1))), true, false);
  }

  @Override
  public Outcome send(Dispatch dispatch) throws InterruptedException {
    if (!dispatch.key().equals(current)) {
      current = dispatch.key();
      reached.clear();
    }
    List<PushSubscription> all = subscriptions.all();
    Outcome worst = new Outcome.Delivered(all.isEmpty() ? "no page has subscribed" : null);
    int refused = 0;
    for (PushSubscription page : all) {
      if (reached.contains(page.endpoint())) {
        continue;
      }
      Outcome outcome = tell(page, dispatch);
      if (outcome instanceof Outcome.Delivered) {
        reached.add(page.endpoint());
      }
      refused += outcome instanceof Outcome.Broken ? 1 : 0;
      worst = worse(worst, outcome);
    }
    if (worst instanceof Outcome.Later(_, var why, _) && !reached.isEmpty()) {
      return new Outcome.Unknown("some pages were told, not all: " + why); // the same message again, to those that are left
    }
    // Keys that one page refuses are the page's; keys that all refuse are ours.
    return worst instanceof Outcome.Broken && refused < all.size() ? Outcome.Delivered.PLAIN : worst;
  }

  private Outcome tell(PushSubscription page, Dispatch dispatch) throws InterruptedException {
    String problem = page.problem(others).orElse(null);
    if (problem != null) {
      subscriptions.remove(page, problem);
      return Outcome.Delivered.PLAIN;
    }
    try {
      Map<String, String> headers = new LinkedHashMap<>();
      headers.put("Content-Type", "application/octet-stream");
      headers.put("Content-Encoding", "aes128gcm");
      headers.put("TTL", Long.toString(settings.policy().maxAge().toSeconds()));
      headers.put("Urgency", urgency(dispatch.message()));
      headers.put("Topic", topic(dispatch.message()));
      headers.put("Authorization", keys.authorization(page.origin().toString(), settings.contact(), dispatch.now()));
      return outcome(http.post(page.endpoint(), headers, PushEncryption.encrypt(payload(dispatch), page)), page);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java cannot encrypt a push message", e);
    }
  }

  private Outcome outcome(Answer answer, PushSubscription page) {
    return switch (answer) {
      case Answer.Unreachable(String why) -> new Outcome.Later(null, why, false);
      case Answer.Unsure(String why) -> new Outcome.Unknown(why);
      case Answer.Given given -> given(given, page);
    };
  }

  private Outcome given(Answer.Given answer, PushSubscription page) {
    String why = "the push service of the " + page + " says: HTTP " + answer.status();
    return switch (answer.status()) {
      case 200, 201, 202, 204 -> Outcome.Delivered.PLAIN;
      case 404, 410 -> {
        subscriptions.remove(page, "the page is gone");
        yield Outcome.Delivered.PLAIN;
      }
      case 429 -> new Outcome.Later(
          answer.number("Retry-After").isPresent()
              ? Answer.seconds(answer.number("Retry-After").getAsDouble(), LONGEST_WAIT)
              : null,
          why, false);
      case 401, 403 -> {
        LOG.warn("{}: {}; did the page subscribe with other keys?", settings.name(), why);
        yield new Outcome.Broken(why + ". Its pages must subscribe again");
      }
      case 503 -> new Outcome.Later(null, why, true);
      default -> answer.status() >= 500 ? new Outcome.Unknown(why) : new Outcome.Refused(why);
    };
  }

  /** Whatever asks for another attempt goes before what does not. */
  private static Outcome worse(Outcome one, Outcome other) {
    return weight(other) > weight(one) ? other : one;
  }

  private static int weight(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Delivered _ -> 0;
      case Outcome.Broken _ -> 1;
      case Outcome.Refused _ -> 2;
      case Outcome.Unknown _ -> 3;
      case Outcome.Later _ -> 4;
    };
  }

  private static byte[] payload(Dispatch dispatch) {
    Message message = dispatch.message();
    for (int most = 1_500;; most /= 2) {
      Map<String, Object> body = new LinkedHashMap<>();
      body.put("title", Pieces.shortened(dispatch.letter().heading(), Math.max(20, most / 5)));
      body.put("body", Pieces.shortened(text(dispatch), Math.max(20, most)));
      body.put("tag", topic(message));
      body.put("level", message.level().name().toLowerCase(java.util.Locale.ROOT));
      body.put("kind", message.kind().word());
      body.put("at", message.at().toString());
      body.put("silent", dispatch.silent() || message.silent());
      body.put("alerts", message.alertIds().stream().limit(10).map(Object::toString).toList());
      byte[] bytes = JSON.writeValueAsBytes(body);
      if (bytes.length <= PushEncryption.LARGEST) {
        return bytes;
      }
    }
  }

  private static String text(Dispatch dispatch) {
    List<String> lines = dispatch.letter().plainLines();
    return String.join("\n", lines.subList(1, lines.size()));
  }

  private static String urgency(Message message) {
    return switch (message.level()) {
      case INFO -> "normal";
      case WARNING, CRITICAL -> "high";
    };
  }

  /** RFC 8030 section 5.4: at most 32 characters of base64url. A later message of the same topic replaces one that still waits. */
  private static String topic(Message message) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(message.id().getBytes(StandardCharsets.UTF_8));
      return Curve.encode(Arrays.copyOf(hash, 24));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
