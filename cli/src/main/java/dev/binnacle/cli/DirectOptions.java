package dev.binnacle.cli;

import dev.binnacle.server.HaltSettings;
import dev.binnacle.server.Secret;
import dev.binnacle.server.ServerPointer;
import dev.binnacle.server.Settings;
import dev.binnacle.server.SettingsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a halt without a server takes from its user. */
final class DirectOptions {
  @Option(names = "--direct",
      description = "Without a server: act on the exchanges from here, and leave halt files for bots on this machine.")
  boolean wanted;

  @Option(names = "--exchange", paramLabel = "NAME",
      description = "With --direct: an account of the settings as a whole, whoever trades there.")
  @Nullable String exchange;

  @Option(names = "--yes", description = "With --direct: do not ask.")
  boolean yes;

  @Option(names = "--config", paramLabel = "FILE",
      description = "With --direct: the settings file (default: binnacle.yaml in this folder).")
  @Nullable Path config;

  @Option(names = "--data", paramLabel = "DIR",
      description = "With --direct: the server's folder, where the record is kept that a server takes up (default: as for run).")
  @Nullable Path data;

  @Option(names = "--halt-dir", paramLabel = "DIR",
      description = "With --direct: where bots look for halt files; may be given again (default: ~/.binnacle/spool).")
  List<Path> haltDirectories = new ArrayList<>();

  @SuppressWarnings("NullAway.Init")
  DirectOptions() {}

  void refuseWithoutDirect() {
    if (exchange != null || yes || config != null || data != null || !haltDirectories.isEmpty()) {
      throw CommandFailedException.failed("--exchange, --yes, --config, --data and --halt-dir go with --direct");
    }
  }

  List<Path> haltDirectories() {
    return haltDirectories.isEmpty() ? List.of(Path.of(System.getProperty("user.home"), ".binnacle", "spool")) : haltDirectories;
  }

  /** What can be read of the settings; asks for a passphrase where keys are locked up and a person is there. */
  HaltSettings settings() {
    Path file = config != null ? config : Path.of("binnacle.yaml");
    if (!Files.exists(file)) {
      throw CommandFailedException.failed(
          "there is no " + file + ": its sections exchanges and bots say where to act. Give it with --config FILE");
    }
    HaltSettings settings = read(file);
    if (settings.locked().isPresent()) {
      char[] passphrase = Passphrase.ask("The passphrase of " + settings.locked().get() + ": ");
      settings = passphrase == null ? settings : settings.unlocked(new Secret(new String(passphrase)));
    }
    boolean unsaid = data == null && settings.data().equals(Settings.DEFAULTS.data());
    return unsaid ? settings.withData(ServerPointer.home().resolve("data")) : data == null ? settings : settings.withData(data);
  }

  private static HaltSettings read(Path file) {
    try {
      return HaltSettings.read(file, name -> ServerOptions.environment().get(name));
    } catch (SettingsException e) {
      throw CommandFailedException.failed(String.join("\n  ", e.problems()));
    }
  }
}
