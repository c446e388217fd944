package dev.binnacle.server;

import dev.binnacle.engine.rules.Rule;
import dev.binnacle.model.ChannelName;
import dev.binnacle.model.Problem;
import java.util.List;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** One rule that somebody writes apart from a settings file, read as it would be in one. */
sealed interface RuleDraft {
  /** How messages name the text, where a file's name would be. */
  String PLACE = "the rule";

  /** It can be used. {@code rule} is none when it is switched off. */
  record Usable(RuleSection.Written written) implements RuleDraft {}

  /** It cannot. Pointers are into the rule. */
  record Broken(List<Problem> problems) implements RuleDraft {
    public Broken {
      problems = List.copyOf(problems);
    }

    static Broken of(String pointer, String rule, String message) {
      return new Broken(List.of(new Problem(pointer, rule, message)));
    }
  }

  /**
   * Reads {@code name: …} and what follows, or the same behind the dash of a list's item.
   *
   * @param channels that rules may name
   */
  static RuleDraft read(String yaml, Set<ChannelName> channels) {
    SettingsReading reading = new SettingsReading(PLACE, name -> null);
    Node node;
    try {
      node = SettingsFile.compose(yaml, PLACE);
    } catch (SettingsException e) {
      return Broken.of("", "yaml", String.join("; ", e.problems()));
    }
    if (node instanceof SequenceNode sequence) {
      if (sequence.getValue().size() != 1) {
        return Broken.of("", "one-rule", "write one rule at a time, here were " + sequence.getValue().size());
      }
      node = sequence.getValue().getFirst();
    }
    SettingsSection section = new SettingsSection("", node, reading);
    RuleSection.Written written = RuleSection.read(section);
    Rule rule = written == null ? null : written.rule();
    if (rule != null) {
      RuleBook.checkChannels(section, rule, channels);
    }
    if (!reading.findings().isEmpty()) {
      return new Broken(reading.findings().stream().map(RuleDraft::problem).toList());
    }
    return written == null
        ? Broken.of("", "rule", "this is no rule; write name, what to look for, and level")
        : new Usable(written);
  }

  private static Problem problem(SettingsReading.Finding finding) {
    String place = finding.place();
    String pointer = place.equals("the file") ? "" : "/" + place.replace(".", "/").replace("[", "/").replace("]", "");
    return new Problem(pointer, "rule", (pointer.isEmpty() ? "the rule" : place) + " " + finding.what());
  }
}
