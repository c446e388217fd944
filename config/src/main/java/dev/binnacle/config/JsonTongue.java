package dev.binnacle.config;

import org.jspecify.annotations.Nullable;

/** JSON's words. */
final class JsonTongue implements Tongue {
  @Override
  public String text(String text, @Nullable String old) {
    return Quoted.with('"', text);
  }

  @Override
  public String key(String key) {
    return Quoted.with('"', key);
  }

  @Override
  public String flag(boolean flag) {
    return String.valueOf(flag);
  }

  @Override
  public String nothing() {
    return "null";
  }

  @Override
  public boolean isTallAllowed() {
    return true;
  }
}
