package dev.binnacle.server;

import java.nio.file.Path;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Where settings come from, so that they can be read again while the server runs.
 *
 * @param file null when there is none, which means the profile
 * @param profile that stands in place of a file; null for every default
 * @param environment looks up a variable that the file names; asked at every reading
 * @param over what goes before the file, such as the options of a command line; applied to every reading, so that it still goes before
 *     the file after a change
 */
public record SettingsSource(
    @Nullable Path file,
    @Nullable Profile profile,
    Function<String, @Nullable String> environment,
    UnaryOperator<Settings> over) {

  public SettingsSource(
      @Nullable Path file, Function<String, @Nullable String> environment, UnaryOperator<Settings> over) {
    this(file, null, environment, over);
  }

  /**
   * Reads the file as it is now.
   *
   * @throws SettingsException if it cannot be used; it names all problems at once
   */
  public Settings read() {
    if (file != null) {
      return over.apply(SettingsFile.read(file, environment));
    }
    return over.apply(profile == null ? Settings.DEFAULTS : SettingsFile.read(profile, environment));
  }

  /** As {@link #read}, of a text that the file had. */
  Settings parse(String text, String name) {
    return over.apply(SettingsFile.parse(text, name, environment));
  }
}
