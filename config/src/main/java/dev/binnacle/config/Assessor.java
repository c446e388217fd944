package dev.binnacle.config;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** From bytes to a typed configuration that keeps every rule: text, schema, types, the program's own checks, how far a value may move. */
final class Assessor<C> {
  private final String file;
  private final SourceFormat format;
  private final Schema schema;
  private final Binding<C> binding;
  private final List<Check<C>> checks;

  Assessor(String file, SourceFormat format, Schema schema, Binding<C> binding, List<Check<C>> checks) {
    this.file = file;
    this.format = format;
    this.schema = schema;
    this.binding = binding;
    this.checks = List.copyOf(checks);
  }

  /**
   * @param before the version in force; null when there is none
   * @throws RefusedConfigException with all problems of the first stage that has any
   */
  Good<C> assess(byte[] content, @Nullable Snapshot<C> before) {
    try {
      return assessed(content, before);
    } catch (RefusedConfigException e) {
      throw e;
    } catch (RuntimeException | StackOverflowError e) {
      // What a rule, a constructor or a parser throws must never stop the writer.
      throw new RefusedConfigException(List.of(problem("not-readable", "it could not be examined: " + e, "")));
    }
  }

  private Good<C> assessed(byte[] content, @Nullable Snapshot<C> before) {
    String text = new String(content, StandardCharsets.UTF_8);
    if (text.isBlank()) {
      throw new RefusedConfigException(
          List.of(problem("empty", "the file is empty", "write the configuration, or undo the save")));
    }
    Document document = format.parse(file, content);
    refuseIfAny(schema.check(document));
    C config = binding.bind(document, text);
    List<Change> changes = before == null ? List.of() : Difference.between(before.document().root(), document.root());
    refuseIfAny(before == null ? List.of() : schema.checkChanges(document, changes));
    Good<C> good = new Good<>(content, Hashes.of(content), document, config, before == null ? null : before.config(), changes,
        strictest(changes));
    refuseIfAny(askChecks(good.candidate()));
    return good;
  }

  private List<Problem> askChecks(Candidate<C> candidate) {
    List<Problem> problems = new ArrayList<>();
    for (Check<C> check : checks) {
      try {
        problems.addAll(check.check(candidate));
      } catch (RuntimeException e) {
        problems.add(problem("check-failed", "a check of the program failed: " + e, ""));
      }
    }
    return problems;
  }

  ApplyMode strictest(List<Change> changes) {
    return schema.strictest(changes);
  }

  Problem problem(String rule, String message, String remedy) {
    return new Problem(file, null, "", rule, message, remedy);
  }

  SourceFormat format() {
    return format;
  }

  private static void refuseIfAny(List<Problem> problems) {
    if (!problems.isEmpty()) {
      throw new RefusedConfigException(problems);
    }
  }
}
