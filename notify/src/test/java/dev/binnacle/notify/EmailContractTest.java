package dev.binnacle.notify;

import dev.binnacle.model.ChannelName;
import dev.binnacle.notify.ChannelSettings.Email.Security;
import dev.binnacle.notify.FakeMailServer.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;

final class EmailContractTest extends ChannelContract {
  private final FakeMailServer server = new FakeMailServer();

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Override
  protected Channel open() {
    return new EmailChannel(
        new ChannelSettings.Email(
            new ChannelName("mail"), Samples.policy(), "127.0.0.1", server.port(), Security.NONE, null, null,
            "binnacle@example.org",
            List.of("ann@example.org"), 60),
        500);
  }

  @Override
  protected Set<Trouble> possible() {
    return EnumSet.allOf(Trouble.class);
  }

  @Override
  protected void arrange(Trouble trouble) {
    switch (trouble) {
      case SLOW_DOWN -> server.arrange(Fault.LATER);
      case SERVER_ERROR -> server.arrange(Fault.FULL);
      case DROPPED_BEFORE -> server.arrange(Fault.DROPS_AT_DATA);
      case DROPPED_AFTER -> server.arrange(Fault.DROPS_AFTER_TAKING);
      case SILENT -> server.arrange(Fault.SILENT_AFTER_TAKING);
      case UNREACHABLE -> {
        try {
          server.goAway();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
      case BAD_MESSAGE -> server.arrange(Fault.REFUSED);
      case TOKEN_REVOKED -> server.arrange(Fault.NOBODY);
    }
  }

  @Override
  protected void mend() {
    server.arrange(null);
    server.comeBack();
  }

  @Override
  protected List<String> arrived() {
    return List.copyOf(server.taken);
  }

  @Override
  protected List<String> secrets() {
    return List.of();
  }
}
