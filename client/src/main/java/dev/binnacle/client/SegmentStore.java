package dev.binnacle.client;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where the bytes of one segment lie.
 *
 * <p><b>Threads:</b> {@code write}, {@code truncate} and {@code seal} belong to the spool thread, {@code read}, {@code release} and
 * {@code delete} to the link thread. What is read was written before, by what the segment's {@code end} says.
 */
sealed interface SegmentStore {
  /** Writes behind the first {@code position} bytes. When it throws, any part may have been written. */
  void write(int position, byte[] bytes, int offset, int length) throws IOException;

  void truncate(int length) throws IOException;

  /** Nothing more will be written. */
  void seal();

  /** As many bytes as there are from {@code position} on, at most {@code length}; -1 when there are none. */
  int read(int position, byte[] into, int offset, int length) throws IOException;

  /** Nothing more will be read for now. */
  void release();

  void delete();

  /** Whether it is there after the process has died. */
  boolean survives();

  /**
   * A file written with ordinary writes. They are in the page cache when they return and so outlive the process. Not a mapping: a full
   * disk is then an exception and not a fault, the file does not count as the bot's memory, and deleting it frees it at once. Not a
   * channel: an interrupt would close it.
   */
  final class InFile implements SegmentStore {
    private final Path file;
    private @Nullable RandomAccessFile writer;
    private @Nullable RandomAccessFile reader;

    /** Where the writer stands, so that it is sent nowhere that it is already: that is a system call for every event. Below 0: not known. */
    private long writerAt;

    private InFile(Path file, @Nullable RandomAccessFile writer, @Nullable RandomAccessFile reader) {
      this.file = file;
      this.writer = writer;
      this.reader = reader;
    }

    /** Both ends are opened now, so that a file that somebody removes can still be written and read. */
    static InFile create(Path file) throws IOException {
      Files.createFile(file, PrivateFiles.fileAttributes(file));
      RandomAccessFile writer = new RandomAccessFile(file.toFile(), "rw");
      try {
        return new InFile(file, writer, new RandomAccessFile(file.toFile(), "r"));
      } catch (IOException e) {
        closeQuietly(writer);
        throw e;
      }
    }

    static InFile existing(Path file) {
      return new InFile(file, null, null);
    }

    @Override
    public void write(int position, byte[] bytes, int offset, int length) throws IOException {
      RandomAccessFile to = writer;
      if (to == null) {
        throw new IOException("sealed: " + file);
      }
      if (writerAt != position) {
        to.seek(position);
      }
      writerAt = -1;
      to.write(bytes, offset, length);
      writerAt = position + length;
    }

    @Override
    public void truncate(int length) throws IOException {
      RandomAccessFile to = writer;
      if (to == null) {
        throw new IOException("sealed: " + file);
      }
      writerAt = -1;
      to.setLength(length);
    }

    @Override
    public void seal() {
      closeQuietly(writer);
      writer = null;
    }

    @Override
    public int read(int position, byte[] into, int offset, int length) throws IOException {
      RandomAccessFile from = reader;
      if (from == null) {
        from = new RandomAccessFile(file.toFile(), "r");
        reader = from;
      }
      from.seek(position);
      return from.read(into, offset, length);
    }

    @Override
    public void release() {
      closeQuietly(reader);
      reader = null;
    }

    @Override
    public void delete() {
      release();
      PrivateFiles.deleteQuietly(file);
    }

    @Override
    public boolean survives() {
      return true;
    }

    private static void closeQuietly(@Nullable RandomAccessFile open) {
      if (open != null) {
        try {
          open.close();
        } catch (IOException e) {
          // Nothing was buffered: what was written is written.
        }
      }
    }
  }

  /** Memory, for when the disk takes nothing. */
  final class InMemory implements SegmentStore {
    private volatile byte[] held = new byte[0];

    @Override
    public void write(int position, byte[] bytes, int offset, int length) {
      byte[] to = held;
      if (to.length < position + length) {
        to = Arrays.copyOf(to, Math.max(position + length, 2 * to.length));
      }
      System.arraycopy(bytes, offset, to, position, length);
      held = to;
    }

    @Override
    public void truncate(int length) {}

    @Override
    public void seal() {}

    @Override
    public int read(int position, byte[] into, int offset, int length) {
      byte[] from = held;
      int count = Math.min(length, from.length - position);
      if (count <= 0) {
        return -1;
      }
      System.arraycopy(from, position, into, offset, count);
      return count;
    }

    @Override
    public void release() {}

    @Override
    public void delete() {
      held = new byte[0];
    }

    @Override
    public boolean survives() {
      return false;
    }
  }
}
