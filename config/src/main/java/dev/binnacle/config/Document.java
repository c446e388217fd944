package dev.binnacle.config;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a file says, and where.
 *
 * @param file the file's name, as messages show it
 * @param root the values
 * @param positions of each value by its JSON pointer
 * @param notices what was passed over and is worth telling; nothing that refuses the file
 */
public record Document(String file, Node.Section root, Map<String, Position> positions, List<Problem> notices) {
  public Document {
    positions = Collections.unmodifiableMap(new LinkedHashMap<>(positions));
    notices = List.copyOf(notices);
  }

  /**
   * Reads a file's content strictly, in the format that the file's extension names.
   *
   * @throws RefusedConfigException with all problems that could be told
   */
  public static Document read(Path file, byte[] content) {
    return SourceFormats.of(file).parse(String.valueOf(file.getFileName()), content);
  }

  /** Where the value is, or the nearest one around it; null when neither is in the file. */
  public @Nullable Position positionOf(String pointer) {
    for (String at = pointer;; at = at.substring(0, at.lastIndexOf('/'))) {
      Position found = positions.get(at);
      if (found != null || at.isEmpty()) {
        return found;
      }
    }
  }
}
