package dev.binnacle.cli;

import io.github.cdimascio.dotenv.Dotenv;
import io.github.cdimascio.dotenv.DotenvEntry;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/** What a {@code .env} file sets. */
final class DotEnv {
  private DotEnv() {}

  /** The file's own entries; empty when there is no file. */
  static Map<String, String> read(Path folder) {
    return Dotenv.configure().directory(folder.toString()).ignoreIfMissing().load().entries(Dotenv.Filter.DECLARED_IN_ENV_FILE)
        .stream()
        .collect(Collectors.toMap(DotenvEntry::getKey, DotenvEntry::getValue, (first, last) -> last));
  }
}
