package dev.binnacle.config;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Follows the indentation: which lines stand at the top level, which in a block of it, and which in a function or class. Confined to one reading. */
final class PythonScopes {
  enum Place {
    TOP,
    BLOCK,
    ELSEWHERE
  }

  private record Level(int indent, boolean isElsewhere) {}

  private final SourceText source;
  private final Deque<Level> levels = new ArrayDeque<>(List.of(new Level(0, false)));
  private boolean isBlockDue;
  private boolean isElsewhereDue;
  private int last;

  PythonScopes(SourceText source) {
    this.source = source;
  }

  /** @throws RefusedConfigException if the indentation is none of Python's */
  Place place(int indent, List<PythonToken> code) {
    int at = code.get(0).start();
    if (isBlockDue != indent > levels.getLast().indent()) {
      throw refusal(at, isBlockDue ? "an indented block is missing" : "the line is indented more than the one before");
    }
    if (isBlockDue) {
      levels.addLast(new Level(indent, isElsewhereDue || levels.getLast().isElsewhere()));
    }
    while (levels.getLast().indent() > indent) {
      levels.removeLast();
    }
    if (levels.getLast().indent() != indent) {
      throw refusal(at, "the indentation fits no line before");
    }
    isBlockDue = code.get(code.size() - 1).is(":");
    isElsewhereDue = code.get(0).isName("def") || code.get(0).isName("class")
        || code.size() > 1 && code.get(0).isName("async") && code.get(1).isName("def");
    last = at;
    return indent == 0 ? Place.TOP : levels.getLast().isElsewhere() ? Place.ELSEWHERE : Place.BLOCK;
  }

  void end() {
    if (isBlockDue) {
      throw refusal(last, "an indented block is missing");
    }
  }

  private RefusedConfigException refusal(int offset, String message) {
    return source.refusal(offset, "", "indentation", message, "indent as Python does");
  }
}
