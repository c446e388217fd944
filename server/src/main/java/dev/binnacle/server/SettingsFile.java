package dev.binnacle.server;

import dev.binnacle.model.BotId;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads {@code binnacle.yaml}, which may also be JSON. Strict: an unknown key, a value out of range or a missing secret refuses the file. */
public final class SettingsFile {
  private static final int LARGEST = 1 << 20;

  private SettingsFile() {}

  /**
   * @param environment looks up an environment variable
   * @throws SettingsException if the file cannot be used; it names all problems at once
   */
  public static Settings read(Path file, Function<String, @Nullable String> environment) {
    return parse(text(file), String.valueOf(file.getFileName()), environment);
  }

  private static String text(Path file) {
    try {
      if (Files.size(file) > LARGEST) {
        throw new SettingsException(List.of(file + " is larger than 1 MiB, which no settings file should be"));
      }
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new SettingsException(List.of(file + " is not UTF-8; save it as UTF-8"));
    } catch (IOException e) {
      throw new SettingsException(List.of("cannot read " + file + ": " + e.getMessage()));
    }
  }

  /** As {@link #read}, of a text; {@code name} stands for the file in messages. */
  public static Settings parse(String yaml, String name, Function<String, @Nullable String> environment) {
    SettingsReading reading = new SettingsReading(name, environment);
    Settings settings = settings(new SettingsSection("", layered(compose(yaml, name), reading), reading));
    if (!reading.problems().isEmpty()) {
      throw new SettingsException(reading.problems());
    }
    return settings.withWarnings(reading.warnings());
  }

  /** As {@link #read}, of what a halt without a server needs. Only a file that is no YAML at all refuses it. */
  static HaltSettings readForHalt(Path file, Function<String, @Nullable String> environment) {
    String name = String.valueOf(file.getFileName());
    SettingsReading reading = new SettingsReading(name, environment);
    SettingsSection root = new SettingsSection("", compose(text(file), name), reading);
    Path data = Path.of(root.section("storage").text("data", "data"));
    Map<String, Settings.Exchange> exchanges = ExchangesSection.read(root.names("exchanges"));
    Map<BotId, Settings.Bot> bots = BotsSection.read(root.names("bots"));
    return new HaltSettings(data, exchanges, bots, reading.problems());
  }

  /** What a profile says by itself. */
  public static Settings read(Profile profile, Function<String, @Nullable String> environment) {
    return parse(profile.yaml(), profile.file(), environment);
  }

  static @Nullable Node compose(String yaml, String name) {
    LoadSettings strict =
        LoadSettings.builder().setLabel(name).setAllowDuplicateKeys(false).setMaxAliasesForCollections(10).setUseMarks(true)
            .build();
    try {
      return new Compose(strict).composeString(yaml).orElse(null);
    } catch (YamlEngineException e) {
      throw new SettingsException(List.of(name + " is not valid YAML: " + told(e)));
    }
  }

  /** The file over the profile that it names. */
  private static @Nullable Node layered(@Nullable Node file, SettingsReading reading) {
    Profile profile = profile(new SettingsSection("", file instanceof MappingNode ? file : null, reading));
    return profile == null ? file : SettingsLayers.over(file, compose(profile.yaml(), profile.file()));
  }

  private static @Nullable Profile profile(SettingsSection root) {
    return root.optional("profile", "production or development", text -> Profile.named(text).orElse(null));
  }

  /** Without the lines that the parser quotes: a secret may stand in them. */
  private static String told(YamlEngineException e) {
    return e instanceof MarkedYamlEngineException marked
        ? marked.getProblem()
            + marked.getProblemMark().map(mark -> ", at line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1))
                .orElse("")
        : String.valueOf(e.getMessage());
  }

  private static Settings settings(SettingsSection root) {
    root.has("profile");
    SettingsSection monitoring = root.section("monitoring");
    Settings.Server server = ServerSection.server(root.section("server"), dashboard(root, monitoring));
    SettingsSection storage = root.section("storage");
    Path data = Path.of(storage.text("data", "data"));
    Settings.Retention retention = ServerSection.retention(storage.section("retention"));
    storage.refuseUnknown();
    Map<String, Settings.Exchange> exchanges = ExchangesSection.read(root.names("exchanges"));
    Settings.Trading trading = TradingSection.read(root.section("trading"));
    SettingsSection botSection = root.names("bots");
    Map<BotId, Settings.Bot> bots = BotsSection.read(botSection);
    ExchangesSection.check(botSection, bots, exchanges);
    Settings settings = new Settings(
        server, data, ServerSection.fleet(root.section("fleet")), ServerSection.performance(root.section("performance")),
        retention, exchanges, ExchangesSection.reconciling(root.section("reconciliation")), trading, bots,
        AlertsSection.read(root, monitoring, server, bots), TriggersSection.read(root.section("triggers")), List.of());
    monitoring.refuseUnknown();
    root.refuseUnknown();
    return settings;
  }

  /** The dashboard's keys stand by themselves or in {@code monitoring}. */
  private static SettingsSection dashboard(SettingsSection root, SettingsSection monitoring) {
    if (root.has("dashboard") && monitoring.has("dashboard")) {
      monitoring.problem("dashboard", "says what dashboard says at line " + root.lineOf("dashboard") + "; leave one of them out");
    }
    return monitoring.has("dashboard") ? monitoring.section("dashboard") : root.section("dashboard");
  }
}
