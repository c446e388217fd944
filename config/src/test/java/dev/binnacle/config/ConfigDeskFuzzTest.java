package dev.binnacle.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterProperty;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whatever comes in, an answer goes out that is one JSON object with a status, no secret in it, and the configuration stays valid. */
final class ConfigDeskFuzzTest {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final String SECRET = "s3cr3t-key";
  private static final List<String> SEEDS = List.of(
      "{\"call\": \"state\"}", "{\"call\": \"history\", \"limit\": 5, \"cursor\": \"9\", \"outcome\": \"refused\"}",
      "{\"call\": \"edit\", \"author\": \"a\", \"base\": 1, \"edits\": [{\"pointer\": \"/trigger\", \"value\": 9.50}]}",
      "{\"call\": \"submit\", \"author\": \"a\", \"base\": 1, \"dry_run\": true, \"content\": \"{\\\"trigger\\\": 3, \\\"key\\\": \\\"•••\\\"}\"}",
      "{\"call\": \"validate\", \"edits\": [{\"pointer\": \"/key\", \"value\": {\"a\": [1, null, \"•••\"]}}]}",
      "{\"call\": \"diff\", \"from\": 1, \"to\": 1}", "{\"call\": \"rollback\", \"author\": \"a\", \"base\": 1, \"version\": 1}",
      "{\"call\": \"try_out\", \"author\": \"a\", \"base\": 1, \"for\": \"1m\", \"dry_run\": true, \"edits\": [{\"pointer\": \"/trigger\", \"value\": 4}]}",
      "{\"call\": \"export\", \"format\": \"csv\"}", "{\"call\": \"version\", \"version\": 1}",
      "{\"call\": \"abort\", \"author\": \"a\"}");

  private final Path folder;
  private final LiveConfig<Node.Section> config;
  private final ConfigDesk desk;

  ConfigDeskFuzzTest() throws IOException {
    folder = Files.createTempDirectory("desk");
    Path file = folder.resolve("bot.json");
    Files.writeString(file, "{\"trigger\": 8, \"key\": \"" + SECRET + "\"}");
    Schema schema = Schema.parse("s", """
        {"type": "object", "properties": {"trigger": {"type": "number", "maximum": 50}, "key": {"type": "string", "x-secret": true}}}
        """.getBytes(StandardCharsets.UTF_8));
    config = LiveConfig.tree(file, schema).watching(false).quietTime(Duration.ofMillis(1)).retention(200).open();
    desk = new ConfigDesk(config);
  }

  @AfterProperty
  void close() throws IOException {
    config.close();
    try (var files = Files.walk(folder)) {
      for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  @Property(tries = 300)
  void everyCallIsAnswered(@ForAll("calls") String call) {
    String reply = desk.answer(call);

    JsonNode read = MAPPER.readTree(reply);
    assertThat(read.path("status").intValue()).isBetween(200, 503).isNotEqualTo(500);
    assertThat(reply).doesNotContain(SECRET.substring(0, 6));
    assertThat(config.schema().check(config.snapshot().document())).isEmpty();
  }

  /** Good calls with a few characters replaced, left out or put in, and nonsense. {@code clear} is what asks for secrets. */
  @Provide
  Arbitrary<String> calls() {
    Arbitrary<String> mangled = Combinators
        .combine(Arbitraries.of(SEEDS), Arbitraries.integers().between(0, 200), Arbitraries.integers().between(0, 8),
            Arbitraries.of("", "\"", "{", "}", "[", "]", ",", ":", "9", "-", "null", "\\u0000", "/", "•••", "1e999", "true"))
        .as((seed, at, length, with) -> {
          int from = Math.min(at, seed.length());
          return seed.substring(0, from) + with + seed.substring(Math.min(seed.length(), from + length));
        });
    return Arbitraries.oneOf(mangled, Arbitraries.of(SEEDS), Arbitraries.strings().ofMaxLength(50))
        .filter(call -> !call.contains("clear"));
  }
}
