package dev.binnacle.config;

import java.lang.reflect.InvocationTargetException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a tree into a record by what its components ask for, and tells every problem by its pointer. */
final class RecordBinding<C> implements Binding<C> {
  private final Class<C> type;
  private final Kind.Group group;

  private RecordBinding(Class<C> type, Kind.Group group) {
    this.type = type;
    this.group = group;
  }

  static <C> RecordBinding<C> of(Class<C> type) {
    if (!type.isRecord()) {
      throw new IllegalArgumentException(type.getName() + " is not a record");
    }
    return new RecordBinding<>(type, Kinds.of(type.asSubclass(Record.class)));
  }

  @Override
  public C bind(Document document) {
    Reading reading = new Reading(document);
    Object read = reading.group(group, document.root(), "", "");
    if (read == null || !reading.problems.isEmpty()) {
      throw new RefusedConfigException(reading.problems);
    }
    return type.cast(read);
  }

  /** One reading of one document. Null stands for a value that could not be read; a problem then says why. */
  private static final class Reading {
    final List<Problem> problems = new ArrayList<>();
    private final Document document;
    private int secretsAround;

    Reading(Document document) {
      this.document = document;
    }

    /** {@code besides} is a key that belongs to the section and not to the record. */
    @Nullable Object group(Kind.Group group, Node.Section section, String pointer, String besides) {
      int known = problems.size();
      Map<String, String> written = keys(group, section, pointer, besides);
      List<@Nullable Object> arguments = new ArrayList<>();
      group.fields().forEach((key, field) -> {
        String name = written.getOrDefault(key, key);
        int secret = field.notes().isAnnotationPresent(Secret.class) ? 1 : 0;
        secretsAround += secret;
        arguments.add(slot(field.slot(), section.entries().get(name), Pointers.child(pointer, name)));
        secretsAround -= secret;
      });
      return problems.size() > known ? null : construct(group, arguments, pointer);
    }

    /** From each field's key to the one that the file has for it. */
    private Map<String, String> keys(Kind.Group group, Node.Section section, String pointer, String besides) {
      Map<String, String> fields = new LinkedHashMap<>();
      group.fields().keySet().forEach(key -> fields.put(Keys.fold(key), key));
      Map<String, String> written = new LinkedHashMap<>();
      for (String name : section.entries().keySet()) {
        String key = fields.get(Keys.fold(name));
        String twin = key == null ? null : written.putIfAbsent(key, name);
        if (twin != null) {
          add(Pointers.child(pointer, name), "duplicate-key", "is the same key as " + twin + ", and both are given",
              "keep one of them");
        } else if (key == null && !Keys.isExtension(name) && !name.equals(besides)) {
          String near = Keys.nearest(name, fields.values()).map(found -> "did you mean " + found + "?")
              .orElse("known here: " + String.join(", ", fields.values()));
          add(Pointers.child(pointer, name), "unknown-key", "is not a known key", near);
        }
      }
      return written;
    }

    private @Nullable Object construct(Kind.Group group, List<@Nullable Object> arguments, String pointer) {
      try {
        return group.constructor().newInstance(arguments.toArray());
      } catch (InvocationTargetException thrown) {
        if (thrown.getCause() instanceof java.lang.Error error) {
          throw error;
        }
        String message = thrown.getCause() == null ? null : thrown.getCause().getMessage();
        return add(pointer, "check", message == null ? "is refused by " + group.type().getSimpleName() : message, "");
      } catch (ReflectiveOperationException impossible) {
        throw new LinkageError("the canonical constructor was made accessible", impossible);
      }
    }

    private @Nullable Object slot(Kind.Slot slot, @Nullable Node node, String pointer) {
      if (node == null || node instanceof Node.Nothing && !(slot.kind() instanceof Kind.Raw)) {
        if (slot.mayBeAbsent()) {
          return slot.isOptional() ? Optional.empty() : null;
        }
        return add(pointer, "missing", node == null ? "is missing" : "must be " + wanted(slot.kind()) + ", was nothing",
            node == null ? "add it: " + wanted(slot.kind()) : "");
      }
      Object value = value(slot.kind(), node, pointer);
      return slot.isOptional() && value != null ? Optional.of(value) : value;
    }

    private @Nullable Object value(Kind kind, Node node, String pointer) {
      if (kind instanceof Kind.Group group) {
        return node instanceof Node.Section section ? group(group, section, pointer, "") : wrong(kind, node, pointer);
      }
      if (kind instanceof Kind.OneOf oneOf) {
        return node instanceof Node.Section section ? oneOf(oneOf, section, pointer) : wrong(kind, node, pointer);
      }
      if (kind instanceof Kind.ListOf list) {
        return node instanceof Node.Items items ? items(list.item(), items, pointer) : wrong(kind, node, pointer);
      }
      if (kind instanceof Kind.SetOf set) {
        return node instanceof Node.Items items ? set(set, items, pointer) : wrong(kind, node, pointer);
      }
      if (kind instanceof Kind.MapOf map) {
        return node instanceof Node.Section section ? map(map, section, pointer) : wrong(kind, node, pointer);
      }
      if (kind instanceof Kind.Raw raw && (!raw.section() || node instanceof Node.Section)) {
        return node;
      }
      if (kind instanceof Kind.Truth && node instanceof Node.Flag flag) {
        return flag.flag();
      }
      if (node instanceof Node.Numeral numeral) {
        return number(kind, numeral, pointer);
      }
      return node instanceof Node.Text text ? text(kind, text, pointer) : wrong(kind, node, pointer);
    }

    private @Nullable Object number(Kind kind, Node.Numeral numeral, String pointer) {
      BigDecimal number = numeral.number();
      if (kind instanceof Kind.Exact) {
        return number;
      }
      if (kind instanceof Kind.Decimal) {
        double value = number.doubleValue();
        return Double.isFinite(value) ? (Object) value : add(pointer, "range", "is too large for this number", "");
      }
      if (kind instanceof Kind.Span) {
        Duration duration = DurationText.ofSeconds(number);
        return duration == null ? wrong(kind, numeral, pointer) : duration;
      }
      if (!(kind instanceof Kind.Whole whole)) {
        return wrong(kind, numeral, pointer);
      }
      boolean small = whole.type() == int.class || whole.type() == Integer.class;
      try {
        return small ? (Object) number.intValueExact() : (Object) number.longValueExact();
      } catch (ArithmeticException inexact) {
        boolean isWhole = number.signum() == 0 || number.stripTrailingZeros().scale() <= 0;
        return isWhole
            ? add(pointer, "range", "must be in [" + (small ? Integer.MIN_VALUE : Long.MIN_VALUE) + ", "
                + (small ? Integer.MAX_VALUE : Long.MAX_VALUE) + "], was " + show(numeral), "")
            : wrong(kind, numeral, pointer);
      }
    }

    private @Nullable Object text(Kind kind, Node.Text text, String pointer) {
      if (kind instanceof Kind.Text) {
        return text.text();
      }
      if (kind instanceof Kind.Constant constant) {
        return named(constant.byName(), text.text(), pointer);
      }
      if (kind instanceof Kind.Span) {
        Duration duration = DurationText.parse(text.text());
        return duration == null ? wrong(kind, text, pointer) : duration;
      }
      if (kind instanceof Kind.Parsed parsed) {
        try {
          return parsed.parser().apply(text.text());
        } catch (RuntimeException unreadable) {
          return wrong(kind, text, pointer);
        }
      }
      return wrong(kind, text, pointer);
    }

    private <T> @Nullable T named(Map<String, T> byName, String written, String pointer) {
      String folded = Keys.fold(written);
      for (Map.Entry<String, T> entry : byName.entrySet()) {
        if (Keys.fold(entry.getKey()).equals(folded)) {
          return entry.getValue();
        }
      }
      String near = Keys.nearest(written, byName.keySet()).map(found -> "did you mean " + found + "?").orElse("");
      add(pointer, "choice", "must be one of " + String.join(", ", byName.keySet()) + ", was " + show(new Node.Text(written)),
          secretsAround > 0 ? "" : near);
      return null;
    }

    private @Nullable Object oneOf(Kind.OneOf oneOf, Node.Section section, String pointer) {
      for (String key : section.entries().keySet()) {
        if (Keys.fold(key).equals("type")) {
          String here = Pointers.child(pointer, key);
          if (!(section.entries().get(key) instanceof Node.Text name)) {
            return add(here, "type", "must be one of " + String.join(", ", oneOf.byType().keySet()), "");
          }
          Kind.Group group = named(oneOf.byType(), name.text(), here);
          return group == null ? null : group(group, section, pointer, key);
        }
      }
      return add(Pointers.child(pointer, "type"), "missing", "is missing",
          "add type: " + String.join(" or ", oneOf.byType().keySet()));
    }

    private @Nullable List<@Nullable Object> items(Kind.Slot item, Node.Items items, String pointer) {
      int known = problems.size();
      List<@Nullable Object> read = new ArrayList<>();
      for (Node node : items.items()) {
        read.add(slot(item, node, Pointers.child(pointer, read.size())));
      }
      return problems.size() > known ? null : Collections.unmodifiableList(read);
    }

    private @Nullable Object set(Kind.SetOf set, Node.Items items, String pointer) {
      List<@Nullable Object> read = items(set.item(), items, pointer);
      if (read == null) {
        return null;
      }
      LinkedHashSet<@Nullable Object> distinct = new LinkedHashSet<>();
      for (int i = 0; i < read.size(); i++) {
        if (!distinct.add(read.get(i))) {
          return add(Pointers.child(pointer, i), "repeated", "is in the list already", "remove it");
        }
      }
      return Collections.unmodifiableSet(distinct);
    }

    private @Nullable Object map(Kind.MapOf map, Node.Section section, String pointer) {
      int known = problems.size();
      Map<Object, @Nullable Object> read = new LinkedHashMap<>();
      section.entries().forEach((name, node) -> {
        String here = Pointers.child(pointer, name);
        Object key = map.keys() instanceof Kind.Constant constants ? named(constants.byName(), name, here) : name;
        Object value = slot(map.value(), node, here);
        if (key != null && read.containsKey(key)) {
          add(here, "duplicate-key", "is given twice, spelt differently", "keep one of them");
        } else if (key != null) {
          read.put(key, value);
        }
      });
      return problems.size() > known ? null : Collections.unmodifiableMap(read);
    }

    private @Nullable Object wrong(Kind kind, Node node, String pointer) {
      return add(pointer, "type", "must be " + wanted(kind) + ", was " + show(node), "");
    }

    private String show(Node node) {
      return secretsAround > 0 ? Schema.MASK.text() : SchemaFindings.show(node);
    }

    private @Nullable Object add(String pointer, String rule, String message, String remedy) {
      problems.add(new Problem(document.file(), document.positionOf(pointer), pointer, rule, message, remedy));
      return null;
    }
  }

  private static String wanted(Kind kind) {
    if (kind instanceof Kind.Truth) {
      return "true or false";
    }
    if (kind instanceof Kind.Whole) {
      return "a whole number";
    }
    if (kind instanceof Kind.Decimal || kind instanceof Kind.Exact) {
      return "a number";
    }
    if (kind instanceof Kind.Span) {
      return DurationText.ALLOWED;
    }
    if (kind instanceof Kind.Parsed parsed) {
      return parsed.what();
    }
    if (kind instanceof Kind.Constant constant) {
      return "one of " + String.join(", ", constant.byName().keySet());
    }
    if (kind instanceof Kind.Text) {
      return "a text";
    }
    return kind instanceof Kind.ListOf || kind instanceof Kind.SetOf ? "a list" : "a section";
  }
}
