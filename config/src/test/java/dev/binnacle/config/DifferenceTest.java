package dev.binnacle.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DifferenceTest {
  private static String between(String before, String after) {
    return Difference.between(Trees.tree(before.replace('\'', '"')), Trees.tree(after.replace('\'', '"'))).stream()
        .map(
            change -> change.pointer() + " " + SchemaFindings.show(change.before()) + " → " + SchemaFindings.show(change.after()))
        .collect(Collectors.joining("; "));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', nullValues = "none", value = {
    "{'a': 8} | {'a': 10} | /a 8 → 10",
    "{'a': 8} | {'a': 8.0} | none",
    "{'a': {'b': 1, 'c': 2}} | {'a': {'c': 2, 'b': 1}} | none",
    "{'a': '8'} | {'a': 8} | /a \"8\" → 8",
    "{'a': {'b': 1, 'c': 2}} | {'a': {'b': 1, 'c': 3}} | /a/c 2 → 3",
    "{'a/b': {'c~d': 1}} | {'a/b': {'c~d': 2}} | /a~1b/c~0d 1 → 2",
    "{} | {'a': {'b': {'c': 1, 'd': 2}}} | /a/b/c missing → 1; /a/b/d missing → 2",
    "{'a': {'b': 1}} | {} | /a/b 1 → missing",
    "{'a': {'b': 1}} | {'a': {}} | /a/b 1 → missing; /a missing → a section",
    "{'a': {}} | {'a': {'b': 1}} | /a a section → missing; /a/b missing → 1",
    "{} | {'a': {}} | /a missing → a section",
    "{'a': null} | {} | /a nothing → missing",
    "{'a': 1} | {'a': {'b': 1}} | /a 1 → a section",
    "{'a': ['x']} | {'a': ['x', 'y']} | /a a list of 1 → a list of 2",
    "{'a': ['x', 'y']} | {'a': ['y', 'x']} | /a a list of 2 → a list of 2",
    "{'a': [1, 2.0]} | {'a': [1.0, 2]} | none",
    "{'a': [{'b': 1}, {'b': 2}]} | {'a': [{'b': 1}, {'b': 3}]} | /a/1/b 2 → 3",
    "{'a': [{'b': 1}]} | {'a': [{'b': 1}, {'b': 3}]} | /a a list of 1 → a list of 2"})
  void whatDiffersIsToldValueByValue(String before, String after, @Nullable String changes) {
    assertThat(between(before, after)).isEqualTo(changes == null ? "" : changes);
  }

  @Test
  void changesComeInTheOrderOfTheNewFileAndWhatIsGoneComesLast() {
    assertThat(between("{'gone': 1, 'a': 1, 'b': 1}", "{'b': 2, 'new': 1, 'a': 2}"))
        .isEqualTo("/b 1 → 2; /new missing → 1; /a 1 → 2; /gone 1 → missing");
  }

  @Property(tries = 500)
  void theDifferenceAppliedToTheOneGivesTheOther(@ForAll("sections") Node.Section before,
      @ForAll("sections") Node.Section after) {
    Node applied = apply(before, Difference.between(before, after));

    assertThat(Difference.isSame(applied, after)).isTrue();
  }

  @Property(tries = 200)
  void nothingDiffersFromItself(@ForAll("sections") Node.Section section) {
    assertThat(Difference.between(section, section)).isEmpty();
  }

  /** Takes away, with the sections that are emptied by it, and then sets: what the Javadoc says, written down once more. */
  private static Node apply(Node.Section before, List<Change> changes) {
    Node root = before;
    for (Change change : changes) {
      root = change.after() == null
          ? Objects.requireNonNullElse(set(root, Pointers.tokens(change.pointer()), null), Node.Section.EMPTY)
          : root;
    }
    for (Change change : changes) {
      root = change.after() == null ? root : Objects.requireNonNull(set(root, Pointers.tokens(change.pointer()), change.after()));
    }
    return root;
  }

  private static @Nullable Node set(@Nullable Node node, List<String> tokens, @Nullable Node value) {
    if (tokens.isEmpty()) {
      return value;
    }
    List<String> rest = tokens.subList(1, tokens.size());
    if (node instanceof Node.Items list) {
      List<Node> items = new ArrayList<>(list.items());
      int index = Integer.parseInt(tokens.get(0));
      items.set(index, Objects.requireNonNullElse(set(items.get(index), rest, value), Node.Section.EMPTY));
      return new Node.Items(items);
    }
    Map<String, Node> entries = new LinkedHashMap<>(node instanceof Node.Section section ? section.entries() : Map.of());
    Node changed = set(entries.get(tokens.get(0)), rest, value);
    if (changed == null) {
      entries.remove(tokens.get(0));
    } else {
      entries.put(tokens.get(0), changed);
    }
    return entries.isEmpty() ? null : new Node.Section(entries);
  }

  @Provide
  Arbitrary<Node.Section> sections() {
    return Arbitraries.randomValue(random -> Trees.section(random, 3));
  }
}
