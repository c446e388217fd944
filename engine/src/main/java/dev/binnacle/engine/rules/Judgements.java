package dev.binnacle.engine.rules;

/** Hears what rules find, when it changes, and when something has happened once more. */
public interface Judgements {
  void judged(Rule rule, Word word);
}
