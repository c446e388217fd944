package dev.binnacle.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Python itself says of the same files: its {@code ast} module reads them, and runs nothing. */
@Tag("slow")
final class PythonOracleTest {
  private static final String ORACLE = """
      import ast, json, sys
      def plain(v):
          if isinstance(v, (list, tuple)): return [plain(x) for x in v]
          if isinstance(v, dict):
              if not all(isinstance(k, str) for k in v): raise ValueError
              return {k: plain(x) for k, x in v.items()}
          if v is None or isinstance(v, (bool, str)): return v
          if isinstance(v, (int, float)): return {"number": repr(float(v))}
          raise ValueError
      for line in sys.stdin:
          try:
              tree = ast.parse(json.loads(line).encode("utf-8"))
          except (SyntaxError, ValueError) as e:
              print(json.dumps({"refused": str(e)})); continue
          out = {}
          for s in tree.body:
              t = s.targets if isinstance(s, ast.Assign) else [s.target] if isinstance(s, ast.AnnAssign) and s.value else []
              if len(t) == 1 and isinstance(t[0], ast.Name):
                  try: out[t[0].id] = plain(ast.literal_eval(s.value))
                  except (ValueError, TypeError, SyntaxError): pass
          print(json.dumps({"values": out}))
      """;

  private static final List<String> CORPUS =
      List.of(
          "A = 1_000\nB = 0xFF\nC = 0o17\nD = 0b1_0\nE = -5\nF = +3\nG = 1.5e3\nH = .5\nI = 5.\nJ = 1_0.2_5e-1\nK = 00\nL = 0_0\nM = 00.5\nN = 1E5\nO = 010.5\nP = 09e1\n",
          "A = 'it\\'s'\nB = \"a\\tb\\n\\x41\\u00e9\\U0001F680\\101\\0\\N{GREEK SMALL LETTER ALPHA}\\q\"\nC = r'\\n\\''\nD = u'x'\nE = 'a' \"b\" '''c\nd'''\nF = R\"\\\"\nG\"\n",
          "A = 'a' \"b\" '''c\nd'''\nB = 'x\\\ny'\nC = '''it's \"\"\" fine'''\nD = \"\"\"a\\\"\"\"\"\nE = ''\nF = ''''''\nG = '' ''\n",
          "A = [1, 2,\n  3, # c ]\n]\nB = (1,)\nC = ()\nD = (1)\nE = 1, 2\nF = 1,\nG = ((1, 2), [3], {'a': {'b': None}})\nH = {'a': 1, 'b': (True, False),}\nI = {}\nJ = []\nK = (\n 'a'\n 'b' # c\n)\n",
          "A: int = 3\nB: 'dict[str, int]' = {'a': 1}\nC: int\nD = \\\n  4\nE = 5; F = 6;\nG = (-1)\nH = [-1, +2, - 3]\n",
          "import os\nA = os.environ\nB = 1 + 2\nC = f'x'\nD = b'x'\nE = {1, 2}\nF = {1: 2}\nG = [x for x in []]\nH = 1j\nI = not True\nJ = 'a' if 1 else 'b'\nK = [1][0]\nL = 'a'.upper()\nM = lambda: 1\nN = ...\nO = *a, b\n",
          "def f():\n    A = 1\nclass C:\n  B = 2\nif 1: X = 2\nfor i in []:\n\tD = 3\n\n# c\nE = 1\n",
          "A = 1\r\nB = '''x\r\ny'''\r\nC = 'a\\\r\nb'\r\n", "\ufeffA = 1\n", "A = 'é漢🚀'\nÉ = 1\n",
          "# -*- coding: utf-8 -*-\nA = 'é'\n", "A = 1 # x\n#A = 2\n'''A = 3'''\n", "A = 1\n\fB = 2\n",
          "@f\ndef g(): pass\nA = 1\nif A:\n  pass\nelif A:\n  pass\nelse:\n  pass\ntry:\n  pass\nexcept E as e:\n  pass\nB = 2\n",
          "A = [\n1\n", "A = 'x\n", "A = 1)\n", "A = [1)\n", "  A = 1\n", "A = 1\n  B = 2\n", "if 1:\nA = 2\n",
          "if 1:\n    A = 1\n  B = 2\n", "A = '''x", "A = \\ 1\n", "A = $\n", "A = 012\n",
          "A = 1__0\n", "A = 0x\n", "A =\n", "A = ?\n", "A = 1\\", "if 1:\n");

  @TempDir
  Path folder;

  @Test
  void everyFileOfTheCorpusSaysWhatPythonSays() throws IOException, InterruptedException {
    compare(CORPUS);
  }

  @Test
  void randomFilesSayWhatPythonSays() throws IOException, InterruptedException {
    Random random = new Random(20260127);
    RandomTrees trees = new RandomTrees(random, true);
    PythonLawsTest laws = new PythonLawsTest();
    List<String> files =
        random.ints(300).mapToObj(seed -> laws.messy(random, trees.root(), seed % 2 == 0 ? "\n" : "\r\n")).toList();

    compare(files);
  }

  @Test
  void editedFilesSayWhatPythonSays() throws IOException, InterruptedException {
    Random random = new Random(3);
    RandomTrees trees = new RandomTrees(random, true);
    PythonLawsTest laws = new PythonLawsTest();
    List<String> files = random.ints(300).mapToObj(seed -> {
      Node.Section root = trees.root();
      byte[] content = FormatLaws.bytes(laws.messy(random, root, "\n"));
      Edit edit = new RandomEdits(random, trees).next(root).edit();
      try {
        return FormatLaws.text(new PythonFormat().edit("config.py", content, List.of(edit)));
      } catch (RefusedConfigException e) {
        return FormatLaws.text(content);
      }
    }).toList();

    compare(files);
  }

  private void compare(List<String> files) throws IOException, InterruptedException {
    List<String> answers = python(files);
    assertThat(answers).hasSize(files.size());
    for (int i = 0; i < files.size(); i++) {
      Node.Section answer = new JsonFormat().parse("oracle", answers.get(i).getBytes(StandardCharsets.UTF_8)).root();
      String ours = ours(files.get(i));
      assertThat(ours).as(files.get(i))
          .isEqualTo(answer.entries().containsKey("refused") ? "refused" : said(answer.entries().get("values")));
    }
  }

  private static String ours(String file) {
    try {
      return said(new PythonFormat().parse("config.py", FormatLaws.bytes(file)).root());
    } catch (RefusedConfigException e) {
      return "refused";
    }
  }

  /** Numbers as doubles, keys in order: what both sides can say. */
  private static String said(@Nullable Node node) {
    if (node instanceof Node.Numeral numeral) {
      return Double.toString(numeral.number().doubleValue() + 0.0);
    } else if (node instanceof Node.Items items) {
      return items.items().stream().map(PythonOracleTest::said).toList().toString();
    } else if (node instanceof Node.Section section) {
      Node number = section.entries().get("number");
      if (number instanceof Node.Text text && section.entries().size() == 1) {
        return Double.toString(new BigDecimal(text.text()).doubleValue() + 0.0);
      }
      Map<String, String> entries = new TreeMap<>();
      section.entries().forEach((key, value) -> entries.put(key, said(value)));
      return entries.toString();
    }
    return String.valueOf(node);
  }

  private List<String> python(List<String> files) throws IOException, InterruptedException {
    Path script = Files.writeString(folder.resolve("oracle.py"), ORACLE);
    Path input = folder.resolve("input");
    Files.writeString(input, String.join("\n", files.stream().map(file -> Quoted.with('"', file)).toList()) + "\n");
    Path output = folder.resolve("output");
    Process process =
        new ProcessBuilder("python3", "-X", "utf8", "-W", "ignore", script.toString()).redirectInput(input.toFile())
            .redirectOutput(output.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT).start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    return Files.readAllLines(output);
  }
}
