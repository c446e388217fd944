package dev.binnacle.engine.rules;

import dev.binnacle.engine.rules.Judgement.Finding;
import dev.binnacle.model.Alert;
import dev.binnacle.model.Level;
import dev.binnacle.model.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a rule finds of one subject at the time, and what it has seen last. The sentence about it is made only when somebody asks.
 *
 * <p><b>Threads:</b> confined to the engine's thread.
 */
public abstract class Word {
  private final Subject subject;
  private final Instant[] times = new Instant[Alert.MOST_EVIDENCE];
  private final Object[] seen = new Object[Alert.MOST_EVIDENCE];
  private int count;
  private Finding finding = Finding.UNKNOWN;
  private Instant at = Instant.MIN;
  private Duration gap = Duration.ZERO;
  private Duration gapBefore = Duration.ZERO;
  private @Nullable SampleWindow window;

  Word(Subject subject) {
    this.subject = subject;
  }

  public final Subject subject() {
    return subject;
  }

  public final Finding finding() {
    return finding;
  }

  /** When it was judged last by something that was told. */
  public final Instant at() {
    return at;
  }

  final void heard(Instant now) {
    if (now.isAfter(at) && !at.equals(Instant.MIN)) {
      gapBefore = gap;
      gap = Duration.between(at, now);
    }
    at = now;
  }

  /** How far apart it is told as a rule: the shorter of the last two gaps, so that one outage is not taken for one. Zero before that. */
  final Duration period() {
    return gap.compareTo(gapBefore) < 0 ? gap : gapBefore;
  }

  /** @return whether it was another before */
  final boolean find(Finding next) {
    boolean changed = next != finding;
    finding = next;
    return changed;
  }

  /** Its last samples, where the rule counts them; null where it does not, and before there was one. */
  final @Nullable SampleWindow window() {
    return window;
  }

  final SampleWindow window(Breaches breaches) {
    if (window == null) {
      window = new SampleWindow(breaches);
    }
    return window;
  }

  /** What it was is not believed any more: whatever is told next is news. */
  final void doubt() {
    finding = Finding.UNKNOWN;
  }

  /** @param what a number or a text */
  final void saw(Instant time, Object what) {
    int place = count++ % times.length;
    times[place] = time;
    seen[place] = what;
  }

  /** What was seen last; null before that. */
  final @Nullable Object newest() {
    return count == 0 ? null : seen[(count - 1) % times.length];
  }

  final @Nullable Double newestNumber() {
    return newest() instanceof Double number ? number : null;
  }

  /** The largest of what was seen, without a sign; 0 before three were. */
  final double scale() {
    double largest = 0;
    for (int i = 0; i < Math.min(count, times.length); i++) {
      largest = seen[i] instanceof Double number ? Math.max(largest, Math.abs(number)) : largest;
    }
    return count < 3 ? 0 : largest;
  }

  public final Judgement judgement() {
    return new Judgement(finding, level(), value(), threshold(), brief(reason(), Alert.LONGEST_REASON), evidence());
  }

  /** How bad it is when it holds; null for as bad as the rule says. */
  @Nullable Level level() {
    return null;
  }

  @Nullable Double value() {
    return newestNumber();
  }

  abstract @Nullable Double threshold();

  abstract String reason();

  /** What the evidence is of. */
  abstract String what();

  private List<Alert.Evidence> evidence() {
    List<Alert.Evidence> evidence = new ArrayList<>(times.length);
    for (int i = Math.max(0, count - times.length); i < count; i++) {
      int place = i % times.length;
      evidence.add(new Alert.Evidence(times[place], brief(what(), 100), brief(shown(seen[place]), 300)));
    }
    return evidence;
  }

  private static String shown(Object what) {
    return what instanceof Double number ? number(number) : what.toString();
  }

  /** As a person reads it: at most six digits that count. */
  static String number(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      return String.valueOf((long) value);
    }
    double size = Math.abs(value);
    if (size >= 1e6 || size < 1e-4) {
      return String.format(Locale.ROOT, "%.6g", value);
    }
    String plain = String.format(Locale.ROOT, size >= 100 ? "%.2f" : size >= 1 ? "%.4f" : "%.6f", value);
    return plain.replaceFirst("0+$", "").replaceFirst("\\.$", "");
  }

  /** Texts of bots may hold anything; those of alerts hold no control characters. */
  static String brief(String text, int longest) {
    StringBuilder brief = new StringBuilder(Math.min(text.length(), longest));
    for (int i = 0; i < text.length() && brief.length() < longest; i++) {
      char c = text.charAt(i);
      brief.append(c < ' ' && c != '\n' && c != '\t' ? ' ' : c);
    }
    if (text.length() > longest) {
      brief.setCharAt(longest - 1, '…');
    }
    return brief.toString();
  }

  static String words(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds < 1 || !duration.equals(Duration.ofSeconds(seconds))) {
      return duration.toMillis() + " ms";
    }
    if (seconds % 86_400 == 0) {
      return seconds / 86_400 + " d";
    }
    if (seconds % 3_600 == 0) {
      return seconds / 3_600 + " h";
    }
    return seconds % 60 == 0 ? seconds / 60 + " min" : seconds + " s";
  }
}
