package dev.binnacle.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.model.BotId;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever a body holds is read or refused with every broken rule. */
final class FormFuzzTest {
  private static final Form FORM =
      Form.named("Fuzzed")
          .text("bot", true, "a bot", BotId::new)
          .decimal("balance", true, "a decimal")
          .count("days", false, "days", 1, 10)
          .text("name", false, "a name");

  private static final String[] PIECES = {
    "{", "}", "[", "]", ":", ",", "\"bot\"", "\"a\"", "\"balance\"", "1", "1e400", "-0", "1e-999999999", "\"12.5\"", "\"1e5\"",
    "\"days\"", "7", "null",
    "true", "\"name\"", "\"", "\\", "\\ud800", " ", "NaN", "/", "//", "\"x\":", "9".repeat(120), "\"" + "y".repeat(5_000) + "\""
  };

  @Provide
  Arbitrary<String> bodies() {
    return Arbitraries.of(PIECES).list().ofMaxSize(20).map(pieces -> "{" + String.join("", pieces));
  }

  @Property
  void anyBytes(@ForAll byte[] body) {
    isReadOrRefused(body);
  }

  @Property(tries = 5_000)
  void anyTextOfPiecesOfAForm(@ForAll("bodies") String body) {
    isReadOrRefused(body.getBytes(StandardCharsets.UTF_8));
  }

  private static void isReadOrRefused(byte[] body) {
    try {
      assertThat(FORM.read(body).require("bot", BotId.class)).isNotNull();
    } catch (RefusedException e) {
      assertThat(e.problem().status()).isEqualTo(400);
      assertThat(e.problem().errors()).isNotEmpty().allSatisfy(error -> assertThat(error.rule()).isNotBlank());
    }
  }
}
