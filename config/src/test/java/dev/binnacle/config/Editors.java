package dev.binnacle.config;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * The real programs with which people save a file, as scripts of sh: $1 is the file, $2 another one that holds the new content. Those
 * that this machine has not got are left out.
 */
final class Editors {
  /** Name to program and script. nano wants a terminal; it writes in place, as cp does. */
  private static final Map<String, List<String>> ALL = new TreeMap<>(Map.ofEntries(
      entry("vim, which renames", "vim", "vim -Nes -u NONE -i NONE -c 'set backupcopy=no' -c '%d _' -c \"0r $2\" -c wq \"$1\""),
      entry("vim, which writes in place", "vim",
          "vim -Nes -u NONE -i NONE -c 'set backupcopy=yes' -c '%d _' -c \"0r $2\" -c wq \"$1\""),
      entry("ed", "ed", "printf '%s\\n' '1,$d' \"0r $2\" w q | ed -s \"$1\""),
      entry("sed -i", "sed", "sed -i.bak -e \"1r $2\" -e d \"$1\""),
      entry("perl -i", "perl",
          "NEW=\"$2\" perl -i -ne 'if ($. == 1) { open my $new, \"<\", $ENV{NEW}; local $/; print <$new> }' \"$1\""),
      entry("python", "python3",
          "python3 -c 'import sys; open(sys.argv[1], \"w\").write(open(sys.argv[2]).read())' \"$1\" \"$2\""),
      entry("cp", "cp", "cp \"$2\" \"$1\""),
      entry("cp -p of a file from the year before", "cp", "touch -t 202501010000 \"$2\" && cp -p \"$2\" \"$1\""),
      entry("cp -f onto a file that was removed", "cp", "rm \"$1\" && cp \"$2\" \"$1\""),
      entry("mv", "mv", "cp \"$2\" \"$1.tmp\" && mv \"$1.tmp\" \"$1\""),
      entry("mv aside, then a new one", "mv", "mv \"$1\" \"$1~\" && cp \"$2\" \"$1\""),
      entry("ln -f", "ln", "ln -f \"$2\" \"$1\""),
      entry("rsync", "rsync", "rsync --ignore-times \"$2\" \"$1\""),
      entry("rsync --inplace", "rsync", "rsync --ignore-times --inplace \"$2\" \"$1\""),
      entry("git checkout", "git",
          "cd \"$(dirname \"$1\")\" && git init -q . && git config user.email a@b && git config user.name a "
              + "&& git add -f \"$1\" && git commit -qm old && git checkout -q -b other && cp \"$2\" \"$1.new\" && git rm -q --cached \"$1\" "
              + "&& git update-index --add --cacheinfo 100644,$(git hash-object -w \"$2\"),\"$(basename \"$1\")\" && git commit -qm new "
              + "&& git checkout -q -f \"$(git rev-parse HEAD~1)\" && git checkout -q other && rm -rf .git \"$1.new\""),
      entry("touch, then cp", "cp", "touch \"$1\" && cp \"$2\" \"$1\" && touch \"$1\"")));

  private Editors() {}

  private static Map.Entry<String, List<String>> entry(String name, String program, String script) {
    return Map.entry(name, List.of(program, script));
  }

  static boolean has(String program) {
    String path = System.getenv("PATH");
    return path != null
        && Arrays.stream(path.split(File.pathSeparator)).anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  static List<String> found() {
    Predicate<List<String>> there = editor -> has(editor.get(0));
    return ALL.entrySet().stream().filter(editor -> there.test(editor.getValue())).map(Map.Entry::getKey).toList();
  }

  static void save(String editor, Path file, String content) throws IOException, InterruptedException {
    List<String> known = ALL.getOrDefault(editor, List.of());
    Path fresh = Files.createTempFile("new", ".txt");
    try {
      Files.writeString(fresh, content);
      sh(known.get(1), file, fresh);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  static void sh(String script, Path file, Path fresh) throws IOException, InterruptedException {
    Process process = new ProcessBuilder("sh", "-ec", script, "sh", file.toString(), fresh.toString())
        .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null"))).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new AssertionError("it ended with " + process.exitValue() + ": " + said);
    }
  }
}
