package dev.binnacle.config;

import static dev.binnacle.config.FormatLaws.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

final class ConversionTest {
  private static final String CONFIG = """
      #!/usr/bin/env python
      # Calendar hedge
      # trigger points
      VIX_HEDGE_POINTS_CANDR = 8  # up to 50

      # far away

      TARGET_DELTA_LOW = 0.29
      STOP_LOSS = {'Monday': 25.0, 'levels': [1, 2.5], 'on': True, 'none': None}
      API_KEY = 'abc'
      X = run()
      """;

  @Test
  void aConfigPyBecomesYamlWithItsComments() {
    Conversion conversion = Conversion.of("bots/config.py", bytes(CONFIG), SourceFormats.YAML);

    assertThat(conversion.content()).isEqualTo("""
        # Calendar hedge
        # trigger points
        # up to 50
        VIX_HEDGE_POINTS_CANDR: 8
        TARGET_DELTA_LOW: 0.29
        STOP_LOSS:
          Monday: 25.0
          levels: [1, 2.5]
          "on": true
          none: null
        API_KEY: abc
        """);
    assertThat(conversion.notices()).singleElement()
        .satisfies(notice -> assertThat(notice.position()).isEqualTo(new Position(11, 1)));
  }

  @Test
  void theSchemaIsGuessedFromTheValues() {
    Conversion conversion = Conversion.of("config.py", bytes(CONFIG), SourceFormats.JSON);

    Node.Section schema = new JsonFormat().parse("schema", bytes(conversion.schema())).root();
    assertThat(schema).isEqualTo(new JsonFormat().parse("expected", bytes("""
        {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Config", "type": "object", "additionalProperties": false,
         "required": ["VIX_HEDGE_POINTS_CANDR", "TARGET_DELTA_LOW", "STOP_LOSS", "API_KEY"],
         "properties": {
          "VIX_HEDGE_POINTS_CANDR": {"title": "Vix hedge points candr", "description": "Calendar hedge\\ntrigger points\\nup to 50", "type": "integer"},
          "TARGET_DELTA_LOW": {"title": "Target delta low", "type": "number"},
          "STOP_LOSS": {"title": "Stop loss", "type": "object", "additionalProperties": false, "required": ["Monday", "levels", "on", "none"],
           "properties": {"Monday": {"title": "Monday", "type": "number"}, "levels": {"title": "Levels", "type": "array", "items": {"type": "number"}},
            "on": {"title": "On", "type": "boolean"}, "none": {"title": "None"}}},
          "API_KEY": {"title": "Api key", "type": "string", "x-secret": true}}}
        """)).root());
  }

  @Property(tries = 100)
  void whateverIsConvertedSaysTheSameAndSatisfiesItsSchema(@ForAll long seed) {
    Node.Section root = new RandomTrees(new Random(seed), true).root();
    byte[] python = new PythonFormat().write(root);

    for (SourceFormat target : new SourceFormat[] {SourceFormats.JSON, SourceFormats.YAML, SourceFormats.PYTHON}) {
      Conversion conversion = Conversion.of("config.py", python, target);
      assertThat(target.parse("x", bytes(conversion.content())).root()).isEqualTo(root);
    }
  }

  @Test
  void aFormatIsKnownByItsExtensionOrName() {
    Map<String, String> names = Map.of("a.json", "json", "b/c.YAML", "yaml", "d.yml", "yaml", "config.py", "python");

    names.forEach((file, name) -> {
      assertThat(SourceFormats.of(Path.of(file)).name()).isEqualTo(name);
      assertThat(SourceFormats.named(name)).isSameAs(SourceFormats.of(Path.of(file)));
    });
    assertThat(catchThrowableOfType(RefusedConfigException.class, () -> SourceFormats.of(Path.of("x.toml"))))
        .hasMessageContaining("x.toml");
    assertThat(catchThrowableOfType(RefusedConfigException.class, () -> SourceFormats.named("toml")))
        .hasMessageContaining("write json, yaml or python");
  }
}
