package dev.binnacle.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

final class LineDiffTest {
  /** The expected text is what GNU {@code diff -u} writes, but for the times in its two first lines. */
  @Test
  void isWrittenAsDiffWritesIt() {
    String one = "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk\nl\n";
    String other = "a\nb\nc\nD\ne\nf\ng\nh\ni\nj\nk\nl\nm\n";

    assertThat(LineDiff.unified("one", one, "other", other)).startsWith("""
        --- one
        +++ other
        @@ -1,7 +1,7 @@
         a
         b
         c
        -d
        +D
         e
         f
         g
        """).contains("+m\n");
  }

  @Test
  void ofTheSameIsNothing() {
    assertThat(LineDiff.unified("one", "a\n", "other", "a\n")).isEmpty();
  }

  @Property(tries = 300)
  void leadsFromOneToTheOther(@ForAll("texts") String one, @ForAll("texts") String other) {
    List<String> patched = patch(List.of(one.split("\n", -1)), LineDiff.unified("one", one, "other", other));

    assertThat(String.join("\n", patched)).isEqualTo(other);
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.of("a", "b", "c", "").list().ofMaxSize(40).map(lines -> String.join("\n", lines));
  }

  /** What {@code patch} does, and as strictly. */
  private static List<String> patch(List<String> one, String diff) {
    List<String> patched = new ArrayList<>();
    int at = 0;
    for (String line : diff.isEmpty()
        ? List.<String>of()
        : List.of(diff.split("\n", -1)).subList(2, diff.split("\n", -1).length - 1)) {
      if (line.startsWith("@@")) {
        int start = Integer.parseInt(line.substring(4, line.indexOf(','))) - 1;
        patched.addAll(one.subList(at, start));
        at = start;
      } else if (line.startsWith("+")) {
        patched.add(line.substring(1));
      } else {
        assertThat(one.get(at++)).isEqualTo(line.substring(1));
        if (line.startsWith(" ")) {
          patched.add(line.substring(1));
        }
      }
    }
    patched.addAll(one.subList(at, one.size()));
    return patched;
  }
}
