package dev.binnacle.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.binnacle.model.Sample;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MetricSeriesTest {
  private static List<String> read(String text) {
    return MetricSeries.read(text).readings().stream().map(reading -> switch (reading) {
      case null -> "_";
      case Sample.Reading.Number(double value) -> String.valueOf(value);
      case Sample.Reading.State(String word) -> word;
    }).toList();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      900                | 900.0
      -1.5               | -1.5
      7*3                | 7.0,7.0,7.0
      900+5*3            | 900.0,905.0,910.0
      1-0.1*4            | 1.0,0.9,0.8,0.7
      0..100*5           | 0.0,25.0,50.0,75.0,100.0
      -1..-3*3           | -1.0,-2.0,-3.0
      _*2 4              | _,_,4.0
      connected*2 closed | connected,connected,closed
      """)
  void writesManyReadingsShortly(String text, String readings) {
    assertThat(String.join(",", read(text))).isEqualTo(readings);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1*0", "1*200000", "0..5", "a b$", "*5"})
  void refusesWhatItCannotRead(String text) {
    assertThatThrownBy(() -> MetricSeries.read(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void namesThePartThatIsWrong() {
    assertThatThrownBy(() -> MetricSeries.read("1*5 2$ 3")).hasMessageContaining("\"2$\"").hasMessageContaining("900*10");
  }
}
