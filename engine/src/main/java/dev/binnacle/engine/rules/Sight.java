package dev.binnacle.engine.rules;

import dev.binnacle.engine.fleet.BotSnapshot.MetricView;
import dev.binnacle.engine.fleet.FleetPresent;
import dev.binnacle.engine.fleet.Present;
import dev.binnacle.model.InvalidValueException;
import dev.binnacle.model.MetricName;
import dev.binnacle.model.Sample.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What expressions see of bots and of the fleet as it was on the last tick. */
final class Sight {
  private static final Duration OLDEST = Duration.ofMinutes(5);
  private static final int MOST_NAMES = 10_000;

  private final Desk desk;
  private final Derivations derivations;
  private final Map<String, Optional<MetricName>> names = new HashMap<>();
  private @Nullable FleetPresent fleet;

  Sight(Desk desk, Derivations derivations) {
    this.desk = desk;
    this.derivations = derivations;
  }

  void now(FleetPresent present) {
    fleet = present;
  }

  Formula.View of(@Nullable Present bot) {
    return new View(desk.now, bot == null ? null : new OfBot(bot), new OfFleet());
  }

  private record View(Instant now, Formula.@Nullable Figures bot, Formula.Figures fleet) implements Formula.View {}

  private @Nullable MetricName metric(String name) {
    if (names.size() >= MOST_NAMES) {
      names.clear();
    }
    return names.computeIfAbsent(name, Sight::parse).orElse(null);
  }

  private static Optional<MetricName> parse(String name) {
    try {
      return Optional.of(new MetricName(name));
    } catch (InvalidValueException e) {
      return Optional.empty();
    }
  }

  private final class OfBot implements Formula.Figures {
    private final Present bot;

    OfBot(Present bot) {
      this.bot = bot;
    }

    @Override
    public String name() {
      return bot.id().value();
    }

    @Override
    public @Nullable String group() {
      return desk.group(bot.id());
    }

    @Override
    public @Nullable Double number(String name) {
      MetricName metric = metric(name);
      Derived derived = metric == null ? null : Derived.named(metric);
      Double value = derived == null ? null : derivations.of(derived, bot);
      return value != null ? value : reading(metric) instanceof Reading.Number(double number) ? (Double) number : null;
    }

    @Override
    public @Nullable String word(String name) {
      if (name.equals("status")) {
        return bot.status().name().toLowerCase(Locale.ROOT);
      }
      return reading(metric(name)) instanceof Reading.State(String word) ? word : null;
    }

    private @Nullable Reading reading(@Nullable MetricName metric) {
      MetricView view = metric == null ? null : bot.reading(metric);
      return view == null || view.at().isBefore(desk.now.minus(OLDEST)) ? null : view.reading();
    }
  }

  private final class OfFleet implements Formula.Figures {
    @Override
    public String name() {
      return "fleet";
    }

    @Override
    public @Nullable String group() {
      return null;
    }

    @Override
    public @Nullable Double number(String name) {
      MetricName metric = metric(name);
      Derived derived = metric == null ? null : Derived.named(metric);
      return derived == null || fleet == null ? null : derivations.of(derived, fleet);
    }

    @Override
    public @Nullable String word(String name) {
      boolean isStatus = name.equals("status") && fleet != null;
      return isStatus && fleet != null ? fleet.totals().status().name().toLowerCase(Locale.ROOT) : null;
    }
  }
}
