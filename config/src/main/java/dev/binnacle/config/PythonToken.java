package dev.binnacle.config;

/** A piece of a Python text: from {@code start} to before {@code end}, in chars. */
record PythonToken(Kind kind, int start, int end, String text) {
  enum Kind {
    NAME,
    NUMBER,
    STRING,
    OPERATOR,
    COMMENT
  }

  boolean is(String operator) {
    return kind == Kind.OPERATOR && text.equals(operator);
  }

  boolean isName(String name) {
    return kind == Kind.NAME && text.equals(name);
  }
}
