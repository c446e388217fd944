package dev.binnacle.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The records on disk, one line each, appended and forced. A line that a crash cut short is cut off at the next opening. Memory holds
 * where each line begins, not the lines.
 *
 * <p><b>Threads:</b> one writer; any number of readers, whose lock the writer never holds over a write to the disk.
 */
final class HistoryLog implements AutoCloseable {
  /** The link before the first record. */
  static final String ORIGIN = "0".repeat(64);
  private static final String BASE = "{\"base\":";

  private final Path file;
  private FileChannel channel;
  private long[] starts = new long[64];
  private int count;
  private long end;
  private long firstId = 1;
  private String base = ORIGIN;
  private String head = ORIGIN;
  private long lastVersion;

  HistoryLog(Path file) throws IOException {
    this.file = file;
    this.channel = open(file);
    load();
  }

  /** Forces the record, numbered and chained, to the disk; on an exception nothing has been added. */
  HistoryRecord append(HistoryRecord draft) throws IOException {
    long id = firstId + count;
    String body = RecordJson.body(draft.chained(id, ""));
    String chain = Hashes.link(head, body);
    byte[] line = (RecordJson.line(body, chain) + "\n").getBytes(StandardCharsets.UTF_8);
    try {
      channel.truncate(end);
      write(channel, line, end);
      channel.force(false);
    } catch (IOException e) {
      cutBack();
      throw e;
    }
    synchronized (this) {
      index(end, line.length);
      head = chain;
      Long version = draft.version();
      lastVersion = version == null ? lastVersion : Math.max(lastVersion, version);
    }
    return draft.chained(id, chain);
  }

  synchronized String head() {
    return head;
  }

  synchronized int count() {
    return count;
  }

  synchronized long firstId() {
    return firstId;
  }

  /** The highest version that was ever given; 0 when none was. */
  synchronized long lastVersion() {
    return lastVersion;
  }

  /** Null when there is no such record, or it has been let go of. */
  @Nullable HistoryRecord get(long id) throws IOException {
    String line = line(id);
    return line == null ? null : RecordJson.read(line);
  }

  /** The youngest record of which this is so. */
  @Nullable HistoryRecord youngest(Predicate<HistoryRecord> wanted) throws IOException {
    for (long id = firstId() + count() - 1; id >= firstId(); id--) {
      HistoryRecord record = get(id);
      if (record != null && wanted.test(record)) {
        return record;
      }
    }
    return null;
  }

  synchronized @Nullable String line(long id) throws IOException {
    long at = id - firstId;
    if (at < 0 || at >= count) {
      return null;
    }
    int index = (int) at;
    long next = index + 1 < count ? starts[index + 1] : end;
    byte[] bytes = new byte[(int) (next - starts[index] - 1)];
    read(channel, bytes, starts[index]);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  synchronized String base() {
    return base;
  }

  /** Lets go of the records before this one, and keeps the link to them, so that the chain can still be verified. */
  void forgetBefore(long id) throws IOException {
    if (id <= firstId) {
      return;
    }
    HistoryRecord last = get(id - 1);
    if (last == null) {
      throw new IllegalArgumentException("there is no record " + id);
    }
    long from = starts[(int) (id - firstId)];
    byte[] kept = new byte[(int) (end - from)];
    read(channel, kept, from);
    byte[] header = (BASE + "\"" + last.chain() + "\",\"first_id\":" + id + ",\"last_version\":" + lastVersion + "}\n")
        .getBytes(StandardCharsets.UTF_8);
    byte[] whole = Arrays.copyOf(header, header.length + kept.length);
    System.arraycopy(kept, 0, whole, header.length, kept.length);
    AtomicFile.write(file, whole);
    synchronized (this) {
      channel.close();
      channel = open(file);
      load();
    }
  }

  @Override
  public synchronized void close() throws IOException {
    channel.close();
  }

  private static FileChannel open(Path file) throws IOException {
    if (!Files.exists(file)) {
      AtomicFile.write(file, new byte[0]);
    }
    return FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  private synchronized void load() throws IOException {
    byte[] all = new byte[Math.toIntExact(channel.size())];
    read(channel, all, 0);
    count = 0;
    end = 0;
    firstId = 1;
    base = ORIGIN;
    int at = 0;
    for (int stop = next(all, at); stop >= 0; at = stop + 1, stop = next(all, at)) {
      String line = new String(all, at, stop - at, StandardCharsets.UTF_8);
      if (at == 0 && line.startsWith(BASE)) {
        header(line);
        end = stop + 1L;
      } else {
        index(at, stop + 1 - at);
      }
    }
    if (end < all.length) {
      channel.truncate(end);
      channel.force(true);
    }
    head = count == 0 ? base : RecordJson.read(lineOrThrow(firstId + count - 1)).chain();
    HistoryRecord last = youngest(record -> record.version() != null);
    lastVersion = last == null || last.version() == null ? lastVersion : Math.max(lastVersion, last.version());
  }

  private String lineOrThrow(long id) throws IOException {
    String line = line(id);
    if (line == null) {
      throw new IOException(file + " has no record " + id);
    }
    return line;
  }

  private void header(String line) {
    var json = RecordJson.tree(line);
    base = json.required("base").stringValue();
    firstId = json.required("first_id").longValue();
    lastVersion = json.required("last_version").longValue();
  }

  private static int next(byte[] all, int from) {
    for (int i = from; i < all.length; i++) {
      if (all[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  private void index(long start, int length) {
    if (count == starts.length) {
      starts = Arrays.copyOf(starts, count * 2);
    }
    starts[count++] = start;
    end = start + length;
  }

  private void cutBack() {
    try {
      channel.truncate(end);
    } catch (IOException e) {
      // The next append cuts it off again before it writes, and so does the next opening.
      return;
    }
  }

  private static void write(FileChannel to, byte[] bytes, long position) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      position += to.write(buffer, position);
    }
  }

  private static void read(FileChannel from, byte[] bytes, long position) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      int n = from.read(buffer, position + buffer.position());
      if (n < 0) {
        throw new IOException("the history ends before its last record does");
      }
    }
  }
}
