package dev.binnacle.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.binnacle.exchange.Faults;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the guide says of the venue. */
final class ScenarioTest {
  @Test
  void aDaysVenueIsSlowAtTimesRefusesOrdersAnswers429AndBreaksCallsOff() {
    List<Scenario.Stretch> day = Scenario.stretches("trading-day");
    List<Faults> faults = day.stream().map(Scenario.Stretch::faults).toList();

    assertThat(faults).anyMatch(each -> each.latencyMillis() > 150).anyMatch(each -> each.latencyMillis() < 10);
    assertThat(faults).anyMatch(each -> each.rejectRate() > 0).anyMatch(each -> each.rejectRate() == 0);
    assertThat(faults).anyMatch(each -> each.throttleRate() > 0).anyMatch(each -> each.throttleRate() == 0);
    assertThat(faults).anyMatch(each -> each.disconnectRate() > 0).anyMatch(each -> each.disconnectRate() == 0);
    assertThat(faults).as("it does not lie").noneMatch(Faults::lyingCancels);
    assertThat(day.stream().map(Scenario.Stretch::length).reduce(Duration.ZERO, Duration::plus))
        .as("all of it is seen by whoever watches for two minutes").isLessThanOrEqualTo(Duration.ofMinutes(2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"calm", "bad-config", "errors", "drawdown", "silent-death", "halt", "telegram", "discord"})
  void elsewhereTheVenueIsNotToBlame(String scenario) {
    assertThat(Scenario.stretches(scenario)).isNotEmpty().allMatch(stretch -> stretch.faults().equals(Faults.NONE));
  }

  @Test
  void aScenarioThatIsNoneIsRefusedWithThoseThatAre() {
    assertThatThrownBy(() -> Scenario.stretches("stormy")).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("stormy").hasMessageContaining("trading-day");
  }
}
