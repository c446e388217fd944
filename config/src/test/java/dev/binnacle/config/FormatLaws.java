package dev.binnacle.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What holds of every format. */
abstract class FormatLaws {
  private static final String FILE = "trend.conf";

  abstract SourceFormat format();

  /** The tree as a document full of comments and odd blanks. */
  abstract String messy(Random random, Node.Section root, String lineEnd);

  abstract String[] pieces();

  boolean areTopNamesWords() {
    return false;
  }

  @Property(tries = 500)
  void whatIsWrittenIsReadBack(@ForAll long seed) {
    Node.Section root = new RandomTrees(new Random(seed), areTopNamesWords()).root();

    byte[] written = format().write(root);

    assertThat(format().parse(FILE, written).root()).as(text(written)).isEqualTo(root);
  }

  @Property(tries = 500)
  void everyValueHasAPlace(@ForAll long seed) {
    Random random = new Random(seed);
    Node.Section root = new RandomTrees(random, areTopNamesWords()).root();
    String text = messy(random, root, "\n");

    Document document = format().parse(FILE, bytes(text));

    Map<String, Node> scalars = new LinkedHashMap<>();
    RandomEdits.scalars(root, "", scalars);
    scalars.forEach((pointer, node) -> {
      Position position = Objects.requireNonNull(document.positions().get(pointer), pointer);
      if (node instanceof Node.Numeral numeral) {
        String line = text.split("\n", -1)[position.line() - 1];
        assertThat(line.substring(line.offsetByCodePoints(0, position.column() - 1))).startsWith(numeral.number().toString());
      }
    });
  }

  @Property(tries = 700)
  void anEditChangesWhatItSaysAndKeepsAllOtherCommentsAndLineEnds(@ForAll long seed) {
    Random random = new Random(seed);
    RandomTrees trees = new RandomTrees(random, areTopNamesWords());
    Node.Section root = trees.root();
    String lineEnd = random.nextBoolean() ? "\n" : "\r\n";
    String text = messy(random, root, lineEnd);
    assertThat(format().parse(FILE, bytes(text)).root()).as(text).isEqualTo(root);
    RandomEdits.Asked asked = new RandomEdits(random, trees).next(root);

    String edited = text(format().edit(FILE, bytes(text), List.of(asked.edit())));

    assertThat(format().parse(FILE, bytes(edited)).root()).as("%s%n%s%n%s", asked.edit(), text, edited).isEqualTo(asked.result());
    if (text.contains("\r\n")) {
      assertThat(edited.replace("\r\n", "")).as(edited).doesNotContain("\n");
    } else {
      assertThat(edited).doesNotContain("\r");
    }
  }

  @Property(tries = 500)
  void aChangedScalarLeavesEveryOtherCharacter(@ForAll long seed) {
    Random random = new Random(seed);
    RandomTrees trees = new RandomTrees(random, areTopNamesWords());
    Node.Section root = trees.root();
    String text = messy(random, root, "\n");
    Map<String, Node> scalars = new LinkedHashMap<>();
    RandomEdits.scalars(root, "", scalars);
    if (scalars.isEmpty()) {
      return;
    }
    String pointer = List.copyOf(scalars.keySet()).get(random.nextInt(scalars.size()));
    Node value = trees.scalar();

    String edited = text(format().edit(FILE, bytes(text), List.of(new Edit(pointer, value))));

    if (value.equals(scalars.get(pointer))) {
      assertThat(edited).isEqualTo(text);
      return;
    }
    Position position = Objects.requireNonNull(format().parse(FILE, bytes(text)).positions().get(pointer));
    String[] lines = text.split("\n", -1);
    int start = 0;
    for (int i = 0; i < position.line() - 1; i++) {
      start += lines[i].length() + 1;
    }
    start = text.offsetByCodePoints(start, position.column() - 1);
    assertThat(edited).startsWith(text.substring(0, start));
    assertThat(edited).endsWith(text.substring(endOfScalar(text, start, Objects.requireNonNull(scalars.get(pointer)))));
  }

  /** Where the scalar that begins here ends: what a generous reader would say, so that only what is certainly behind it is compared. */
  private static int endOfScalar(String text, int start, Node old) {
    if (text.startsWith("|", start)) {
      return text.length();
    }
    int lineEnd = text.indexOf('\n', start);
    return old instanceof Node.Text ? (lineEnd < 0 ? text.length() : lineEnd) : Math.min(text.length(), start + length(old));
  }

  private static int length(Node old) {
    if (old instanceof Node.Numeral numeral) {
      return numeral.number().toString().length();
    }
    return old instanceof Node.Flag flag && !flag.flag() ? 5 : 4;
  }

  @Property(tries = 300)
  void manyEditsAreMadeInTurn(@ForAll long seed) {
    Random random = new Random(seed);
    RandomTrees trees = new RandomTrees(random, areTopNamesWords());
    Node.Section root = trees.root();
    String text = messy(random, root, "\n");
    RandomEdits edits = new RandomEdits(random, trees);
    List<Edit> asked = new ArrayList<>();
    Node.Section now = root;
    for (int i = random.nextInt(6); i >= 0; i--) {
      RandomEdits.Asked next = edits.next(now);
      asked.add(next.edit());
      now = next.result();
    }

    byte[] edited = format().edit(FILE, bytes(text), asked);

    assertThat(format().parse(FILE, edited).root()).as("%s%n%s%n%s", asked, text, text(edited)).isEqualTo(now);
  }

  @Property(tries = 300)
  void anyBytesAreReadOrRefused(@ForAll byte[] content) {
    isReadOrRefused(content);
  }

  @Property(tries = 3_000)
  void anyTextOfPiecesIsReadOrRefused(@ForAll long seed) {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(40); i >= 0; i--) {
      text.append(pieces()[random.nextInt(pieces().length)]);
    }
    isReadOrRefused(bytes(text.toString()));
  }

  @Property(tries = 1_000)
  void aGoodFileWithBytesChangedIsReadOrRefused(@ForAll long seed) {
    Random random = new Random(seed);
    byte[] content = bytes(messy(random, new RandomTrees(random, areTopNamesWords()).root(), "\n"));
    for (int i = random.nextInt(4); i >= 0; i--) {
      content[random.nextInt(content.length)] =
          random.nextInt(3) == 0 ? (byte) random.nextInt() : (byte) pieces()[random.nextInt(pieces().length)].charAt(0);
    }
    isReadOrRefused(content);
    isReadOrRefused(Arrays.copyOf(content, random.nextInt(content.length + 1)));
  }

  final void isReadOrRefused(byte[] content) {
    try {
      Document document = format().parse(FILE, content);
      assertThat(document.root()).isNotNull();
      assertThat(document.notices()).allSatisfy(FormatLaws::isTold);
    } catch (RefusedConfigException e) {
      assertThat(e.problems()).isNotEmpty().allSatisfy(FormatLaws::isTold);
    }
  }

  private static void isTold(Problem problem) {
    assertThat(problem.file()).isEqualTo(FILE);
    assertThat(problem.rule()).isNotBlank();
    assertThat(problem.message()).isNotBlank().hasSizeLessThan(1_000);
    assertThat(problem.remedy()).isNotBlank();
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
