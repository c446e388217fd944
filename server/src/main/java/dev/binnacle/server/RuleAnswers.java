package dev.binnacle.server;

import dev.binnacle.model.Problem;
import dev.binnacle.web.api.Rules.Previewed;
import dev.binnacle.web.api.Rules.Saved;
import java.util.List;

/** Answers about rules that say what is wrong. */
final class RuleAnswers {
  private RuleAnswers() {}

  static Previewed previewBroken(String pointer, String rule, String message) {
    return new Previewed.Broken(List.of(new Problem(pointer, rule, message)));
  }

  static Saved saveBroken(String pointer, String rule, String message) {
    return new Saved.Broken(List.of(new Problem(pointer, rule, message)));
  }
}
