package dev.binnacle.config;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.util.Map;
import java.util.function.Function;

/** What a type of a record's component asks of a value. {@link Kinds} reads it from the type. */
sealed interface Kind {
  record Truth() implements Kind {}

  /** {@code int} or {@code long}, boxed. */
  record Whole(Class<?> type) implements Kind {}

  /** {@code double}, boxed; {@code BigDecimal} is {@link Exact}. */
  record Decimal() implements Kind {}

  record Exact() implements Kind {}

  record Text() implements Kind {}

  record Span() implements Kind {}

  /** Another value that is written as a text. {@code format} is JSON Schema's word for it, or empty. */
  record Parsed(String what, String format, Function<String, Object> parser) implements Kind {}

  /** Constants by their spelling in the file. */
  record Constant(Map<String, Enum<?>> byName) implements Kind {}

  record ListOf(Slot item) implements Kind {}

  record SetOf(Slot item) implements Kind {}

  /** {@code keys} is {@link Text} or {@link Constant}. */
  record MapOf(Kind keys, Slot value) implements Kind {}

  /** Fields by their spelling in the file, in the record's order. */
  record Group(Class<?> type, Constructor<?> constructor, Map<String, Field> fields) implements Kind {}

  /** One of several records, told by the key {@code type}. */
  record OneOf(Map<String, Group> byType) implements Kind {}

  /** Any value, as it is; {@code section} asks for a section. */
  record Raw(boolean section) implements Kind {}

  /** A place that takes a value. {@code notes} are the annotations of its type. */
  record Slot(Kind kind, boolean isOptional, boolean isNullable, AnnotatedElement notes) {
    boolean mayBeAbsent() {
      return isOptional || isNullable;
    }
  }

  /** A component of a record. {@code notes} are its annotations. */
  record Field(Slot slot, AnnotatedElement notes) {}
}
