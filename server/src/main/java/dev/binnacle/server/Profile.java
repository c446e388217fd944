package dev.binnacle.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Settings that come with Binnacle and can be named in place of a file, or beneath one with the key {@code profile}. */
public enum Profile {
  /** Tight limits, health looked at every three minutes. */
  PRODUCTION,
  /** Lenient limits, health looked at every ten minutes, nothing is shut down by itself. */
  DEVELOPMENT;

  /** As the command line and the file spell it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Profile> named(String word) {
    return Arrays.stream(values()).filter(profile -> profile.word().equals(word)).findFirst();
  }

  /** How messages name its text. */
  String file() {
    return word() + ".yaml";
  }

  /** What it says, as a settings file says it. */
  String yaml() {
    try (InputStream resource = Profile.class.getResourceAsStream(file())) {
      if (resource == null) {
        throw new IllegalStateException("this build lacks " + file());
      }
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
