package dev.binnacle.server;

import dev.binnacle.model.BotId;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What of the settings a halt without a server needs. Whatever else is wrong with the file keeps nobody from stopping: it is told, and what
 * can be read counts.
 *
 * @param data where the server keeps what it remembers
 * @param exchanges those whose section is in order
 * @param problems what is wrong with the file, for people
 */
public record HaltSettings(
    Path data, Map<String, Settings.Exchange> exchanges, Map<BotId, Settings.Bot> bots, List<String> problems) {
  public HaltSettings {
    exchanges = Map.copyOf(exchanges);
    bots = Map.copyOf(bots);
    problems = List.copyOf(problems);
  }

  /**
   * @param environment looks up a variable that the file names
   * @throws SettingsException if the file cannot be read or is no YAML
   */
  public static HaltSettings read(Path file, Function<String, @Nullable String> environment) {
    return SettingsFile.readForHalt(file, environment);
  }

  public HaltSettings withData(Path other) {
    return new HaltSettings(other, exchanges, bots, problems);
  }

  /** The encrypted file of keys whose passphrase nobody has said; empty when none is needed. */
  public Optional<Path> locked() {
    return exchanges.values().stream().flatMap(each -> kept(each).stream()).filter(kept -> kept.passphrase() == null)
        .map(Settings.VenueKey.Kept::file).findFirst();
  }

  /** With this passphrase for each key that lies in the encrypted file and has none. */
  public HaltSettings unlocked(Secret passphrase) {
    Map<String, Settings.Exchange> opened = new LinkedHashMap<>();
    exchanges.forEach((name, exchange) -> opened.put(name, opened(exchange, passphrase)));
    return new HaltSettings(
        data, opened, bots, problems.stream().filter(problem -> !problem.contains(VenueKeys.PASSPHRASE)).toList());
  }

  private static Settings.Exchange opened(Settings.Exchange exchange, Secret passphrase) {
    return switch (exchange) {
      case Settings.Exchange.Paper paper -> paper;
      case Settings.Exchange.Venue venue -> kept(venue)
          .filter(kept -> kept.passphrase() == null).<Settings.Exchange>map(kept -> new Settings.Exchange.Venue(
              venue.name(), new Settings.VenueKey.Kept(kept.account(), kept.file(), passphrase), venue.symbols(),
              venue.currency(), venue.url(), venue.manualOrders()))
          .orElse(venue);
    };
  }

  private static Optional<Settings.VenueKey.Kept> kept(Settings.Exchange exchange) {
    return exchange instanceof Settings.Exchange.Venue venue && venue.key() instanceof Settings.VenueKey.Kept kept
        ? Optional.of(kept)
        : Optional.empty();
  }
}
