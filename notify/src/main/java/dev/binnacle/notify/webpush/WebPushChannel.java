package dev.binnacle.notify.webpush;

import dev.binnacle.notify.Channel;
import dev.binnacle.notify.ChannelSettings;
import dev.binnacle.notify.Dispatch;
import dev.binnacle.notify.Limits;
import dev.binnacle.notify.Message;
import dev.binnacle.notify.Outcome;
import dev.binnacle.notify.http.Answer;
import dev.binnacle.notify.http.Http;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells every page that has subscribed. Pages that were reached are not told again when another could not be; a repeat replaces what a
 * page shows, since both carry the same tag. A page that is gone is taken off the list.
 *
 * <p><b>Threads:</b> one thread at a time.
 */
public final class WebPushChannel implements Channel {
  private static final Logger LOG = LoggerFactory.getLogger(WebPushChannel.class);
  private static final Duration LONGEST_WAIT = Duration.ofHours(1);

  private final ChannelSettings.WebPush settings;
  private final Http http;
  private final PushSubscriptions subscriptions;
  private final VapidKeys keys;
  private final Set<String> reached = new HashSet<>();
  private String current = "";

  /**
   * @param pair in place of the settings' keys
   * @throws IllegalArgumentException if the keys are no pair
   */
  public WebPushChannel(ChannelSettings.WebPush settings, VapidKeys.Text pair, Http http, PushSubscriptions subscriptions) {
    this.settings = settings;
    this.http = http;
    this.subscriptions = subscriptions;
    keys = VapidKeys.of(pair.publicKey(), pair.privateKey());
  }

  @Override
  public Limits limits() {
    return new Limits(List.of(Limits.Rate.of(10, Duration.ofSeconds(1))), true, false);
  }

  @Override
  public int parts(Dispatch dispatch) {
    return PushText.of(dispatch).size();
  }

  @Override
  public Outcome send(Dispatch dispatch) throws InterruptedException {
    if (!dispatch.key().equals(current)) {
      current = dispatch.key();
      reached.clear();
    }
    List<PushSubscription> all = subscriptions.all();
    Outcome worst = new Outcome.Delivered(all.isEmpty() ? "no page has subscribed" : null);
    Map<URI, Outcome> waiting = new HashMap<>(); // a service that asks to wait, or is not there, is asked once for all its pages
    int refused = 0;
    int told = 0;
    for (PushSubscription page : all) {
      String once = page.endpoint() + "#" + dispatch.part();
      if (reached.contains(once)) {
        told++;
        continue;
      }
      Outcome before = waiting.get(page.origin());
      Outcome outcome = before == null ? tell(page, dispatch) : before;
      if (outcome instanceof Outcome.Delivered) {
        reached.add(once);
        told++;
      }
      if (outcome instanceof Outcome.Later) {
        waiting.put(page.origin(), outcome);
      }
      refused += outcome instanceof Outcome.Broken ? 1 : 0;
      worst = worse(worst, outcome);
    }
    if (worst instanceof Outcome.Later(_, var why, _) && told > 0) {
      return new Outcome.Unknown("some pages were told, not all: " + why); // the same message again, to those that are left
    }
    // Keys that one page refuses are the page's; keys that all refuse are ours.
    return worst instanceof Outcome.Broken && refused < all.size() ? Outcome.Delivered.PLAIN : worst;
  }

  private Outcome tell(PushSubscription page, Dispatch dispatch) throws InterruptedException {
    String problem = page.problem(settings.services()).orElse(null);
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
      headers.put("Topic", PushText.topic(dispatch));
      headers.put("Authorization", keys.authorization(page.origin().toString(), settings.contact(), dispatch.now()));
      Answer answer = http.post(page.endpoint(), headers, PushEncryption.encrypt(PushText.payload(dispatch), page));
      Outcome outcome = outcome(answer, page);
      if (outcome instanceof Outcome.Delivered && answer instanceof Answer.Given given && given.isGood()) {
        subscriptions.reached(page, dispatch.now());
      }
      return outcome;
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

  private static String urgency(Message message) {
    return message.tone() == Message.Tone.GOOD ? "normal" : switch (message.level()) {
      case INFO -> "normal";
      case WARNING, CRITICAL -> "high";
    };
  }
}
