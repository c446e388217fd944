package dev.binnacle.server;

import dev.binnacle.exchange.Timepiece;
import dev.binnacle.model.BotId;
import dev.binnacle.model.HaltId;
import dev.binnacle.model.HaltMode;
import dev.binnacle.model.Liquidation;
import dev.binnacle.model.Symbol;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A halt at the exchanges themselves, with no server: halt files for bots that live, then list, cancel, list again until it is proved, close
 * positions where that is asked for, and read once more. Each step is kept as a line that a server adopts when it starts next.
 *
 * <p><b>Threads:</b> thread-safe; a run blocks until it is proved or its patience is over, and does the parts beside each other.
 */
public final class DirectHalt {
  private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);

  private final HaltSettings settings;
  private final Wish wish;
  private final Places places;
  private final Timepiece time;

  /** What is stopped. */
  public sealed interface Scope {
    record OfBot(BotId bot) implements Scope {}

    record OfGroup(String group) implements Scope {}

    /** Every bot that the settings name, and by its halt file every other that looks there. */
    record OfFleet() implements Scope {}

    /** An account as a whole, whoever trades there. */
    record OfExchange(String exchange) implements Scope {}
  }

  /**
   * What is wanted.
   *
   * @param symbol the only instrument; null for all
   * @param liquidation how positions are closed; null unless the mode is LIQUIDATE
   * @param patience how long each step at an exchange may take
   */
  public record Wish(
      Scope scope, @Nullable Symbol symbol, HaltMode mode, @Nullable Liquidation liquidation, String by, String reason,
      Duration patience) {
    public Wish {
      if ((mode == HaltMode.LIQUIDATE) != (liquidation != null)) {
        throw new IllegalArgumentException("mode liquidate, and it alone, says how positions are closed");
      }
      if (!patience.isPositive()) {
        throw new IllegalArgumentException("a halt without a server needs some time, was " + patience);
      }
    }
  }

  /**
   * Where files lie.
   *
   * @param data the server's folder, for the record
   * @param haltDirectories the folders into which bots look for halt files
   */
  public record Places(Path data, List<Path> haltDirectories) {
    public Places {
      haltDirectories = List.copyOf(haltDirectories);
    }
  }

  /**
   * A share of what is stopped.
   *
   * @param bot null for an account as a whole
   * @param exchange null where none is named for the bot
   */
  public record Target(String name, @Nullable BotId bot, @Nullable String exchange) {}

  /**
   * @throws IllegalArgumentException if the wish names what the settings do not
   */
  public DirectHalt(HaltSettings settings, Wish wish, Places places) {
    this(settings, wish, places, Timepiece.system());
  }

  DirectHalt(HaltSettings settings, Wish wish, Places places, Timepiece time) {
    this.settings = settings;
    this.wish = wish;
    this.places = places;
    this.time = time;
    if (targets().isEmpty()) {
      throw new IllegalArgumentException(switch (wish.scope) {
        case Scope.OfBot(BotId bot) -> "the settings name no bot \"" + bot + "\"; they name " + settings.bots().keySet();
        case Scope.OfGroup(String group) -> "the settings name no bot of group \"" + group + "\"";
        case Scope.OfFleet _ ->
            "the settings name no bot: bots.NAME.exchange says where one trades; --exchange stops a whole account";
        case Scope.OfExchange(String exchange) ->
            "the settings name no exchange \"" + exchange + "\" that can be used; they name " + settings.exchanges().keySet();
      });
    }
  }

  /**
   * A length of time such as {@code 30s}.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static Duration length(String text) {
    Duration length = SettingsSection.duration(text);
    if (length == null) {
      throw new IllegalArgumentException("must be a length of time such as 30s or 2m, was \"" + text + "\"");
    }
    return length;
  }

  /** What a run goes to, in order of its names. */
  public List<Target> targets() {
    if (wish.scope instanceof Scope.OfExchange(String exchange)) {
      return settings.exchanges().containsKey(exchange) ? List.of(new Target(exchange, null, exchange)) : List.of();
    }
    return bots().stream().map(bot -> new Target(bot.value(), bot, exchange(bot))).toList();
  }

  /** The bots that are stopped. */
  private List<BotId> bots() {
    return settings.bots().keySet().stream().filter(this::isMeant).sorted().toList();
  }

  private boolean isMeant(BotId bot) {
    Settings.Bot its = settings.bots().getOrDefault(bot, Settings.Bot.UNSAID);
    return switch (wish.scope) {
      case Scope.OfBot(BotId one) -> one.equals(bot);
      case Scope.OfGroup(String group) -> group.equals(its.group());
      case Scope.OfFleet _ -> true;
      case Scope.OfExchange(String exchange) -> exchange.equals(exchange(bot));
    };
  }

  private @Nullable String exchange(BotId bot) {
    Settings.Account account = settings.bots().getOrDefault(bot, Settings.Bot.UNSAID).account();
    return account == null ? null : account.exchange();
  }

  /**
   * Does it.
   *
   * @param progress is told what is done, by the name of its target and in words; from several threads
   */
  public DirectReport run(BiConsumer<? super String, ? super String> progress) {
    Instant begun = time.instant();
    HaltId id = new HaltId("direct-" + STAMP.format(begun));
    List<String> residue = new ArrayList<>();
    List<String> notes = new ArrayList<>(settings.problems());
    boolean isFleet = wish.scope instanceof Scope.OfFleet;
    DirectFiles files = new DirectFiles(places.haltDirectories, isFleet ? null : bots(), wish, id);
    List<Path> written = files.write(residue, notes);
    written.forEach(file -> progress.accept("guards", "halt file " + file));
    List<DirectReport.Part> parts;
    try (DirectLog log = new DirectLog(places.data, notes)) {
      log.begun(id, begun, wish, bots(), written);
      parts = parts(id, progress, log);
      notes.addAll(files.heard(bots()));
      DirectReport report = new DirectReport(id, begun, Duration.between(begun, time.instant()), written, parts, residue, notes);
      log.ended(id, time.instant(), report);
      return report;
    }
  }

  private List<DirectReport.Part> parts(HaltId id, BiConsumer<? super String, ? super String> progress, DirectLog log) {
    List<Future<DirectReport.Part>> running = new ArrayList<>();
    List<DirectReport.Part> parts = new ArrayList<>();
    try (Exchanges exchanges = new Exchanges(settings.exchanges(), settings.bots(), time);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Target target : targets()) {
        running.add(threads.submit(() -> {
          DirectReport.Part part = part(id, target, exchanges, progress);
          log.part(id, part);
          return part;
        }));
      }
      for (Future<DirectReport.Part> each : running) {
        parts.add(each.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted: what was asked of the exchanges stays asked for, and nothing is proved", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a part of the halt failed: " + e.getCause(), e);
    }
    return parts;
  }

  private DirectReport.Part part(
      HaltId id, Target target, Exchanges exchanges, BiConsumer<? super String, ? super String> progress) {
    BotId bot = target.bot();
    String exchange = target.exchange();
    Optional<ExchangeAccess> access =
        bot != null ? exchanges.of(bot) : exchange == null ? Optional.empty() : exchanges.whole(exchange);
    if (access.isEmpty()) {
      String why = exchange == null
          ? "no exchange is named for it (bots." + target.name() + ".exchange): only a halt file stops it, and nothing is proved"
          : "exchange " + exchange + " cannot be used, see the settings' problems: nothing is proved";
      return new DirectReport.Part(target.name(), bot, exchange, List.of(), List.of(), List.of(why), List.of());
    }
    return new DirectPart(id, target, access.get(), wish, time, words -> progress.accept(target.name(), words)).run();
  }
}
