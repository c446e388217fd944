package dev.binnacle.config;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

final class JsonLawsTest extends FormatLaws {
  @Override
  SourceFormat format() {
    return new JsonFormat();
  }

  @Override
  String messy(Random random, Node.Section root, String lineEnd) {
    return new MessyBrackets(random, new JsonTongue(), false, lineEnd).write(root) + (random.nextBoolean() ? lineEnd : "");
  }

  @Override
  String[] pieces() {
    return new String[] {"{", "}", "[", "]", "\"", ":", ",", "\"a\":", "null", "true", "NaN", "-", "1", "1e999", "\\u", "\\ud800",
      "\\", "\n", "\u0000", "\ufeff", "🚀", "//", "'"};
  }

  @Property(tries = 50)
  void noPartOfAFileIsTakenForTheWhole(@ForAll long seed) {
    Random random = new Random(seed);
    String whole = messy(random, new RandomTrees(random, false).root(), "\n").strip();
    byte[] content = bytes(whole);

    for (int length = 0; length < content.length; length++) {
      byte[] part = Arrays.copyOf(content, length);
      assertThatThrownBy(() -> format().parse("x.json", part)).isInstanceOf(RefusedConfigException.class);
    }
  }
}
