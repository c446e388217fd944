package dev.binnacle.config;

import java.util.List;

/**
 * A logical line.
 *
 * @param indent its width in columns
 * @param tokens at least one, comments included
 */
record PythonLine(int indent, List<PythonToken> tokens) {
  PythonLine {
    tokens = List.copyOf(tokens);
  }

  List<PythonToken> code() {
    return tokens.stream().filter(token -> token.kind() != PythonToken.Kind.COMMENT).toList();
  }
}
