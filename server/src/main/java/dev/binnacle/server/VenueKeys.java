package dev.binnacle.server;

import dev.binnacle.exchange.Credentials;
import dev.binnacle.exchange.ExchangeException;
import dev.binnacle.exchange.KeyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The keys of venues' accounts: from the settings, else from the environment, else from the encrypted file. */
public final class VenueKeys {
  /** The variable that names the encrypted file. */
  public static final String FILE = "BINNACLE_KEYS";

  /** The variable that opens it. */
  public static final String PASSPHRASE = "BINNACLE_KEYS_PASSPHRASE";

  private VenueKeys() {}

  /** Where the encrypted file lies: where {@link #FILE} says, else {@code keys} in Binnacle's folder. */
  public static Path file(@Nullable String variable) {
    return variable == null || variable.isBlank() ? ServerPointer.home().resolve("keys") : Path.of(variable);
  }

  /** Null when there is none, which is a problem of the section by then. */
  static Settings.@Nullable VenueKey read(String account, SettingsSection section) {
    if (section.has("key") || section.has("secret")) {
      return said(section);
    }
    Settings.VenueKey ofEnvironment = ofEnvironment(account, section);
    if (ofEnvironment != null) {
      return ofEnvironment;
    }
    Path file = file(section.reading().variable(FILE));
    if (!Files.exists(file)) {
      section.problem("key", "is missing: set " + prefix(account) + "_KEY and " + prefix(account)
          + "_SECRET in the environment, or keep it with: binnacle keys add " + account);
      return null;
    }
    String passphrase = section.reading().variable(PASSPHRASE);
    if (passphrase == null || passphrase.isEmpty()) {
      section.problem("key", "lies in " + file + ", which needs the environment variable " + PASSPHRASE);
      return new Settings.VenueKey.Kept(account, file, null);
    }
    return new Settings.VenueKey.Kept(account, file, new Secret(passphrase));
  }

  private static Settings.@Nullable VenueKey said(SettingsSection section) {
    Secret key = section.secret("key");
    Secret secret = section.secret("secret");
    if (key == null || secret == null) {
      section.problem(
          key == null ? "key" : "secret",
          "is missing: write both as ${VARIABLE} and set these in the environment, or leave both out");
      return null;
    }
    return new Settings.VenueKey.Said(key, secret);
  }

  private static Settings.@Nullable VenueKey ofEnvironment(String account, SettingsSection section) {
    Map<String, String> pair = new HashMap<>();
    for (String name : new String[] {prefix(account) + "_KEY", prefix(account) + "_SECRET"}) {
      String value = section.reading().variable(name);
      if (value != null) {
        pair.put(name, value);
      }
    }
    try {
      return Credentials.from(pair, account)
          .map(found -> new Settings.VenueKey.Said(new Secret(found.key()), new Secret(found.secret())))
          .orElse(null);
    } catch (IllegalArgumentException e) {
      section.problem("key", String.valueOf(e.getMessage()));
      return null;
    }
  }

  /** With which the variables of an account's key begin. */
  static String prefix(String account) {
    return "BINNACLE_" + account.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
  }

  /**
   * The key itself. Opening the encrypted file takes some tenths of a second.
   *
   * @throws ExchangeException UNAUTHORISED if the file cannot be opened or does not hold it
   */
  static Credentials open(Settings.VenueKey key) {
    return switch (key) {
      case Settings.VenueKey.Said(Secret word, Secret secret) -> new Credentials(word.reveal(), secret.reveal().toCharArray());
      case Settings.VenueKey.Kept kept -> open(kept);
    };
  }

  private static Credentials open(Settings.VenueKey.Kept kept) {
    Secret passphrase = kept.passphrase();
    if (passphrase == null) {
      throw refused("nobody has said the passphrase of " + kept.file() + ": set " + PASSPHRASE);
    }
    try {
      return KeyFile.open(kept.file(), passphrase.reveal().toCharArray()).find(kept.account())
          .orElseThrow(
              () -> refused(kept.file() + " holds no key of " + kept.account() + ": binnacle keys add " + kept.account()));
    } catch (IOException | IllegalArgumentException e) {
      throw refused(String.valueOf(e.getMessage()));
    }
  }

  private static ExchangeException refused(String why) {
    return new ExchangeException(ExchangeException.Kind.UNAUTHORISED, why);
  }
}
