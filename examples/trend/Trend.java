package trend;

import dev.binnacle.config.Binding;
import dev.binnacle.config.Document;
import dev.binnacle.config.Merged;
import dev.binnacle.config.Overrides;
import dev.binnacle.config.Problem;
import dev.binnacle.config.RefusedConfigException;
import dev.binnacle.config.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A version of the file with the parameters of every strategy in every regime worked out: a wrong one is refused when the file is saved,
 * and not when the regime comes.
 */
public final class Trend {
  /** Of the whole file. */
  public static final Schema SCHEMA = Schema.of(TrendFile.class);

  private static final Schema PARAMETERS = Schema.of(Parameters.class);
  private static final Binding<TrendFile> FILE = Binding.record(TrendFile.class);
  private static final Binding<Parameters> BINDING = Binding.record(Parameters.class);

  private record Case(String regime, String strategy) {}

  private final TrendFile file;
  private final Map<Case, Parameters> parameters;

  private Trend(TrendFile file, Map<Case, Parameters> parameters) {
    this.file = file;
    this.parameters = parameters;
  }

  /** For {@code LiveConfig}, together with {@link #SCHEMA}. */
  public static Trend read(Document document) {
    TrendFile file = FILE.bind(document);
    Overrides overrides = Overrides.of(document, PARAMETERS);
    Map<Case, Parameters> parameters = new LinkedHashMap<>();
    List<Problem> problems = new ArrayList<>();
    for (String regime : overrides.regimes()) {
      for (String strategy : overrides.strategies()) {
        Merged merged = overrides.inForce(regime, strategy);
        problems.addAll(PARAMETERS.check(merged.document()));
        if (problems.isEmpty()) {
          parameters.put(new Case(regime, strategy), BINDING.bind(merged.document()));
        }
      }
    }
    if (!problems.isEmpty()) {
      throw new RefusedConfigException(problems.stream().distinct().toList());
    }
    return new Trend(file, parameters);
  }

  /** The strategies that trade in a regime. */
  public List<String> strategiesIn(String regime) {
    return file.strategies().entrySet().stream()
        .filter(entry -> entry.getValue().enabled() && entry.getValue().regimes().contains(regime))
        .map(Map.Entry::getKey).toList();
  }

  public Set<String> regimes() {
    return file.regimes().keySet();
  }

  /** What the strategy reads while the regime lasts. */
  public Parameters inForce(String regime, String strategy) {
    return Objects.requireNonNull(parameters.get(new Case(regime, strategy)),
        () -> "no regime " + regime + " or no strategy " + strategy);
  }
}
