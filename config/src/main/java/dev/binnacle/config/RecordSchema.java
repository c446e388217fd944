package dev.binnacle.config;

import java.lang.reflect.AnnotatedElement;
import java.math.BigDecimal;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes the schema that a record asks for. */
final class RecordSchema {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private RecordSchema() {}

  static ObjectNode of(Class<? extends Record> type) {
    ObjectNode schema = JSON.objectNode().put("$schema", Schema.DIALECT).put("title", type.getSimpleName());
    describe(schema, type);
    return schema.setAll(group(Kinds.of(type)));
  }

  private static ObjectNode group(Kind.Group group) {
    ObjectNode schema = JSON.objectNode().put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    ArrayNode required = JSON.arrayNode();
    group.fields().forEach((key, field) -> {
      ObjectNode property = slot(field.slot());
      describe(property, field.notes());
      properties.set(key, property);
      if (!field.slot().mayBeAbsent()) {
        required.add(key);
      }
    });
    if (!required.isEmpty()) {
      schema.set("required", required);
    }
    schema.put("additionalProperties", false);
    describe(schema, group.type());
    return schema;
  }

  private static ObjectNode slot(Kind.Slot slot) {
    ObjectNode schema = kind(slot.kind());
    bounds(schema, slot.notes());
    if (slot.mayBeAbsent() && schema.has("type")) {
      ArrayNode types = JSON.arrayNode();
      if (schema.get("type") instanceof ArrayNode several) {
        types.addAll(several);
      } else {
        types.add(schema.get("type"));
      }
      schema.set("type", types.add("null"));
      if (schema.get("enum") instanceof ArrayNode choices) {
        choices.addNull();
      }
    }
    return schema;
  }

  private static ObjectNode kind(Kind kind) {
    ObjectNode schema = JSON.objectNode();
    if (kind instanceof Kind.Truth) {
      return schema.put("type", "boolean");
    }
    if (kind instanceof Kind.Whole) {
      return schema.put("type", "integer");
    }
    if (kind instanceof Kind.Decimal || kind instanceof Kind.Exact) {
      return schema.put("type", "number");
    }
    if (kind instanceof Kind.Span) {
      schema.putArray("type").add("number").add("string");
      return schema.put("minimum", 0).put("pattern", DurationText.PATTERN).put("x-type", "duration");
    }
    if (kind instanceof Kind.Parsed parsed && !parsed.format().isEmpty()) {
      return schema.put("type", "string").put("format", parsed.format());
    }
    if (kind instanceof Kind.Text || kind instanceof Kind.Parsed) {
      return schema.put("type", "string");
    }
    return composed(schema, kind);
  }

  private static ObjectNode composed(ObjectNode schema, Kind kind) {
    if (kind instanceof Kind.Constant constant) {
      schema.put("type", "string").put("x-any-case", true);
      constant.byName().keySet().forEach(schema.putArray("enum")::add);
      return schema;
    }
    if (kind instanceof Kind.ListOf list) {
      return schema.put("type", "array").set("items", slot(list.item()));
    }
    if (kind instanceof Kind.SetOf set) {
      return schema.put("type", "array").put("uniqueItems", true).set("items", slot(set.item()));
    }
    if (kind instanceof Kind.MapOf map) {
      return map(schema, map);
    }
    if (kind instanceof Kind.Group group) {
      return group(group);
    }
    if (kind instanceof Kind.OneOf oneOf) {
      return oneOf(schema, oneOf);
    }
    return kind instanceof Kind.Raw raw && raw.section()
        ? schema.put("type", "object").put("additionalProperties", true)
        : schema;
  }

  /** Keys that are constants become properties, so that their spelling does not matter. */
  private static ObjectNode map(ObjectNode schema, Kind.MapOf map) {
    schema.put("type", "object");
    if (!(map.keys() instanceof Kind.Constant constant)) {
      return schema.set("additionalProperties", slot(map.value()));
    }
    ObjectNode properties = schema.putObject("properties");
    constant.byName().keySet().forEach(key -> properties.set(key, slot(map.value())));
    return schema.put("additionalProperties", false);
  }

  private static ObjectNode oneOf(ObjectNode schema, Kind.OneOf oneOf) {
    ObjectNode type = schema.put("type", "object").putObject("properties").putObject("type");
    type.put("type", "string").put("x-any-case", true);
    schema.putArray("required").add("type");
    ArrayNode names = type.putArray("enum");
    ArrayNode branches = schema.putArray("allOf");
    oneOf.byType().forEach((name, group) -> {
      names.add(name);
      ObjectNode branch = branches.addObject();
      branch.putObject("if").put("type", "object").putObject("properties").putObject("type").put("const", name);
      ((ObjectNode) branch.get("if")).putArray("required").add("type");
      ObjectNode then = group(group);
      ((ObjectNode) then.get("properties")).putObject("type");
      branch.set("then", then);
    });
    return schema;
  }

  private static void bounds(ObjectNode schema, AnnotatedElement notes) {
    Range range = notes.getAnnotation(Range.class);
    if (range != null) {
      bound(schema, "exclusiveMinimum", range.above());
      bound(schema, "minimum", range.atLeast());
      bound(schema, "exclusiveMaximum", range.below());
      bound(schema, "maximum", range.atMost());
    }
    Matching matching = notes.getAnnotation(Matching.class);
    if (matching != null) {
      schema.put("pattern", "^(?:" + matching.value() + ")$");
    }
    Size size = notes.getAnnotation(Size.class);
    if (size != null) {
      String what = switch (schema.path("type").asString("")) {
        case "array" -> "Items";
        case "object" -> "Properties";
        default -> "Length";
      };
      schema.put("min" + what, size.atLeast()).put("max" + what, size.atMost());
    }
    Unit unit = notes.getAnnotation(Unit.class);
    if (unit != null) {
      schema.put("x-unit", unit.value());
    }
  }

  private static void bound(ObjectNode schema, String keyword, double bound) {
    if (!Double.isNaN(bound)) {
      schema.put(keyword, exact(bound));
    }
  }

  private static void describe(ObjectNode schema, AnnotatedElement notes) {
    Describe describe = notes.getAnnotation(Describe.class);
    if (describe != null) {
      schema.put("description", describe.value());
    }
    Applies applies = notes.getAnnotation(Applies.class);
    if (applies != null) {
      schema.put("x-apply", Keys.spell(applies.value().name(), KeyStyle.SNAKE));
    }
    if (notes.isAnnotationPresent(Secret.class)) {
      schema.put("x-secret", true);
    }
    Tighter tighter = notes.getAnnotation(Tighter.class);
    if (tighter != null) {
      schema.put("x-tighter", Keys.spell(tighter.value().name(), KeyStyle.SNAKE));
    }
    MaxChange change = notes.getAnnotation(MaxChange.class);
    if (change != null && !Double.isNaN(change.percent())) {
      schema.put("x-max-change", exact(change.percent()).toPlainString() + "%");
    } else if (change != null && !Double.isNaN(change.by())) {
      schema.put("x-max-change", exact(change.by()));
    }
  }

  /** The decimal that the source says: 0.1, not the double nearest to it; 50, not 50.0. */
  private static BigDecimal exact(double bound) {
    BigDecimal exact = BigDecimal.valueOf(bound).stripTrailingZeros();
    return exact.scale() < 0 ? exact.setScale(0) : exact;
  }
}
