package dev.binnacle.config;

import org.jspecify.annotations.Nullable;

/** Python's words. */
final class PythonTongue implements Tongue {
  @Override
  public String text(String text, @Nullable String old) {
    boolean isSingle = old != null && old.replaceFirst("^[( \t\r\n]*[rRuU]?", "").startsWith("'");
    return Quoted.with(isSingle ? '\'' : '"', text);
  }

  @Override
  public String key(String key) {
    return Quoted.with('"', key);
  }

  @Override
  public String flag(boolean flag) {
    return flag ? "True" : "False";
  }

  @Override
  public String nothing() {
    return "None";
  }

  @Override
  public boolean isTallAllowed() {
    return true;
  }
}
