package dev.binnacle.server;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.binnacle.testkit.FakeTelegram;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A start that fails after most of the server is there leaves nothing of it behind. */
final class FailedStartTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Set<String> OURS =
      Set.of("engine", "answers", "caretaker", "remote-controls", "notify-unclosed", "binnacle-committer", "binnacle-postman");

  @TempDir
  private Path data;

  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream().filter(thread -> OURS.contains(thread.getName()))
        .collect(Collectors.toSet());
  }

  @Test
  void portThatIsTakenLeavesNoThreadAndTheDataFree() throws Exception {
    Set<Thread> before = threads();
    try (FakeTelegram telegram = new FakeTelegram("4711:a", 42);
        ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      String yaml = """
          channels:
            unclosed: { type: telegram, token: "4711:a", chat: "42", api: "%s", users: [{ id: 7, operator: maria }] }
          """.formatted(telegram.uri());
      Settings settings = SettingsFile.parse(yaml, "binnacle.yaml", name -> null).withData(data);

      assertThatThrownBy(
          () -> Binnacle.start(settings.withServer(Settings.Server.DEFAULTS.withPort(taken.getLocalPort()))))
          .isInstanceOf(StartException.class);

      await().atMost(PATIENCE).until(() -> before.containsAll(threads()));
      Binnacle.start(settings.withServer(Settings.Server.DEFAULTS.withPort(0))).close();
    }
  }
}
