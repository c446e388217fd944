package dev.binnacle.e2e;

import dev.binnacle.testkit.FakeHook;
import dev.binnacle.testkit.FakeTelegram;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** What a channel was told of the faults that the rule {@code storm} finds, in the order in which it was told. */
record ToldFaults(List<Telling> tellings) {
  private static final Pattern WORD =
      Pattern.compile("(CRITICAL: storm on|storm, firing)|(Resolved: storm on|storm, resolved)|fault-(\\d+)");

  /** That a fault fires, or that it is over. */
  record What(int fault, boolean over) {}

  /** One message that told of it. */
  record Telling(What what, boolean possibleRepeat) {}

  static ToldFaults of(FakeHook hook) {
    List<Telling> tellings = new ArrayList<>();
    for (FakeHook.Taken taken : hook.taken()) {
      JsonNode body = Api.JSON.readTree(taken.body());
      boolean over = body.path("status").asString().equals("resolved");
      for (JsonNode alert : body.path("alerts")) {
        if (alert.path("rule").asString().equals("storm")) {
          int fault = Integer.parseInt(alert.path("part").asString().substring("fault-".length()));
          tellings.add(new Telling(new What(fault, over), taken.possibleRepeat()));
        }
      }
    }
    return new ToldFaults(tellings);
  }

  /** A digest's list may go on in the next message, which then does not say again what becomes of the alerts in it. */
  static ToldFaults of(FakeTelegram telegram) {
    List<Telling> tellings = new ArrayList<>();
    boolean over = false;
    for (FakeTelegram.Sent sent : telegram.sent()) {
      Set<What> named = new LinkedHashSet<>();
      Matcher word = WORD.matcher(sent.text());
      while (word.find()) {
        if (word.group(3) != null) {
          named.add(new What(Integer.parseInt(word.group(3)), over));
        } else {
          over = word.group(2) != null;
        }
      }
      boolean possibleRepeat = sent.text().contains("Possible repeat");
      named.forEach(what -> tellings.add(new Telling(what, possibleRepeat)));
    }
    return new ToldFaults(tellings);
  }

  /** What was told, each once. */
  Set<What> all() {
    Set<What> all = new LinkedHashSet<>();
    tellings.forEach(telling -> all.add(telling.what));
    return all;
  }

  /** What was told again without a word that it may be a repeat. */
  List<What> unmarkedRepeats() {
    Set<What> before = new LinkedHashSet<>();
    return tellings.stream().filter(telling -> !before.add(telling.what) && !telling.possibleRepeat).map(Telling::what).toList();
  }

  /** How many tellings were no news. */
  int repeats() {
    return tellings.size() - all().size();
  }

  /**
   * Faults whose end was news before their beginning was, or whose last word was not their end: a digest that tells of both is repeated as
   * a whole, and then ends as it did.
   */
  List<Integer> misleading() {
    Map<Integer, List<Boolean>> overs = new LinkedHashMap<>();
    tellings.forEach(telling -> overs.computeIfAbsent(telling.what.fault, each -> new ArrayList<>()).add(telling.what.over));
    return overs.entrySet().stream().filter(fault -> fault.getValue().getFirst() || !fault.getValue().getLast())
        .map(Map.Entry::getKey).toList();
  }

  /** Faults whose beginning was told after their end, be it again. */
  List<Integer> outOfOrder() {
    Map<Integer, Boolean> over = new LinkedHashMap<>();
    List<Integer> wrong = new ArrayList<>();
    for (Telling telling : tellings) {
      boolean before = over.getOrDefault(telling.what.fault, false);
      if (before && !telling.what.over) {
        wrong.add(telling.what.fault);
      }
      over.put(telling.what.fault, before || telling.what.over);
    }
    return wrong;
  }
}
