package dev.binnacle.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HistoryTest {
  @TempDir
  Path folder;

  private Path log() {
    return folder.resolve(".bot.json.history").resolve("history.jsonl");
  }

  @Test
  void theChainIsThatOfTheBytesOnDisk() throws Exception {
    try (Rig rig = Rig.json(folder)) {
      rig.live.submit(rig.edit("/trigger", 9));
      rig.live.submit(rig.edit("/trigger", 99));

      String link = "0".repeat(64);
      for (String line : Files.readAllLines(log())) {
        int at = line.lastIndexOf(",\"chain\":\"");
        byte[] covered = (link + "\n" + line.substring(0, at) + "}").getBytes(StandardCharsets.UTF_8);
        link = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(covered));
        assertThat(line.substring(at + 10, at + 74)).isEqualTo(link);
      }
      assertThat(rig.live.history().head()).isEqualTo(link);
      assertThat(rig.live.history().verifyChain()).isEqualTo(new ChainReport(true, 3, link, null, ""));
    }
  }

  @Test
  void aChangedRecordAndOneThatIsTakenOutShow() throws IOException {
    try (Rig rig = Rig.json(folder)) {
      rig.live.submit(rig.edit("/trigger", 9));
      rig.live.submit(rig.edit("/trigger", 10));
      List<String> lines = Files.readAllLines(log());
      rig.live.close();

      Files.writeString(log(), String.join("\n", lines).replaceFirst("a reason", "b reason") + "\n");
      rig.live = rig.builder().open();
      assertThat(rig.live.history().verifyChain().brokenAt()).isEqualTo(2);
      rig.live.close();
      Files.writeString(log(), lines.get(0) + "\n" + lines.get(2) + "\n");
      rig.live = rig.builder().open();
      assertThat(rig.live.history().verifyChain().intact()).isFalse();
    }
  }

  @Test
  void aLineThatACrashCutShortIsCutOff() throws IOException {
    try (Rig rig = Rig.json(folder)) {
      rig.live.submit(rig.edit("/trigger", 9));
      rig.live.close();
      String whole = Files.readString(log());
      Files.writeString(log(), whole + "{\"id\":3,\"versi");
      rig.live = rig.builder().open();

      assertThat(rig.live.version()).isEqualTo(2);
      assertThat(Files.readString(log())).isEqualTo(whole);
      rig.live.submit(rig.edit("/trigger", 10));
      assertThat(rig.live.history().verifyChain()).satisfies(report -> {
        assertThat(report.intact()).isTrue();
        assertThat(report.records()).isEqualTo(3);
      });
    }
  }

  @Test
  void secretsAreInNoRecordNoOutcomeAndNoExport() throws IOException {
    try (Rig rig = Rig.json(folder)) {
      Outcome outcome = rig.live.submit(Proposal.edits(1, List.of(new Edit("/token", new Node.Text("hunter2"))), Rig.ANNA, "new token"));
      rig.live.submit(Proposal.edits(2, List.of(new Edit("/token", new Node.Items(List.of(new Node.Text("hunter3"))))), Rig.ANNA, "bad"));

      assertThat(outcome.toString()).contains("•••").doesNotContain("hunter2").doesNotContain("abc");
      for (History.Format format : History.Format.values()) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        rig.live.history().export(format, out);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains(rig.live.history().head()).contains("•••").doesNotContain("hunter")
            .doesNotContain("abc");
      }
      assertThat(rig.live.history().difference(1, 2).orElseThrow().toString()).doesNotContain("hunter2");
      assertThat(rig.live.history().get(2).orElseThrow().content()).contains("hunter2");
    }
  }

  @Test
  void aTextWithHiddenSecretsCanBeEditedAndSentBack() {
    try (Rig rig = Rig.json(folder)) {
      String seen = rig.live.history().masked(rig.live.snapshot().content());
      rig.live.submit(Proposal.content(1, seen.replace("\"trigger\": 8", "\"trigger\": 9"), Rig.ANNA, "edited"));

      assertThat(seen).contains("\"token\": \"•••\"").doesNotContain("abc");
      assertThat(rig.text()).isEqualTo(Rig.with("trigger", "9"));
    }
  }

  @Test
  void whatIsKeptCanBeReadByItsOwnerAlone() throws IOException {
    try (Rig rig = Rig.json(folder); var files = Files.walk(folder.resolve(".bot.json.history"))) {
      assertThat(files.filter(file -> !file.endsWith("lock"))).isNotEmpty().allSatisfy(
          file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).endsWith("------"));
    }
  }

  @Test
  void pagesAreNewestFirstAndCanBeNarrowed() {
    try (Rig rig = Rig.json(folder)) {
      rig.live.submit(rig.edit("/trigger", 9));
      rig.live.submit(rig.edit("/trigger", 99));
      rig.live.submit(rig.edit("/trigger", 10));
      History history = rig.live.history();

      assertThat(history.list(2)).extracting(HistoryRecord::id).containsExactly(4L, 3L);
      assertThat(history.list(10, 3, EnumSet.allOf(HistoryRecord.Kind.class))).extracting(HistoryRecord::id).containsExactly(2L, 1L);
      assertThat(history.list(10, Long.MAX_VALUE, EnumSet.of(HistoryRecord.Kind.REFUSED))).extracting(HistoryRecord::id)
          .containsExactly(3L);
    }
  }

  @Test
  void oldRecordsAreLetGoOfAndTheRestStillProvesItself() {
    try (Rig rig = Rig.json(folder, builder -> builder.retention(10))) {
      for (int i = 0; i < 30; i++) {
        rig.live.submit(rig.edit("/trigger", 1 + i % 40));
      }

      History history = rig.live.history();
      assertThat(history.list(1000)).hasSizeBetween(10, 11);
      assertThat(history.verifyChain().intact()).isTrue();
      assertThat(history.get(2)).isEmpty();
      long version = rig.live.version();
      rig.restart(builder -> builder.retention(10));
      assertThat(rig.live.version()).isEqualTo(version);
      assertThat(rig.live.history().verifyChain().intact()).isTrue();
      assertThat(rig.live.submit(rig.edit("/trigger", 49))).isInstanceOfSatisfying(Outcome.Accepted.class,
          accepted -> assertThat(accepted.version()).isEqualTo(version + 1));
    }
  }

  @Test
  void whatIsInForceIsKeptHoweverMuchIsRefusedAfterIt() {
    try (Rig rig = Rig.json(folder, builder -> builder.retention(5))) {
      for (int i = 0; i < 30; i++) {
        rig.live.submit(rig.edit("/trigger", 100 + i));
      }
      rig.restart(builder -> builder.retention(5));

      assertThat(rig.live.version()).isEqualTo(1);
    }
  }

  @Test
  void twoThatShareAFileHaveAHistoryEachAndOneThatIsNamedIsRefusedToTheSecond() {
    try (Rig rig = Rig.json(folder);
        LiveConfig<Node.Section> second = LiveConfig.tree(rig.file, Rig.SCHEMA).watching(false).open()) {
      rig.live.submit(rig.edit("/trigger", 9));
      second.reload();

      assertThat(Rig.number(second.get(), "trigger")).isEqualTo(9);
      assertThat(folder.resolve(".bot.json.history-2")).isDirectory();
      org.assertj.core.api.Assertions.assertThatThrownBy(
          () -> LiveConfig.tree(rig.file, Rig.SCHEMA).stateDirectory(folder.resolve(".bot.json.history")).open())
          .isInstanceOf(ConfigException.class).hasMessageContaining("in use");
    }
  }

  @Test
  void theMonitoringLogHasALineAChange() throws IOException {
    try (Rig rig = Rig.json(folder, builder -> builder.monitoringLog(true))) {
      rig.live.submit(rig.edit("/trigger", 10));

      assertThat(Files.readString(folder.resolve(".bot.json.history").resolve("config_monitoring.log")))
          .contains("[CONFIG CHANGE] trigger: 8 → 10\n");
    }
  }
}
