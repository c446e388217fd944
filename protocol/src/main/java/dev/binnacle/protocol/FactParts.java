package dev.binnacle.protocol;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the facts of a journal entry are put together of. What may be missing is behind one byte, 1 where it is there. */
final class FactParts {
  private FactParts() {}

  static void text(OutputBuffer out, String text) {
    ByteInput.writeText(out, text);
  }

  static void word(OutputBuffer out, Enum<?> word) {
    text(out, Words.of(word));
  }

  static <E extends Enum<E>> E word(ByteInput in, Words<E> words) {
    int at = in.position();
    String word = in.readText();
    E constant = words.parse(word);
    if (constant == null) {
      throw new DamagedEntryException(at, "a journal entry holds the unknown word " + Refusal.shown(word));
    }
    return constant;
  }

  static <T> void optional(OutputBuffer out, @Nullable T value, BiConsumer<OutputBuffer, T> writer) {
    out.write(value == null ? 0 : 1);
    if (value != null) {
      writer.accept(out, value);
    }
  }

  static <T> @Nullable T optional(ByteInput in, Function<ByteInput, T> reader) {
    return in.readByte() == 0 ? null : reader.apply(in);
  }

  static <T> void all(OutputBuffer out, Collection<T> values, BiConsumer<OutputBuffer, T> writer) {
    out.writeVarint(values.size());
    values.forEach(value -> writer.accept(out, value));
  }

  static <T> List<T> all(ByteInput in, Function<ByteInput, T> reader) {
    int count = in.readCount();
    List<T> values = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      values.add(reader.apply(in));
    }
    return values;
  }

  static void decimal(OutputBuffer out, BigDecimal value) {
    text(out, value.toString());
  }

  static BigDecimal decimal(ByteInput in) {
    int at = in.position();
    String text = in.readText();
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException e) {
      throw new DamagedEntryException(at, "a journal entry holds " + Refusal.shown(text) + " where a decimal belongs", e);
    }
  }

  /** Not negative. */
  static void duration(OutputBuffer out, Duration duration) {
    out.writeVarint(duration.getSeconds());
    out.writeVarint(duration.getNano());
  }

  static Duration duration(ByteInput in) {
    return Duration.ofSeconds(in.readVarint(), in.readVarint());
  }

  static void flag(OutputBuffer out, boolean flag) {
    out.write(flag ? 1 : 0);
  }

  static boolean flag(ByteInput in) {
    return in.readByte() != 0;
  }
}
