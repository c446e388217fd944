package dev.binnacle.config;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.AnnotationKeyword;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A configuration in another format, with a first schema for it.
 *
 * @param content says the same as the file that was converted
 * @param schema a draft, as JSON, that the content satisfies
 * @param notices what of the file was passed over
 */
record Conversion(String content, String schema, List<Problem> notices) {
  Conversion {
    notices = List.copyOf(notices);
  }

  /**
   * Comments directly above or behind an assignment of a {@code config.py} stand above the key in YAML, and in the schema's descriptions.
   *
   * @param file the name of the file, by whose extension it is read
   * @throws RefusedConfigException if the file cannot be read, or the target cannot say what it says
   */
  static Conversion of(String file, byte[] content, SourceFormat target) {
    SourceFormat format = SourceFormats.of(Path.of(file));
    SourceText source = SourceText.decode(file, content);
    boolean isPython = format == SourceFormats.PYTHON;
    PythonReading.Commented commented = isPython ? PythonReading.read(source) : null;
    Map<String, List<String>> comments = commented == null ? Map.of() : commented.comments();
    Document document = commented == null ? format.parse(file, content) : commented.sited().document();

    String written = target == SourceFormats.YAML ? yaml(document.root(), comments) : text(target.write(document.root()));
    Node.Section back = target.parse(file, written.getBytes(StandardCharsets.UTF_8)).root();
    String title = SchemaDraft.title(file.substring(file.lastIndexOf('/') + 1).replaceFirst("\\.[^.]*$", ""));
    String schema = text(SourceFormats.JSON.write(SchemaDraft.of(title, document.root(), comments)));
    if (!back.equals(document.root())) {
      throw source.refusal("convert", "the " + target.name() + " would not say the same", "convert it by hand");
    }
    validate(source, schema, text(SourceFormats.JSON.write(back)));
    return new Conversion(written, schema, document.notices());
  }

  private static String yaml(Node.Section root, Map<String, List<String>> comments) {
    YamlBlocks blocks = new YamlBlocks();
    if (root.entries().isEmpty()) {
      return text(SourceFormats.YAML.write(root));
    }
    StringBuilder out = new StringBuilder();
    for (Map.Entry<String, Node> entry : root.entries().entrySet()) {
      comments.getOrDefault(entry.getKey(), List.of()).forEach(line -> out.append("# ").append(line).append('\n'));
      out.append(blocks.entry(entry, "", "  ", "\n")).append('\n');
    }
    return out.toString();
  }

  private static void validate(SourceText source, String schema, String json) {
    Dialect dialect = Dialect.builder(Dialects.getDraft202012()).keyword(new AnnotationKeyword("x-secret")).build();
    List<Error> errors = SchemaRegistry.withDefaultDialect(dialect).getSchema(schema).validate(json, InputFormat.JSON);
    if (!errors.isEmpty()) {
      throw source.refusal("convert", "the schema that was guessed does not fit: " + errors.get(0), "write the schema by hand");
    }
  }

  private static String text(byte[] utf8) {
    return new String(utf8, StandardCharsets.UTF_8);
  }
}
