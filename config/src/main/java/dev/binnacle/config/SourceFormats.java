package dev.binnacle.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The formats that there are. Thread-safe. */
final class SourceFormats {
  static final SourceFormat JSON = new JsonFormat();
  static final SourceFormat YAML = new YamlFormat();
  static final SourceFormat PYTHON = new PythonFormat();

  private SourceFormats() {}

  /** By the file's extension: {@code .json}, {@code .yaml}, {@code .yml} or {@code .py}, in any case. */
  static SourceFormat of(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    if (name.endsWith(".json")) {
      return JSON;
    } else if (name.endsWith(".yaml") || name.endsWith(".yml")) {
      return YAML;
    } else if (name.endsWith(".py")) {
      return PYTHON;
    }
    throw new RefusedConfigException(
        List.of(new Problem(
            String.valueOf(file.getFileName()), null, "", "format", "the extension tells no format that is known",
            "name the file .json, .yaml, .yml or .py")));
  }

  /** {@code json}, {@code yaml} or {@code python}. */
  static SourceFormat named(String name) {
    return switch (name) {
      case "json" -> JSON;
      case "yaml" -> YAML;
      case "python" -> PYTHON;
      default ->
          throw new RefusedConfigException(
              List.of(new Problem(name, null, "", "format", "there is no such format", "write json, yaml or python")));
    };
  }
}
