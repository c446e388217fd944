package dev.binnacle.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.model.InstanceId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
  private static final InstanceId RUN = new InstanceId("run-1");
  private static final Spool.Bounds SMALL = new Spool.Bounds(10_000, 1_000, 2_000);

  @TempDir
  Path directory;
  private final AtomicLong nanos = new AtomicLong();

  private Spool spool() {
    return Spool.create(RUN, directory.resolve("run-1"), SMALL, nanos::get);
  }

  private static void add(Spool spool, String payload) {
    byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
    spool.append(bytes, bytes.length, 1_000);
  }

  private static List<String> drain(Spool spool) {
    List<String> read = new ArrayList<>();
    SpoolReader reader = spool.reader();
    while (reader.find()) {
      read.add(reader.seq() + ":"
          + new String(reader.payload(), reader.payloadOffset(), reader.payloadLength(), StandardCharsets.UTF_8));
      reader.take();
    }
    return read;
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("run-1"))) {
      return files.filter(file -> file.toString().endsWith(Spool.SUFFIX)).sorted().toList();
    }
  }

  @Test
  void numbersBeginAtOneAndWhatIsNotCommittedIsNotRead() {
    Spool spool = spool();
    add(spool, "a");
    add(spool, "b");

    assertThat(drain(spool)).isEmpty();
    assertThat(spool.commit()).isZero();

    assertThat(spool.spooled()).isEqualTo(2);
    assertThat(drain(spool)).containsExactly("1:a", "2:b");
    assertThat(drain(spool)).isEmpty();
  }

  @Test
  void aReaderThatGoesBackReadsFromTheOldestUnacknowledgedOn() {
    Spool spool = spool();
    List.of("a", "b", "c").forEach(payload -> add(spool, payload));
    spool.commit();
    drain(spool);

    spool.acknowledge(1);
    spool.rewind();

    assertThat(drain(spool)).containsExactly("2:b", "3:c");
    assertThat(spool.reader().takeLosses()).isZero();
  }

  @Test
  void acknowledgedSegmentsAreDeletedAndGiveTheirRoomBack() throws IOException {
    Spool spool = spool();
    for (int i = 0; i < 20; i++) {
      add(spool, "x".repeat(300));
      spool.commit();
    }
    assertThat(files()).hasSize(7);
    long held = spool.bytes();

    drain(spool);
    spool.acknowledge(15);

    assertThat(files()).hasSize(2);
    assertThat(spool.bytes()).isEqualTo(held - 15 * 328);
  }

  @Test
  void theLastQuarterIsKeptForWhatMayUseIt() {
    Spool spool = spool();
    while (spool.hasRoom(172, false)) {
      add(spool, "x".repeat(172));
      spool.commit();
    }

    assertThat(spool.bytes()).isEqualTo(7_400);
    assertThat(spool.hasRoom(172, true)).isTrue();
  }

  @Test
  void aFullSpoolTakesNothingMoreAndLeavesNoGap() {
    Spool spool = spool();
    while (spool.hasRoom(172, true)) {
      add(spool, "x".repeat(172));
      spool.commit();
    }
    assertThat(spool.spooled()).isEqualTo(50);

    drain(spool);
    spool.acknowledge(50);

    assertThat(spool.hasRoom(172, true)).isTrue();
    assertThat(spool.nextSeq()).isEqualTo(51);
  }

  @Test
  void anotherRunReadsWhatThisOneLeftButNotWhatWasAcknowledged() throws IOException {
    Spool spool = spool();
    List.of("a", "b", "c").forEach(payload -> add(spool, payload));
    spool.commit();
    drain(spool);
    spool.acknowledge(1);
    spool.endWriting();
    spool.leave();

    Spool left = Spool.left(RUN, directory.resolve("run-1"));

    assertThat(drain(left)).containsExactly("2:b", "3:c");
    assertThat(left.isFinished()).isFalse();
    left.acknowledge(3);
    assertThat(left.isFinished()).isTrue();
  }

  @Test
  void filesAreTheOwnersAlone() throws IOException {
    Spool spool = spool();
    add(spool, "a");
    spool.commit();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files().get(0)))).isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("run-1")))).isEqualTo("rwx------");
  }

  @Test
  void whenTheDiskTakesNothingMemoryDoesUpToItsBoundAndThenTheDiskAgain() throws IOException {
    Path blocked = directory.resolve("run-1");
    Files.createFile(blocked);
    Spool spool = spool();

    add(spool, "x".repeat(972));
    assertThat(spool.commit()).isZero();
    add(spool, "y".repeat(972));
    assertThat(spool.commit()).isZero();
    assertThat(spool.isOnDisk()).isFalse();
    add(spool, "z".repeat(972));
    assertThat(spool.commit()).isEqualTo(1);
    assertThat(spool.nextSeq()).isEqualTo(3);

    Files.delete(blocked);
    nanos.addAndGet(1_000_000_000L);
    add(spool, "a");
    assertThat(spool.commit()).isZero();

    assertThat(spool.isOnDisk()).isTrue();
    assertThat(drain(spool)).containsExactly("1:" + "x".repeat(972), "2:" + "y".repeat(972), "3:a");
  }

  @Test
  void aDirectoryThatSomebodyRemovesCostsNothingOfWhatIsOpen() throws IOException {
    Spool spool = spool();
    add(spool, "a");
    spool.commit();
    PrivateFiles.deleteFlatDirectory(directory.resolve("run-1"));

    add(spool, "b");
    assertThat(spool.commit()).isZero();
    add(spool, "c".repeat(1_000));
    assertThat(spool.commit()).isZero();

    assertThat(drain(spool)).containsExactly("1:a", "2:b", "3:" + "c".repeat(1_000));
    assertThat(files()).hasSize(1);
  }

  @Test
  void aRecordLargerThanASegmentHasOneOfItsOwn() throws IOException {
    Spool spool = spool();
    add(spool, "a");
    spool.commit();
    add(spool, "b".repeat(5_000));
    spool.commit();
    add(spool, "c");
    spool.commit();

    assertThat(drain(spool)).containsExactly("1:a", "2:" + "b".repeat(5_000), "3:c");
    assertThat(files()).hasSize(3);
  }
}
