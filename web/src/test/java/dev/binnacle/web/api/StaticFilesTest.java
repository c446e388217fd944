package dev.binnacle.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.web.FakePorts;
import dev.binnacle.web.Site;
import dev.binnacle.web.security.Role;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The dashboard's files; those of this test stand in for the real ones. */
final class StaticFilesTest {
  private final Site site = Site.open();
  private final String viewer = site.token(Role.VIEWER);

  @AfterEach
  void close() {
    site.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/bots/btc-trend", "/bots/trend-v1.2", "/settings", "/health/nothing", "/apiary"})
  void everyAddressOfTheDashboardGetsItsPage(String path) {
    HttpResponse<String> answer = site.get(path, viewer);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("A dashboard for tests");
    assertThat(answer.headers().firstValue("Cache-Control")).hasValue("private, no-cache");
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
    assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("script-src 'self';")
        .contains("frame-ancestors 'none'");
  }

  @Test
  void fileWithItsHashInItsNameIsKeptForGood() {
    HttpResponse<String> answer = site.get("/assets/app-4f2a.js", viewer);

    assertThat(answer.headers().firstValue("Cache-Control")).hasValue("private, max-age=31536000, immutable");
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/javascript; charset=utf-8");
    assertThat(answer.body()).startsWith("// a script");
  }

  @Test
  void packedFileIsGivenToWhoUnderstandsIt() {
    HttpResponse<String> brotli =
        site.send(site.request("/assets/app-4f2a.js", viewer).header("Accept-Encoding", "gzip, deflate, br"));
    HttpResponse<String> gzip = site.send(site.request("/assets/app-4f2a.js", viewer).header("Accept-Encoding", "gzip"));

    assertThat(brotli.headers().firstValue("Content-Encoding")).hasValue("br");
    assertThat(brotli.body()).isEqualTo("pretend this is brotli");
    assertThat(gzip.headers().firstValue("Content-Encoding")).hasValue("gzip");
    assertThat(gzip.headers().firstValueAsLong("Content-Length").orElse(Long.MAX_VALUE)).isLessThan(200);
    assertThat(gzip.headers().allValues("Vary")).containsExactly("Accept-Encoding");
  }

  @Test
  void unchangedFileIsNotSentAgain() {
    String tag = site.get("/", viewer).headers().firstValue("ETag").orElseThrow();

    assertThat(site.send(site.request("/", viewer).header("If-None-Match", tag)).statusCode()).isEqualTo(304);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/nothing.js", "/assets/", "/assets/nothing.css", "/../web/api/login.html", "/..%2fsecret.txt", "/.hidden",
        "/a//b.js", "/index.html/x.js", "/ui/index.html"})
  void whatIsNoFileIsNotFoundAndNothingElseOfTheClassPathIsShown(String path) {
    assertThat(site.get(path, viewer).statusCode()).isIn(400, 404);
  }

  @Test
  void filesAreReadOnly() {
    HttpResponse<String> answer = site.post("/index.html", viewer, "{}");

    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow")).hasValue("GET, HEAD");
  }

  /** The bug: the switch was taken, passed on, and nobody looked at it. */
  @ParameterizedTest
  @ValueSource(strings = {"/", "/bots/btc-trend", "/assets/app-4f2a.js", "/nothing.js"})
  void serverWithoutADashboardSaysSoAndServesTheApi(String path) {
    try (Site bare = Site.open(new FakePorts(), settings -> settings.withDashboard(false))) {
      String token = bare.token(Role.VIEWER);

      HttpResponse<String> answer = bare.get(path, token);

      assertThat(answer.statusCode()).isEqualTo(404);
      assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
      assertThat(Site.json(answer).path("type").asString()).isEqualTo("urn:binnacle:problem:no-dashboard");
      assertThat(Site.json(answer).path("detail").asString()).contains("--no-dashboard", "/api/v1/openapi.json");
      assertThat(bare.get("/api/v1/bots", token).statusCode()).isEqualTo(200);
    }
  }
}
