package dev.binnacle.server;

import dev.binnacle.engine.rules.Rule;
import dev.binnacle.model.RuleName;
import dev.binnacle.web.api.Rules;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The rules of the settings that are in force, as the web wants them. */
final class RulesInForce implements Rules {
  private static final String ELSEWHERE = "rules are edited in the settings file; a change takes effect when it is saved";

  private final Supplier<Settings> settings;

  RulesInForce(Supplier<Settings> settings) {
    this.settings = settings;
  }

  @Override
  public List<Told> all() {
    return settings.get().alerting().engine().rules().stream()
        .map(rule -> new Told(rule, Source.STOCK, null, null))
        .toList();
  }

  @Override
  public List<Limit> thresholds() {
    Thresholds limits = settings.get().alerting().thresholds();
    List<Limit> all = new ArrayList<>();
    for (Threshold threshold : Threshold.all()) {
      String name = ThresholdRules.name(threshold);
      settings.get().alerting().engine().rules().stream()
          .filter(rule -> rule.name().value().equals(name))
          .findFirst()
          .ifPresent(rule -> all.add(limit(threshold, limits, rule)));
    }
    return all;
  }

  private static Limit limit(Threshold threshold, Thresholds limits, Rule rule) {
    boolean above = threshold != Threshold.DAILY_PNL_LOSS_LIMIT && threshold != Threshold.TRADING_SUCCESS_RATE_PERCENT;
    return new Limit(
        threshold.wireName(), threshold.wireName(), BigDecimal.valueOf(limits.of(threshold)), above, rule.level(), rule.name());
  }

  @Override
  public Editing editing() {
    return new Editing(false, ELSEWHERE);
  }

  @Override
  public CompletionStage<Previewed> preview(String yaml, Instant from, Instant to) {
    return CompletableFuture.completedFuture(new Previewed.Busy(ELSEWHERE));
  }

  @Override
  public CompletionStage<Saved> save(RuleName name, String yaml, @Nullable String hash, String operator) {
    return CompletableFuture.completedFuture(new Saved.Refused(ELSEWHERE));
  }
}
