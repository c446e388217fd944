package dev.binnacle.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.binnacle.model.BotId;
import dev.binnacle.model.InstanceId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolHomeTest {
  @TempDir
  Path root;

  private SpoolHome home(String bot) {
    return new SpoolHome(root, new BotId(bot));
  }

  @Test
  void theSpoolOfARunningProcessIsNobodyElses() throws IOException {
    SpoolHome.Claim claim = home("btc").begin(new InstanceId("i1"));

    assertThat(home("btc").claimLeft(10)).isEmpty();
    assertThatThrownBy(() -> home("btc").begin(new InstanceId("i1"))).isInstanceOf(IOException.class).hasMessageContaining("i1");

    claim.release();
  }

  @Test
  void theSpoolsOfRunsThatHaveEndedAreClaimedOnceTheOldestFirst() throws IOException {
    for (String instance : List.of("i3", "i1", "i2")) {
      SpoolHome.Claim claim = home("btc").begin(new InstanceId(instance));
      Path lock = root.resolve("btc").resolve(instance + ".lock");
      // By when the runs began, not by name.
      Files.setLastModifiedTime(lock,
          FileTime.fromMillis(1_000_000_000_000L + List.of("i3", "i1", "i2").indexOf(instance) * 10_000L));
      claim.release();
    }

    List<SpoolHome.Claim> claims = home("btc").claimLeft(10);

    assertThat(claims).extracting(claim -> claim.instance().value()).containsExactly("i3", "i1", "i2");
    assertThat(home("btc").claimLeft(10)).isEmpty();
    claims.forEach(SpoolHome.Claim::release);
  }

  @Test
  void botsWhoseNamesDifferOnlyInCaseOrADotHaveDirectoriesOfTheirOwn() throws IOException {
    for (String bot : List.of("alpha", "Alpha", "alpha.", "alpha_")) {
      home(bot).begin(new InstanceId("i1")).release();
    }

    try (var directories = Files.list(root)) {
      assertThat(directories.map(path -> path.getFileName().toString().toLowerCase(Locale.ROOT)).distinct()).hasSize(4);
    }
  }

  @Test
  void ofTooManySpoolsTheOldestGoButNoneThatIsInUse() throws IOException {
    List<String> runs = List.of("i1", "i2", "i3", "i4");
    for (String instance : runs) {
      SpoolHome.Claim claim = home("btc").begin(new InstanceId(instance));
      Files.write(claim.directory().resolve("1.spool"), new byte[1_000]);
      Path lock = root.resolve("btc").resolve(instance + ".lock");
      Files.setLastModifiedTime(lock, FileTime.fromMillis(1_000_000_000_000L + runs.indexOf(instance) * 10_000L));
      claim.release();
    }
    SpoolHome.Claim running = home("btc").claimLeft(1).get(0);
    assertThat(running.instance().value()).isEqualTo("i1");

    assertThat(home("btc").discardOldest(4_000, 4)).isZero();
    assertThat(home("btc").discardOldest(2_500, 4)).isEqualTo(2);
    assertThat(home("btc").discardOldest(4_000, 1)).isEqualTo(1);

    assertThat(home("btc").claimLeft(10)).isEmpty();
    assertThat(running.directory()).isDirectory();
    running.release();
  }

  @Test
  void aDirectoryThatIsNoSpoolIsLeftAlone() throws IOException {
    Files.createDirectories(root.resolve("btc").resolve("no spool"));

    assertThat(home("btc").claimLeft(10)).isEmpty();
    assertThat(root.resolve("btc").resolve("no spool")).exists();
  }
}
