package dev.binnacle.config;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Parameters that differ while a regime or a strategy is active.
 *
 * <pre>{@code
 * parameters: { stop-loss-percent: 2.0, risk-percent: 1.0 }          # what holds when nothing else does
 * regimes:    { volatile: { parameters: { risk-percent: 0.5 } } }
 * strategies: { breakout: { parameters: { stop-loss-percent: 3.0 } } }
 * overrides:
 *   - { name: no-breakout-in-a-storm, regime: volatile, strategy: breakout, set: { risk-percent: 0 } }
 * }</pre>
 *
 * <p>Laid over each other in this order, the later winning: {@code parameters}, the regime's, the strategy's, and then each override that
 * applies, in the file's order. An override without {@code regime} applies in every regime, and without {@code strategy} to every
 * strategy. Sections are merged entry by entry; all else, lists too, is replaced whole. What is overridden must exist, and keeps its form.
 * Other keys of a regime or strategy are none of this class's business.
 *
 * <p><b>Threads:</b> immutable.
 */
public final class Overrides {
  private final @Nullable Schema schema;
  private final Layer base;
  private final Map<String, Layer> regimes;
  private final Map<String, Layer> strategies;
  private final List<OverridesReading.Rule> rules;

  private Overrides(@Nullable Schema schema, OverridesReading read, Layer base) {
    this.schema = schema;
    this.base = base;
    this.regimes = read.named("regimes");
    this.strategies = read.named("strategies");
    this.rules = List.copyOf(read.rules());
  }

  /**
   * Lays these over each other.
   *
   * @param layers the first is what may be overridden
   * @throws RefusedConfigException if one overrides what does not exist or is of another form; with every such problem
   */
  public static Merged merge(List<Layer> layers) {
    return merge(layers, null);
  }

  /** As {@link #merge(List)}, and what the schema knows may be overridden although the first layer leaves it out. */
  public static Merged merge(List<Layer> layers, @Nullable Schema schema) {
    Layer base = layers.get(0);
    Layering layering = new Layering(base, schema);
    layers.stream().skip(1).forEach(layering::lay);
    if (!layering.problems().isEmpty()) {
      throw new RefusedConfigException(layering.problems());
    }
    return layering.merged(base.document().file(), base.document().notices());
  }

  /** As {@link #of(Document, Schema)}, where every parameter must be in {@code parameters}. */
  public static Overrides of(Document document) {
    return of(document, null);
  }

  /**
   * Reads all that a file overrides, and checks every override, whether it applies now or not.
   *
   * @param parameters the schema of the section {@code parameters}: what it knows may be overridden though the section leaves it out
   * @throws RefusedConfigException with every problem: a section that is missing, an unknown target, regime or strategy, a name given twice
   */
  public static Overrides of(Document document, @Nullable Schema parameters) {
    OverridesReading read = new OverridesReading(document);
    Layer base = read.base();
    Set<Problem> problems = new LinkedHashSet<>(read.problems());
    if (base != null) {
      for (Layer layer : read.layers()) {
        Layering layering = new Layering(base, parameters);
        layering.lay(layer);
        problems.addAll(layering.problems());
      }
    }
    if (base == null || !problems.isEmpty()) {
      throw new RefusedConfigException(List.copyOf(problems));
    }
    return new Overrides(parameters, read, base);
  }

  public Set<String> regimes() {
    return regimes.keySet();
  }

  public Set<String> strategies() {
    return strategies.keySet();
  }

  /**
   * The parameters that hold now.
   *
   * @param regime null when none is active
   * @param strategy null for what holds without one
   * @throws IllegalArgumentException if the file has no such regime or strategy
   */
  public Merged inForce(@Nullable String regime, @Nullable String strategy) {
    List<Layer> layers = new ArrayList<>();
    layers.add(base);
    if (regime != null) {
      layers.add(known(regimes, regime, "regime"));
    }
    if (strategy != null) {
      layers.add(known(strategies, strategy, "strategy"));
    }
    for (OverridesReading.Rule rule : rules) {
      if (applies(rule.regime(), regime) && applies(rule.strategy(), strategy)) {
        layers.add(rule.layer());
      }
    }
    return merge(layers, schema);
  }

  private static boolean applies(Optional<String> wanted, @Nullable String active) {
    return wanted.isEmpty() || active != null && Keys.fold(wanted.get()).equals(Keys.fold(active));
  }

  private static Layer known(Map<String, Layer> layers, String name, String what) {
    for (Map.Entry<String, Layer> entry : layers.entrySet()) {
      if (Keys.fold(entry.getKey()).equals(Keys.fold(name))) {
        return entry.getValue();
      }
    }
    throw new IllegalArgumentException(
        "there is no " + what + " named " + name + "; there are " + String.join(", ", layers.keySet()));
  }
}
