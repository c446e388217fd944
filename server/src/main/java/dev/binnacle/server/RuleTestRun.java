package dev.binnacle.server;

import dev.binnacle.engine.EngineSettings;
import dev.binnacle.engine.RuleTrial;
import dev.binnacle.engine.alerts.AlertsSnapshot;
import dev.binnacle.model.Alert;
import dev.binnacle.model.AlertState;
import dev.binnacle.model.Fact;
import dev.binnacle.model.Level;
import dev.binnacle.model.Notice;
import dev.binnacle.server.RuleTests.Difference;
import dev.binnacle.server.RuleTests.Tested;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Runs one test of rules. <b>Threads:</b> confined to one thread. */
final class RuleTestRun {
  private final RuleTest test;
  private final RuleTrial trial;
  private final List<Notice> told = new ArrayList<>();
  private final List<Difference> differences = new ArrayList<>();

  RuleTestRun(RuleTest test, Settings settings) {
    this.test = test;
    this.trial =
        new RuleTrial(new EngineSettings(EngineBoot.fleet(settings), settings.alerting().engine().withRules(test.rules())));
  }

  Tested run() {
    take(trial.pass(test.start()));
    int next = 0;
    for (RuleTest.Look look : test.looks()) {
      next = tell(next, look.at());
      look(look);
    }
    tell(next, test.end());
    List<RuleTest.Told> notices = test.notices();
    if (notices != null) {
      compare(notices);
    }
    differences.sort(Comparator.comparing(Difference::at));
    return new Tested(test.name(), test.line(), differences);
  }

  /** What happens up to and at this time. @return the step that comes next */
  private int tell(int from, Duration until) {
    int next = from;
    while (next < test.steps().size() && test.steps().get(next).at().compareTo(until) <= 0) {
      RuleTest.Step step = test.steps().get(next++);
      take(trial.apply(test.start().plus(step.at()), step.input()));
    }
    take(trial.pass(test.start().plus(until)));
    return next;
  }

  private void take(List<Fact.OfAlerts> facts) {
    for (Fact.OfAlerts fact : facts) {
      if (fact instanceof Fact.NoticeIssued(Instant _, Notice notice)) {
        told.add(notice);
      }
    }
  }

  private void look(RuleTest.Look look) {
    AlertsSnapshot now = trial.snapshot(test.start().plus(look.at()));
    List<Alert> unexpected = new ArrayList<>(now.alerts());
    for (RuleTest.Expected expected : look.alerts()) {
      List<Alert> among = expected.state().isOver() ? now.recent() : now.alerts();
      Optional<Alert> found = among.stream().filter(alert -> isOf(alert, expected)).findFirst();
      found.ifPresent(unexpected::remove);
      String but =
          found.isPresent() ? difference(found.get(), expected) : "there is none" + lastReason(now, expected);
      if (but != null) {
        differences.add(new Difference(expected.line(), look.at(), "expected " + told(expected) + "; " + but));
      }
    }
    unexpected.forEach(alert -> differences.add(new Difference(
        look.line(), look.at(), alert.rule() + " of " + alert.subject() + " is " + word(alert.state())
            + ", which was not expected: " + alert.reason())));
  }

  private static boolean isOf(Alert alert, RuleTest.Expected expected) {
    return alert.rule().equals(expected.rule())
        && Objects.equals(alert.subject().bot(), expected.bot())
        && (expected.part() == null || expected.part().equals(alert.subject().part()));
  }

  private static @Nullable String difference(Alert alert, RuleTest.Expected expected) {
    if (alert.state() != expected.state()) {
      return "it is " + word(alert.state()) + ": " + alert.reason();
    }
    if (expected.level() != null && alert.level() != expected.level()) {
      return "its level is " + word(alert.level());
    }
    if (expected.value() != null && !expected.value().equals(alert.value())) {
      return "its value is " + alert.value();
    }
    return null;
  }

  private static String lastReason(AlertsSnapshot now, RuleTest.Expected expected) {
    return now.rules().stream()
        .filter(view -> view.rule().name().equals(expected.rule()))
        .map(view -> view.matchesNothing() != null ? view.matchesNothing() : view.lastReason())
        .filter(reason -> reason != null)
        .findFirst()
        .map(reason -> ": " + reason)
        .orElse("");
  }

  private static String told(RuleTest.Expected expected) {
    return expected.rule() + " of " + (expected.bot() == null ? "the fleet" : expected.bot().value())
        + (expected.part() == null ? "" : "/" + expected.part()) + " to be " + word(expected.state())
        + (expected.level() == null ? "" : ", " + word(expected.level()))
        + (expected.value() == null ? "" : ", at " + expected.value());
  }

  private void compare(List<RuleTest.Told> notices) {
    List<Notice> unexpected = new ArrayList<>(told);
    for (RuleTest.Told expected : notices) {
      Optional<Notice> found = unexpected.stream().filter(notice -> isThat(notice, expected)).findFirst();
      if (found.isPresent()) {
        unexpected.remove(found.get());
      } else {
        differences.add(new Difference(
            expected.line(), expected.from(), "expected people to be told: " + told(expected) + "; they were not"));
      }
    }
    unexpected.forEach(notice -> differences.add(new Difference(
        test.line(), since(notice), "people are told " + told(notice) + ", which was not expected")));
  }

  private boolean isThat(Notice notice, RuleTest.Told expected) {
    Duration at = since(notice);
    return at.compareTo(expected.from()) >= 0
        && at.compareTo(expected.to()) <= 0
        && notice.kind() == expected.kind()
        && (expected.level() == null || notice.level() == expected.level())
        && notice.alerts().stream().anyMatch(alert -> (expected.rule() == null || alert.rule().equals(expected.rule()))
            && (expected.bot() == null || expected.bot().equals(alert.subject().bot())));
  }

  private Duration since(Notice notice) {
    return Duration.between(test.start(), notice.at());
  }

  private static String told(RuleTest.Told expected) {
    return word(expected.kind()) + (expected.rule() == null ? "" : ", " + expected.rule())
        + (expected.bot() == null ? "" : " of " + expected.bot())
        + (expected.level() == null ? "" : ", " + word(expected.level()))
        + (expected.from().equals(expected.to())
            ? ""
            : ", from " + RuleTests.shown(expected.from()) + " to " + RuleTests.shown(expected.to()));
  }

  private static String told(Notice notice) {
    return word(notice.kind()) + ", " + notice.alerts().stream()
        .limit(5)
        .map(alert -> alert.rule() + " of " + alert.subject())
        .collect(Collectors.joining(", ")) + ", " + word(notice.level());
  }

  private static String word(Level level) {
    return level.name().toLowerCase(Locale.ROOT);
  }

  private static String word(AlertState state) {
    return state.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String word(Notice.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
