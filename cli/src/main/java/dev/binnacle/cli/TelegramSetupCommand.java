package dev.binnacle.cli;

import dev.binnacle.model.ChannelName;
import dev.binnacle.server.TelegramSetup;
import java.io.Console;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Finds out what the settings of a Telegram channel need. Needs no server. */
@Command(
    name = "telegram",
    description = {
      "Find out what the settings of a Telegram channel need: checks the token, waits for a message to the bot, says from where it came,"
          + " sends a word of trial there, and prints what to put into binnacle.yaml, or writes it there.",
      "The token comes from TELEGRAM_BOT_TOKEN, else it is asked for and not shown.",
      "Example: binnacle notify setup telegram --write binnacle.yaml"})
final class TelegramSetupCommand implements Callable<Integer> {
  private static final String VARIABLE = TelegramSetup.VARIABLE;

  @Spec
  CommandSpec spec;

  @Option(names = "--wait", paramLabel = "SECONDS", defaultValue = "120",
      description = "How long to wait for a message to the bot (default: ${DEFAULT-VALUE}).")
  int wait;

  @Option(names = "--operator", paramLabel = "NAME",
      description = "The name under which is recorded what you do; that of Telegram when left out.")
  @Nullable String operator;

  @Option(names = "--channel", paramLabel = "NAME", defaultValue = "phone",
      description = "The name of the channel in the settings (default: ${DEFAULT-VALUE}).")
  String channel = "";

  @Option(names = "--write", paramLabel = "FILE",
      description = "Write it into this settings file, which keeps its comments and is made when it is not there. The token stays out of it.")
  @Nullable Path write;

  @Option(names = "--api", paramLabel = "URL", description = "The address of a Bot API server of your own.")
  URI api = TelegramSetup.SERVICE;

  @SuppressWarnings("NullAway.Init")
  TelegramSetupCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    try (TelegramSetup setup = new TelegramSetup(api, token(), InstantSource.system())) {
      guide(setup, new ChannelName(channel), out);
      return 0;
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw CommandFailedException.failed(String.valueOf(e.getMessage()));
    } finally {
      out.flush();
    }
  }

  private static String token() {
    String found = System.getenv(VARIABLE);
    if (found != null && !found.isBlank()) {
      return found.strip();
    }
    Console console = Terminal.isInteractive() ? System.console() : null;
    char[] typed = console == null ? null : console.readPassword("The token that @BotFather gave you (it is not shown): ");
    if (typed == null || typed.length == 0) {
      throw CommandFailedException.failed(
          "there is no token: set " + VARIABLE + ", or run this in a terminal, where it is asked for. @BotFather gives one");
    }
    return new String(typed).strip();
  }

  private void guide(TelegramSetup setup, ChannelName name, PrintWriter out) throws InterruptedException {
    String bot = setup.bot();
    out.println("The token is good: it is that of @" + bot + ".");
    out.println("Now write a message to @" + bot + ", or /start@" + bot + " in the group that is to be told. I wait "
        + wait + " s.");
    out.flush();
    Optional<TelegramSetup.Found> found = setup.await(Duration.ofSeconds(wait));
    if (found.isEmpty()) {
      throw CommandFailedException.failed(
          "nobody wrote to @" + bot + " in " + wait
              + " s. Run it again; a server that takes this bot's commands must be stopped meanwhile");
    }
    TelegramSetup.Found where = found.get();
    out.println("Chat:  " + where.chat() + "  (" + (where.isGroup() ? "group " : "private, ") + where.title() + ")");
    out.println("You:   " + where.user() + "  (" + where.name() + ")");
    String by = operator == null ? name(where) : operator;
    String problem = setup.greet(where.chat(), by);
    out.println(problem == null ? "A test message was sent there." : "A test message did not arrive: " + problem);
    out.println();
    if (write == null) {
      out.println("Put this into binnacle.yaml, and the token into the environment or .env as " + VARIABLE + ":");
      out.println();
      out.print(TelegramSetup.settings(name, where, by));
      return;
    }
    setup.write(write, name, where, by, environment());
    out.println(
        "The channel " + name + " is written into " + write + ". Put the token into the environment or .env as " + VARIABLE
            + "; it is not in the file.");
  }

  /** As the server will see it. */
  private static Function<String, @Nullable String> environment() {
    Map<String, String> file = DotEnv.read(Path.of("."));
    return name -> System.getenv(name) == null ? file.get(name) : System.getenv(name);
  }

  /** What Telegram says of a person, as an operator's name. */
  private static String name(TelegramSetup.Found where) {
    String plain = where.name().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    return plain.isEmpty() ? "user-" + where.user() : plain;
  }
}
