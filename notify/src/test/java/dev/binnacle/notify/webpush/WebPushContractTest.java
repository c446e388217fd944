package dev.binnacle.notify.webpush;

import dev.binnacle.model.ChannelName;
import dev.binnacle.notify.Channel;
import dev.binnacle.notify.ChannelContract;
import dev.binnacle.notify.ChannelPolicy;
import dev.binnacle.notify.ChannelSettings;
import dev.binnacle.notify.http.Http;
import dev.binnacle.testkit.FakePushService;
import dev.binnacle.testkit.Mishap;
import dev.binnacle.testkit.PushReceiver;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;

/** The answers are those that {@link FakePushService} names the sources of. What arrives was decrypted by a browser's keys. */
@NullMarked
final class WebPushContractTest extends ChannelContract {
  private static final VapidKeys.Text KEYS = VapidKeys.generate();
  private final FakePushService service = new FakePushService();
  private final Http http = Http.create(Duration.ofMillis(500));
  private final PushReceiver browser = service.subscribe("0123456789abcdef");

  @AfterEach
  void close() {
    http.close();
    service.close();
  }

  @Override
  protected Channel open() {
    ChannelSettings.WebPush settings = new ChannelSettings.WebPush(
        new ChannelName("pages"), ChannelPolicy.usual(ZoneOffset.UTC), "mailto:ops@example.org", null, null,
        List.of(service.uri()));
    return new WebPushChannel(settings, KEYS, http, new OnePage());
  }

  /** It never goes: a page that is gone takes what was for it along, which no contract on messages can hold. */
  private final class OnePage implements PushSubscriptions {
    @Override
    public List<PushSubscription> all() {
      return List.of(new PushSubscription(URI.create(browser.endpoint()), browser.publicKey(), browser.secret()));
    }

    @Override
    public void reached(PushSubscription subscription, Instant at) {}

    @Override
    public void remove(PushSubscription subscription, String why) {
      throw new AssertionError(subscription + " was removed: " + why);
    }
  }

  @Override
  protected Set<Trouble> possible() {
    return EnumSet.complementOf(EnumSet.of(Trouble.CHAT_MOVED));
  }

  @Override
  protected void arrange(Trouble trouble) {
    switch (trouble) {
      case SLOW_DOWN -> service.next(FakePushService.tooManyRequests(30));
      case SERVER_ERROR -> service.next(FakePushService.internalError());
      case DROPPED_BEFORE -> service.next(new Mishap.DropBeforeTaking());
      case DROPPED_AFTER -> service.next(new Mishap.DropAfterTaking());
      case SILENT -> service.next(new Mishap.Hang());
      case UNREACHABLE -> service.goAway();
      case BAD_MESSAGE -> service.next(FakePushService.badRequest());
      case TOO_LONG -> service.next(FakePushService.tooLarge());
      case TOKEN_REVOKED -> service.next(new Mishap.Refuse(403, Map.of(), "")); // RFC 8292 section 4.2: keys that are not the page's
      case CHAT_MOVED -> throw new IllegalArgumentException("pages do not move");
    }
  }

  @Override
  protected void mend() {
    service.mend();
  }

  @Override
  protected List<String> arrived() {
    return service.sent().stream().map(FakePushService.Sent::text).toList();
  }

  @Override
  protected List<String> secrets() {
    return List.of("0123456789abcdef", KEYS.privateKey().reveal(), browser.secret());
  }
}
