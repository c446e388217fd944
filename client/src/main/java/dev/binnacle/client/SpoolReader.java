package dev.binnacle.client;

import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads a spool from the oldest unacknowledged event to the newest. What is damaged is skipped and counted: a record carries its own
 * checksum, and behind a broken one the next whole one is looked for byte by byte.
 *
 * <p><b>Threads:</b> confined to the link thread.
 */
final class SpoolReader {
  private static final int WINDOW_BYTES = 64 << 10;

  private Segment segment;
  private int offset;

  /** The seq that comes next if nothing is missing. What is below it is not wanted. */
  private long expected;

  private long highestRead;
  private long missing;
  private int damaged;
  private int torn;

  private byte[] window = new byte[WINDOW_BYTES];
  private @Nullable Segment windowOf;
  private int windowFrom;
  private int windowLength;

  private int foundLength = -1;

  SpoolReader(Segment first, long expected) {
    this.segment = first;
    this.expected = expected;
    this.highestRead = expected - 1;
  }

  /** Goes back to the oldest segment, to give every event from {@code seq} on once more. */
  void rewind(Segment first, long seq) {
    if (segment != first) {
      segment.store.release();
    }
    segment = first;
    offset = 0;
    expected = seq;
    foundLength = -1;
  }

  /** {@code gone} is about to be deleted: what it held is acknowledged. */
  void leave(Segment gone, Segment next) {
    if (segment == gone) {
      rewind(next, expected);
    }
  }

  /** Whether an event stands here that was not taken yet; it can then be looked at and {@linkplain #take() taken}. */
  boolean find() {
    while (foundLength < 0) {
      boolean sealed = segment.isSealed();
      int end = segment.end();
      if (offset < end) {
        foundLength = examine(end);
      } else if (!sealed || !advance()) {
        return false;
      }
    }
    return true;
  }

  long seq() {
    return SpoolRecord.seq(window, offset - windowFrom);
  }

  long spooledAtMillis() {
    return SpoolRecord.spooledAtMillis(window, offset - windowFrom);
  }

  int payloadLength() {
    return foundLength;
  }

  /** The array that holds the payload from {@link #payloadOffset} on, until the next call of {@link #find}. */
  byte[] payload() {
    return window;
  }

  int payloadOffset() {
    return offset - windowFrom + SpoolRecord.HEADER_BYTES;
  }

  /** Done with the event that was found. */
  void take() {
    long seq = seq();
    long firstNew = Math.max(expected, highestRead + 1);
    missing += Math.max(0, seq - firstNew);
    highestRead = Math.max(highestRead, seq);
    expected = seq + 1;
    offset += SpoolRecord.HEADER_BYTES + foundLength;
    foundLength = -1;
  }

  /** The number before the one that comes next. */
  long lastTaken() {
    return expected - 1;
  }

  long highestRead() {
    return highestRead;
  }

  /**
   * What was lost since this was asked last: events that should have stood before one that was read and did not, and stretches of bytes
   * that are no whole record where it cannot be said how many they were.
   */
  long takeLosses() {
    long lost = Math.max(missing, damaged);
    missing = 0;
    damaged = 0;
    return lost;
  }

  /** Ends that were being written when the process died: no event that was said to be spooled. */
  int torn() {
    return torn;
  }

  private boolean advance() {
    segment.readThrough(highestRead);
    Segment next = segment.next();
    if (next == null) {
      return false;
    }
    segment.store.release();
    segment = next;
    offset = 0;
    return true;
  }

  /** The payload's length of a wanted record that begins here; else moves on and gives -1. */
  private int examine(int end) {
    int length = wholeAt(offset, end);
    if (length < 0) {
      skipDamage(end);
      return -1;
    }
    if (seq() < expected) {
      offset += SpoolRecord.HEADER_BYTES + length;
      return -1;
    }
    return length;
  }

  private void skipDamage(int end) {
    boolean isNews = expected > highestRead;
    boolean cutOff = isCutOff(offset, end);
    int at = offset + 1;
    while (at < end && !(isFirstByte(at, end) && wholeAt(at, end) >= 0)) {
      at++;
    }
    if (isNews && at == end && cutOff && segment.next() == null) {
      torn++;
    } else if (isNews) {
      damaged++;
    }
    offset = at;
  }

  /** Whether the segment ends before the record that begins here does. */
  private boolean isCutOff(int position, int end) {
    int left = end - position;
    if (left < SpoolRecord.HEADER_BYTES) {
      return true;
    }
    if (!load(position, SpoolRecord.HEADER_BYTES)) {
      return false;
    }
    int length = SpoolRecord.payloadLength(window, position - windowFrom);
    return length > left - SpoolRecord.HEADER_BYTES;
  }

  private boolean isFirstByte(int position, int end) {
    return load(position, Math.min(end - position, SpoolRecord.HEADER_BYTES))
        && window[position - windowFrom] == SpoolRecord.FIRST_BYTE;
  }

  /** The payload's length of the whole record at {@code position}, or -1 when there is none. */
  private int wholeAt(int position, int end) {
    int left = end - position;
    if (left <= SpoolRecord.HEADER_BYTES || !load(position, SpoolRecord.HEADER_BYTES)) {
      return -1;
    }
    int length = SpoolRecord.payloadLength(window, position - windowFrom);
    if (length < 0 || length > left - SpoolRecord.HEADER_BYTES || !load(position, SpoolRecord.HEADER_BYTES + length)) {
      return -1;
    }
    return SpoolRecord.isWhole(window, position - windowFrom, length) ? length : -1;
  }

  /** Brings {@code count} bytes from {@code position} on into the window; false if they cannot be read. */
  private boolean load(int position, int count) {
    if (windowOf == segment && position >= windowFrom && position + count <= windowFrom + windowLength) {
      return true;
    }
    if (window.length < count) {
      window = Arrays.copyOf(window, SpoolRecord.HEADER_BYTES + SpoolRecord.LARGEST_PAYLOAD);
    }
    windowOf = segment;
    windowFrom = position;
    windowLength = 0;
    int wanted = Math.min(window.length, segment.end() - position);
    try {
      while (windowLength < wanted) {
        int read = segment.store.read(position + windowLength, window, windowLength, wanted - windowLength);
        if (read <= 0) {
          break;
        }
        windowLength += read;
      }
    } catch (IOException e) {
      // What was read before the failure counts; the rest is damage.
    }
    return windowLength >= count;
  }
}
