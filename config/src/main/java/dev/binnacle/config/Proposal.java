package dev.binnacle.config;

import java.util.List;

/**
 * A change that a program asks for.
 *
 * @param base the version that the change was made from: the one in force, or the one that waits; another one is a conflict
 * @param dryRun to hear the outcome and change nothing
 */
public record Proposal(long base, Body body, Author author, String reason, boolean dryRun) {
  /** The new file, or what to change in it. */
  public sealed interface Body permits Content, Edits {}

  /** All of the file. */
  public record Content(String text) implements Body {}

  /** Changes in the base's text, with its comments and order kept. All or none. */
  public record Edits(List<Edit> edits) implements Body {
    public Edits {
      edits = List.copyOf(edits);
    }
  }

  public static Proposal content(long base, String text, Author author, String reason) {
    return new Proposal(base, new Content(text), author, reason, false);
  }

  public static Proposal edits(long base, List<Edit> edits, Author author, String reason) {
    return new Proposal(base, new Edits(edits), author, reason, false);
  }

  /** The same, without effect. */
  public Proposal asDryRun() {
    return new Proposal(base, body, author, reason, true);
  }
}
