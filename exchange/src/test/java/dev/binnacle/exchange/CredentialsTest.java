package dev.binnacle.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CredentialsTest {
  private static final char[] PASSPHRASE = "correct horse".toCharArray();

  @TempDir
  private Path folder;

  @Test
  void keyComesFromTheEnvironmentAndNeverPrints() {
    Map<String, String> environment = Map.of("BINNACLE_KRAKEN_MAIN_KEY", "the-key", "BINNACLE_KRAKEN_MAIN_SECRET", "the-secret");

    Credentials found = Credentials.from(environment, "kraken-main").orElseThrow();

    assertThat(found.key()).isEqualTo("the-key");
    assertThat(found.secret()).isEqualTo("the-secret");
    assertThat(found.toString()).doesNotContain("the-key").doesNotContain("the-secret");
    assertThat(Credentials.from(environment, "other")).isEmpty();
    found.close();
    assertThat(found.secret()).doesNotContain("s");
  }

  @Test
  void keyWithoutItsSecretIsSaidSo() {
    assertThatThrownBy(() -> Credentials.from(Map.of("BINNACLE_A_KEY", "k"), "a"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("BINNACLE_A_SECRET is not set");
  }

  @Test
  void fileKeepsKeysThatOnlyItsPassphraseOpens() throws IOException {
    Path file = folder.resolve("keys");
    KeyFile.open(file, PASSPHRASE).put("kraken", new Credentials("the-key", "the-secret".toCharArray()));

    KeyFile again = KeyFile.open(file, PASSPHRASE);

    assertThat(again.accounts()).containsExactly("kraken");
    assertThat(again.find("kraken").orElseThrow().secret()).isEqualTo("the-secret");
    assertThat(again.find("binance")).isEmpty();
    assertThat(Files.readString(file)).startsWith("binnacle-keys 1 ").doesNotContain("the-key").doesNotContain("kraken");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
    assertThatThrownBy(() -> KeyFile.open(file, "wrong horse".toCharArray()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("passphrase");
  }

  @Test
  void removedKeyIsGoneAndOneOfTwoSavesLooksLikeNoOther() throws IOException {
    Path file = folder.resolve("keys");
    KeyFile keys = KeyFile.open(file, PASSPHRASE);
    keys.put("a", new Credentials("k", new char[] {'s'}));
    String first = Files.readString(file);
    keys.put("a", new Credentials("k", new char[] {'s'}));

    assertThat(Files.readString(file)).isNotEqualTo(first);
    assertThat(keys.remove("a")).isTrue();
    assertThat(keys.remove("a")).isFalse();
    assertThat(KeyFile.open(file, PASSPHRASE).accounts()).isEmpty();
  }

  @Test
  void damagedFileIsRefusedAndLeftAlone() throws IOException {
    Path file = folder.resolve("keys");
    KeyFile.open(file, PASSPHRASE).put("a", new Credentials("k", new char[] {'s'}));
    String changed = Files.readString(file).replace("binnacle-keys 1 210000", "binnacle-keys 1 210001");
    Files.writeString(file, changed);

    assertThatThrownBy(() -> KeyFile.open(file, PASSPHRASE)).isInstanceOf(IOException.class);
    assertThat(file).hasContent(changed);
    Files.writeString(file, "something else");
    assertThatThrownBy(() -> KeyFile.open(file, PASSPHRASE)).isInstanceOf(IOException.class)
        .hasMessageContaining("no file of keys");
    assertThatThrownBy(() -> KeyFile.open(file, "short".toCharArray())).isInstanceOf(IllegalArgumentException.class);
  }
}
