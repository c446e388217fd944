package dev.binnacle.server;

import dev.binnacle.engine.rules.Bearing;
import dev.binnacle.engine.rules.Condition;
import dev.binnacle.engine.rules.Rule;
import dev.binnacle.model.Problem;
import dev.binnacle.model.RuleName;
import dev.binnacle.storage.Storage;
import dev.binnacle.web.api.Rules;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The rules of the settings that are in force, as the web wants them.
 *
 * <p><b>Threads:</b> thread-safe; calls return at once.
 */
final class RulesInForce implements Rules {
  private static final String NO_FILE =
      "this server follows no settings file: start it with --config FILE, or copy the rule from here into the file that it is started with";

  private static final Set<RuleName> STOCK = RuleBook.stock().stream().map(Rule::name).collect(Collectors.toUnmodifiableSet());

  private final Settings running;
  private final @Nullable SettingsWatch watch;
  private final RulePreview preview;
  private final Executor errands;

  /**
   * @param running what the server was started with
   * @param watch null when no settings file is followed
   * @param errands carries out what waits for the disk
   */
  RulesInForce(Settings running, @Nullable SettingsWatch watch, Storage storage, Executor errands) {
    this.running = running;
    this.watch = watch;
    this.preview = new RulePreview(storage);
    this.errands = errands;
  }

  private Settings settings() {
    return watch == null ? running : watch.taken();
  }

  @Override
  public List<Told> all() {
    dev.binnacle.server.Alerting alerting = settings().alerting();
    return alerting.engine().rules().stream().map(rule -> told(rule, alerting.ruleLines())).toList();
  }

  private Told told(Rule rule, Map<RuleName, Integer> lines) {
    Integer line = lines.get(rule.name());
    Source source = line != null ? Source.FILE : STOCK.contains(rule.name()) ? Source.STOCK : Source.THRESHOLDS;
    String file = watch == null ? "binnacle.yaml" : watch.name();
    return new Told(rule, source, line == null ? null : file + ":" + line, RuleText.of(rule));
  }

  @Override
  public List<Limit> thresholds() {
    Map<String, Rule> rules = new HashMap<>();
    settings().alerting().engine().rules().forEach(rule -> rules.put(rule.name().value(), rule));
    List<Limit> all = new ArrayList<>();
    for (Threshold threshold : Threshold.all()) {
      Rule rule = rules.get(ThresholdRules.name(threshold));
      Limit limit = rule == null ? null : limit(threshold, rule);
      if (limit != null) {
        all.add(limit);
      }
    }
    return all;
  }

  /** Null when a rule of the settings has taken the threshold's place that has no such limit. */
  private static @Nullable Limit limit(Threshold threshold, Rule rule) {
    return switch (rule.condition()) {
      case Condition.Threshold c ->
          limit(threshold, c.metric().value(), RuleText.exact(c.limit()), c.bearing() == Bearing.ABOVE, rule);
      case Condition.Rate(Condition.Counted.Growth(var metric), _, double above) ->
          limit(threshold, metric.value(), RuleText.exact(above), true, rule);
      case Condition.ResponseTime c ->
          limit(
              threshold, threshold.wireName(),
              RuleText.exact(BigDecimal.valueOf(c.above().toNanos(), 9).doubleValue()), true, rule);
      default -> null;
    };
  }

  private static Limit limit(Threshold threshold, String metric, BigDecimal limit, boolean above, Rule rule) {
    return new Limit(threshold.wireName(), metric, limit, above, rule.level(), rule.name());
  }

  @Override
  public Editing editing() {
    return watch == null
        ? new Editing(false, NO_FILE)
        : new Editing(true, "written into " + watch.name() + ", and in force at once; its comments stay");
  }

  @Override
  public CompletionStage<Previewed> preview(String yaml, Instant from, Instant to) {
    Settings settings = settings();
    return switch (RuleDraft.read(yaml, settings.alerting().channelNames())) {
      case RuleDraft.Broken(List<Problem> problems) -> CompletableFuture.completedFuture(new Previewed.Broken(problems));
      case RuleDraft.Usable(RuleSection.Written written) -> {
        Rule rule = written.rule();
        yield rule == null
            ? CompletableFuture.completedFuture(new Previewed.Done(0, 0, List.of()))
            : preview.of(rule, settings, from, to);
      }
    };
  }

  @Override
  public CompletionStage<Saved> save(RuleName name, String yaml, @Nullable String hash, String operator) {
    SettingsWatch followed = watch;
    return followed == null
        ? CompletableFuture.completedFuture(new Saved.Refused(NO_FILE))
        : CompletableFuture.supplyAsync(() -> new RuleEdit(followed).save(name, yaml, hash, operator), errands);
  }
}
