package dev.binnacle.server;

import dev.binnacle.engine.control.TriggerSettings;
import dev.binnacle.engine.control.TriggerSettings.Act;
import dev.binnacle.engine.control.TriggerSettings.Factors;
import dev.binnacle.engine.control.TriggerSettings.Limits;
import dev.binnacle.engine.control.TriggerSettings.Pace;
import dev.binnacle.engine.control.TriggerSettings.Reach;
import dev.binnacle.engine.control.TriggerSettings.Switch;
import dev.binnacle.engine.control.TriggerSettings.Tier;
import dev.binnacle.model.BotId;
import dev.binnacle.model.HaltMode;
import dev.binnacle.model.InvalidValueException;
import dev.binnacle.model.Liquidation;
import dev.binnacle.model.TriggerKind;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code triggers:}, what may halt trading without a person. */
final class TriggersSection {
  private static final BigDecimal HUNDRED = new BigDecimal(100);
  private static final BigDecimal LARGEST_FACTOR = new BigDecimal(1_000);

  private TriggersSection() {}

  /** As the file says it: {@link #whole} says whether they are on, and adds the thresholds. */
  static TriggerSettings read(SettingsSection section) {
    TriggerSettings plain = TriggerSettings.OFF;
    Factors factors = plain.factors();
    Map<TriggerKind, Switch> switches = new EnumMap<>(TriggerKind.class);
    BigDecimal memory = factors.memory();
    BigDecimal errors = factors.apiErrors();
    BigDecimal loss = factors.dailyLoss();
    List<Tier> tiers = plain.tiers();
    Pace storm = plain.storm();
    Pace repeats = plain.repeats();
    for (TriggerKind kind : TriggerKind.values()) {
      SettingsSection of = section.section(kind.word());
      Switch is = is(of);
      switches.put(kind, is);
      switch (kind) {
        case MEMORY -> memory = factor(of, memory);
        case API_ERRORS -> errors = factor(of, errors);
        case DAILY_LOSS -> loss = factor(of, loss);
        case DRAWDOWN -> tiers = tiers(of, is.act());
        case ORDER_STORM -> storm = pace(of, storm);
        case REPEATED_EXECUTION -> repeats = pace(of, repeats);
        case CRITICAL_FAILURE, LOST_HEARTBEAT -> {}
      }
      of.refuseUnknown();
    }
    section.refuseUnknown();
    return plain.withSwitches(switches).withFactors(new Factors(memory, errors, loss)).withTiers(tiers).withPaces(storm, repeats);
  }

  private static Switch is(SettingsSection section) {
    Switch plain = Switch.DEFAULT;
    return new Switch(
        section.flag("enabled", plain.on()), act(section, plain.act()), section.integer("samples", plain.samples(), 1, 100),
        section.parsed("scope", plain.reach(), "bot, group or fleet", text -> word(text, Reach.class)));
  }

  /** @param otherwise what is done if no mode is named */
  private static Act act(SettingsSection section, Act otherwise) {
    HaltMode mode =
        section.parsed("mode", otherwise.mode(), "pause, stop, cancel or liquidate", text -> word(text, HaltMode.class));
    Liquidation.Positions positions =
        section.optional(
            "positions", "flatten-all, keep-spot-close-derivatives or keep-all", text -> word(text, Liquidation.Positions.class));
    BigDecimal collar = section.optional("collar-pct", "a number above 0 and at most 50", BigDecimal::new);
    Duration deadline = section.optionalDuration("deadline", Duration.ofSeconds(1));
    boolean said = positions != null || collar != null || deadline != null;
    if (mode != HaltMode.LIQUIDATE) {
      if (said) {
        section.problem("mode", "must be liquidate where positions, collar-pct or deadline are set, was " + wordOf(mode));
      }
      return new Act(mode, null);
    }
    if (!said && otherwise.mode() == HaltMode.LIQUIDATE) {
      return otherwise;
    }
    try {
      return new Act(mode, new Liquidation(positions == null ? Liquidation.Positions.FLATTEN_ALL : positions, collar, deadline));
    } catch (InvalidValueException e) {
      section.problem(collar == null ? "deadline" : "collar-pct", "cannot be: " + e.getMessage());
      return new Act(mode, Liquidation.ALL_AT_MARKET);
    }
  }

  private static BigDecimal factor(SettingsSection section, BigDecimal otherwise) {
    return section.parsed("factor", otherwise, "a number from 1 to 1000, how many times its threshold", text -> {
      BigDecimal factor = new BigDecimal(text);
      return factor.compareTo(BigDecimal.ONE) >= 0 && factor.compareTo(LARGEST_FACTOR) <= 0 ? factor : null;
    });
  }

  private static Pace pace(SettingsSection section, Pace otherwise) {
    return new Pace(
        section.integer("most", otherwise.most(), 1, 100_000),
        section.duration("within", otherwise.within(), Duration.ofSeconds(1)));
  }

  private static List<Tier> tiers(SettingsSection section, Act act) {
    if (!section.has("tiers")) {
      return TriggerSettings.OFF.tiers().stream().map(tier -> new Tier(tier.percent(), act)).toList();
    }
    List<Tier> tiers = new ArrayList<>();
    Set<BigDecimal> depths = new HashSet<>();
    for (SettingsSection each : section.sections("tiers")) {
      BigDecimal percent = each.required("at-pct", "how far below its peak, a number above 0 and at most 100", text -> {
        BigDecimal number = new BigDecimal(text);
        return number.signum() > 0 && number.compareTo(HUNDRED) <= 0 ? number : null;
      });
      Act does = act(each, act);
      each.refuseUnknown();
      if (percent != null && !depths.add(percent.stripTrailingZeros())) {
        each.problem("at-pct", "is there twice: leave one of the tiers of " + percent.toPlainString() + " % out");
      } else if (percent != null) {
        tiers.add(new Tier(percent, does));
      }
    }
    if (tiers.isEmpty() && section.sections("tiers").isEmpty()) {
      section.problem("tiers", "must have a tier, such as [{ at-pct: 25, mode: cancel }]; to have none, set enabled: false");
    }
    weakening(section, tiers);
    return tiers.isEmpty() ? TriggerSettings.OFF.tiers() : tiers;
  }

  private static void weakening(SettingsSection section, List<Tier> tiers) {
    List<Tier> byDepth = TriggerSettings.OFF.withTiers(tiers).tiers();
    for (int i = 1; i < byDepth.size(); i++) {
      Tier before = byDepth.get(i - 1);
      Tier deeper = byDepth.get(i);
      if (deeper.act().mode().compareTo(before.act().mode()) < 0) {
        section.problem(
            "tiers",
            "must not do less the deeper it goes: %s %% would %s, and %s %% only %s".formatted(
                before.percent().toPlainString(), wordOf(before.act().mode()), deeper.percent().toPlainString(),
                wordOf(deeper.act().mode())));
      }
    }
  }

  private static <E extends Enum<E>> @Nullable E word(String text, Class<E> words) {
    return Arrays.stream(words.getEnumConstants()).filter(word -> wordOf(word).equals(SettingsSection.dashed(text))).findFirst()
        .orElse(null);
  }

  private static String wordOf(Enum<?> word) {
    return SettingsSection.dashed(word.name().toLowerCase(Locale.ROOT));
  }

  /** Whether anything may halt without a person, when, and against which thresholds. */
  static TriggerSettings whole(Settings settings) {
    Alerting alerting = settings.alerting();
    Map<BotId, Limits> own = new HashMap<>();
    settings.bots().forEach((name, bot) -> {
      if (!bot.thresholds().said().isEmpty()) {
        own.put(name, limits(alerting.thresholdsOf(bot)));
      }
    });
    return settings.triggers().withEnabled(alerting.monitoring().emergencyShutdown())
        .withLimits(limits(alerting.thresholds()), own);
  }

  private static Limits limits(Thresholds thresholds) {
    return new Limits(
        BigDecimal.valueOf(thresholds.of(Threshold.MEMORY_USAGE_MB)),
        BigDecimal.valueOf(thresholds.of(Threshold.API_ERROR_RATE_PERCENT)),
        BigDecimal.valueOf(thresholds.of(Threshold.DAILY_PNL_LOSS_LIMIT)).abs());
  }
}
