package dev.binnacle.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.web.Site;
import dev.binnacle.web.security.Role;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class HealthRoutesTest {
  private final Site site = Site.open();

  @AfterEach
  void close() {
    site.close();
  }

  private HttpResponse<String> check(Role role) {
    return site.post("/api/v1/health-checks", site.token(role), "{}");
  }

  @Test
  void lookIsAnsweredWithPartsAndBotsAndHowLongTheyTook() {
    HttpResponse<String> answer = check(Role.OPERATOR);
    JsonNode report = Site.json(answer);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Cache-Control").orElse("")).contains("no-store");
    assertThat(report.path("at").asString()).isEqualTo("2026-01-05T12:00:00Z");
    assertThat(report.path("health").asString()).isEqualTo("degraded");
    assertThat(report.path("components").get(0).toString())
        .isEqualTo("{\"name\":\"journal\",\"health\":\"healthy\",\"response_time_ms\":0.042,\"message\":\"is written\"}");
    assertThat(report.path("components").get(1).path("response_time_ms").asDouble()).isEqualTo(12);
    JsonNode gateway = report.path("bots").get(0).path("components").get(0);
    assertThat(gateway.path("response_time_ms").asDouble()).isEqualTo(5_800);
    assertThat(gateway.path("age_ms").asLong()).isEqualTo(40_000);
    assertThat(report.path("bots").get(0).path("silence_ms").asLong()).isEqualTo(1_500);
    assertThat(report.path("bots").get(1).path("silence_ms").isNull()).isTrue();
    assertThat(site.world.checks).containsExactly("operator");
  }

  @Test
  void whoAsksTooSoonIsToldWhenToComeBack() {
    site.world.checked = new HealthCheck.Outcome.TooSoon(Duration.ofMillis(3_001));

    HttpResponse<String> answer = check(Role.OPERATOR);

    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(answer.headers().firstValue("Retry-After")).hasValue("4");
    assertThat(Site.json(answer).path("detail").asString()).contains("in 4 s");
  }

  @Test
  void whoMayOnlyLookIsRefused() {
    assertThat(check(Role.VIEWER).statusCode()).isEqualTo(403);
    assertThat(site.world.checks).isEmpty();
  }
}
