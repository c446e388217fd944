package dev.binnacle.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the layers in a file. One use each, by one thread. */
final class OverridesReading {
  private static final String RULES = "overrides";

  /** An override whose condition is misspelt would always apply. */
  private static final Set<String> KEYS = Set.of("name", "regime", "strategy", "set", "description");

  record Rule(Optional<String> regime, Optional<String> strategy, Layer layer) {}

  private final Document document;
  private final List<Problem> problems = new ArrayList<>();
  private final @Nullable Layer base;
  private final Map<String, Map<String, Layer>> named = new HashMap<>();
  private final List<Rule> rules = new ArrayList<>();

  OverridesReading(Document document) {
    this.document = document;
    String parameters = pointer("", "parameters");
    boolean isThere = Pointers.at(document.root(), parameters) instanceof Node.Section;
    base = isThere ? new Layer("parameters", document, parameters) : null;
    if (!isThere) {
      add(parameters, "missing", "the section of parameters is missing", "add parameters: and in it all that may be overridden");
    }
    readNamed("regimes");
    readNamed("strategies");
    readRules();
  }

  List<Problem> problems() {
    return problems;
  }

  @Nullable Layer base() {
    return base;
  }

  Map<String, Layer> named(String group) {
    return named.getOrDefault(group, Map.of());
  }

  List<Rule> rules() {
    return rules;
  }

  List<Layer> layers() {
    List<Layer> layers = new ArrayList<>(named("regimes").values());
    layers.addAll(named("strategies").values());
    rules.forEach(rule -> layers.add(rule.layer()));
    return layers;
  }

  /** Of an entry as the file spells it. */
  private String pointer(String section, String key) {
    if (Pointers.at(document.root(), section) instanceof Node.Section entries) {
      for (String name : entries.entries().keySet()) {
        if (Keys.fold(name).equals(key)) {
          return Pointers.child(section, name);
        }
      }
    }
    return Pointers.child(section, key);
  }

  private void readNamed(String group) {
    Map<String, Layer> layers = new LinkedHashMap<>();
    named.put(group, layers);
    String pointer = pointer("", group);
    Node node = Pointers.at(document.root(), pointer);
    if (node == null) {
      return;
    }
    if (!(node instanceof Node.Section section)) {
      add(pointer, "type", "must be a section, was " + SchemaFindings.show(node), "");
      return;
    }
    Map<String, String> twins = new HashMap<>();
    section.entries().forEach((name, entry) -> {
      String here = Pointers.child(pointer, name);
      String twin = twins.putIfAbsent(Keys.fold(name), name);
      if (twin != null) {
        add(here, "duplicate-key", "is the same name as " + twin + ", and both are given", "keep one of them");
      } else {
        layers.put(name, layer(group + "/" + name, here, "parameters"));
      }
    });
  }

  /** The values under this key; none when it is not there, since not everything that is named overrides something. */
  private Layer layer(String name, String pointer, String key) {
    String values = pointer(pointer, key);
    Node node = Pointers.at(document.root(), values);
    if (node instanceof Node.Section) {
      return new Layer(name, document, values);
    }
    if (node != null && !(node instanceof Node.Nothing)) {
      add(values, "type", "must be a section, was " + SchemaFindings.show(node), "");
    }
    return new Layer(name, new Document(document.file(), Node.Section.EMPTY, Map.of(), List.of()));
  }

  private void readRules() {
    String pointer = pointer("", RULES);
    Node node = Pointers.at(document.root(), pointer);
    if (node == null) {
      return;
    }
    if (!(node instanceof Node.Items list)) {
      add(pointer, "type", "must be a list, was " + SchemaFindings.show(node), "");
      return;
    }
    Map<String, Integer> names = new HashMap<>();
    for (int i = 0; i < list.items().size(); i++) {
      String here = Pointers.child(pointer, i);
      keysAreKnown(here);
      String name = text(here, "name").orElse("");
      if (name.isEmpty()) {
        add(Pointers.child(here, "name"), "missing", "an override needs a name, to be told by", "add name: and what it is for");
      } else if (names.putIfAbsent(Keys.fold(name), i) != null) {
        add(pointer(here, "name"), "duplicate-key", "another override is named " + name, "give it another name");
      }
      if (Pointers.at(document.root(), pointer(here, "set")) == null) {
        add(pointer(here, "set"), "missing", "is missing", "add set: and in it the values that the override gives");
      }
      rules.add(new Rule(reference(here, "regime", "regimes"), reference(here, "strategy", "strategies"),
          layer(RULES + "/" + name, here, "set")));
    }
  }

  private void keysAreKnown(String pointer) {
    if (Pointers.at(document.root(), pointer) instanceof Node.Section section) {
      for (String key : section.entries().keySet()) {
        if (!KEYS.contains(Keys.fold(key)) && !Keys.isExtension(key)) {
          String near = Keys.nearest(key, KEYS).map(found -> "did you mean " + found + "?")
              .orElse("known here: name, regime, strategy, set, description");
          add(Pointers.child(pointer, key), "unknown-key", "is not a known key", near);
        }
      }
    } else {
      add(pointer, "type", "must be a section", "");
    }
  }

  private Optional<String> reference(String rule, String key, String group) {
    Optional<String> name = text(rule, key);
    if (name.isPresent() && named(group).keySet().stream().noneMatch(known -> Keys.fold(known).equals(Keys.fold(name.get())))) {
      String near = Keys.nearest(name.get(), named(group).keySet()).map(found -> "did you mean " + found + "?").orElse("");
      add(pointer(rule, key), "unknown-" + key, "there is no " + key + " named \"" + name.get() + "\"", near);
    }
    return name;
  }

  private Optional<String> text(String section, String key) {
    String pointer = pointer(section, key);
    Node node = Pointers.at(document.root(), pointer);
    if (node == null || node instanceof Node.Nothing) {
      return Optional.empty();
    }
    if (node instanceof Node.Text text) {
      return Optional.of(text.text());
    }
    add(pointer, "type", "must be a text, was " + SchemaFindings.show(node), "");
    return Optional.empty();
  }

  private void add(String pointer, String rule, String message, String remedy) {
    problems.add(new Problem(document.file(), document.positionOf(pointer), pointer, rule, message, remedy));
  }
}
