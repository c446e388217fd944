package dev.binnacle.server;

import dev.binnacle.config.Candidate;
import dev.binnacle.config.Check;
import dev.binnacle.config.Node;
import dev.binnacle.config.Position;
import dev.binnacle.config.Problem;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Rules of the settings over a configuration, in CEL (cel.dev). Each top-level key is a variable, {@code config} is all of it, and
 * {@code before} the one in force; a rule with {@code before} is passed over where there is none. Numbers are doubles: literals with a
 * point where one computes with them.
 *
 * <p>Compiled when they are first needed, for the keys that the configuration has. Loops are bounded.
 *
 * <p><b>Threads:</b> one thread at a time, the configuration's writer.
 */
final class CelRules implements Check<Node.Section> {
  private static final String BEFORE = "before";
  private static final String CONFIG = "config";
  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern USES_BEFORE = Pattern.compile("\\bbefore\\b");

  private final List<Settings.Rule> rules;
  private final String settingsFile;
  private @Nullable Set<String> names;
  private List<Compiled> compiled = List.of();

  /** @param program null when the rule is not valid, for the reason in {@code problem} */
  private record Compiled(Settings.Rule rule, CelRuntime.@Nullable Program program, @Nullable Problem problem) {}

  /** @param settingsFile its name, as messages show it */
  CelRules(List<Settings.Rule> rules, String settingsFile) {
    this.rules = List.copyOf(rules);
    this.settingsFile = settingsFile;
  }

  @Override
  public List<Problem> check(Candidate<Node.Section> candidate) {
    Map<String, Object> now = section(candidate.config());
    Node.Section inForce = candidate.before();
    Map<String, Object> variables = new HashMap<>();
    now.forEach(
        (key, value) -> {
          if (isVariable(key)) {
            variables.put(key, value);
          }
        });
    compileFor(new TreeSet<>(variables.keySet()));
    variables.put(CONFIG, now);
    variables.put(BEFORE, inForce == null ? Map.of() : section(inForce));
    List<Problem> problems = new ArrayList<>();
    for (Compiled rule : compiled) {
      if (inForce != null || !USES_BEFORE.matcher(rule.rule.assertion()).find()) {
        Problem problem = evaluate(rule, variables, candidate.document().file());
        if (problem != null) {
          problems.add(problem);
        }
      }
    }
    return problems;
  }

  private static boolean isVariable(String key) {
    return IDENTIFIER.matcher(key).matches() && !key.equals(BEFORE) && !key.equals(CONFIG);
  }

  private void compileFor(Set<String> variables) {
    if (variables.equals(names)) {
      return;
    }
    CelCompilerBuilder builder = Cel.compiler().setStandardMacros(CelStandardMacro.STANDARD_MACROS);
    variables.forEach(name -> builder.addVar(name, SimpleType.DYN));
    CelCompiler compiler = builder.addVar(CONFIG, SimpleType.DYN).addVar(BEFORE, SimpleType.DYN).build();
    CelRuntime runtime = Cel.runtime();
    compiled = rules.stream().map(rule -> compile(rule, compiler, runtime)).toList();
    names = variables;
  }

  private Compiled compile(Settings.Rule rule, CelCompiler compiler, CelRuntime runtime) {
    try {
      return new Compiled(rule, runtime.createProgram(compiler.compile(rule.assertion()).getAst()), null);
    } catch (CelValidationException | CelEvaluationException e) {
      String why = Cel.reason(e);
      return new Compiled(
          rule, null,
          new Problem(
              settingsFile, new Position(rule.line(), 1), "", "rule", "the rule " + rule.assertion() + " cannot be used: " + why,
              "mend the rule, or take it out"));
    }
  }

  private @Nullable Problem evaluate(Compiled rule, Map<String, Object> variables, String file) {
    CelRuntime.Program program = rule.program;
    if (program == null) {
      return rule.problem;
    }
    try {
      Object verdict = program.eval(variables);
      if (verdict instanceof Boolean holds) {
        return holds
            ? null
            : new Problem(file, null, "", "rule", rule.rule.message(), "it must hold that " + rule.rule.assertion());
      }
      return unusable(rule.rule, "is neither true nor false but " + verdict);
    } catch (CelEvaluationException e) {
      return unusable(rule.rule, "cannot be computed: " + e.getMessage());
    }
  }

  private Problem unusable(Settings.Rule rule, String why) {
    return new Problem(
        settingsFile, new Position(rule.line(), 1), "", "rule", "the rule " + rule.assertion() + " " + why,
        "compute with numbers that have a point, such as 2.0, and ask with has(config.key) for what may be missing");
  }

  private static Map<String, Object> section(Node.Section section) {
    Map<String, Object> values = new HashMap<>();
    section.entries().forEach(
        (key, node) -> {
          Object value = value(node);
          if (value != null) {
            values.put(key, value);
          }
        });
    return values;
  }

  private static @Nullable Object value(Node node) {
    return switch (node) {
      case Node.Text(String text) -> text;
      case Node.Numeral(BigDecimal number) -> number.doubleValue();
      case Node.Flag(boolean flag) -> flag;
      case Node.Nothing nothing -> null;
      case Node.Items items -> {
        List<Object> list = new ArrayList<>();
        for (Node item : items.items()) {
          Object value = value(item);
          if (value != null) {
            list.add(value);
          }
        }
        yield list;
      }
      case Node.Section section -> section(section);
    };
  }
}
