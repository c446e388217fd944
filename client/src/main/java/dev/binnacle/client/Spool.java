package dev.binnacle.client;

import dev.binnacle.model.InstanceId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The durable events of one run, from the call that published them until the server has them. It gives them their numbers, and only
 * as it takes them: the sequence has no gap, whatever was refused.
 *
 * <p><b>Threads:</b> {@code append} and {@code commit} belong to the spool thread, reading and acknowledging to the link thread;
 * the counters may be read by any.
 */
final class Spool {
  /*
   * A run's spool is a chain of segments. The spool thread appends at the tail, in batches of one write; the link thread reads, and
   * deletes at the head what is acknowledged. The only things they share are the volatile fields of Segment, two counters, and the
   * rule that the link thread deletes sealed segments alone.
   *
   * A process that dies loses the batch that was not committed, nothing else. The machine's own crash may lose more: nothing is forced
   * to the disk, since the bot would wait for it.
   *
   * When the disk takes nothing, batches go to segments in memory, within a bound, and the disk is tried again once a second.
   */
  static final String SUFFIX = ".spool";
  private static final int BATCH_BYTES = 64 << 10;
  private static final long DISK_RETRY_NANOS = 1_000_000_000L;

  /** The share of the spool, in percent, that is kept free for what may not be lost before all else: what was traded. */
  private static final int RESERVE_PERCENT = 25;

  private final InstanceId instance;
  private final @Nullable Path directory;
  private final Bounds bounds;
  private final LongSupplier nanoTime;
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong memoryBytes = new AtomicLong();
  private final SpoolReader reader;
  private final AcknowledgedFile acknowledgedFile;

  private Segment head;
  private Segment tail;
  private byte[] batch = new byte[BATCH_BYTES];
  private int batchLength;
  private int batchEvents;
  private boolean mayReappear;
  private int files;
  private long nextSeq = 1;
  private long diskRetryAt;

  private volatile long spooled;
  private volatile long acknowledged;
  private volatile boolean onDisk;

  /**
   * How much a spool may hold.
   *
   * @param totalBytes of all segments
   * @param segmentBytes of one segment
   * @param memoryBytes of the segments that are not on disk
   */
  record Bounds(long totalBytes, int segmentBytes, int memoryBytes) {
    static final long SMALLEST = 1 << 20;

    static Bounds of(long totalBytes) {
      int segment = (int) Math.max(128 << 10, Math.min(1 << 20, totalBytes / 16));
      return new Bounds(totalBytes, segment, (int) Math.min(4 << 20, totalBytes));
    }
  }

  private Spool(InstanceId instance, @Nullable Path directory, Bounds bounds, LongSupplier nanoTime, List<Segment> left) {
    this.instance = instance;
    this.directory = directory;
    this.bounds = bounds;
    this.nanoTime = nanoTime;
    this.acknowledgedFile = new AcknowledgedFile(directory);
    this.diskRetryAt = nanoTime.getAsLong();
    Segment first = Segment.empty(new SegmentStore.InMemory(), 1);
    this.head = first;
    this.tail = first;
    this.onDisk = directory != null;
    for (Segment segment : left) {
      link(segment);
      bytes.addAndGet(segment.end());
    }
    this.reader = new SpoolReader(head, 1);
  }

  /**
   * A spool for a run that begins.
   *
   * @param directory an existing directory that is this run's alone; null to hold events in memory only
   */
  static Spool create(InstanceId instance, @Nullable Path directory, Bounds bounds, LongSupplier nanoTime) {
    return new Spool(instance, directory, bounds, nanoTime, List.of());
  }

  /** What a run that has ended left in its directory. Nothing can be appended to it. */
  static Spool left(InstanceId instance, Path directory) throws IOException {
    List<Segment> segments;
    try (Stream<Path> files = Files.list(directory)) {
      segments = files.filter(file -> file.toString().endsWith(SUFFIX)).sorted().map(Spool::open).toList();
    }
    Spool spool = new Spool(instance, directory, Bounds.of(Bounds.SMALLEST), System::nanoTime, segments);
    spool.tail.seal();
    spool.head.seal();
    spool.acknowledged = spool.acknowledgedFile.read();
    spool.rewind();
    return spool;
  }

  private static Segment open(Path file) {
    long length = file.toFile().length();
    return Segment.left(SegmentStore.InFile.existing(file), (int) Math.min(length, Integer.MAX_VALUE));
  }

  InstanceId instance() {
    return instance;
  }

  // ---- the spool thread ----

  /** The number that the next event gets. */
  long nextSeq() {
    return nextSeq;
  }

  /** Whether a payload of {@code length} bytes may be appended. The last quarter is kept for what {@code mayUseReserve}. */
  boolean hasRoom(int length, boolean mayUseReserve) {
    long allowed = mayUseReserve ? bounds.totalBytes : bounds.totalBytes / 100 * (100 - RESERVE_PERCENT);
    return bytes.get() + batchLength + SpoolRecord.HEADER_BYTES + length <= allowed;
  }

  /** Whether the batch should be committed before more is appended. */
  boolean isBatchFull() {
    return batchLength >= BATCH_BYTES;
  }

  /** Takes an event that was encoded with {@link #nextSeq} into the batch. It is safe when {@link #commit} has returned. */
  void append(byte[] payload, int length, long nowMillis) {
    int needed = batchLength + SpoolRecord.HEADER_BYTES + length;
    if (batch.length < needed) {
      batch = Arrays.copyOf(batch, Math.max(needed, 2 * batch.length));
    }
    System.arraycopy(payload, 0, batch, batchLength + SpoolRecord.HEADER_BYTES, length);
    SpoolRecord.seal(batch, batchLength, length, nextSeq, nowMillis);
    batchLength = needed;
    batchEvents++;
    nextSeq++;
  }

  /**
   * Writes the batch.
   *
   * @return how many events were lost, since neither the disk nor the memory that is allowed took them
   */
  int commit() {
    int events = batchEvents;
    if (events == 0) {
      return 0;
    }
    boolean isWritten = writeToTail() || writeToFile() || writeToMemory();
    if (isWritten) {
      spooled = nextSeq - 1;
    } else if (!mayReappear) {
      nextSeq -= events;
    }
    batchLength = 0;
    batchEvents = 0;
    mayReappear = false;
    return isWritten ? 0 : events;
  }

  /** No more will be appended. */
  void endWriting() {
    tail.seal();
  }

  private boolean writeToTail() {
    return tail.store.survives() && fits(tail) && write(tail);
  }

  private boolean writeToFile() {
    Segment segment = isDiskDue() ? fileSegment() : null;
    if (segment == null) {
      return false;
    }
    link(segment);
    return write(segment);
  }

  private boolean writeToMemory() {
    if (memoryBytes.get() + batchLength > bounds.memoryBytes) {
      return false;
    }
    if (tail.store.survives() || !fits(tail)) {
      link(Segment.empty(new SegmentStore.InMemory(), spooled + 1));
    }
    return write(tail);
  }

  private boolean fits(Segment segment) {
    return !segment.isSealed() && (segment.end() == 0 || segment.end() + batchLength <= bounds.segmentBytes);
  }

  private boolean write(Segment to) {
    int from = to.end();
    try {
      to.store.write(from, batch, 0, batchLength);
    } catch (IOException | RuntimeException e) {
      diskFailed();
      abandon(to, from);
      return false;
    }
    to.written(from + batchLength, nextSeq - 1);
    bytes.addAndGet(batchLength);
    if (to.store.survives()) {
      onDisk = true;
    } else {
      memoryBytes.addAndGet(batchLength);
    }
    return true;
  }

  /**
   * Cuts off what a failed write may have left. Where even that fails, a later run may find the events there: their numbers are then
   * never given again, so that no number has two contents.
   */
  private void abandon(Segment failed, int end) {
    try {
      failed.store.truncate(end);
    } catch (IOException | RuntimeException e) {
      mayReappear = true;
    }
    failed.seal();
  }

  private boolean isDiskDue() {
    return directory != null && nanoTime.getAsLong() - diskRetryAt >= 0;
  }

  private void diskFailed() {
    diskRetryAt = nanoTime.getAsLong() + DISK_RETRY_NANOS;
    onDisk = false;
  }

  private @Nullable Segment fileSegment() {
    Path in = directory;
    if (in == null) {
      return null;
    }
    long first = nextSeq - batchEvents;
    try {
      PrivateFiles.createDirectories(in);
      Path file = in.resolve(padded(first, 19) + "-" + padded(files++, 6) + SUFFIX);
      return Segment.empty(SegmentStore.InFile.create(file), first);
    } catch (IOException | RuntimeException e) {
      diskFailed();
      return null;
    }
  }

  private static String padded(long number, int width) {
    String digits = Long.toString(number);
    return "0".repeat(Math.max(0, width - digits.length())) + digits;
  }

  private void link(Segment segment) {
    Segment last = tail;
    if (!last.isSealed()) {
      last.seal();
    }
    last.append(segment);
    tail = segment;
  }

  // ---- the link thread ----

  /** Gives the unacknowledged events in order. */
  SpoolReader reader() {
    return reader;
  }

  /** Lets the reader begin again at the oldest unacknowledged event. */
  void rewind() {
    reader.rewind(head, acknowledged + 1);
  }

  /** The server has everything up to {@code seq}: it is forgotten here. */
  void acknowledge(long seq) {
    if (seq <= acknowledged) {
      return;
    }
    acknowledged = seq;
    acknowledgedFile.write(seq);
    dropDone();
  }

  private void dropDone() {
    Segment next = head.next();
    while (next != null && head.isDone(acknowledged)) {
      bytes.addAndGet(-head.end());
      if (!head.store.survives()) {
        memoryBytes.addAndGet(-head.end());
      }
      reader.leave(head, next);
      head.store.delete();
      head = next;
      next = head.next();
    }
  }

  /** Whether a spool of an earlier run has nothing left to send or to be acknowledged. */
  boolean isFinished() {
    return !reader.find() && reader.highestRead() <= acknowledged;
  }

  /** Deletes all that is left, acknowledged or not. */
  void delete() {
    for (Segment segment = head; segment != null; segment = segment.next()) {
      segment.store.seal();
      segment.store.delete();
    }
    acknowledgedFile.close();
    if (directory != null) {
      PrivateFiles.deleteFlatDirectory(directory);
    }
  }

  /** Closes the files and leaves them for a later run. */
  void leave() {
    for (Segment segment = head; segment != null; segment = segment.next()) {
      segment.store.seal();
      segment.store.release();
    }
    acknowledgedFile.close();
  }

  // ---- any thread ----

  /** The highest number that is safe from the death of the process, or at least in memory where the disk takes nothing. */
  long spooled() {
    return spooled;
  }

  long acknowledged() {
    return acknowledged;
  }

  /** Bytes held. */
  long bytes() {
    return bytes.get();
  }

  /** Whether what was committed last is on disk. */
  boolean isOnDisk() {
    return onDisk;
  }
}
