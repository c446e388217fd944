package dev.binnacle.notify.sms;

import dev.binnacle.model.ChannelName;
import dev.binnacle.notify.Channel;
import dev.binnacle.notify.ChannelContract;
import dev.binnacle.notify.ChannelPolicy;
import dev.binnacle.notify.ChannelSettings;
import dev.binnacle.notify.Notebook;
import dev.binnacle.notify.Secret;
import dev.binnacle.notify.http.Http;
import dev.binnacle.testkit.FakeTwilio;
import dev.binnacle.testkit.Mishap;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;

/** The answers are those that {@link FakeTwilio} names the sources of. */
@NullMarked
final class SmsContractTest extends ChannelContract {
  private static final String TOKEN = "gateway-t0ken-0123456789";
  private final FakeTwilio gateway = new FakeTwilio(TOKEN);
  private final Http http = Http.create(Duration.ofMillis(500));

  @AfterEach
  void close() {
    http.close();
    gateway.close();
  }

  @Override
  protected Channel open() {
    return new SmsChannel(new ChannelSettings.Sms(new ChannelName("sms"), ChannelPolicy.usual(ZoneOffset.UTC), gateway.uri(),
        FakeTwilio.ACCOUNT, new Secret(TOKEN), "+15559990000", List.of("+15550001111"), 1_000), http, Notebook.inMemory(),
        InstantSource.system());
  }

  @Override
  protected Set<Trouble> possible() {
    return EnumSet.complementOf(EnumSet.of(Trouble.CHAT_MOVED));
  }

  @Override
  protected void arrange(Trouble trouble) {
    switch (trouble) {
      case SLOW_DOWN -> gateway.next(FakeTwilio.tooManyRequests());
      case SERVER_ERROR -> gateway.next(FakeTwilio.internalError());
      case DROPPED_BEFORE -> gateway.next(new Mishap.DropBeforeTaking());
      case DROPPED_AFTER -> gateway.next(new Mishap.DropAfterTaking());
      case SILENT -> gateway.next(new Mishap.Hang());
      case UNREACHABLE -> gateway.goAway();
      case BAD_MESSAGE -> gateway.next(FakeTwilio.noBody());
      case TOO_LONG -> gateway.next(FakeTwilio.tooLong());
      case TOKEN_REVOKED -> gateway.next(FakeTwilio.unauthorized());
      case CHAT_MOVED -> throw new IllegalArgumentException("numbers do not move");
    }
  }

  @Override
  protected void mend() {
    gateway.mend();
  }

  @Override
  protected List<String> arrived() {
    return gateway.sent().stream().map(FakeTwilio.Sent::body).toList();
  }

  @Override
  protected List<String> secrets() {
    return List.of(TOKEN);
  }
}
