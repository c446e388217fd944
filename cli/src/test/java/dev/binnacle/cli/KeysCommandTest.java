package dev.binnacle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Keys of exchanges by the command line. */
@Isolated("it gives the commands another standard input")
final class KeysCommandTest {
  private static final String KEY = "the-public-half";
  private static final String SECRET = "c2VjcmV0IG9mIHRoZSBhY2NvdW50";

  @TempDir
  private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final InputStream in = System.in;
  private Path passphrase;

  @BeforeEach
  void write() throws IOException {
    passphrase = folder.resolve("passphrase");
    Files.createFile(passphrase, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(passphrase, "correct horse battery\n");
  }

  @AfterEach
  void giveBack() {
    System.setIn(in);
  }

  private int run(String input, String... args) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
    List<String> words = new ArrayList<>(List.of("keys"));
    words.addAll(List.of(args));
    words.addAll(List.of("--file", folder.resolve("made/keys").toString(), "--passphrase-file", passphrase.toString()));
    int code = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(words.toArray(String[]::new));
    assertThat(out + "" + err).doesNotContain(KEY, SECRET, "correct horse");
    return code;
  }

  @Test
  void keyIsKeptListedAndRemovedAndNothingOfItIsPrinted() throws IOException {
    assertThat(run(KEY + "\n" + SECRET + "\n", "add", "main", "--stdin")).as(err.toString()).isZero();
    assertThat(folder.resolve("made/keys")).content().startsWith("binnacle-keys 1 ").doesNotContain(KEY, SECRET);

    assertThat(run("", "list")).isZero();
    assertThat(out.toString().strip()).isEqualTo("main");
    assertThat(run("", "remove", "other")).isEqualTo(1);
    assertThat(run("", "remove", "main")).isZero();
    assertThat(run("", "list")).isZero();
    assertThat(out.toString()).contains("No key is kept");
  }

  @Test
  void whatCannotBeUsedIsRefusedWithAReason() throws IOException {
    assertThat(run("", "list")).isEqualTo(1);
    assertThat(err.toString()).contains("there is no file of keys", "binnacle keys add");
    assertThat(run("only one line", "add", "main", "--stdin")).isEqualTo(1);
    assertThat(err.toString()).contains("two lines");

    assertThat(run(KEY + "\n" + SECRET + "\n", "add", "main", "--stdin")).isZero();
    Files.writeString(passphrase, "another passphrase\n");
    assertThat(run("", "list")).isEqualTo(1);
    assertThat(err.toString()).contains("the passphrase is not that of");
    Files.setPosixFilePermissions(passphrase, PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(run("", "list")).isEqualTo(1);
    assertThat(err.toString()).contains("chmod 600");
  }

  @Test
  void venueThatCannotBeAskedIsNamed() throws IOException {
    assertThat(run(KEY + "\n" + SECRET + "\n", "add", "main", "--stdin")).isZero();
    Path settings = folder.resolve("binnacle.yaml");
    Files.writeString(settings, """
        exchanges: { main: { type: kraken, url: "http://127.0.0.1:9", currency: USD, symbols: [BTC/USD] } }
        """);

    assertThat(run("", "check", "--config", settings.toString())).isEqualTo(1);
    assertThat(out.toString()).contains("main", "kraken");
    assertThat(run("", "check", "nowhere", "--config", settings.toString())).isEqualTo(1);
    assertThat(err.toString()).contains("no exchange nowhere");
  }
}
