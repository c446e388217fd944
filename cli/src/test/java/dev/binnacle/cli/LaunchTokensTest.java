package dev.binnacle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bug: {@code launch} revokes its token at its end, but one that is killed has no end, and its token stayed good for ever. */
final class LaunchTokensTest {
  private static final URI SERVER = URI.create("http://127.0.0.1:8000");

  @TempDir
  private Path folder;
  private LaunchTokens tokens;
  private final List<String> revoked = new ArrayList<>();

  @BeforeEach
  void open() {
    tokens = new LaunchTokens(folder.resolve("launched"));
  }

  private boolean revoke(String token) {
    return revoked.add(token);
  }

  private static Process program() throws IOException {
    return new ProcessBuilder("sleep", "600").start();
  }

  private static void kill(Process process) throws InterruptedException {
    process.destroyForcibly();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void tokenOfALaunchThatWasKilledIsRevokedOnce() throws Exception {
    Process launcher = program();
    Process bot = program();
    tokens.note("t1", SERVER, launcher.toHandle(), bot.toHandle());
    kill(launcher);
    kill(bot);

    tokens.revokeLeft(SERVER, this::revoke);
    tokens.revokeLeft(SERVER, this::revoke);

    assertThat(revoked).containsExactly("t1");
  }

  @Test
  void botThatOutlivesItsLauncherKeepsItsToken() throws Exception {
    Process launcher = program();
    Process bot = program();
    try {
      tokens.note("t1", SERVER, launcher.toHandle(), bot.toHandle());
      kill(launcher);

      tokens.revokeLeft(SERVER, this::revoke);

      assertThat(revoked).isEmpty();
    } finally {
      kill(bot);
    }
  }

  @Test
  void tokenAtAnotherServerIsLeftForALaunchThere() throws Exception {
    Process launcher = program();
    tokens.note("t1", SERVER, launcher.toHandle());
    kill(launcher);

    tokens.revokeLeft(URI.create("https://watch.example"), this::revoke);
    assertThat(revoked).isEmpty();

    tokens.revokeLeft(SERVER, this::revoke);
    assertThat(revoked).containsExactly("t1");
  }

  @Test
  void whatCouldNotBeRevokedIsTriedAgain() throws Exception {
    Process launcher = program();
    tokens.note("t1", SERVER, launcher.toHandle());
    kill(launcher);

    tokens.revokeLeft(SERVER, token -> false);
    tokens.revokeLeft(SERVER, this::revoke);

    assertThat(revoked).containsExactly("t1");
  }

  @Test
  void anotherProcessWithTheSameNumberIsNotTheLauncher() throws IOException {
    ProcessHandle self = ProcessHandle.current();
    tokens.note("t1", SERVER, self);
    Path file = folder.resolve("launched").resolve("t1");
    long started = self.info().startInstant().orElseThrow().toEpochMilli();
    Files.writeString(file, Files.readString(file).replace(" " + started, " " + (started - 60_000)));

    tokens.revokeLeft(SERVER, this::revoke);

    assertThat(revoked).containsExactly("t1");
  }

  @Test
  void damagedNoteSaysNothing() throws IOException {
    tokens.note("t1", SERVER, ProcessHandle.current());
    Files.writeString(folder.resolve("launched").resolve("t1"), SERVER + "\n12 x\n");

    tokens.revokeLeft(SERVER, this::revoke);

    assertThat(revoked).isEmpty();
  }
}
