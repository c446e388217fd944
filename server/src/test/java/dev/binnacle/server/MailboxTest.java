package dev.binnacle.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.engine.Input;
import dev.binnacle.model.BotId;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MailboxTest {
  private static final BotId BOT = new BotId("b");
  private final Mailbox mailbox = new Mailbox();

  private static Input report(long ticket) {
    return new Input.Received(BOT, List.of(), true, ticket);
  }

  @Test
  void commandsGoBeforeReportsThatCameFirst() {
    mailbox.offer(report(1));
    Input command = new Input.Commanded(new Input.Command.ForgetBot(BOT), "me", 2);
    mailbox.offer(command);

    assertThat(mailbox.poll()).isEqualTo(command);
    assertThat(mailbox.poll()).isEqualTo(report(1));
    assertThat(mailbox.poll()).isNull();
  }

  @Test
  void floodOfReportsIsRefusedAndCountedWhileCommandsStillPass() {
    long taken = 0;
    for (int i = 0; i < 20_000; i++) {
      taken += mailbox.offer(report(i)) ? 1 : 0;
    }

    assertThat(taken).isEqualTo(8_192);
    assertThat(mailbox.refused()).isEqualTo(20_000 - 8_192);
    assertThat(mailbox.offer(new Input.Commanded(new Input.Command.ForgetBot(BOT), "me", 1))).isTrue();
  }
}
