package dev.binnacle.server;

import dev.binnacle.config.Author;
import dev.binnacle.config.ConfigException;
import dev.binnacle.config.Document;
import dev.binnacle.config.Edit;
import dev.binnacle.config.LiveConfig;
import dev.binnacle.config.Node;
import dev.binnacle.config.Outcome;
import dev.binnacle.config.Proposal;
import dev.binnacle.config.RefusedConfigException;
import dev.binnacle.config.Snapshot;
import dev.binnacle.config.Source;
import dev.binnacle.engine.rules.Rule;
import dev.binnacle.model.Problem;
import dev.binnacle.model.RuleName;
import dev.binnacle.web.api.Rules.Saved;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes rules into the settings file that a server follows, in the place of the rule that has the name or behind the others. Comments and
 * order stay; where the file cannot be edited so, nothing is written.
 *
 * <p><b>Threads:</b> thread-safe; waits for the disk.
 */
final class RuleEdit {
  private static final Duration IN_FORCE = Duration.ofSeconds(10);
  private static final String RULES = "rules";

  private final SettingsWatch watch;

  RuleEdit(SettingsWatch watch) {
    this.watch = watch;
  }

  /** @param hash of the rule that this was made from; null for a new one */
  Saved save(RuleName name, String yaml, @Nullable String hash, String operator) {
    LiveConfig<Settings> live = watch.live();
    if (live == null) {
      return new Saved.Refused(watch.name() + " cannot be followed now: " + watch.state().reason());
    }
    Snapshot<Settings> base = live.snapshot();
    if (RuleDraft.read(yaml, base.config().alerting().channelNames()) instanceof RuleDraft.Broken(List<Problem> problems)) {
      return new Saved.Broken(problems);
    }
    Node.Section rule;
    try {
      rule = section(yaml);
    } catch (ConfigException e) {
      return new Saved.Broken(e.problems().stream().map(problem -> problem(problem, "")).toList());
    }
    if (!new Node.Text(name.value()).equals(rule.entries().get("name"))) {
      return RuleAnswers.saveBroken(
          "/name", "same-name", "the name must stay " + name + "; write a rule under another name as a new one");
    }
    Optional<Saved> outdated = outdated(base.config(), name, hash);
    return outdated.orElseGet(() -> submit(live, base, name, rule, operator));
  }

  private static Optional<Saved> outdated(Settings settings, RuleName name, @Nullable String hash) {
    Optional<Rule> present =
        settings.alerting().engine().rules().stream().filter(rule -> rule.name().equals(name)).findFirst();
    if (present.isEmpty()) {
      return hash == null
          ? Optional.empty()
          : Optional.of(new Saved.Outdated("the rule " + name + " is gone; somebody has taken it out"));
    }
    if (hash == null) {
      return Optional.of(new Saved.Outdated("there is a rule " + name + " already; look at it, and change that one"));
    }
    return present.get().hash().equals(hash)
        ? Optional.empty()
        : Optional.of(new Saved.Outdated("somebody has changed the rule " + name + " since; look at it again"));
  }

  /** The rule as the file's own format has it. */
  private static Node.Section section(String yaml) {
    boolean isItem = yaml.stripLeading().startsWith("-");
    String text = isItem ? RULES + ":\n" + yaml : yaml;
    Node.Section root = Document.read(Path.of("rule.yaml"), text.getBytes(StandardCharsets.UTF_8)).root();
    return isItem && root.entries().get(RULES) instanceof Node.Items items
        && items.items().getFirst() instanceof Node.Section item
            ? item
            : root;
  }

  private Saved submit(
      LiveConfig<Settings> live, Snapshot<Settings> base, RuleName name, Node.Section rule, String operator) {
    Edit edit = edit(base.document().root(), name, rule);
    Author author = new Author(operator, Source.DASHBOARD, true);
    Outcome outcome;
    try {
      outcome = live.submit(Proposal.edits(base.version(), List.of(edit), author, "the rule " + name + " is written"));
    } catch (RefusedConfigException e) {
      return new Saved.Refused(byHand(e.problems()));
    }
    return switch (outcome) {
      case Outcome.Accepted accepted ->
          watch.awaitTaken(accepted.version(), IN_FORCE)
              ? new Saved.Done()
              : new Saved.Refused("it stands in " + watch.name() + " and is not in force yet; see the system's page");
      case Outcome.Unchanged unchanged -> new Saved.Done();
      case Outcome.Conflict conflict -> new Saved.Outdated(watch.name() + " has changed meanwhile; look at the rule again");
      case Outcome.Refused(List<dev.binnacle.config.Problem> problems) ->
          problems.stream().anyMatch(problem -> problem.rule().equals("edit") || problem.rule().equals("anchor"))
              ? new Saved.Refused(byHand(problems))
              : new Saved.Broken(problems.stream().map(problem -> problem(problem, edit.pointer())).toList());
      case Outcome.Deferred deferred -> new Saved.Refused("it waits: " + deferred.pending().reason());
      case Outcome.Trying trying -> new Saved.Refused("another change of " + watch.name() + " is being tried out");
    };
  }

  private String byHand(List<dev.binnacle.config.Problem> problems) {
    return watch.name() + " cannot be edited here: " + problems.getFirst().message() + "; paste the rule into it by hand";
  }

  private static Edit edit(Node.Section root, RuleName name, Node.Section rule) {
    if (!(root.entries().get(RULES) instanceof Node.Items items)) {
      return new Edit("/" + RULES, new Node.Items(List.of(rule)));
    }
    for (int i = 0; i < items.items().size(); i++) {
      if (items.items().get(i) instanceof Node.Section section
          && new Node.Text(name.value()).equals(section.entries().get("name"))) {
        return new Edit("/" + RULES + "/" + i, rule);
      }
    }
    return new Edit("/" + RULES + "/-", rule);
  }

  private static Problem problem(dev.binnacle.config.Problem problem, String around) {
    String pointer = problem.pointer();
    String within = !around.isEmpty() && pointer.startsWith(around) ? pointer.substring(around.length()) : pointer;
    return new Problem(within, problem.rule(), problem.message());
  }
}
