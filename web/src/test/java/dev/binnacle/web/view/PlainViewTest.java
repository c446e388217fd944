package dev.binnacle.web.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.web.Site;
import dev.binnacle.web.Worlds;
import dev.binnacle.web.security.Role;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The plain endpoints, as a script sees them. */
final class PlainViewTest {
  private final Site site = Site.open();
  private final String viewer = site.token(Role.VIEWER);

  @AfterEach
  void close() {
    site.close();
  }

  private JsonNode get(String path) {
    return Site.json(site.get(path, viewer));
  }

  @Test
  void statusOfOneBotIsItsOwn() {
    JsonNode status = get("/api/status?bot=btc-trend");

    assertThat(status.path("status").asString()).isEqualTo("online");
    assertThat(status.path("message").asString()).isEqualTo("heard 0.4 s ago");
    assertThat(status.path("last_update").doubleValue()).isEqualTo(1_767_614_399.6);
    assertThat(status.path("uptime_seconds").longValue()).isEqualTo(812);
    assertThat(status.path("error_count").longValue()).isEqualTo(1);
    assertThat(status.path("components").get(0).path("name").asString()).isEqualTo("order_gateway");
    assertThat(status.path("halted").booleanValue()).isFalse();
  }

  @Test
  void statusOfTheFleetIsTheWorstAndSaysWhose() {
    JsonNode status = get("/api/status");

    assertThat(status.path("status").asString()).isEqualTo("offline");
    assertThat(status.path("message").asString()).isEqualTo("1 of 2 bots online; silent: never heard");
    assertThat(status.path("uptime_seconds").longValue()).isEqualTo(100);
  }

  @Test
  void metricsAreNumbersAndWords() {
    JsonNode metrics = get("/api/metrics?bot=btc-trend").path("metrics");

    assertThat(metrics.path("memory_usage_mb").doubleValue()).isEqualTo(312.5);
    assertThat(metrics.path("websocket_status").asString()).isEqualTo("connected");
    assertThat(metrics.path("trades_executed").doubleValue()).isEqualTo(2);
    assertThat(metrics.path("success_rate").isNull()).isTrue();
  }

  @Test
  void whatIsReckonedHereGoesBeforeWhatTheBotSaysOfItself() {
    // The bot reports a total_pnl of -1; its ledger says 290.
    assertThat(get("/api/metrics?bot=btc-trend").path("metrics").path("total_pnl").decimalValue()).isEqualByComparingTo("290");
  }

  @Test
  void fleetAddsResourcesAndDoesNotAddWhatHasNoSum() {
    site.world.publish(Worlds.named("a"), Worlds.named("b"));

    JsonNode metrics = get("/api/metrics").path("metrics");

    assertThat(metrics.path("memory_usage_mb").doubleValue()).isEqualTo(625);
    assertThat(metrics.path("websocket_status").asString()).isEqualTo("connected");
    assertThat(metrics.path("active_positions").doubleValue()).isEqualTo(2);
  }

  @Test
  void balanceIsAPlainNumberWithItsTime() {
    JsonNode balance = get("/api/balance?bot=btc-trend");

    assertThat(balance.path("balance").isNumber()).isTrue();
    assertThat(balance.path("balance").decimalValue()).isEqualByComparingTo("12500");
    assertThat(balance.path("available").decimalValue()).isEqualByComparingTo("9000");
    assertThat(balance.path("currency").asString()).isEqualTo("USD");
    assertThat(balance.path("timestamp").doubleValue()).isEqualTo(1_767_614_395);
  }

  @Test
  void balanceThatIsNotKnownIsNull() {
    assertThat(get("/api/balance?bot=silent").path("balance").isNull()).isTrue();
  }

  @Test
  void balanceHistoryIsOldestFirst() {
    JsonNode history = get("/api/balance/history?days=7").path("history");

    assertThat(history.get(0).path("balance").doubleValue()).isEqualTo(12_500.5);
    assertThat(List.copyOf(history.get(0).propertyNames())).containsExactly("timestamp", "balance");
  }
}
