package dev.binnacle.cli;

import dev.binnacle.server.Profile;
import dev.binnacle.server.Secret;
import dev.binnacle.server.ServerPointer;
import dev.binnacle.server.Settings;
import dev.binnacle.server.SettingsSource;
import io.github.cdimascio.dotenv.DotenvException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that {@code run} and {@code demo} share, and what they and the environment make of the settings. */
final class ServerOptions {
  @Option(names = "--host", paramLabel = "H", description = "Address to listen at (default: 127.0.0.1).")
  @Nullable String host;

  @Option(
      names = {"--port", "--dashboard-port"},
      paramLabel = "PORT",
      description = "Port for everything (default: PORT, else the file's server.port, else 8000). 0 takes a free one.")
  @Nullable Integer port;

  @Option(names = "--data", paramLabel = "DIR",
      description = "Where everything is kept (default: ~/.binnacle/data, for the demo ~/.binnacle/demo).")
  @Nullable Path data;

  @Option(names = "--config", paramLabel = "FILE",
      description = "Settings file, or production or development for the limits of one of these (default: binnacle.yaml in this folder, if there is one).")
  @Nullable Path config;

  @Option(names = "--log-level", paramLabel = "LEVEL",
      description = "error, warn, info, debug or trace (default: LOG_LEVEL, else info).")
  @Nullable String logLevel;

  @Option(names = "--update-interval", paramLabel = "S",
      description = "Seconds between updates of the dashboard's figures (default: 1).")
  @Nullable Double updateInterval;

  @Option(names = "--no-dashboard", description = "Serve the API only.")
  boolean noDashboard;

  /** The settings file, if there is one, with these options and the environment before it. Both are as they are now for good. */
  SettingsSource source(String folder) {
    Map<String, String> environment = environment();
    Profile profile = config == null ? null : Profile.named(config.toString()).filter(p -> !Files.exists(config)).orElse(null);
    Path file = config != null ? config : Path.of("binnacle.yaml");
    boolean found = profile == null && (config != null || Files.exists(file));
    // A variable that the file names may have come into .env since: a running process gets no new ones otherwise.
    return new SettingsSource(
        found ? file : null, profile, name -> environment().get(name), settings -> over(settings, environment, folder));
  }

  private Settings over(Settings settings, Map<String, String> environment, String folder) {
    Settings.Server server = settings.server();
    if (host != null) {
      server = server.withHost(host);
    }
    server = server.withPort(port(environment, server.port())).withDashboard(server.dashboard() && !noDashboard);
    if (updateInterval != null) {
      server = server.withRefreshInterval(interval(updateInterval));
    }
    Secret session = secret(environment, "SESSION_SECRET", secret(environment, "FLASK_SECRET_KEY", server.sessionSecret()));
    Settings bound = settings.withServer(server.withSecrets(session, secret(environment, "BINNACLE_TOKEN", null)));
    boolean kept = data == null && bound.data().equals(Settings.DEFAULTS.data());
    return kept ? bound.withData(ServerPointer.home().resolve(folder)) : data == null ? bound : bound.withData(data);
  }

  private static Duration interval(double seconds) {
    if (!(seconds >= 0.05 && seconds <= 86_400)) {
      throw CommandFailedException.failed("--update-interval must be 0.05 to 86400 seconds, was " + seconds);
    }
    return Duration.ofMillis((long) (seconds * 1000));
  }

  private int port(Map<String, String> environment, int fromFile) {
    if (port != null) {
      return checkedPort("--port", String.valueOf(port));
    }
    String variable = environment.get("PORT");
    return variable == null ? fromFile : checkedPort("PORT", variable);
  }

  private static int checkedPort(String name, String text) {
    try {
      int number = Integer.parseInt(text);
      if (number >= 0 && number <= 65_535) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Told below, with the name of what was wrong.
    }
    throw CommandFailedException.failed(name + " must be 0 to 65535, was " + text);
  }

  private static @Nullable Secret secret(Map<String, String> environment, String name, @Nullable Secret otherwise) {
    String value = environment.get(name);
    return value == null || value.isBlank() ? otherwise : new Secret(value);
  }

  String logLevel() {
    String level = logLevel != null ? logLevel : environment().getOrDefault("LOG_LEVEL", "info");
    if (!List.of("error", "warn", "warning", "info", "debug", "trace").contains(level.toLowerCase(Locale.ROOT))) {
      throw CommandFailedException.failed("--log-level must be error, warn, info, debug or trace, was " + level);
    }
    return level;
  }

  /** The process's environment, and beneath it what a {@code .env} file in this folder says. */
  static Map<String, String> environment() {
    Map<String, String> merged = new HashMap<>();
    try {
      merged.putAll(DotEnv.read(Path.of("")));
    } catch (DotenvException e) {
      throw CommandFailedException.failed("cannot read .env: " + e.getMessage());
    }
    merged.putAll(System.getenv());
    return merged;
  }

  /** These options as the words of a server that the demo starts. */
  List<String> forDemo(Path dataOfServer, Path configOfServer) {
    if (config != null) {
      throw CommandFailedException.failed("the demo makes its own settings; --config goes with run");
    }
    List<String> words =
        new ArrayList<>(List.of("--data", dataOfServer.toString(), "--config", configOfServer.toString()));
    add(words, "--port", port);
    add(words, "--host", host);
    add(words, "--log-level", logLevel);
    add(words, "--update-interval", updateInterval);
    if (noDashboard) {
      words.add("--no-dashboard");
    }
    return words;
  }

  private static void add(List<String> words, String option, @Nullable Object value) {
    if (value != null) {
      words.add(option);
      words.add(value.toString());
    }
  }
}
