package dev.binnacle.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.model.ChannelName;
import dev.binnacle.model.Level;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ConsoleContractTest extends ChannelContract {
  private final ByteArrayOutputStream screen = new ByteArrayOutputStream();

  @Override
  protected Channel open() {
    return Channels.console(
        new ChannelSettings.Console(new ChannelName("terminal"), Samples.policy(), true),
        new PrintStream(screen, true, StandardCharsets.UTF_8));
  }

  /** A terminal has no service; a worker that stops in the middle is all that can happen to it. */
  @Override
  protected Set<Trouble> possible() {
    return EnumSet.of(Trouble.UNREACHABLE);
  }

  @Override
  protected void arrange(Trouble trouble) {}

  @Override
  protected void mend() {}

  @Override
  protected List<String> arrived() {
    return List.of(screen.toString(StandardCharsets.UTF_8).split("(?=\u001b\\[3)"));
  }

  @Override
  protected List<String> secrets() {
    return List.of();
  }

  @Test
  void whatABotSaysCannotSteerTheTerminal() throws InterruptedException {
    Message message = Message.of("e", EventKind.ERROR, Level.INFO, null, Samples.NOW, "a\u001b]0;owned\u0007b\u009b2J");

    open().send(new Dispatch("k", message, false, false, 1, 0, null, Samples.UTC, Samples.NOW));

    assertThat(screen.toString(StandardCharsets.UTF_8)).contains("a\ufffd]0;owned\ufffdb\ufffd2J");
  }
}
