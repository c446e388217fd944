package dev.binnacle.config;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** YAML's words. A text is only written without quotes when no version of YAML takes it for something else. */
final class YamlTongue implements Tongue {
  private static final Pattern PLAIN = Pattern.compile("[\\p{L}_/][\\p{L}0-9_./+-]*( [\\p{L}0-9_./+(][\\p{L}0-9_./+()-]*)*");
  private static final Pattern SPECIAL = Pattern.compile("(?i)y|n|yes|no|on|off|true|false|null");
  private static final Pattern SINGLE = Pattern.compile("[\\x20-\\x7e\\u00a0-\\ud7ff\\ue000-\\ufdcf]*");

  @Override
  public String text(String text, @Nullable String old) {
    boolean isSingle = old != null && old.startsWith("'");
    if (isSingle && SINGLE.matcher(text).matches() && text.indexOf('\u2028') < 0 && text.indexOf('\u2029') < 0) {
      return "'" + text.replace("'", "''") + "'";
    }
    boolean isDouble = old != null && old.startsWith("\"");
    return !isSingle && !isDouble && isPlain(text) ? text : Quoted.with('"', text);
  }

  @Override
  public String key(String key) {
    return isPlain(key) ? key : Quoted.with('"', key);
  }

  @Override
  public String flag(boolean flag) {
    return String.valueOf(flag);
  }

  @Override
  public String nothing() {
    return "null";
  }

  /** Brackets stay on one line; what is longer is written as a block. */
  @Override
  public boolean isTallAllowed() {
    return false;
  }

  private static boolean isPlain(String text) {
    return text.length() <= 200 && PLAIN.matcher(text).matches() && !SPECIAL.matcher(text).matches();
  }
}
