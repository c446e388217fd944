package dev.binnacle.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way in which a file is saved, with the real programs, a real disk and the system's own events. */
@Tag("slow")
final class EditorMatrixTest {
  private static final Schema SCHEMA = Schema.parse("pair.schema.json", """
      {"type": "object", "required": ["a", "b"], "properties": {"a": {"type": "integer"}, "b": {"type": "integer"}}}
      """.getBytes(StandardCharsets.UTF_8));

  @TempDir
  Path folder;

  private final Set<String> wholes = new HashSet<>();

  static Stream<Arguments> editors() {
    return Editors.found().stream().flatMap(editor -> Stream.of(Arguments.of(editor, "json"), Arguments.of(editor, "yaml")));
  }

  private String whole(String format, int n) {
    String text = format.equals("json")
        ? "{\n  \"a\": " + n + ",\n  \"b\": " + (n + 123_456) + "\n}\n"
        : "# number " + n + "\na: " + n + "\nb: " + (n + 123_456) + "\n";
    wholes.add(text);
    return text;
  }

  private LiveConfig<Node.Section> open(Path file, UnaryOperator<LiveConfigBuilder<Node.Section>> with) {
    return with.apply(LiveConfig.tree(file, SCHEMA).quietTime(Duration.ofMillis(60)).pollEvery(Duration.ofMillis(250))
        .stateDirectory(folder.resolve("state"))).open();
  }

  private LiveConfig<Node.Section> open(Path file) {
    return open(file, builder -> builder);
  }

  private static void awaitContent(LiveConfig<?> live, String content) {
    Awaits.until(() -> live.snapshot().content().equals(content));
  }

  private void assertNothingPartial(LiveConfig<?> live) {
    List<HistoryRecord> records = live.history().list(100_000);
    List<Long> versions = new ArrayList<>();
    for (HistoryRecord record : records) {
      if (record.isCommitted() && record.version() != null) {
        versions.add(record.version());
        assertThat(live.history().content(record.hash())).hasValueSatisfying(text -> assertThat(wholes).contains(text));
      }
    }
    assertThat(versions).isSortedAccordingTo((one, other) -> Long.compare(other, one)).doesNotHaveDuplicates();
    assertThat(live.history().verifyChain().intact()).isTrue();
  }

  @Test
  void theLeastThatIsNeededIsOnEveryMachine() {
    assertThat(Editors.found()).contains("sed -i", "cp", "cp -p of a file from the year before", "mv", "git checkout");
  }

  @ParameterizedTest
  @MethodSource("editors")
  void theLastSaveIsInForceAndNothingPartialEverWas(String editor, String format) throws Exception {
    Path file = folder.resolve("pair." + format);
    Files.writeString(file, whole(format, 0));
    try (LiveConfig<Node.Section> live = open(file)) {
      // Twice: a watcher that follows the file and not its name works once.
      for (int n = 1; n <= 2; n++) {
        Editors.save(editor, file, whole(format, n));
        awaitContent(live, whole(format, n));
      }

      assertNothingPartial(live);
      assertThat(live.health().status()).isEqualTo(ConfigHealth.Status.ACTIVE);
    }
  }

  @ParameterizedTest
  @MethodSource("formats")
  void oneAfterTheOtherWithoutAPauseTheLastOneIsInForce(String format) throws Exception {
    Path file = folder.resolve("pair." + format);
    Files.writeString(file, whole(format, 0));
    try (LiveConfig<Node.Section> live = open(file)) {
      int n = 0;
      for (String editor : Editors.found()) {
        Editors.save(editor, file, whole(format, ++n));
      }

      awaitContent(live, whole(format, n));
      assertNothingPartial(live);
    }
  }

  static Stream<String> formats() {
    return Stream.of("json", "yaml");
  }

  @Test
  void whatIsWrittenPieceByPieceIsInForceWhenItIsWhole() throws Exception {
    Path file = folder.resolve("pair.json");
    Files.writeString(file, whole("json", 0));
    try (LiveConfig<Node.Section> live = open(file)) {
      for (int n = 1; n <= 5; n++) {
        byte[] bytes = whole("json", n).getBytes(StandardCharsets.UTF_8);
        try (OutputStream out = Files.newOutputStream(file)) {
          for (int at = 0; at < bytes.length; at += 7) {
            out.write(bytes, at, Math.min(7, bytes.length - at));
            live.pump();
          }
        }
        awaitContent(live, whole("json", n));
      }

      assertNothingPartial(live);
    }
  }

  @ParameterizedTest
  @MethodSource("formats")
  void aHundredSwapsOfTheFolderBehindALinkAreAllTaken(String format) throws Exception {
    // As Kubernetes mounts a ConfigMap: pair -> ..data/pair, ..data -> a folder for each state.
    Path file = folder.resolve("pair." + format);
    swap(0, format);
    Files.createSymbolicLink(file, Path.of("..data", "pair." + format));
    try (LiveConfig<Node.Section> live = open(file)) {
      for (int n = 1; n <= 100; n++) {
        swap(n, format);
        if (format.equals("json") || n % 10 == 0) {
          awaitContent(live, whole(format, n));
        }
      }

      awaitContent(live, whole(format, 100));
      assertNothingPartial(live);
    }
  }

  private void swap(int n, String format) throws IOException {
    Path state = Files.createDirectory(folder.resolve("..state" + n));
    Files.writeString(state.resolve("pair." + format), whole(format, n));
    Path fresh = Files.createSymbolicLink(folder.resolve("..data_tmp"), Path.of("..state" + n));
    Files.move(fresh, folder.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
    Path before = folder.resolve("..state" + (n - 1));
    if (n > 0) {
      Files.delete(before.resolve("pair." + format));
      Files.delete(before);
    }
  }

  @Test
  void aFileThatIsDeletedIsMissedAndTakenWhenItReturns() throws IOException {
    Path file = folder.resolve("pair.yaml");
    Files.writeString(file, whole("yaml", 0));
    try (LiveConfig<Node.Section> live = open(file)) {
      for (int n = 1; n <= 3; n++) {
        Files.delete(file);
        Awaits.until(() -> live.health().status() == ConfigHealth.Status.SOURCE_MISSING);
        assertThat(live.snapshot().content()).isEqualTo(whole("yaml", n - 1));
        Files.writeString(file, whole("yaml", n));
        awaitContent(live, whole("yaml", n));
      }

      assertNothingPartial(live);
      Awaits.until(() -> live.health().status() == ConfigHealth.Status.ACTIVE);
    }
  }

  @Test
  void aFileThatCannotBeReadLeavesTheConfigurationAndIsTakenWhenItCan() throws IOException {
    // Rights do not stop root, under whom tests may run; a folder in the file's place stops everybody.
    Path file = folder.resolve("pair.json");
    Files.writeString(file, whole("json", 0));
    try (LiveConfig<Node.Section> live = open(file)) {
      Files.delete(file);
      Files.createDirectory(file);
      Awaits.until(() -> String.valueOf(live.health().degraded()).contains("cannot be read"));
      assertThat(live.snapshot().content()).isEqualTo(whole("json", 0));
      Files.delete(file);
      Files.writeString(file, whole("json", 1));

      awaitContent(live, whole("json", 1));
      Awaits.until(() -> live.health().status() == ConfigHealth.Status.ACTIVE);
      assertNothingPartial(live);
    }
  }

  @Test
  void savesWithoutEventsAreTakenByThePollAlone() throws Exception {
    Path file = folder.resolve("pair.json");
    Files.writeString(file, whole("json", 0));
    Setup.Seams deaf = new Setup.Seams(Ticker.SYSTEM, Steps.UNOBSERVED, null, new HandEvents());
    try (LiveConfig<Node.Section> live = open(file, builder -> builder.seams(deaf))) {
      for (int n = 1; n <= 3; n++) {
        Editors.save("cp -p of a file from the year before", file, whole("json", n));
        awaitContent(live, whole("json", n));
      }
    }
  }
}
