package dev.binnacle.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.model.InstanceId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** What a spool gives back after its files were cut off or changed: never anything wrong, and all that the damage did not touch. */
class SpoolDamagePropertyTest {
  private static final InstanceId RUN = new InstanceId("run-1");
  private static final Spool.Bounds BOUNDS = new Spool.Bounds(1 << 20, 2_000, 0);

  private record Record(long seq, String payload) {}

  @Property(tries = 300)
  void aSpoolCutOffAnywhereGivesEverythingBeforeTheCut(
      @ForAll @LongRange(min = 0, max = Long.MAX_VALUE) long seed, @ForAll @IntRange(min = 1, max = 60) int events)
      throws IOException {
    Path directory = Files.createTempDirectory("spool");
    try {
      Random random = new Random(seed);
      List<Record> written = write(directory, random, events);
      Path last = files(directory).get(files(directory).size() - 1);
      byte[] content = Files.readAllBytes(last);
      int cut = random.nextInt(content.length + 1);
      Files.write(last, Arrays.copyOf(content, cut));

      Spool left = Spool.left(RUN, directory);
      List<Record> read = drain(left);

      assertThat(read).isEqualTo(written.subList(0, read.size()));
      assertThat(left.reader().takeLosses()).as("a torn end is no loss of what was spooled").isZero();
      assertThat(totalBytes(read)).isEqualTo(bytesBefore(written, content.length - cut));
    } finally {
      PrivateFiles.deleteFlatDirectory(directory);
    }
  }

  @Property(tries = 300)
  void flippedBitsCostOnlyTheRecordsThatTheyHitAndAreTold(
      @ForAll @LongRange(min = 0, max = Long.MAX_VALUE) long seed,
      @ForAll @IntRange(min = 2, max = 60) int events,
      @ForAll @IntRange(min = 1, max = 5) int flips)
      throws IOException {
    Path directory = Files.createTempDirectory("spool");
    try {
      Random random = new Random(seed);
      List<Record> written = write(directory, random, events);
      List<Path> files = files(directory);
      for (int i = 0; i < flips; i++) {
        flip(files.get(random.nextInt(files.size())), random);
      }

      Spool left = Spool.left(RUN, directory);
      List<Record> read = drain(left);

      assertThat(written).containsAll(read);
      assertThat(read).extracting(Record::seq).isSorted().doesNotHaveDuplicates();
      assertThat(read.size()).isGreaterThanOrEqualTo(written.size() - flips);
      boolean isLastThere = !read.isEmpty() && read.get(read.size() - 1).equals(written.get(written.size() - 1));
      if (isLastThere && read.size() < written.size()) {
        assertThat(left.reader().takeLosses()).isGreaterThanOrEqualTo(1);
      }
    } finally {
      PrivateFiles.deleteFlatDirectory(directory);
    }
  }

  @Property(tries = 200)
  void rubbishIsNoSpoolAndDoesNoHarm(@ForAll @LongRange(min = 0, max = Long.MAX_VALUE) long seed) throws IOException {
    Path directory = Files.createTempDirectory("spool");
    try {
      Random random = new Random(seed);
      byte[] rubbish = new byte[random.nextInt(5_000)];
      random.nextBytes(rubbish);
      for (int i = 0; i + 40 < rubbish.length; i += 40) {
        // The right magic before it, so that all that follows is looked at.
        System.arraycopy(new byte[] {(byte) 0xf5, 0x62, 0x73, 0x01}, 0, rubbish, i, 4);
      }
      Files.write(directory.resolve("0000000000000000001-000000.spool"), rubbish);

      Spool left = Spool.left(RUN, directory);

      assertThat(drain(left)).isEmpty();
      assertThat(left.isFinished()).isTrue();
    } finally {
      PrivateFiles.deleteFlatDirectory(directory);
    }
  }

  @Property(tries = 100)
  void aSpoolReadWhileItIsWrittenAndAcknowledgedGivesEverythingOnce(@ForAll @LongRange(min = 0, max = Long.MAX_VALUE) long seed)
      throws IOException {
    Path directory = Files.createTempDirectory("spool");
    try {
      Random random = new Random(seed);
      Spool spool = Spool.create(RUN, directory, BOUNDS, System::nanoTime);
      List<Record> written = new ArrayList<>();
      List<Record> settled = new ArrayList<>();
      List<Record> read = new ArrayList<>();
      for (int step = 0; step < 200; step++) {
        switch (random.nextInt(4)) {
          case 0 -> written.addAll(append(spool, random, 1 + random.nextInt(5)));
          case 1 -> read.addAll(drain(spool));
          case 2 -> settle(spool, random, read, settled);
          default -> {
            spool.rewind();
            read.clear();
          }
        }
      }
      read.addAll(drain(spool));
      settled.addAll(read);

      assertThat(settled).isEqualTo(written);
      assertThat(spool.reader().takeLosses()).isZero();
    } finally {
      PrivateFiles.deleteFlatDirectory(directory);
    }
  }

  private static void settle(Spool spool, Random random, List<Record> read, List<Record> settled) {
    if (!read.isEmpty()) {
      int count = 1 + random.nextInt(read.size());
      settled.addAll(read.subList(0, count));
      read.subList(0, count).clear();
      spool.acknowledge(settled.get(settled.size() - 1).seq());
    }
  }

  private static List<Record> write(Path directory, Random random, int events) {
    Spool spool = Spool.create(RUN, directory, BOUNDS, System::nanoTime);
    List<Record> written = new ArrayList<>();
    while (written.size() < events) {
      written.addAll(append(spool, random, Math.min(events - written.size(), 1 + random.nextInt(4))));
    }
    spool.endWriting();
    spool.leave();
    return written;
  }

  private static List<Record> append(Spool spool, Random random, int events) {
    List<Record> written = new ArrayList<>();
    for (int i = 0; i < events; i++) {
      String payload = "é" + "x".repeat(random.nextInt(400)) + i;
      byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
      written.add(new Record(spool.nextSeq(), payload));
      spool.append(bytes, bytes.length, 1_000);
    }
    assertThat(spool.commit()).isZero();
    return written;
  }

  private static List<Record> drain(Spool spool) {
    List<Record> read = new ArrayList<>();
    SpoolReader reader = spool.reader();
    while (reader.find()) {
      String payload = new String(reader.payload(), reader.payloadOffset(), reader.payloadLength(), StandardCharsets.UTF_8);
      read.add(new Record(reader.seq(), payload));
      reader.take();
    }
    return read;
  }

  private static void flip(Path file, Random random) throws IOException {
    byte[] content = Files.readAllBytes(file);
    content[random.nextInt(content.length)] ^= (byte) (1 << random.nextInt(8));
    Files.write(file, content);
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(Spool.SUFFIX)).sorted().toList();
    }
  }

  private static int totalBytes(List<Record> records) {
    return records.stream().mapToInt(SpoolDamagePropertyTest::bytes).sum();
  }

  private static int bytes(Record record) {
    return SpoolRecord.HEADER_BYTES + record.payload().getBytes(StandardCharsets.UTF_8).length;
  }

  /** The bytes of all records that are whole when so many bytes are missing at the end. */
  private static int bytesBefore(List<Record> written, int missing) {
    int end = totalBytes(written);
    int whole = 0;
    for (Record record : written) {
      if (whole + bytes(record) > end - missing) {
        break;
      }
      whole += bytes(record);
    }
    return whole;
  }
}
