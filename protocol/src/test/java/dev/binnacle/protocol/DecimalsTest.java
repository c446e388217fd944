package dev.binnacle.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DecimalsTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0", "0.000, 0", "-0, 0", "0e999999999, 0", "1, 1", "1.0, 1", "1.00, 1", "1e0, 1", "10e-1, 1", "0.1e1, 1", "+5, 5",
    "-2.220, -2.22",
    "45000, 45000", "4.5e4, 45000", "4.5E+4, 45000", "00012.50, 12.5", "0.00000001, 0.00000001", "1e-8, 0.00000001",
    "123456789012345678, 123456789012345678", "1234567890123456789, 1234567890123456789",
    "0.1234567890123456789, 0.1234567890123456789",
    "1.0000000000000000000000000000000, 1", "999999999999999999999999999999, 999999999999999999999999999999",
    "0.000000000000000000000000000001, 0.000000000000000000000000000001", "1e29, 100000000000000000000000000000",
    "123456789012345678901234567890.123456789012345678901234567890, 123456789012345678901234567890.12345678901234567890123456789"
  })
  void readsEverySpellingOfANumberAsTheSameNumber(String written, String canonical) {
    BigDecimal value = parse(written);

    assertThat(value).isEqualTo(new BigDecimal(canonical));
    assertThat(write(value)).isEqualTo(canonical);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-", "+", ".", "1.", ".5", "e5", "1e", "1e+", "1e5.5", "1.2.3", "--1", "1 ", " 1", "1,5", "0x10",
    "NaN", "Infinity", "1_000", "١"})
  void refusesWhatIsNoNumber(String written) {
    assertThatThrownBy(() -> parse(written)).isInstanceOfSatisfying(Decimals.Unreadable.class,
        e -> assertThat(e.flaw()).isEqualTo(Decimals.Flaw.NOT_A_NUMBER));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1e30", "1e999999999", "1e-999999999", "1e-31", "-1e99999999999999999999", "1000000000000000000000000000000",
        "0.0000000000000000000000000000001", "1234567890123456789e-40", "1234567890123456789e25"
      })
  void refusesMoreThanThirtyDigitsOnASide(String written) {
    assertThatThrownBy(() -> parse(written)).isInstanceOfSatisfying(Decimals.Unreadable.class,
        e -> assertThat(e.flaw()).isEqualTo(Decimals.Flaw.TOO_MANY_DIGITS));
  }

  @Property
  void agreesWithTheJdk(@ForAll long seed) {
    BigDecimal value = new RandomWords(seed).decimal();

    assertThat(parse(value.toPlainString())).isEqualTo(value);
    assertThat(parse(value.toString())).isEqualTo(value);
    assertThat(parse(value.toPlainString() + (value.scale() > 0 ? "000" : ".000"))).isEqualTo(value);
    assertThat(write(value)).isEqualTo(value.toPlainString());
    assertThat(write(value.setScale(35))).isEqualTo(value.toPlainString());
    assertThat(write(value.stripTrailingZeros())).isEqualTo(value.toPlainString());
  }

  @Property
  void writesWholeNumbersAsTheJdkDoes(@ForAll long value) {
    OutputBuffer out = new OutputBuffer();
    out.writeLong(value);

    assertThat(out.toText()).isEqualTo(Long.toString(value));
  }

  @Property
  void readsWholeNumbersAsTheJdkDoes(@ForAll long value) {
    assertThat(whole(Long.toString(value))).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "-", "1.0", "1e3", "9223372036854775808", "-9223372036854775809", "9999999999999999999",
        "10000000000000000000", "+1", "a"})
  void refusesWhatIsNoWholeNumberOfSixtyFourBits(String written) {
    assertThat(whole(written)).isNull();
  }

  @Test
  void writesTheBoundsOfWholeNumbers() {
    for (long value : new long[] {0, 9, 10, 99, 100, 999_999_999_999_999_999L, 1_000_000_000_000_000_000L, Long.MAX_VALUE,
      Long.MIN_VALUE}) {
      OutputBuffer out = new OutputBuffer();
      out.writeLong(value);
      assertThat(out.toText()).isEqualTo(Long.toString(value));
      assertThat(whole(Long.toString(value))).isEqualTo(value);
    }
  }

  private static @Nullable Long whole(String text) {
    return Decimals.parseWhole(("##" + text + "##").toCharArray(), 2, text.length());
  }

  private static BigDecimal parse(String text) {
    char[] padded = ("##" + text + "##").toCharArray();
    return Decimals.parse(padded, 2, text.length());
  }

  private static String write(BigDecimal value) {
    OutputBuffer out = new OutputBuffer();
    Decimals.write(out, value);
    return new String(out.toByteArray(), StandardCharsets.US_ASCII);
  }
}
