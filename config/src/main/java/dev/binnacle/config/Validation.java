package dev.binnacle.config;

import com.networknt.schema.Error;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.NonValidationKeyword;
import com.networknt.schema.path.PathType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The general validator, compiled when it is first needed.
 *
 * <p><b>Threads:</b> thread-safe; when several compile at once, one of the results is kept.
 */
final class Validation {
  private static final Comparator<Problem> IN_THE_FILE = Comparator
      .comparing(Problem::position,
          Comparator.nullsFirst(Comparator.comparingInt(Position::line).thenComparingInt(Position::column)));

  /** {@link SchemaSource} has refused what is neither a word of JSON Schema nor starts with x-, so that no unknown one needs a warning. */
  private static final List<Dialect> DIALECTS = Stream
      .of(Dialects.getDraft202012(), Dialects.getDraft201909(), Dialects.getDraft7(), Dialects.getDraft6(), Dialects.getDraft4())
      .map(dialect -> Dialect.builder(dialect).unknownKeywordFactory((word, context) -> new NonValidationKeyword(word)).build())
      .toList();

  private final String name;
  private final JsonNode root;
  private final Shape shape;
  private volatile com.networknt.schema.@Nullable Schema compiled;

  Validation(String name, JsonNode root, Shape shape) {
    this.name = name;
    this.root = root;
    this.shape = shape;
  }

  com.networknt.schema.Schema compiled() {
    com.networknt.schema.Schema known = compiled;
    if (known == null) {
      known = registry().getSchema(root);
      known.initializeValidators();
      compiled = known;
    }
    return known;
  }

  /** Nothing is ever fetched: {@link SchemaSource} lets no reference leave the schema. */
  private static SchemaRegistry registry() {
    return SchemaRegistry.withDialects(DIALECTS, builder -> builder
        .defaultDialectId(Schema.DIALECT)
        .schemaLoader(loader -> loader.fetchRemoteResources(false))
        .schemaRegistryConfig(SchemaRegistryConfig.builder().pathType(PathType.JSON_POINTER).formatAssertionsEnabled(true)
            .preloadSchema(false).build()));
  }

  /** Throws if the schema breaks the rules for schemas. */
  void prove() {
    try {
      String dialect = root.path("$schema").asString(Schema.DIALECT);
      List<Error> errors = registry().getSchema(SchemaLocation.of(dialect)).validate(root);
      if (!errors.isEmpty()) {
        throw new ConfigException(
            errors.stream().map(error -> refused(error.getInstanceLocation().toString(), error.getMessage())).distinct()
                .toList());
      }
      compiled();
    } catch (SchemaException unusable) {
      throw new ConfigException(List.of(refused("", String.valueOf(unusable.getMessage()))));
    }
  }

  private Problem refused(String pointer, String message) {
    return new Problem(name, null, pointer, "schema", "the schema is not valid: " + message, "");
  }

  List<Problem> check(Document document) {
    SchemaReading reading = new SchemaReading(document);
    JsonNode read = reading.section(document.root(), shape);
    List<Problem> problems = new ArrayList<>(reading.problems());
    List<Error> errors = compiled().validate(read);
    if (!errors.isEmpty()) {
      problems.addAll(new SchemaFindings(document, shape).problems(errors));
    }
    if (problems.size() > 1) {
      problems.sort(IN_THE_FILE);
    }
    return List.copyOf(problems);
  }
}
