package dev.binnacle.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Stops, and the way back. */
final class HaltCommands {
  private HaltCommands() {}

  static String path(String halt, String rest) {
    return "/api/v1/halts/" + ApiClient.encoded(halt) + rest;
  }

  /** A command that begins a halt and follows it. */
  abstract static class Begin extends ReadCommand {
    @Parameters(arity = "0..1", paramLabel = "BOT", description = "The bot to stop; or --group, or --all.")
    @Nullable String bot;

    @Option(names = "--all", description = "Every bot.")
    boolean all;

    @Option(names = "--group", paramLabel = "NAME", description = "The bots of this group.")
    @Nullable String group;

    @Option(names = "--symbol", paramLabel = "SYMBOL",
        description = "This instrument only: of the bot, or with --all of every bot.")
    @Nullable String symbol;

    @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "from the command line",
        description = "Why, for the others.")
    String reason;

    @Option(names = "--wait", paramLabel = "SECONDS", defaultValue = "60",
        description = "How long to follow it (default: ${DEFAULT-VALUE}); 0 to return at once.")
    int wait;

    @SuppressWarnings("NullAway.Init")
    Begin() {}

    abstract String mode();

    /** Adds what belongs to one mode only. */
    void addTo(Map<String, Object> wish) {}

    @Override
    JsonNode ask(ApiClient api) {
      long chosen = (bot == null ? 0 : 1) + (all ? 1 : 0) + (group == null ? 0 : 1);
      if (chosen != 1) {
        throw CommandFailedException.failed(
            "say which to stop, and once: a bot's name, --group NAME or --all. binnacle bots lists them");
      }
      Map<String, Object> wish = new LinkedHashMap<>();
      wish.put("mode", mode());
      wish.put("reason", reason);
      put(wish, "bot", bot);
      put(wish, "group", group);
      put(wish, "symbol", symbol);
      addTo(wish);
      JsonNode halt = api.post("/api/v1/halts", wish);
      return wait == 0 ? halt : new HaltWatch(api, json ? null : spec.commandLine().getOut()).follow(halt, wait);
    }

    static void put(Map<String, Object> wish, String name, @Nullable Object value) {
      if (value != null) {
        wish.put(name, value);
      }
    }

    @Override
    void show(JsonNode answer, PrintWriter out) {
      HaltLines.one(answer, out);
    }

    @Override
    int exitCode(JsonNode answer) {
      return Cells.text(answer.path("state")).equals("failed") ? 1 : 0;
    }
  }

  @Command(
      name = "halt",
      description = {
        "Stop trading: close guards, cancel what rests, and prove it. It lasts until somebody resumes it.",
        "Example: binnacle halt btc-trend --reason \"odd fills\"",
        "Example: binnacle halt --all --mode liquidate --collar-pct 0.5 --deadline 30s",
        "Example: binnacle halt --all --direct --yes",
        "Exit code 1 says that something is left, and names it. With --direct no server is needed: halt files stop bots on this machine, and"
            + " the exchanges that binnacle.yaml names are acted on from here."
      })
  static final class Halt extends Begin {
    private enum Mode {
      STOP,
      CANCEL,
      LIQUIDATE
    }

    @Option(names = "--mode", paramLabel = "MODE", defaultValue = "CANCEL",
        description = "stop (no order is sent), cancel (and what rests is cancelled; the default), liquidate (and positions are closed).")
    Mode mode;

    @Option(names = "--positions", paramLabel = "WHICH",
        description = "With liquidate: flatten_all, keep_spot_close_derivatives or keep_all.")
    @Nullable String positions;

    @Option(names = "--collar-pct", paramLabel = "PERCENT",
        description = "With liquidate: limit orders at most so far from the last price; market orders without it.")
    @Nullable String collar;

    @Option(names = "--deadline", paramLabel = "LENGTH", description = "With --collar-pct: how long they may take, such as 30s.")
    @Nullable String deadline;

    @Mixin
    DirectOptions direct = new DirectOptions();

    @SuppressWarnings("NullAway.Init")
    Halt() {}

    @Override
    String mode() {
      return mode.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public Integer call() {
      if (!direct.wanted) {
        direct.refuseWithoutDirect();
        return super.call();
      }
      return new DirectStop(this, direct, spec.commandLine().getOut()).run();
    }

    @Override
    void addTo(Map<String, Object> wish) {
      put(wish, "positions", positions);
      put(wish, "collar_pct", collar);
      put(wish, "deadline", deadline);
    }
  }

  @Command(
      name = "pause",
      description = {
        "Let a bot send only what reduces a position. It lasts until somebody resumes it.",
        "Example: binnacle pause btc-trend --reason \"news at noon\""
      })
  static final class Pause extends Begin {
    @SuppressWarnings("NullAway.Init")
    Pause() {}

    @Override
    String mode() {
      return "pause";
    }
  }

  @Command(
      name = "resume",
      description = {
        "Let trading go on: release a halt by its name.",
        "Example: binnacle resume h57-094213 --reason \"the feed is back\"",
        "A halt that is not settled or has failed needs --force: binnacle halts ID says what is left of it."
      })
  static final class Resume extends ReadCommand {
    @Parameters(paramLabel = "ID", description = "The halt, as binnacle halts lists it.")
    String id;

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why trading may go on.")
    String reason;

    @Option(names = "--force", description = "Although it is not settled, or has failed.")
    boolean force;

    @SuppressWarnings("NullAway.Init")
    Resume() {}

    @Override
    JsonNode ask(ApiClient api) {
      JsonNode halt = api.get(HaltCommands.path(id, ""));
      Map<String, Object> wish = new LinkedHashMap<>();
      wish.put("reason", reason);
      wish.put("epoch", halt.path("epoch").asLong());
      if (force) {
        wish.put("force", true);
      }
      return api.post(HaltCommands.path(id, "/resume"), wish);
    }

    @Override
    void show(JsonNode answer, PrintWriter out) {
      out.println("Released " + id + ": trading may go on as far as this halt is concerned.");
    }
  }

  @Command(
      name = "halts",
      description = {
        "List the halts in force, or show one with what became of each order.",
        "Example: binnacle halts",
        "Example: binnacle halts h57-094213",
        "Example: binnacle halts incident h57-094213 --export incident.md"
      },
      subcommands = IncidentCommand.class)
  static final class Halts extends ReadCommand {
    @Parameters(arity = "0..1", paramLabel = "ID", description = "One halt; without it all that are in force.")
    @Nullable String id;

    @Option(names = "--released", description = "Those that were released instead, the newest first.")
    boolean released;

    @SuppressWarnings("NullAway.Init")
    Halts() {}

    @Override
    JsonNode ask(ApiClient api) {
      return api.get(id != null ? HaltCommands.path(id, "") : "/api/v1/halts?state=" + (released ? "released" : "active"));
    }

    @Override
    void show(JsonNode answer, PrintWriter out) {
      if (id != null) {
        HaltLines.one(answer, out);
      } else {
        HaltLines.all(answer, released, out);
      }
    }
  }
}
