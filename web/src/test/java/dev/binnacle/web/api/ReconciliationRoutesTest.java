package dev.binnacle.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.web.Site;
import dev.binnacle.web.security.Role;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class ReconciliationRoutesTest {
  private static final String PATH = "/api/v1/reconciliations";

  private final Site site = Site.open();

  @AfterEach
  void close() {
    site.close();
  }

  @Test
  void bothSidesOfWhatDiffersAreTold() {
    JsonNode one = Site.json(site.get(PATH, site.token(Role.VIEWER))).path("reconciliations").get(0);

    assertThat(one.path("bot").asString()).isEqualTo("btc-trend");
    assertThat(one.path("state").asString()).isEqualTo("differs");
    assertThat(one.path("sides").get(0).toString())
        .isEqualTo("{\"what\":\"open orders\",\"bot\":\"0\",\"exchange\":\"1\",\"agrees\":false}");
    JsonNode difference = one.path("differences").get(0);
    assertThat(difference.path("kind").asString()).isEqualTo("orphan_order");
    assertThat(difference.path("bot").asString()).isEqualTo("does not know it");
    assertThat(difference.path("exchange").asString()).isEqualTo("BUY 1 BTC/USD");
    assertThat(difference.path("since").asString()).isEqualTo("2026-01-05T11:59:00Z");
  }

  @Test
  void operatorComparesNowAllOrOne() {
    assertThat(site.post(PATH, site.token(Role.OPERATOR), "{}").statusCode()).isEqualTo(200);
    HttpResponse<String> one = site.post(PATH, site.token(Role.OPERATOR), "{\"bot\": \"btc-trend\"}");

    assertThat(one.statusCode()).as(one.body()).isEqualTo(200);
    assertThat(site.world.comparisons.asked).containsExactly("all", "btc-trend");
  }

  @Test
  void botWithoutAnExchangeIsRefusedWithTheSettingThatItNeeds() {
    site.world.comparisons.latest = List.of();

    HttpResponse<String> answer = site.post(PATH, site.token(Role.OPERATOR), "{\"bot\": \"btc-trend\"}");

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(answer.body()).contains("bots.btc-trend.exchange");
    assertThat(site.post(PATH, site.token(Role.OPERATOR), "{\"bot\": \"nobody\"}").statusCode()).isEqualTo(404);
    assertThat(site.post(PATH, site.token(Role.VIEWER), "{}").statusCode()).isEqualTo(403);
    assertThat(site.world.comparisons.asked).isEmpty();
  }
}
