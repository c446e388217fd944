package dev.binnacle.cli;

import dev.binnacle.model.BotId;
import dev.binnacle.model.HaltMode;
import dev.binnacle.model.Liquidation;
import dev.binnacle.model.Symbol;
import dev.binnacle.server.DirectHalt;
import dev.binnacle.server.DirectReport;
import dev.binnacle.server.HaltSettings;
import java.io.Console;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A halt without a server, from the words of the command to what a person reads of it. */
final class DirectStop {
  private final HaltCommands.Halt asked;
  private final DirectOptions options;
  private final PrintWriter out;

  DirectStop(HaltCommands.Halt asked, DirectOptions options, PrintWriter out) {
    this.asked = asked;
    this.options = options;
    this.out = out;
  }

  /** The exit code: 0 when all of it is proved. */
  int run() {
    DirectHalt.Wish wish = wish();
    HaltSettings settings = options.settings();
    DirectHalt halt;
    try {
      halt = new DirectHalt(settings, wish, new DirectHalt.Places(settings.data(), options.haltDirectories()));
    } catch (IllegalArgumentException e) {
      throw CommandFailedException.failed(e.getMessage() + problems(settings));
    }
    confirm(halt, wish);
    ApiClient server = ApiClient.find();
    CompletableFuture<Boolean> runs = CompletableFuture.supplyAsync(server::answers);
    long begun = System.nanoTime();
    DirectReport report = halt.run((target, words) -> {
      if (!asked.json) {
        synchronized (out) {
          out.println(String.format(Locale.ROOT, "%7.3f s  %s: %s", (System.nanoTime() - begun) / 1e9, target, words));
          out.flush();
        }
      }
    });
    if (asked.json) {
      out.println(report.toJson());
    } else {
      DirectLines.print(report, settings.data(), runs.join() ? server.server() : null, out);
    }
    out.flush();
    return report.isProved() ? 0 : CommandFailedException.FAILED;
  }

  private static String problems(HaltSettings settings) {
    return settings.problems().isEmpty() ? "" : "\n  " + String.join("\n  ", settings.problems());
  }

  private DirectHalt.Wish wish() {
    HaltMode mode = HaltMode.valueOf(asked.mode().toUpperCase(Locale.ROOT));
    try {
      return new DirectHalt.Wish(
          scope(), asked.symbol == null ? null : new Symbol(asked.symbol), mode, liquidation(mode),
          System.getProperty("user.name", "unknown"), asked.reason, Duration.ofSeconds(asked.wait));
    } catch (IllegalArgumentException e) {
      throw CommandFailedException.failed(String.valueOf(e.getMessage()));
    }
  }

  private DirectHalt.Scope scope() {
    long chosen = (asked.bot == null ? 0 : 1) + (asked.all ? 1 : 0) + (asked.group == null ? 0 : 1)
        + (options.exchange == null ? 0 : 1);
    if (chosen != 1) {
      throw CommandFailedException.failed("say which to stop, and once: a bot's name, --group NAME, --all or --exchange NAME");
    }
    if (asked.bot != null) {
      return new DirectHalt.Scope.OfBot(new BotId(asked.bot));
    }
    if (asked.group != null) {
      return new DirectHalt.Scope.OfGroup(asked.group);
    }
    return options.exchange == null ? new DirectHalt.Scope.OfFleet() : new DirectHalt.Scope.OfExchange(options.exchange);
  }

  private @Nullable Liquidation liquidation(HaltMode mode) {
    if (mode != HaltMode.LIQUIDATE) {
      if (asked.positions != null || asked.collar != null || asked.deadline != null) {
        throw new IllegalArgumentException("--positions, --collar-pct and --deadline belong to --mode liquidate");
      }
      return null;
    }
    Liquidation.Positions which = asked.positions == null
        ? Liquidation.Positions.FLATTEN_ALL
        : Liquidation.Positions.valueOf(asked.positions.toUpperCase(Locale.ROOT));
    return new Liquidation(
        which, asked.collar == null ? null : new BigDecimal(asked.collar),
        asked.deadline == null ? null : DirectHalt.length(asked.deadline));
  }

  private void confirm(DirectHalt halt, DirectHalt.Wish wish) {
    if (options.yes) {
      return;
    }
    String what = plan(halt.targets(), wish);
    Console console = Terminal.isInteractive() ? System.console() : null;
    if (console == null) {
      throw CommandFailedException.failed(what + "\nNobody can be asked here: say --yes to do it");
    }
    String answer = console.readLine("%s%nDo it? Type yes: ", what);
    if (answer == null || !answer.strip().equalsIgnoreCase("yes")) {
      throw CommandFailedException.failed("nothing was done");
    }
  }

  private static String plan(List<DirectHalt.Target> targets, DirectHalt.Wish wish) {
    StringBuilder plan = new StringBuilder(switch (wish.mode()) {
      case PAUSE, STOP -> "Halt files stop bots on this machine; nothing is done at an exchange:";
      case CANCEL -> "Halt files stop bots on this machine, and all that rests is cancelled:";
      case LIQUIDATE -> "Halt files stop bots on this machine, all that rests is cancelled, and POSITIONS ARE CLOSED:";
    });
    for (DirectHalt.Target target : targets) {
      plan.append("\n  ").append(target.bot() == null
          ? "the whole account " + target.name()
          : target.name() + " at "
              + (target.exchange() == null ? "no exchange" : target.exchange()));
    }
    return plan.append(wish.symbol() == null ? "" : "\n  of " + wish.symbol() + " alone").toString();
  }
}
