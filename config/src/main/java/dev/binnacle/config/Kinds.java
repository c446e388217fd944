package dev.binnacle.config;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads what a record asks for. One use each; an {@link IllegalArgumentException} names the component that nothing can be read into. */
final class Kinds {
  private static final Map<Class<?>, Kind.Parsed> PARSED = Map.of(
      LocalDate.class, new Kind.Parsed("a date such as 2026-01-31", "date", LocalDate::parse),
      LocalTime.class, new Kind.Parsed("a time such as 09:15", "", LocalTime::parse),
      Instant.class, new Kind.Parsed("an instant such as 2026-01-31T09:15:00Z", "date-time", Instant::parse),
      ZoneId.class, new Kind.Parsed("a time zone such as Europe/London", "", ZoneId::of),
      URI.class, new Kind.Parsed("an address", "uri-reference", URI::create),
      Path.class, new Kind.Parsed("a path", "", Path::of));

  private final Deque<Class<?>> open = new ArrayDeque<>();
  private KeyStyle style = KeyStyle.DASHED;

  static Kind.Group of(Class<? extends Record> type) {
    return new Kinds().group(type);
  }

  private Kind.Group group(Class<?> type) {
    if (open.contains(type)) {
      throw new IllegalArgumentException(type.getName() + " contains itself; a configuration has a depth that its type tells");
    }
    KeyStyle outer = style;
    Keyed keyed = type.getAnnotation(Keyed.class);
    style = keyed == null ? style : keyed.value();
    open.push(type);
    Map<String, Kind.Field> fields = new LinkedHashMap<>();
    Map<String, String> seen = new LinkedHashMap<>();
    for (RecordComponent component : type.getRecordComponents()) {
      String where = type.getSimpleName() + "." + component.getName();
      String twin = seen.put(Keys.fold(component.getName()), component.getName());
      if (twin != null) {
        throw new IllegalArgumentException(where + " and " + twin + " are one key in a file; rename one of them");
      }
      fields.put(Keys.spell(component.getName(), style),
          new Kind.Field(slot(component.getAnnotatedType(), component, where), component));
    }
    open.pop();
    style = outer;
    return new Kind.Group(type, constructor(type), fields);
  }

  private static Constructor<?> constructor(Class<?> type) {
    try {
      Class<?>[] parameters = Arrays.stream(type.getRecordComponents()).map(RecordComponent::getType).toArray(Class<?>[]::new);
      Constructor<?> constructor = type.getDeclaredConstructor(parameters);
      constructor.setAccessible(true);
      return constructor;
    } catch (NoSuchMethodException impossible) {
      throw new LinkageError("a record without its canonical constructor", impossible);
    }
  }

  private Kind.Slot slot(AnnotatedType type, @Nullable AnnotatedElement component, String where) {
    boolean nullable = isNullable(type) || component != null && isNullable(component);
    boolean optional = raw(type.getType(), where) == Optional.class;
    AnnotatedType inner = optional ? argument(type, 0, where) : type;
    Kind kind = kind(inner, where);
    if (nullable && raw(inner.getType(), where).isPrimitive()) {
      throw new IllegalArgumentException(where + " is primitive and cannot be null; use its boxed type");
    }
    if (optional) {
      notesFit(type, null, where);
    }
    notesFit(inner, kind, where);
    return new Kind.Slot(kind, optional, nullable, inner);
  }

  /** An annotation that binds nothing would promise a check that is never made. */
  private static void notesFit(AnnotatedType type, @Nullable Kind kind, String where) {
    boolean number =
        kind instanceof Kind.Whole || kind instanceof Kind.Decimal || kind instanceof Kind.Exact || kind instanceof Kind.Span;
    boolean text = kind instanceof Kind.Text;
    boolean several = kind instanceof Kind.ListOf || kind instanceof Kind.SetOf || kind instanceof Kind.MapOf;
    if (type.isAnnotationPresent(Range.class) && !number
        || type.isAnnotationPresent(Matching.class) && !text
        || type.isAnnotationPresent(Size.class) && !text && !several) {
      throw new IllegalArgumentException(
          where + ": the annotation does not fit the type; of an Optional, annotate what it holds");
    }
  }

  /** JSpecify's annotation or any other of that name. */
  private static boolean isNullable(AnnotatedElement element) {
    for (Annotation annotation : element.getAnnotations()) {
      if (annotation.annotationType().getSimpleName().equals("Nullable")) {
        return true;
      }
    }
    return false;
  }

  private Kind kind(AnnotatedType type, String where) {
    Class<?> raw = raw(type.getType(), where);
    Kind.Parsed parsed = PARSED.get(raw);
    if (parsed != null) {
      return parsed;
    }
    if (raw == List.class) {
      return new Kind.ListOf(slot(argument(type, 0, where), null, where));
    }
    if (raw == Set.class) {
      return new Kind.SetOf(slot(argument(type, 0, where), null, where));
    }
    if (raw == Map.class) {
      return map(type, where);
    }
    if (raw.isRecord() && !Node.class.isAssignableFrom(raw)) {
      return group(raw);
    }
    if (raw.isEnum()) {
      return constant(raw);
    }
    return raw.isSealed() && raw != Node.class ? oneOf(raw, where) : plain(raw, where);
  }

  private static Kind plain(Class<?> raw, String where) {
    if (raw == boolean.class || raw == Boolean.class) {
      return new Kind.Truth();
    }
    if (raw == int.class || raw == Integer.class || raw == long.class || raw == Long.class) {
      return new Kind.Whole(raw);
    }
    if (raw == double.class || raw == Double.class) {
      return new Kind.Decimal();
    }
    if (raw == BigDecimal.class) {
      return new Kind.Exact();
    }
    if (raw == String.class) {
      return new Kind.Text();
    }
    if (raw == Duration.class) {
      return new Kind.Span();
    }
    if (raw == Node.class || raw == Node.Section.class) {
      return new Kind.Raw(raw == Node.Section.class);
    }
    throw new IllegalArgumentException(where + " is of " + raw.getName()
        + ", which no value of a file can be read into; use boolean, int, "
        + "long, double, BigDecimal, String, Duration, a date or time, an enum, a record, or a List, Set, Map or Optional of these");
  }

  private Kind map(AnnotatedType type, String where) {
    Kind keys = kind(argument(type, 0, where), where);
    if (!(keys instanceof Kind.Text || keys instanceof Kind.Constant)) {
      throw new IllegalArgumentException(where + ": the keys of a map are String or an enum");
    }
    return new Kind.MapOf(keys, slot(argument(type, 1, where), null, where));
  }

  private Kind.Constant constant(Class<?> type) {
    return new Kind.Constant(named(type, type.getEnumConstants(), constant -> ((Enum<?>) constant).name(), Enum.class::cast));
  }

  private Kind.OneOf oneOf(Class<?> type, String where) {
    return new Kind.OneOf(named(type, type.getPermittedSubclasses(), Class::getSimpleName, permitted -> {
      if (!permitted.isRecord()) {
        throw new IllegalArgumentException(
            where + ": " + permitted.getName() + " is no record, so " + type.getName() + " cannot be read");
      }
      Kind.Group group = group(permitted);
      if (group.fields().containsKey("type")) {
        throw new IllegalArgumentException(
            permitted.getName() + ".type: the key type tells which record is meant; rename the component");
      }
      return group;
    }));
  }

  private <A, B> Map<String, B> named(Class<?> type, A[] all, Function<A, String> name, Function<A, ? extends B> made) {
    KeyStyle spelling = style == KeyStyle.CAMEL ? KeyStyle.DASHED : style;
    Map<String, B> named = new LinkedHashMap<>();
    Map<String, String> seen = new LinkedHashMap<>();
    for (A one : all) {
      String twin = seen.put(Keys.fold(name.apply(one)), name.apply(one));
      if (twin != null) {
        throw new IllegalArgumentException(type.getName() + ": " + name.apply(one) + " and " + twin + " are one word in a file");
      }
      named.put(Keys.spell(name.apply(one), spelling), made.apply(one));
    }
    return named;
  }

  private static Class<?> raw(Type type, String where) {
    if (type instanceof Class<?> plain) {
      return plain;
    }
    if (type instanceof ParameterizedType parameterized) {
      return (Class<?>) parameterized.getRawType();
    }
    throw new IllegalArgumentException(where + " is of " + type + "; a component's type must be given in full");
  }

  private static AnnotatedType argument(AnnotatedType type, int index, String where) {
    if (type instanceof AnnotatedParameterizedType parameterized) {
      return parameterized.getAnnotatedActualTypeArguments()[index];
    }
    throw new IllegalArgumentException(where + " must say what it holds, as in List<String>");
  }
}
