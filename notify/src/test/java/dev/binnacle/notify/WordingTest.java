package dev.binnacle.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.model.Currency;
import dev.binnacle.model.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WordingTest {

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "45000 | USD | $45,000.00", "-12.5 | USDT | -12.50 USDT", "0 | EUR | €0.00", "-0.001 | USD | $0.00",
    "1234567.891 | BTC | 1,234,567.89 BTC"})
  void moneyHasItsSignAndCents(String amount, String currency, String shown) {
    assertThat(Wording.money(Money.of(amount, currency))).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "0.00001234 | 0.00001234 USDT", "0.1 | 0.10 USDT", "45000 | 45,000.00 USDT", "0.123456789 | 0.12346 USDT"})
  void aSmallPriceKeepsTheDigitsThatCount(String price, String shown) {
    assertThat(Wording.price(new BigDecimal(price), new Currency("USDT"))).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"4 | +4.00%", "-2.225 | -2.23%", "0 | 0.00%"})
  void percentsSayTheirSign(String percent, String shown) {
    assertThat(Wording.percent(new BigDecimal(percent))).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"0.5 | 0.5000", "2.0 | 2.0000", "0.00000012 | 0.00000012", "1500 | 1,500.0000"})
  void quantitiesHaveFourPlacesOrAsManyAsTheyNeed(String quantity, String shown) {
    assertThat(Wording.quantity(new BigDecimal(quantity))).isEqualTo(shown);
  }

  /** As the JDK writes it, which takes a hundred times as long. */
  @Property(tries = 2_000)
  void numbersAreWrittenAsTheJdkWritesThem(
      @ForAll @BigRange(min = "-1000000000000", max = "1000000000000") @Scale(14) BigDecimal number) {
    DecimalFormat two = new DecimalFormat("#,##0.00", DecimalFormatSymbols.getInstance(Locale.ROOT));
    two.setRoundingMode(RoundingMode.HALF_UP);
    String expected = two.format(number);

    assertThat(Wording.fraction(number.movePointLeft(2))).isEqualTo((expected.equals("-0.00") ? "0.00" : expected) + "%");
  }

  @Test
  void aTimeSaysItsZone() {
    Instant summer = Instant.parse("2026-07-05T12:00:00Z");

    assertThat(Wording.time(summer, ZoneId.of("Europe/Berlin"))).isEqualTo("2026-07-05 14:00:00 CEST");
    assertThat(Wording.time(summer, ZoneOffset.UTC)).isEqualTo("2026-07-05 12:00:00 UTC");
  }

  @Test
  void durationsTellTheirTwoLargestUnits() {
    assertThat(Wording.duration(Duration.ofSeconds(45))).isEqualTo("45 s");
    assertThat(Wording.duration(Duration.ofMinutes(200))).isEqualTo("3 h 20 min");
    assertThat(Wording.duration(Duration.ofDays(2))).isEqualTo("2 d");
  }

  @Property
  void piecesLoseNothingAndKeepWithinTheirSize(@ForAll @StringLength(max = 300) String text,
      @ForAll @IntRange(min = 2, max = 50) int most) {
    List<String> lines = text.lines().toList();

    List<String> pieces = Pieces.of(lines, most);

    assertThat(pieces).allMatch(piece -> piece.length() <= most);
    assertThat(String.join("", pieces).replace("\n", "")).isEqualTo(String.join("", lines).replace("\n", ""));
  }

  @Test
  void aCharacterOfTwoUnitsIsNotCut() {
    assertThat(Pieces.of(List.of("a🔴b"), 2)).containsExactly("a", "🔴", "b");
    assertThat(Pieces.shortened("a🔴b", 3)).isEqualTo("a…");
  }
}
