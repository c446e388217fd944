package dev.binnacle.notify.slack;

import dev.binnacle.model.ChannelName;
import dev.binnacle.notify.Channel;
import dev.binnacle.notify.ChannelContract;
import dev.binnacle.notify.ChannelPolicy;
import dev.binnacle.notify.ChannelSettings;
import dev.binnacle.notify.Secret;
import dev.binnacle.notify.http.Http;
import dev.binnacle.testkit.FakeSlack;
import dev.binnacle.testkit.Mishap;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;

/** The answers are those that {@link FakeSlack} names the sources of. */
@NullMarked
final class SlackContractTest extends ChannelContract {
  private static final String TOKEN = "XXXX-t0ken-0123456789";
  private final FakeSlack slack = new FakeSlack(TOKEN);
  private final Http http = Http.create(Duration.ofMillis(500));

  @AfterEach
  void close() {
    http.close();
    slack.close();
  }

  @Override
  protected Channel open() {
    return new SlackChannel(
        new ChannelSettings.Slack(new ChannelName("slack"), ChannelPolicy.usual(ZoneOffset.UTC), new Secret(slack.webhook())),
        http);
  }

  @Override
  protected Set<Trouble> possible() {
    return EnumSet.complementOf(EnumSet.of(Trouble.CHAT_MOVED));
  }

  @Override
  protected void arrange(Trouble trouble) {
    switch (trouble) {
      case SLOW_DOWN -> slack.next(FakeSlack.tooManyRequests(30));
      case SERVER_ERROR -> slack.next(FakeSlack.rollupError());
      case DROPPED_BEFORE -> slack.next(new Mishap.DropBeforeTaking());
      case DROPPED_AFTER -> slack.next(new Mishap.DropAfterTaking());
      case SILENT -> slack.next(new Mishap.Hang());
      case UNREACHABLE -> slack.goAway();
      case BAD_MESSAGE -> slack.next(FakeSlack.invalidPayload());
      case TOO_LONG -> slack.next(FakeSlack.invalidBlocks());
      case TOKEN_REVOKED -> slack.next(FakeSlack.noService());
      case CHAT_MOVED -> throw new IllegalArgumentException("webhooks do not move");
    }
  }

  @Override
  protected void mend() {
    slack.mend();
  }

  @Override
  protected List<String> arrived() {
    return slack.sent().stream().map(FakeSlack.Sent::text).toList();
  }

  @Override
  protected List<String> secrets() {
    return List.of(TOKEN);
  }
}
