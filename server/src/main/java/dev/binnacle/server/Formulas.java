package dev.binnacle.server;

import dev.binnacle.engine.rules.Derived;
import dev.binnacle.model.MetricName;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelValidationException;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Compiles the conditions that people write as {@code when}, in CEL (cel.dev), over {@code bot.…} and {@code fleet.…}. A figure of a bot is
 * what it sends by that name or what the fleet derives, and is a number unless its name says a word: {@code status}, {@code name}, {@code
 * group}, and what ends in {@code _status}, {@code _state}, {@code _health} or {@code _mode}.
 *
 * <p>There are no loops, so that the time for an answer follows from the length of the text, which is bounded.
 *
 * <p><b>Threads:</b> thread-safe. Takes milliseconds: never on the engine's thread.
 */
final class Formulas {
  static final String BOT = "bot.";
  static final String FLEET = "fleet.";
  private static final Set<String> WORDS = Set.of("status", "name", "group");
  private static final List<String> WORD_ENDINGS = List.of("_status", "_state", "_health", "_mode");
  private static final Set<String> OF_FLEET =
      Arrays.stream(Derived.values())
          .filter(Derived::isOfFleet)
          .map(derived -> derived.metric().value())
          .collect(Collectors.toCollection(TreeSet::new));

  private Formulas() {}

  /** The expression cannot be used, for this reason. */
  static final class FormulaException extends Exception {
    private static final long serialVersionUID = 1L;

    FormulaException(String reason) {
      super(reason);
    }
  }

  /** @throws FormulaException if it cannot be used */
  static CelFormula compile(String text) throws FormulaException {
    try {
      CelAbstractSyntaxTree parsed = Cel.compiler().build().parse(text).getAst();
      Set<String> names = names(parsed);
      checkFleet(names);
      CelCompilerBuilder typed = Cel.compiler().setResultType(SimpleType.BOOL);
      names.forEach(name -> typed.addVar(name, isWord(name) ? SimpleType.STRING : SimpleType.DOUBLE));
      CelRuntime.Program program = Cel.runtime().createProgram(typed.build().compile(text).getAst());
      if (names.isEmpty()) {
        throw new FormulaException("looks at nothing: name a figure, such as bot.daily_pnl or fleet.equity");
      }
      return new CelFormula(text, program, names);
    } catch (CelValidationException | CelEvaluationException e) {
      throw new FormulaException(told(Cel.reason(e)));
    }
  }

  private static String told(String reason) {
    if (reason.contains("(double, int)") || reason.contains("(int, double)")) {
      return reason + "; figures are numbers with a point: write 3.0 for 3";
    }
    return reason.contains("undeclared reference")
        ? reason + "; figures are written bot.daily_pnl and fleet.equity, and there are no loops"
        : reason;
  }

  private static void checkFleet(Set<String> names) throws FormulaException {
    List<String> unknown = new ArrayList<>(names);
    unknown.removeIf(name -> !name.startsWith(FLEET) || OF_FLEET.contains(name.substring(FLEET.length())));
    if (!unknown.isEmpty()) {
      throw new FormulaException(unknown.getFirst() + " is no figure of the fleet: those are " + String.join(", ", OF_FLEET));
    }
  }

  static boolean isWord(String name) {
    String figure = name.substring(name.indexOf('.') + 1);
    return WORDS.contains(figure) || WORD_ENDINGS.stream().anyMatch(figure::endsWith);
  }

  /** Every chain such as {@code bot.daily_pnl} or {@code bot.binance.latency_ms}, whole. */
  private static Set<String> names(CelAbstractSyntaxTree ast) throws FormulaException {
    Set<String> names = new TreeSet<>();
    List<CelExpr> chains =
        CelNavigableAst.fromAst(ast).getRoot().allNodes()
            .filter(node -> node.getKind() == CelExpr.ExprKind.Kind.SELECT)
            .filter(node -> node.parent().map(parent -> parent.getKind() != CelExpr.ExprKind.Kind.SELECT).orElse(true))
            .map(node -> (CelExpr) node.expr())
            .toList();
    for (CelExpr chain : chains) {
      String name = name(chain);
      if (name != null && (name.startsWith(BOT) || name.startsWith(FLEET))) {
        check(name);
        names.add(name);
      }
    }
    return names;
  }

  private static void check(String name) throws FormulaException {
    try {
      new MetricName(name.substring(name.indexOf('.') + 1));
    } catch (IllegalArgumentException e) {
      throw new FormulaException(name + " cannot be the name of a figure: " + e.getMessage());
    }
  }

  private static @Nullable String name(CelExpr expression) {
    return switch (expression.getKind()) {
      case IDENT -> expression.ident().name();
      case SELECT -> {
        String before = name(expression.select().operand());
        yield before == null ? null : before + "." + expression.select().field();
      }
      case NOT_SET, CONSTANT, CALL, LIST, STRUCT, MAP, COMPREHENSION -> null;
    };
  }
}
