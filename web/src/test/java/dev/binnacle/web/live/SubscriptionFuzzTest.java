package dev.binnacle.web.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.model.InvalidValueException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever a dashboard says is understood or refused with a rule. */
final class SubscriptionFuzzTest {
  private static final String[] PIECES = {
    "{", "}", "[", "]", ":", ",", "\"type\"", "\"subscribe\"", "\"pong\"", "\"topics\"", "\"fleet\"", "\"bot/a\"", "\"bot/\"",
    "\"interval_ms\"", "50",
    "1e9", "-1", "null", "true", "\"", "\\", "\\u0000", " ", "NaN", "9999999999999999999999", "\"bot/" + "x".repeat(300) + "\"",
    "[[[[[[[["
  };

  @Provide
  Arbitrary<String> words() {
    return Arbitraries.of(PIECES).list().ofMaxSize(30).map(pieces -> String.join("", pieces));
  }

  @Property
  void anyText(@ForAll String text) {
    isReadOrRefused(text);
  }

  @Property(tries = 5_000)
  void anyTextOfPiecesOfASubscription(@ForAll("words") String text) {
    isReadOrRefused(text);
  }

  private static void isReadOrRefused(String text) {
    try {
      assertThat(Subscription.read(text)).isNotNull();
    } catch (InvalidValueException e) {
      assertThat(e.rule()).isNotBlank();
      assertThat(e.getMessage()).isNotBlank();
    }
  }
}
