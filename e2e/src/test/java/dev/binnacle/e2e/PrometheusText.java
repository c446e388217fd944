package dev.binnacle.e2e;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Prometheus' text format, version 0.0.4, read strictly: prometheus.io/docs/instrumenting/exposition_formats. The samples of a family
 * stand together after one HELP and one TYPE, no sample is there twice, a counter's name ends in {@code _total}.
 */
final class PrometheusText {
  private static final Pattern COMMENT = Pattern.compile("# (HELP|TYPE) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.*)");
  private static final String LABEL = "[a-zA-Z_][a-zA-Z0-9_]*=\"(?:[^\"\\\\\n]|\\\\[\"\\\\n])*\"";
  private static final Pattern SAMPLE =
      Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(\\{" + LABEL + "(?:," + LABEL + ")*,?})? (\\S+)");

  private final Map<String, String> types = new HashMap<>();
  private final Set<String> helped = new HashSet<>();
  private final Set<String> ended = new HashSet<>();
  private final Map<String, Double> samples = new TreeMap<>();
  private String family = "";

  private PrometheusText() {}

  /** The samples by name and labels, as they are written. */
  static Map<String, Double> parse(String text) {
    if (!text.endsWith("\n")) {
      throw new AssertionError("the last line does not end");
    }
    PrometheusText reader = new PrometheusText();
    text.lines().filter(line -> !line.isEmpty()).forEach(reader::line);
    return reader.samples;
  }

  private void line(String line) {
    if (line.startsWith("#")) {
      comment(line);
      return;
    }
    Matcher sample = SAMPLE.matcher(line);
    require(sample.matches(), "no sample", line);
    String name = sample.group(1);
    enter(types.containsKey(name) ? name : name.replaceFirst("_(bucket|sum|count)$", ""), line);
    require(!"counter".equals(types.get(family)) || name.endsWith("_total"), "a counter that does not end in _total", line);
    String key = name + (sample.group(2) == null ? "" : sample.group(2));
    String value = sample.group(3).replace("+Inf", "Infinity").replace("-Inf", "-Infinity");
    require(samples.put(key, Double.valueOf(value)) == null, "a sample that is there twice", line);
  }

  private void comment(String line) {
    Matcher comment = COMMENT.matcher(line);
    require(comment.matches(), "neither HELP nor TYPE", line);
    String name = comment.group(2);
    if (!name.equals(family)) {
      require(!types.containsKey(name) && !ended.contains(name), "a family in two places", line);
      ended.add(family);
      family = name;
    }
    if (comment.group(1).equals("HELP")) {
      require(helped.add(name), "a second HELP", line);
    } else {
      require(comment.group(3).matches("counter|gauge|histogram|summary|untyped"), "an unknown type", line);
      require(types.put(name, comment.group(3)) == null, "a second TYPE", line);
    }
  }

  private void enter(String name, String line) {
    require(types.containsKey(name), "a sample without a TYPE", line);
    require(helped.contains(name), "a sample without a HELP", line);
    require(name.equals(family), "a sample away from its family", line);
  }

  private static void require(boolean holds, String what, String line) {
    if (!holds) {
      throw new AssertionError(what + ": " + line);
    }
  }
}
