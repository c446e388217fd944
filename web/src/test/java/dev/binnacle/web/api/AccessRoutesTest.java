package dev.binnacle.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.web.Site;
import dev.binnacle.web.security.Role;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class AccessRoutesTest {
  private final Site site = Site.open();
  private final String admin = site.token(Role.ADMIN);

  @AfterEach
  void close() {
    site.close();
  }

  @Test
  void secretIsShownOnceAndNeverInTheList() {
    JsonNode made = Site.json(site.post("/api/v1/tokens", admin, "{\"name\": \"phone\", \"role\": \"viewer\"}"));
    String secret = made.path("secret").asString();

    assertThat(secret).startsWith("bnc_");
    assertThat(site.get("/api/v1/fleet", secret).statusCode()).isEqualTo(200);
    assertThat(site.get("/api/v1/tokens", admin).body()).contains("\"phone\"").doesNotContain(secret).doesNotContain("hash");
  }

  @Test
  void tokenSaysWhoMadeItAndWhenItEnds() {
    JsonNode token =
        Site.json(site.post("/api/v1/tokens", admin,
            "{\"name\": \"bot\", \"role\": \"ingest\", \"bot\": \"b\", \"expires_in_days\": 30}")).path("token");

    assertThat(token.path("created_by").asString()).isEqualTo("admin");
    assertThat(token.path("bot").asString()).isEqualTo("b");
    assertThat(token.path("expires_at").asString()).isEqualTo("2026-02-04T12:00:00Z");
  }

  @Test
  void revokedTokenIsRefusedAtOnce() {
    JsonNode made = Site.json(site.post("/api/v1/tokens", admin, "{\"name\": \"phone\", \"role\": \"viewer\"}"));

    HttpResponse<String> revoked = site.delete("/api/v1/tokens/" + made.path("token").path("id").asString(), admin);

    assertThat(revoked.statusCode()).isEqualTo(204);
    assertThat(site.get("/api/v1/fleet", made.path("secret").asString()).statusCode()).isEqualTo(401);
    assertThat(site.delete("/api/v1/tokens/" + made.path("token").path("id").asString(), admin).statusCode()).isEqualTo(404);
  }

  @Test
  void administratorMakesALinkForSomebodyElse() {
    JsonNode link = Site.json(site.post("/api/v1/login-links", admin, "{\"role\": \"operator\"}"));

    assertThat(link.path("url").asString()).startsWith(site.origin() + "/login#code=");
    assertThat(link.path("role").asString()).isEqualTo("operator");
    assertThat(link.path("expires_at").asString()).isEqualTo("2026-01-05T12:10:00Z");
  }

  @Test
  void linkIsForPeople() {
    assertThat(site.post("/api/v1/login-links", admin, "{\"role\": \"ingest\"}").statusCode()).isEqualTo(400);
  }

  @Test
  void callerIsToldWhoHeIs() {
    JsonNode who = Site.json(site.get("/api/v1/session", admin));

    assertThat(who.path("role").asString()).isEqualTo("admin");
    assertThat(who.path("via").asString()).isEqualTo("token");
  }
}
