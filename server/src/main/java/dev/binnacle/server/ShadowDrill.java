package dev.binnacle.server;

import dev.binnacle.exchange.ExchangeException;
import dev.binnacle.exchange.KeyPermissions;
import dev.binnacle.exchange.NetPosition;
import dev.binnacle.exchange.OrderState;
import dev.binnacle.exchange.PacedGateway;
import dev.binnacle.exchange.Timepiece;
import dev.binnacle.model.BotId;
import dev.binnacle.model.Plural;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a halt of every bot would do at the exchanges of the settings, found out by reading alone: nothing is sent, cancelled, closed or
 * written beside a bot.
 *
 * <p><b>Threads:</b> one thread at a time.
 */
final class ShadowDrill {
  private static final int MOST_NAMED = 20;

  private final HaltSettings settings;
  private final List<Path> haltDirectories;
  private final Timepiece time;
  private final Consumer<String> progress;
  private final List<DrillReport.Step> steps = new ArrayList<>();
  private final List<String> found = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  ShadowDrill(HaltSettings settings, List<Path> haltDirectories, Timepiece time, Consumer<String> progress) {
    this.settings = settings;
    this.haltDirectories = haltDirectories;
    this.time = time;
    this.progress = progress;
  }

  DrillReport run() {
    Instant at = time.instant();
    settings.problems().forEach(problem -> problem("settings: " + problem));
    if (settings.bots().isEmpty()) {
      problem("the settings name no bot: a halt would have nothing to act on");
    }
    folders();
    try (Exchanges exchanges = new Exchanges(settings.exchanges(), settings.bots(), time)) {
      settings.bots().keySet().stream().sorted().forEach(bot -> bot(bot, exchanges));
    }
    return new DrillReport(DrillReport.Kind.SHADOW, at, steps, found, problems);
  }

  private void say(String words) {
    found.add(words);
    progress.accept(words);
  }

  private void problem(String words) {
    problems.add(words);
    progress.accept("PROBLEM: " + words);
  }

  /** Where halt files would lie. */
  private void folders() {
    for (Path folder : haltDirectories) {
      Path nearest = folder.toAbsolutePath().normalize();
      while (nearest.getParent() != null && !Files.exists(nearest)) {
        nearest = nearest.getParent();
      }
      if (Files.isDirectory(nearest) && Files.isWritable(nearest)) {
        say("halt files can be written to " + folder
            + (Files.exists(folder) ? "" : ", which is not there yet: no bot of this machine looks there"));
      } else {
        problem("halt files cannot be written to " + folder + ": a bot that lives could not be stopped without a server");
      }
    }
  }

  private void bot(BotId bot, Exchanges exchanges) {
    guard(bot);
    Optional<ExchangeAccess> access = exchanges.of(bot);
    if (access.isEmpty()) {
      problem(bot + ": no exchange that can be used is named for it (bots." + bot
          + ".exchange): its orders could not be cancelled from here");
      return;
    }
    Instant begun = time.instant();
    try {
      PacedGateway gateway = access.get().gateway().get();
      step(bot + ": exchange reached", begun);
      permissions(bot, gateway);
      Instant reading = time.instant();
      wouldCancel(bot, gateway.openOrders().stream().filter(access.get().orders()::covers).toList());
      wouldClose(bot, gateway.positions().stream().filter(position -> isMine(access.get(), position)).toList());
      step(bot + ": orders and positions read", reading);
    } catch (ExchangeException | IllegalArgumentException e) {
      problem(bot + ": its exchange cannot be read: " + e.getMessage());
    }
  }

  private static boolean isMine(ExchangeAccess access, NetPosition position) {
    return access.symbols().isEmpty() || access.symbols().contains(position.symbol());
  }

  private void guard(BotId bot) {
    boolean isSeen = haltDirectories.stream().anyMatch(folder -> Files.isDirectory(folder.resolve(bot.value())));
    say(bot + ": " + (isSeen
        ? "a guard of it has been on this machine: a halt file reaches it"
        : "no guard of it has been on this machine: only a server's link, or its exchange, stops it"));
  }

  private void permissions(BotId bot, PacedGateway gateway) {
    KeyPermissions key = gateway.keyPermissions();
    String told = "read " + word(key.read()) + ", trade " + word(key.trade()) + ", withdraw " + word(key.withdraw());
    if (key.trade() == KeyPermissions.Allowed.NO || key.read() == KeyPermissions.Allowed.NO) {
      problem(bot + ": its key may not do what a halt needs (" + told + ")");
    } else {
      say(bot + ": its key at " + gateway.venue() + " may " + told);
    }
  }

  private static String word(KeyPermissions.Allowed allowed) {
    return allowed.name().toLowerCase(Locale.ROOT);
  }

  private void wouldCancel(BotId bot, List<OrderState> resting) {
    say(bot + ": " + Plural.of(resting.size(), "order") + " would be cancelled");
    resting.stream().limit(MOST_NAMED).forEach(order -> say(
        bot + ":   " + order.id() + " " + order.side().name().toLowerCase(Locale.ROOT) + " " + order.remaining().toPlainString()
            + " "
            + order.symbol() + price(order)));
    if (resting.size() > MOST_NAMED) {
      say(bot + ":   and " + (resting.size() - MOST_NAMED) + " more");
    }
  }

  private static String price(OrderState order) {
    return order.price() == null ? "" : " at " + order.price().toPlainString();
  }

  private void wouldClose(BotId bot, List<NetPosition> positions) {
    say(bot + ": " + Plural.of(positions.size(), "position would be closed by mode liquidate, and stays in every other",
        "positions would be closed by mode liquidate, and stay in every other"));
    positions.stream().limit(MOST_NAMED).forEach(position -> say(
        bot + ":   " + position.quantity().stripTrailingZeros().toPlainString() + " " + position.symbol() + " ("
            + position.kind().name().toLowerCase(Locale.ROOT) + ")"));
  }

  private void step(String name, Instant begun) {
    steps.add(new DrillReport.Step(name, Duration.between(begun, time.instant())));
  }
}
