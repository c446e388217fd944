package dev.binnacle.web.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.engine.rules.Bearing;
import dev.binnacle.engine.rules.Condition;
import dev.binnacle.engine.rules.Condition.Awaited;
import dev.binnacle.engine.rules.Condition.Counted;
import dev.binnacle.engine.rules.Happening;
import dev.binnacle.model.BotStatus;
import dev.binnacle.model.ComponentName;
import dev.binnacle.model.EventType;
import dev.binnacle.model.Health;
import dev.binnacle.model.MetricName;
import dev.binnacle.model.OrderStatus;
import dev.binnacle.model.Severity;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class ConditionWordsTest {
  private static final MetricName MEMORY = new MetricName("memory_usage_mb");
  private static final Duration HOUR = Duration.ofHours(1);

  static Stream<Arguments> conditions() {
    Happening errors = Happening.error(Severity.CRITICAL);
    return Stream.of(
        Arguments.of(new Condition.Threshold(MEMORY, Bearing.ABOVE, 500, 450.5), "memory_usage_mb above 500, over at 450.5"),
        Arguments.of(new Condition.Threshold(new MetricName("daily_pnl"), Bearing.BELOW, -50, null), "daily_pnl below -50"),
        Arguments.of(
            new Condition.StateIs(new MetricName("websocket_status"), Set.of("down", "closed")),
            "websocket_status is closed or down"),
        Arguments.of(
            new Condition.Rate(new Counted.Growth(new MetricName("websocket_reconnects")), HOUR, 5),
            "more than 5 of websocket_reconnects within 1 h"),
        Arguments.of(
            new Condition.Rate(new Counted.Events(Happening.order(OrderStatus.REJECTED), true), Duration.ofSeconds(90), 10),
            "more than 10 order rejected of one symbol within 1 min 30 s"),
        Arguments.of(
            new Condition.Share(Happening.order(OrderStatus.REJECTED), Happening.any(EventType.ORDER), HOUR, 0.1, 20),
            "order rejected make more than 10 % of at least 20 order within 1 h"),
        Arguments.of(new Condition.Absence(new Awaited.Heartbeat(), Duration.ofSeconds(30)), "no sign of life for 30 s"),
        Arguments.of(new Condition.Absence(new Awaited.Metric(MEMORY), HOUR), "no memory_usage_mb for 1 h"),
        Arguments.of(
            new Condition.Drawdown(Condition.Since.DAY, 0.05, 0.04), "equity 5 % below where the day began, over at 4 %"),
        Arguments.of(
            new Condition.BalanceChange(Condition.Worth.EQUITY, Condition.Direction.FALL, 0.125, HOUR),
            "equity falls by 12.5 % within 1 h"),
        Arguments.of(
            new Condition.ResponseTime(new ComponentName("balance_manager"), Duration.ofMillis(2_500), null),
            "balance_manager takes longer than 2 s 500 ms to answer"),
        Arguments.of(new Condition.Unhealthy(null, Health.DEGRADED), "a component is degraded or worse"),
        Arguments.of(new Condition.Happened(errors, HOUR, false), "error from critical"),
        Arguments.of(new Condition.Repeated(Happening.any(EventType.ORDER), 3, HOUR),
            "the same order more than 3 times within 1 h"),
        Arguments.of(new Condition.StatusIs(Set.of(BotStatus.HALTED)), "the bot is halted"),
        Arguments.of(new Condition.ClockSkew(Duration.ofSeconds(2)), "the bot's clock is off by more than 2 s"),
        Arguments.of(
            new Condition.Anomaly(MEMORY, 4, 0.2, HOUR, 10), "memory_usage_mb is odd in more than 20 % of the last 1 h"),
        Arguments.of(
            new Condition.Trend(new MetricName("daily_pnl"), Bearing.BELOW, -50, Duration.ofMinutes(20), HOUR, 10),
            "daily_pnl on its way below -50 within 20 min"));
  }

  @ParameterizedTest
  @MethodSource("conditions")
  void conditionIsReadAsASentence(Condition condition, String expected) {
    assertThat(ConditionWords.of(condition)).isEqualTo(expected);
  }

  @Test
  void gapNeedsNoFigures() {
    assertThat(ConditionWords.of(new Condition.Gap(HOUR))).isEqualTo("events are missing in a sequence");
  }
}
