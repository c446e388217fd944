package dev.binnacle.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.model.ChannelName;
import dev.binnacle.model.Level;
import dev.binnacle.notify.ChannelSettings.Email.Security;
import dev.binnacle.notify.FakeMailServer.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class EmailContractTest extends ChannelContract {
  private static final String USER = "mailer-of-binnacle";
  private static final String PASSWORD = "pa55word-0123456789";
  private final FakeMailServer server = new FakeMailServer(USER, PASSWORD);

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Override
  protected Channel open() {
    return new EmailChannel(
        new ChannelSettings.Email(
            new ChannelName("mail"), Samples.policy(), "127.0.0.1", server.port(), Security.NONE, USER,
            new Secret(PASSWORD), "binnacle@example.org", List.of("ann@example.org"), 60),
        500);
  }

  @Override
  protected Set<Trouble> possible() {
    return EnumSet.complementOf(EnumSet.of(Trouble.CHAT_MOVED));
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
      case TOO_LONG -> server.arrange(Fault.TOO_LARGE);
      case TOKEN_REVOKED -> server.arrange(Fault.STRANGER);
      case CHAT_MOVED -> throw new IllegalArgumentException("mailboxes do not move");
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

  /** The user's name is none: the library tells it when it is debugged. */
  @Override
  protected List<String> secrets() {
    return List.of(PASSWORD, FakeMailServer.plain(USER, PASSWORD));
  }

  @Test
  void aRecipientWhomTheServerDoesNotKnowBreaksTheChannel() throws InterruptedException {
    server.arrange(Fault.NOBODY);
    Dispatch dispatch = new Dispatch("k", Samples.alertMessage("n", "a", Level.INFO, Samples.NOW), false, false, 1, 0, null,
        Samples.UTC, Samples.NOW);

    assertThat(open().send(dispatch)).isEqualTo(new Outcome.Broken("a recipient is refused: 550 5.1.1 mailbox unavailable"));
  }
}
