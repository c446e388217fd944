package dev.binnacle.config;

import java.nio.file.Path;

final class SourceFormats {
  static SourceFormat of(Path file) {
    throw new UnsupportedOperationException();
  }
}
