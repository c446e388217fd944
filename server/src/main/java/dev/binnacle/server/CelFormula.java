package dev.binnacle.server;

import dev.binnacle.engine.rules.Formula;
import dev.binnacle.model.Alert;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelVariableResolver;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A compiled expression. A figure that is not known leaves the answer open, unless the rest decides it: {@code true || unknown} is true.
 *
 * <p><b>Threads:</b> thread-safe.
 */
final class CelFormula implements Formula {
  private static final String UNKNOWN = "not known";

  private final String text;
  private final CelRuntime.Program program;
  private final Set<String> names;
  private final Set<String> reads;

  /** @param names of all figures, with {@code bot.} and {@code fleet.} */
  CelFormula(String text, CelRuntime.Program program, Set<String> names) {
    this.text = text;
    this.program = program;
    this.names = Set.copyOf(names);
    this.reads =
        names.stream()
            .filter(name -> name.startsWith(Formulas.BOT))
            .map(name -> name.substring(Formulas.BOT.length()))
            .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether it must be asked of each bot, rather than of the fleet. */
  boolean isOfBot() {
    return names.stream().anyMatch(name -> name.startsWith(Formulas.BOT));
  }

  @Override
  public Set<String> reads() {
    return reads;
  }

  @Override
  public Verdict test(View view) {
    Lookup lookup = new Lookup(view);
    try {
      Object answer = program.eval(lookup);
      return answer instanceof Boolean holds
          ? holds ? lookup.holds() : new Verdict.Fails()
          : new Verdict.Unknown(lookup.missing());
    } catch (CelEvaluationException e) {
      return new Verdict.Unknown("cannot be computed: " + Cel.reason(e));
    }
  }

  /** What was asked for and found, in order. */
  private final class Lookup implements CelVariableResolver {
    private final View view;
    private final Map<String, Object> seen = new LinkedHashMap<>();
    private @Nullable Double first;

    Lookup(View view) {
      this.view = view;
    }

    @Override
    public Optional<Object> find(String name) {
      Object value = value(name);
      seen.put(name, value == null ? UNKNOWN : value);
      if (first == null && value instanceof Double number) {
        first = number;
      }
      return Optional.ofNullable(value);
    }

    private @Nullable Object value(String name) {
      Figures figures = name.startsWith(Formulas.FLEET) ? view.fleet() : view.bot();
      if (figures == null) {
        return null;
      }
      String figure = name.substring(name.indexOf('.') + 1);
      return switch (figure) {
        case "name" -> figures.name();
        case "group" -> figures.group() == null ? "" : figures.group();
        default -> Formulas.isWord(name) ? figures.word(figure) : figures.number(figure);
      };
    }

    Verdict holds() {
      String reason =
          text + ": "
              + seen.entrySet().stream()
                  .map(entry -> entry.getKey() + " is " + shown(entry.getValue()))
                  .collect(Collectors.joining(", "));
      return new Verdict.Holds(
          reason.length() <= Alert.LONGEST_REASON ? reason : reason.substring(0, Alert.LONGEST_REASON - 1) + "…", first);
    }

    String missing() {
      return seen.entrySet().stream()
          .filter(entry -> entry.getValue().equals(UNKNOWN))
          .map(entry -> entry.getKey() + " is " + UNKNOWN)
          .collect(Collectors.joining(", "));
    }
  }

  private static String shown(Object value) {
    return value instanceof Double number && number == Math.rint(number) && Math.abs(number) < 1e15
        ? String.valueOf(number.longValue())
        : String.valueOf(value);
  }
}
