package dev.binnacle.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against the vectors that the xxHash project and its ports publish. */
final class XxHash64Test {
  @ParameterizedTest
  @CsvSource({
    "'', ef46db3751d8e999",
    "a, d24ec4f1a98c6e5b",
    "abc, 44bc2cf5ad770999",
    "Nobody inspects the spammish repetition, fbcea83c8a378bf1",
    "'The quick brown fox jumps over the lazy dog', 0b242d361fda71bc"
  })
  void agreesWithThePublishedVectors(String text, String expected) {
    byte[] padded = ("##" + text).getBytes(StandardCharsets.US_ASCII);

    assertThat(Long.toHexString(XxHash64.hash(padded, 2, text.length())))
        .isEqualTo(Long.toHexString(Long.parseUnsignedLong(expected, 16)));
  }
}
