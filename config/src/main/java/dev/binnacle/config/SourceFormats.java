package dev.binnacle.config;

import java.nio.file.Path;

/** Which format a file has. */
final class SourceFormats {
  private SourceFormats() {}

  static SourceFormat of(Path file) {
    return file.toString().endsWith(".json") ? new JsonFormat() : new YamlFormat();
  }
}
