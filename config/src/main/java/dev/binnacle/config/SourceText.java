package dev.binnacle.config;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A file's text, strictly decoded, with the way back from an offset to a place that a person finds. Offsets count chars.
 *
 * <p><b>Threads:</b> immutable.
 */
final class SourceText {
  static final int MAX_BYTES = 1 << 20;

  private static final char BOM = '\ufeff';

  private final String file;
  private final String text;
  private final boolean hasBom;

  private SourceText(String file, String text, boolean hasBom) {
    this.file = file;
    this.text = text;
    this.hasBom = hasBom;
  }

  /** @throws RefusedConfigException unless the bytes are at most 1 MiB of UTF-8 text with something in it */
  static SourceText decode(String file, byte[] content) {
    SourceText none = new SourceText(file, "", false);
    if (content.length > MAX_BYTES) {
      throw none.refusal("size", "the file has " + content.length + " bytes, allowed are " + MAX_BYTES,
          "keep data out of the configuration");
    }
    refuseUtf16(none, content);
    String text = decodeUtf8(file, content);
    boolean hasBom = !text.isEmpty() && text.charAt(0) == BOM;
    SourceText source = new SourceText(file, hasBom ? text.substring(1) : text, hasBom);
    int nul = source.text.indexOf('\0');
    if (nul >= 0) {
      throw source.refusal(nul, "", "encoding", "there is a NUL in the file", "save the file as UTF-8 text");
    }
    if (source.text.isBlank()) {
      throw source.refusal("empty", "the file is empty", "write at least one value, or put the last version back");
    }
    return source;
  }

  /** The same file with another text. */
  SourceText with(String other) {
    return new SourceText(file, other, hasBom);
  }

  byte[] encode() {
    return (hasBom ? BOM + text : text).getBytes(StandardCharsets.UTF_8);
  }

  String file() {
    return file;
  }

  String text() {
    return text;
  }

  /** The line end of the first line; a line feed when there is none. */
  String lineEnd() {
    int at = text.indexOf('\n');
    return at > 0 && text.charAt(at - 1) == '\r' ? "\r\n" : "\n";
  }

  /** A place by its offset; what lies beyond the end is the end. */
  Position at(int offset) {
    return new Places(this).at(offset);
  }

  Problem problem(int offset, String pointer, String rule, String message, String remedy) {
    return new Problem(file, at(offset), pointer, rule, message, remedy);
  }

  RefusedConfigException refusal(int offset, String pointer, String rule, String message, String remedy) {
    return new RefusedConfigException(List.of(problem(offset, pointer, rule, message, remedy)));
  }

  /** About the file as a whole. */
  RefusedConfigException refusal(String rule, String message, String remedy) {
    return new RefusedConfigException(List.of(new Problem(file, null, "", rule, message, remedy)));
  }

  private static void refuseUtf16(SourceText none, byte[] content) {
    if (content.length >= 2) {
      int mark = (content[0] & 0xff) << 8 | content[1] & 0xff;
      if (mark == 0xfeff || mark == 0xfffe) {
        throw none.refusal("encoding", "the file is UTF-16", "save it as UTF-8");
      }
    }
  }

  private static String decodeUtf8(String file, byte[] content) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    CharBuffer chars = CharBuffer.allocate(content.length);
    CoderResult result = decoder.decode(ByteBuffer.wrap(content), chars, true);
    String text = chars.flip().toString();
    if (result.isError()) {
      SourceText valid = new SourceText(file, text, false);
      throw valid.refusal(text.length(), "", "encoding", "this is not valid UTF-8", "save the file as UTF-8");
    }
    return text;
  }
}
