package dev.binnacle.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RegistryTest {
  @TempDir
  private Path directory;
  private SqliteRegistry registry;

  @BeforeEach
  void open() {
    registry = new SqliteRegistry(file());
  }

  @AfterEach
  void close() {
    registry.close();
  }

  private SqliteFile file() {
    return new SqliteFile(directory.resolve("registry.db"), SqliteFile.Durability.FULL);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void givesBackTheLastValueThatWasPut() {
    registry.put("token", "a", bytes("one"));
    registry.put("token", "a", bytes("two"));
    registry.put("session", "a", bytes("other"));

    assertThat(registry.get("token", "a")).hasValueSatisfying(value -> assertThat(value).isEqualTo(bytes("two")));
    assertThat(registry.get("token", "b")).isEmpty();
    assertThat(registry.get("nothing", "a")).isEmpty();
  }

  @Test
  void listsOneKindByKey() {
    registry.put("token", "b", new byte[0]);
    registry.put("token", "a", new byte[] {0, -1});
    registry.put("session", "c", bytes("other"));

    assertThat(registry.all("token")).containsOnlyKeys("a", "b");
    assertThat(registry.all("token").firstKey()).isEqualTo("a");
    assertThat(registry.all("token").get("a")).containsExactly(0, -1);
    assertThat(registry.all("nothing")).isEmpty();
  }

  @Test
  void removesWhatIsThere() {
    registry.put("token", "a", bytes("one"));

    assertThat(registry.remove("token", "a")).isTrue();
    assertThat(registry.remove("token", "a")).isFalse();
    assertThat(registry.get("token", "a")).isEmpty();
  }

  @Test
  void keepsEverythingOverARestart() {
    registry.put("token", "a", bytes("one"));
    close();
    open();

    assertThat(registry.get("token", "a")).isPresent();
  }

  @Test
  void refusesWhatIsTooLongWithoutPrintingIt() {
    String secret = "s3cret".repeat(100);
    assertThatThrownBy(() -> registry.put("token", secret, bytes("x")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("600")
        .hasMessageNotContaining("s3cret");
    assertThatThrownBy(() -> registry.put("", "a", bytes("x"))).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> registry.put("token", "a", new byte[Registry.LARGEST_VALUE + 1]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1048577");
    assertThat(registry.all("token")).isEmpty();
  }

  @Test
  void saysSoWhenItIsClosed() {
    close();

    assertThatThrownBy(() -> registry.get("token", "a")).isInstanceOf(IllegalStateException.class).hasMessageContaining("closed");
  }
}
