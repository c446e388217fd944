package dev.binnacle.server;

import dev.binnacle.config.ApplyGate;
import dev.binnacle.config.Check;
import dev.binnacle.config.ConfigException;
import dev.binnacle.config.HistoryRecord;
import dev.binnacle.config.LiveConfig;
import dev.binnacle.config.LiveConfigBuilder;
import dev.binnacle.config.Node;
import dev.binnacle.config.Problem;
import dev.binnacle.config.Schema;
import dev.binnacle.model.BotId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The configuration file of one bot that is kept here. One that cannot be opened is said loudly and tried again; it stops neither the
 * server nor another bot.
 *
 * <p><b>Threads:</b> thread-safe.
 */
final class ManagedConfig implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ManagedConfig.class);
  private static final byte[] ANY_OBJECT = "{\"type\":\"object\"}".getBytes(StandardCharsets.UTF_8);
  /** Records that are told again at a start: far more than can have been under way when the process died. */
  private static final int TOLD_AGAIN = 100;

  private final BotId bot;
  private final Settings.Config settings;
  private final Surroundings around;
  private volatile @Nullable Opened opened;
  private volatile List<Problem> problems = List.of();
  private boolean closed;

  /**
   * What it needs of others.
   *
   * @param root the folder in which files must really lie
   * @param state the folder of histories
   * @param desks makes a desk: calls in, answers out
   * @param settingsFile the name of the file that rules stand in, as messages show it
   */
  record Surroundings(
      Path root, Path state, ApplyGate gate, ConfigNotes notes, Function<LiveConfig<Node.Section>, Desk> desks,
      String settingsFile) {}

  /** Answers calls, as text. Never throws. */
  @FunctionalInterface
  interface Desk {
    String answer(String call);
  }

  record Opened(LiveConfig<Node.Section> live, Desk desk) {}

  ManagedConfig(BotId bot, Settings.Config settings, Surroundings around) {
    this.bot = bot;
    this.settings = settings;
    this.around = around;
  }

  Settings.Config settings() {
    return settings;
  }

  /** Null while it could not be opened; then {@link #problems} says why. */
  @Nullable Opened opened() {
    return opened;
  }

  List<Problem> problems() {
    return problems;
  }

  String fileName() {
    return String.valueOf(settings.file().getFileName());
  }

  /** Opens it, unless it is open already. */
  synchronized void open() {
    if (opened != null || closed) {
      return;
    }
    try {
      LiveConfig<Node.Section> live = builder().open();
      opened = new Opened(live, around.desks().apply(live));
      problems = List.of();
      live.onRecord(this::tell);
      live.history().list(TOLD_AGAIN).reversed().forEach(this::tell);
      LOG.info("bot {}: version {} of {} is in force", bot, live.version(), live.file());
    } catch (ConfigException e) {
      refuse(e.problems());
    } catch (IOException | RuntimeException e) {
      refuse(List.of(problem("not-readable", "cannot be opened: " + e)));
    }
  }

  private LiveConfigBuilder<Node.Section> builder() throws IOException {
    Path root = around.root().toRealPath();
    LiveConfigBuilder<Node.Section> builder =
        LiveConfig.tree(root.resolve(settings.file()), schema(root))
            .within(root)
            .gate(around.gate())
            .stateDirectory(around.state().resolve(bot.value()));
    if (!settings.rules().isEmpty()) {
      Check<Node.Section> rules = new CelRules(settings.rules(), around.settingsFile());
      builder.check(rules);
    }
    return builder;
  }

  private Schema schema(Path root) throws IOException {
    Path named = settings.schema();
    if (named == null) {
      return Schema.parse("any object", ANY_OBJECT);
    }
    Path file = root.resolve(named).toRealPath();
    if (!file.startsWith(root)) {
      throw new ConfigException(
          List.of(problem("outside-root", "the schema " + named + " lies outside of server.config-root, " + root)));
    }
    return Schema.parse(String.valueOf(named.getFileName()), Files.readAllBytes(file));
  }

  private void refuse(List<Problem> why) {
    if (!why.equals(problems)) {
      LOG.error("bot {}: its configuration is refused, and nothing is in force:\n{}", bot, new ConfigException(why).getMessage());
    }
    problems = why;
  }

  private Problem problem(String rule, String message) {
    return new Problem(fileName(), null, "", rule, message, "");
  }

  private void tell(HistoryRecord record) {
    around.notes().note(bot, ConfigEvents.of(record), record.chain());
  }

  @Override
  public synchronized void close() {
    closed = true;
    Opened open = opened;
    if (open != null) {
      open.live().close();
    }
  }
}
