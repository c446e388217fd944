package dev.binnacle.server;

import dev.binnacle.engine.alerts.AlertsSnapshot;
import dev.binnacle.engine.fleet.BotSnapshot;
import dev.binnacle.engine.fleet.BotSnapshot.InstanceView;
import dev.binnacle.engine.fleet.FleetSnapshot;
import dev.binnacle.model.Alert;
import dev.binnacle.model.AlertState;
import dev.binnacle.model.BotId;
import dev.binnacle.model.Currency;
import dev.binnacle.model.InstanceId;
import dev.binnacle.model.InstancePolicy;
import dev.binnacle.model.Level;
import dev.binnacle.model.Money;
import dev.binnacle.model.RuleName;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All that is seen of a trial from here.
 *
 * @param tallies of single instances
 * @param versions what each connected instance of a bot runs with
 * @param polls whether an instance without a link keeps asking for its configuration
 */
record CanarySight(
    Supplier<FleetSnapshot> fleet, Supplier<AlertsSnapshot> alerts, InstanceTallies tallies,
    Function<BotId, List<ConfigInstances.Told>> versions, BiPredicate<BotId, InstanceId> polls) {

  /** The stock rule that tells of each single error. Errors are counted here already, against a number that is allowed. */
  private static final RuleName EACH_ERROR = new RuleName("error-reported");

  @Nullable BotSnapshot bot(BotId id) {
    return fleet.get().bot(id).orElse(null);
  }

  /** Whether other instances hold parts of the bot now, so that there is something to compare with. */
  boolean hasOthers(@Nullable BotSnapshot bot, InstanceId instance) {
    return bot != null && bot.policy() == InstancePolicy.SHARDS
        && bot.instances().stream().anyMatch(each -> isThere(bot.id(), each) && !each.id().equals(instance));
  }

  private boolean isThere(BotId bot, InstanceView instance) {
    return !instance.ended() && (instance.connected() || polls.test(bot, instance.id()));
  }

  CanaryPicture picture(BotSnapshot bot, Canary canary) {
    return CanaryPicture.of(bot, canary.instance, canary.since, polls.test(bot.id(), canary.instance));
  }

  /** Null where one instance owns the bot's state: its figures are the bot's. */
  @Nullable CanaryRivals rivals(Canary canary, @Nullable BotSnapshot bot) {
    if (bot == null || bot.policy() != InstancePolicy.SHARDS) {
      return null;
    }
    Instant to = canary.since.plus(canary.watched());
    InstanceFigures own = tallies.since(bot.id(), canary.instance, to);
    InstanceFigures before = tallies.before(bot.id(), canary.instance, canary.since.minus(canary.watched()));
    String hash = canary.told.path("hash").asString("");
    Map<InstanceId, ConfigInstances.Told> told =
        versions.apply(bot.id()).stream()
            .collect(Collectors.toMap(ConfigInstances.Told::instance, each -> each, (one, other) -> other));
    List<CanaryRivals.Rival> others = new ArrayList<>();
    for (InstanceView instance : bot.instances()) {
      ConfigInstances.Told runs = told.get(instance.id());
      boolean same = instance.id().equals(canary.instance) || runs != null && hash.equals(runs.hash());
      InstanceFigures figures = same || !isThere(bot.id(), instance) ? null : tallies.since(bot.id(), instance.id(), to);
      if (figures != null && figures.time().multipliedBy(2).compareTo(canary.watched()) >= 0) {
        others.add(
            new CanaryRivals.Rival(
                instance.id(), runs == null ? null : runs.version(), runs == null ? null : runs.hash(), figures));
      }
    }
    return new CanaryRivals(own, before, others, canary.hadOthers, share(canary, bot, others.size() + 1));
  }

  private static @Nullable Money share(Canary canary, BotSnapshot bot, int instances) {
    Currency currency = bot.currency();
    BigDecimal equity = canary.start == null ? null : canary.start.equity();
    return currency == null || equity == null
        ? null
        : new Money(equity.divide(BigDecimal.valueOf(instances), 8, RoundingMode.HALF_UP), currency);
  }

  /** Why an alert takes the trial back; null when none does. One that was seen coming before the trial began is not its fault. */
  @Nullable String alarm(BotId bot, Instant begin, @Nullable Level from) {
    if (from == null) {
      return null;
    }
    return alerts.get().alerts().stream()
        .filter(alert -> alert.state() == AlertState.FIRING || alert.state() == AlertState.FLAPPING)
        .filter(alert -> bot.equals(alert.subject().bot()) && alert.level().compareTo(from) >= 0)
        .filter(alert -> !alert.rule().equals(EACH_ERROR) && alert.silenced().isEmpty() && !alert.begun().isBefore(begin))
        .max(Comparator.comparing(Alert::level))
        .map(
            alert -> "alert " + alert.id() + " (" + alert.rule() + ", " + alert.level().name().toLowerCase(Locale.ROOT)
                + ") fires since it began: " + alert.reason())
        .orElse(null);
  }
}
