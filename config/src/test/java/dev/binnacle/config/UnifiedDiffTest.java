package dev.binnacle.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

final class UnifiedDiffTest {
  /** The expected text is GNU diff's: {@code diff -u --label v1 --label v2}. */
  @Test
  void hunksHaveThreeLinesAround() {
    String before = "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk\nl\nm\nn\no";
    String after = "a\nB\nc\nd\ne\nf\ng\nh\ni\nj\nl\nm\nn\no\np\n";

    assertThat(UnifiedDiff.of("v1", before, "v2", after)).isEqualTo("""
        --- v1
        +++ v2
        @@ -1,5 +1,5 @@
         a
        -b
        +B
         c
         d
         e
        @@ -8,8 +8,8 @@
         h
         i
         j
        -k
         l
         m
         n
        -o
        \\ No newline at end of file
        +o
        +p
        """);
  }

  @Test
  void theSameTextHasNoDiffAndAnEmptyOneHasOneHunk() {
    assertThat(UnifiedDiff.of("a", "x\n", "b", "x\n")).isEmpty();
    assertThat(UnifiedDiff.of("a", "", "b", "x\n")).isEqualTo("--- a\n+++ b\n@@ -0,0 +1 @@\n+x\n");
    assertThat(UnifiedDiff.of("a", "x\ny\n", "b", "")).isEqualTo("--- a\n+++ b\n@@ -1,2 +0,0 @@\n-x\n-y\n");
  }

  @Property(tries = 1_000)
  void appliedToTheOneItGivesTheOther(@ForAll long seed) {
    Random random = new Random(seed);
    String before = lines(random);
    String after = lines(random);

    String diff = UnifiedDiff.of("a", before, "b", after);

    assertThat(patched(before, diff)).as(diff).isEqualTo(after);
  }

  @Test
  void textsThatDifferAltogetherAreShownAsReplaced() {
    String before = "a\n".repeat(900);
    StringBuilder after = new StringBuilder();
    for (int i = 0; i < 900; i++) {
      after.append(i).append('\n');
    }

    assertThat(patched(before, UnifiedDiff.of("a", before, "b", after.toString()))).isEqualTo(after.toString());
  }

  private static String lines(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(40); i > 0; i--) {
      text.append((char) ('a' + random.nextInt(3))).append(i == 1 && random.nextBoolean() ? "" : "\n");
    }
    return text.toString();
  }

  private static String patched(String before, String diff) {
    List<String> old = new ArrayList<>(List.of(before.split("(?<=\n)")));
    StringBuilder out = new StringBuilder();
    int at = 0;
    String[] lines = diff.split("(?<=\n)");
    for (int i = 2; i < lines.length; i++) {
      Matcher head = Pattern.compile("@@ -(\\d+)(,0)?.*\n").matcher(lines[i]);
      if (head.matches()) {
        int start = Integer.parseInt(head.group(1)) - (head.group(2) == null ? 1 : 0);
        while (at < start) {
          out.append(old.get(at++));
        }
        continue;
      }
      boolean isOpen = i + 1 < lines.length && lines[i + 1].startsWith("\\");
      String line = isOpen ? lines[i].substring(1, lines[i].length() - 1) : lines[i].substring(1);
      if (!lines[i].startsWith("+")) {
        assertThat(old.get(at++)).isEqualTo(line);
      }
      if (!lines[i].startsWith("-")) {
        out.append(line);
      }
      i += isOpen ? 1 : 0;
    }
    while (at < old.size()) {
      out.append(old.get(at++));
    }
    return out.toString();
  }
}
