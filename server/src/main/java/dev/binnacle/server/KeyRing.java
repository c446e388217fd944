package dev.binnacle.server;

import dev.binnacle.exchange.Credentials;
import dev.binnacle.exchange.ExchangeException;
import dev.binnacle.exchange.KeyFile;
import dev.binnacle.exchange.KeyPermissions;
import dev.binnacle.exchange.PacedGateway;
import dev.binnacle.exchange.Timepiece;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The encrypted file of venues' keys, for those who keep it. Nothing of a key comes out of it here.
 *
 * <p><b>Threads:</b> thread-safe.
 */
public final class KeyRing {
  private final KeyFile file;

  /**
   * What a key may do, as its venue tells.
   *
   * @param account the exchange by its name in the settings
   * @param venue its type
   * @param permissions in words; empty where nothing could be asked
   * @param problem why a halt could not be done with it; null when it could
   */
  public record Check(String account, String venue, String permissions, @Nullable String problem) {}

  private KeyRing(KeyFile file) {
    this.file = file;
  }

  /**
   * Opens a file; one that does not exist is made by the first {@link #put}.
   *
   * @throws IOException if it cannot be read or opened by this passphrase
   * @throws IllegalArgumentException if the passphrase is too short
   */
  public static KeyRing open(Path file, char[] passphrase) throws IOException {
    return new KeyRing(KeyFile.open(file, passphrase));
  }

  public Set<String> accounts() {
    return file.accounts();
  }

  /** Keeps a key instead of the one that the account had. */
  public void put(String account, String key, char[] secret) throws IOException {
    try (Credentials credentials = new Credentials(key, secret)) {
      file.put(account, credentials);
    }
  }

  /** Whether there was one. */
  public boolean remove(String account) throws IOException {
    return file.remove(account);
  }

  /** Makes the folder of a file of keys. */
  public static void prepare(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
  }

  /**
   * Asks each venue what the account's key may do, wherever that key comes from. Nothing but reading is asked.
   *
   * @param account one exchange of the settings; null for all
   */
  public static List<Check> check(HaltSettings settings, @Nullable String account) {
    List<Check> checks = new ArrayList<>();
    try (Exchanges exchanges = new Exchanges(settings.exchanges(), Map.of(), Timepiece.system())) {
      settings.exchanges().entrySet().stream().filter(entry -> account == null || account.equals(entry.getKey()))
          .sorted(Map.Entry.comparingByKey())
          .forEach(entry -> checks.add(check(entry.getKey(), entry.getValue(), exchanges)));
    }
    return checks;
  }

  private static Check check(String account, Settings.Exchange exchange, Exchanges exchanges) {
    String venue = switch (exchange) {
      case Settings.Exchange.Paper _ -> "paper";
      case Settings.Exchange.Venue of -> of.name();
    };
    try {
      PacedGateway gateway = exchanges.whole(account).orElseThrow().gateway().get();
      KeyPermissions key = gateway.keyPermissions();
      // A key that is wrong is told of by a call that needs one.
      int resting = gateway.openOrders().size();
      String told = "read " + word(key.read()) + ", trade " + word(key.trade()) + ", withdraw " + word(key.withdraw()) + "; "
          + resting + " open orders were read";
      return new Check(
          account, venue, told,
          key.trade() == KeyPermissions.Allowed.NO ? "it may only read: a halt could prove and not cancel" : null);
    } catch (ExchangeException | IllegalArgumentException e) {
      return new Check(account, venue, "", e.getMessage());
    }
  }

  private static String word(KeyPermissions.Allowed allowed) {
    return allowed.name().toLowerCase(Locale.ROOT);
  }
}
