package dev.binnacle.config;

import java.util.Random;

final class YamlLawsTest extends FormatLaws {
  @Override
  SourceFormat format() {
    return new YamlFormat();
  }

  @Override
  String messy(Random random, Node.Section root, String lineEnd) {
    return new MessyYaml(random, lineEnd).write(root);
  }

  @Override
  String[] pieces() {
    return new String[] {
      "a", ": ", "\n", "\n  ", "- ", "{", "}", "[", "]", ", ", "\"", "'", "&a ", "*a", "|", ">-", "!!str ", "!x", "---\n", "...",
      "? ", "# c", "<<: ", ".inf", "1", "\t", "%YAML 1.1\n",
      "\u0000", "\ufeff", "🚀", "\\u", "\r", "b:", "\n    ", "@", "`"
    };
  }
}
