package dev.binnacle.config;

import java.util.List;

/**
 * A way to write a configuration down: JSON, YAML, or a {@code config.py} of plain assignments.
 *
 * <p><b>Threads:</b> thread-safe.
 */
interface SourceFormat {
  /** {@code json}, {@code yaml} or {@code python}. */
  String name();

  /**
   * Reads strictly: UTF-8, no duplicate keys, nothing after the end, finite numbers, bounded size and depth.
   *
   * @param file the file's name for messages
   * @throws RefusedConfigException with all problems that could be told
   */
  Document parse(String file, byte[] content);

  /**
   * The content with these values changed and every other byte as it was, comments and order included. All edits or none.
   *
   * @throws RefusedConfigException if an edit cannot be made in place, with the reason and what to do
   */
  byte[] edit(String file, byte[] content, List<Edit> edits);

  /** The values as a new file of this format. */
  byte[] write(Node.Section root);

  /** Whether a part of a valid file can never be valid: true of JSON alone. */
  boolean isTornPartRefused();
}
