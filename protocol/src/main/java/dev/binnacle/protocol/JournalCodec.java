package dev.binnacle.protocol;

import dev.binnacle.model.Fact;
import dev.binnacle.model.InvalidValueException;
import dev.binnacle.model.JournalEntry;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Journal entries as bytes and back. Whoever stores them need not look inside.
 *
 * <pre>
 * entry   := length:u32 crc32c:u32 payload          length of the payload; the checksum is taken over it; least byte first
 * payload := version:u8 index:varint second:zigzag nano:varint count:varint fact*
 * fact    := tag:u8 bot:text …                      by the tag, see {@link FactCodec}
 * text    := length:varint bytes                    UTF-8
 * </pre>
 *
 * An entry says where it ends, so that entries can be laid end to end. Envelopes are kept as canonical JSON, so that the journal
 * stays readable with nothing but a text editor and survives changes of the model as the wire does.
 *
 * <p><b>Threads:</b> one thread at a time.
 */
public final class JournalCodec {
  static final int VERSION = 1;
  private static final int HEADER = 8;

  private final FactCodec facts = new FactCodec();
  private final CRC32C checksum = new CRC32C();

  /** An entry and where the next one begins. */
  public record Decoded(JournalEntry entry, int end) {}

  public byte[] encode(JournalEntry entry) {
    OutputBuffer out = new OutputBuffer(256 + 256 * entry.facts().size());
    encode(entry, out);
    return out.toByteArray();
  }

  /** Appends the entry. */
  public void encode(JournalEntry entry, OutputBuffer out) {
    int from = out.length();
    out.writeInt(0);
    out.writeInt(0);
    out.write(VERSION);
    out.writeVarint(entry.index());
    ByteInput.writeInstant(out, entry.time());
    List<Fact> all = entry.facts();
    out.writeVarint(all.size());
    for (int i = 0; i < all.size(); i++) {
      facts.write(out, all.get(i));
    }
    int length = out.length() - from - HEADER;
    out.patchInt(from, length);
    out.patchInt(from + 4, checksum(out.array(), from + HEADER, length));
  }

  /**
   * Decodes bytes that are exactly one entry.
   *
   * @throws DamagedEntryException if they are not
   */
  public JournalEntry decode(byte[] bytes) {
    Decoded decoded = decode(bytes, 0);
    if (decoded.end() != bytes.length) {
      throw new DamagedEntryException(decoded.end(), "something follows the journal entry");
    }
    return decoded.entry();
  }

  /**
   * Decodes entries that were laid end to end.
   *
   * @throws DamagedEntryException if one of them is damaged, or the last one is cut short
   */
  public List<JournalEntry> decodeAll(byte[] bytes) {
    List<JournalEntry> entries = new ArrayList<>();
    int at = 0;
    while (at < bytes.length) {
      Decoded decoded = decode(bytes, at);
      entries.add(decoded.entry());
      at = decoded.end();
    }
    return entries;
  }

  /**
   * Decodes the entry that begins at {@code offset}.
   *
   * @throws DamagedEntryException if there is none, and at which byte of {@code bytes} that was noticed
   */
  public Decoded decode(byte[] bytes, int offset) {
    if (offset < 0 || bytes.length - offset < HEADER) {
      throw new DamagedEntryException(offset, "a journal entry has a header of " + HEADER + " bytes, here are fewer");
    }
    ByteInput header = new ByteInput(bytes, offset, offset + HEADER);
    int length = header.readInt();
    int expected = header.readInt();
    int from = offset + HEADER;
    if (length < 1 || length > bytes.length - from) {
      throw new DamagedEntryException(
          offset, "a journal entry says that it has " + length + " bytes, here are " + (bytes.length - from));
    }
    int found = checksum(bytes, from, length);
    if (found != expected) {
      throw new DamagedEntryException(
          from, "the checksum of a journal entry is %08x, should be %08x: its bytes have changed".formatted(found, expected));
    }
    return new Decoded(payload(new ByteInput(bytes, from, from + length)), from + length);
  }

  private JournalEntry payload(ByteInput in) {
    int version = in.readByte();
    if (version != VERSION) {
      throw new DamagedEntryException(
          in.position() - 1L, "a journal entry has version " + version + ", this program reads " + VERSION + ": use a newer one");
    }
    try {
      long index = in.readVarint();
      Instant time = in.readInstant();
      int count = in.readCount();
      List<Fact> read = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        read.add(facts.read(in));
      }
      if (in.remaining() > 0) {
        throw new DamagedEntryException(in.position(), "something follows the last fact of a journal entry");
      }
      return new JournalEntry(index, time, read);
    } catch (InvalidValueException | DateTimeException | ArithmeticException e) {
      throw new DamagedEntryException(in.position(), "a journal entry holds an invalid value: " + e.getMessage(), e);
    }
  }

  private int checksum(byte[] bytes, int offset, int length) {
    checksum.reset();
    checksum.update(bytes, offset, length);
    return (int) checksum.getValue();
  }
}
