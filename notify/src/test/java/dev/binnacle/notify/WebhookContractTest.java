package dev.binnacle.notify;

import dev.binnacle.model.ChannelName;
import dev.binnacle.notify.ChannelSettings.Webhook.Format;
import dev.binnacle.notify.WebhookServer.Reply;
import java.net.InetAddress;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;

/** The answers are those of RFC 9110 (status codes, Retry-After) and RFC 6585 (429). */
final class WebhookContractTest extends ChannelContract {
  private static final String TOKEN = "hook-t0ken-0123456789";
  private final WebhookServer server = new WebhookServer();

  @AfterEach
  void stop() {
    server.close();
  }

  @Override
  protected Channel open() {
    ChannelSettings.Webhook settings = new ChannelSettings.Webhook(
        new ChannelName("hook"), Samples.policy(), new Secret(server.url("/" + TOKEN)), new Secret("signing-key"),
        Format.BINNACLE, Map.of());
    Redaction redaction = WebhookChannel.redaction(settings);
    GuardedHttp http = new GuardedHttp(
        new AddressGuard(InetAddress::getAllByName), Duration.ofMillis(500), redaction,
        (SSLSocketFactory) SSLSocketFactory.getDefault(), GuardedHttp.KEPT);
    return new WebhookChannel(settings, http, redaction, new ManualClock(Samples.NOW));
  }

  @Override
  protected Set<Trouble> possible() {
    return EnumSet.complementOf(EnumSet.of(Trouble.CHAT_MOVED));
  }

  @Override
  protected void arrange(Trouble trouble) {
    switch (trouble) {
      case SLOW_DOWN -> server.answering(new Reply(429, Map.of("Retry-After", "7"), "slow down, /" + TOKEN));
      case SERVER_ERROR -> server.answering(new Reply(500, Map.of(), "in /" + TOKEN));
      case DROPPED_BEFORE -> server.answering(Reply.dropping(false));
      case DROPPED_AFTER -> server.answering(Reply.dropping(true));
      case SILENT -> server.answering(Reply.of(-2));
      case UNREACHABLE -> server.goAway();
      case BAD_MESSAGE -> server.answering(new Reply(400, Map.of(), "cannot read /" + TOKEN));
      case TOO_LONG -> server.answering(new Reply(413, Map.of(), "too large"));
      case TOKEN_REVOKED -> server.answering(new Reply(401, Map.of(), "who is /" + TOKEN));
      case CHAT_MOVED -> throw new IllegalArgumentException("webhooks do not move");
    }
  }

  @Override
  protected void mend() {
    server.comeBack();
  }

  @Override
  protected List<String> arrived() {
    return server.taken();
  }

  @Override
  protected List<String> secrets() {
    return List.of(TOKEN, "signing-key");
  }

  @Override
  protected boolean saysThatItMayBeARepeat(String text) {
    return text.contains("\"possible_repeat\":true");
  }
}
