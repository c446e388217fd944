package dev.binnacle.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.web.FakePorts;
import dev.binnacle.web.LoginLink;
import dev.binnacle.web.Site;
import dev.binnacle.web.WebSettings;
import dev.binnacle.web.security.Role;
import dev.binnacle.web.security.Secret;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The life of a login link and of the session that it opens. */
final class LoginTest {
  private final FakePorts world = new FakePorts();
  private Site site = Site.open(world, settings -> settings);
  private final HttpClient browser = Site.browser();

  @AfterEach
  void close() {
    site.close();
  }

  private static String code(LoginLink link) {
    return link.url().substring(link.url().indexOf("#code=") + 6);
  }

  private HttpResponse<String> signIn(HttpClient with, String form) {
    return Site.send(
        with,
        site.request("/login").header("Content-Type", "application/x-www-form-urlencoded").header("Origin", site.origin())
            .POST(BodyPublishers.ofString(form)));
  }

  private HttpResponse<String> see(String path) {
    return Site.send(browser, site.request(path));
  }

  @Test
  void linkKeepsItsCodeWhereNoServerSeesIt() {
    LoginLink link = site.server.issueLoginLink();

    assertThat(link.url()).matches("http://127\\.0\\.0\\.1:\\d+/login#code=[A-Za-z0-9_-]{43}");
    assertThat(URI.create(link.url()).getRawQuery()).isNull();
    assertThat(link.toString()).doesNotContain(code(link));
  }

  @Test
  void openingTheLinkSpendsNothingAndTheButtonSpendsItOnce() {
    String code = code(site.server.issueLoginLink());
    for (int i = 0; i < 3; i++) {
      assertThat(see("/login").statusCode()).isEqualTo(200);
    }

    HttpResponse<String> first = signIn(browser, "code=" + code);
    HttpResponse<String> second = signIn(Site.browser(), "code=" + code);

    assertThat(first.statusCode()).isEqualTo(303);
    assertThat(first.headers().firstValue("Location")).hasValue("/");
    assertThat(second.statusCode()).isEqualTo(401);
    assertThat(see("/api/v1/fleet").statusCode()).isEqualTo(200);
    assertThat(see("/").body()).contains("A dashboard for tests");
  }

  @Test
  void linkIsTooOldAfterTenMinutes() {
    String code = code(site.server.issueLoginLink());
    world.now = world.now.plus(Duration.ofMinutes(10));

    HttpResponse<String> answer = signIn(browser, "code=" + code);

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
    assertThat(answer.body()).contains("role=\"alert\"").contains("binnacle login");
  }

  @Test
  void pageIsWholeWithoutScriptAndRunsNoneThatStandsInIt() {
    HttpResponse<String> page = see("/login");

    assertThat(page.body()).contains("<form method=\"post\" action=\"/login\">").contains("type=\"submit\"")
        .contains("name=\"viewport\"");
    assertThat(page.body()).doesNotContain("<script>").doesNotContain("style=").doesNotContain(" onclick").doesNotContain("{{");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElse("")).contains("script-src 'self'")
        .doesNotContain("unsafe");
    assertThat(page.headers().firstValue("Cache-Control")).hasValue("no-store");
    assertThat(see("/login.css").headers().firstValue("Content-Type")).hasValue("text/css; charset=utf-8");
    assertThat(see("/login.js").headers().firstValue("Content-Type")).hasValue("text/javascript; charset=utf-8");
  }

  @Test
  void cookieIsForThisServerAlone() {
    String cookie =
        signIn(browser, "code=" + code(site.server.issueLoginLink())).headers().firstValue("Set-Cookie").orElseThrow();

    assertThat(cookie)
        .startsWith("binnacle-" + site.server.port() + "=")
        .contains("; Path=/;", "; HttpOnly;", "; SameSite=Strict", "; Max-Age=604800;")
        .doesNotContain("Secure");
  }

  @Test
  void cookieIsSentOverHttpsOnlyBehindHttps() {
    site.close();
    site = Site.open(world, settings -> settings.withPublicUrl(URI.create("https://bots.example.org/")));
    LoginLink link = site.server.issueLoginLink();

    HttpResponse<String> answer =
        site.send(site.request("/login").header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString("code=" + code(link))));

    assertThat(link.url()).startsWith("https://bots.example.org/login#code=");
    assertThat(answer.headers().firstValue("Set-Cookie").orElseThrow()).startsWith("__Host-binnacle-").endsWith("; Secure");
  }

  @Test
  void tokenSignsInWithItsRole() {
    signIn(browser, "code=" + site.token(Role.VIEWER));

    JsonNode who = Site.json(see("/api/v1/session"));
    assertThat(who.path("role").asString()).isEqualTo("viewer");
    assertThat(who.path("via").asString()).isEqualTo("session");
    assertThat(see("/api/v1/tokens").statusCode()).isEqualTo(403);
  }

  @Test
  void environmentTokenSignsIn() {
    site.close();
    site = Site.open(world, settings -> settings.withEnvironmentToken(Secret.of("a-token-from-the-environment")));

    assertThat(signIn(browser, "code=a-token-from-the-environment").statusCode()).isEqualTo(303);
    assertThat(site.get("/api/v1/tokens", "a-token-from-the-environment").statusCode()).isEqualTo(200);
  }

  @Test
  void signingOutEndsTheSessionAlsoForACopyOfTheCookie() {
    String cookie = signIn(browser, "code=" + code(site.server.issueLoginLink())).headers().firstValue("Set-Cookie").orElseThrow()
        .replaceAll(";.*", "");
    assertThat(site.send(site.request("/api/v1/fleet").header("Cookie", cookie)).statusCode()).isEqualTo(200);

    HttpResponse<String> out = Site.send(browser, site.request("/api/v1/session").header("Origin", site.origin()).DELETE());

    assertThat(out.statusCode()).isEqualTo(204);
    assertThat(out.headers().firstValue("Set-Cookie").orElse("")).contains("Max-Age=0");
    assertThat(site.send(site.request("/api/v1/fleet").header("Cookie", cookie)).statusCode()).isEqualTo(401);
  }

  @Test
  void tokenCannotBeSignedOut() {
    assertThat(site.delete("/api/v1/session", site.token(Role.VIEWER)).statusCode()).isEqualTo(409);
  }

  @Test
  void whoIsSignedInIsNotAskedAgain() {
    signIn(browser, "code=" + code(site.server.issueLoginLink()));

    HttpResponse<String> answer = see("/login?next=%2Fbots%2Fbtc-trend");

    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(answer.headers().firstValue("Location")).hasValue("/bots/btc-trend");
  }

  @ParameterizedTest
  @CsvSource({
    "/bots/btc-trend, /bots/btc-trend",
    "/bots?x=1, /bots?x=1",
    "//evil.example, /",
    "/\\evil.example, /",
    "https://evil.example, /",
    "evil, /",
    "'/a\r\nSet-Cookie: x=y', /",
    "'', /"
  })
  void nobodyIsSentElsewhereAfterwards(String next, String expected) {
    String form = "code=" + code(site.server.issueLoginLink()) + "&next=" + URLEncoder.encode(next, StandardCharsets.UTF_8);

    HttpResponse<String> answer = signIn(browser, form);

    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(answer.headers().firstValue("Location")).hasValue(expected);
  }

  @Test
  void whereToGoNextIsEscapedInThePage() {
    HttpResponse<String> page = see("/login?next=" + URLEncoder.encode("/\"><script>alert(1)</script>", StandardCharsets.UTF_8));

    assertThat(page.body()).doesNotContain("<script>alert");
  }

  @Test
  void foreignPageCannotSignAnybodyIn() {
    HttpResponse<String> answer =
        site.send(
            site.request("/login")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Origin", "https://evil.example")
                .POST(BodyPublishers.ofString("code=" + code(site.server.issueLoginLink()))));

    assertThat(answer.statusCode()).isEqualTo(403);
  }

  @Test
  void whoGuessesIsMadeToWait() {
    HttpResponse<String> last = signIn(browser, "code=guess");
    for (int i = 0; i < 10; i++) {
      last = signIn(browser, "code=guess" + i);
    }

    assertThat(last.statusCode()).isEqualTo(429);
    assertThat(last.headers().firstValue("Retry-After")).hasValue("6");
  }

  @Test
  void visitorFromAnotherSiteIsTakenToThePageByARequestOfOurOwn() {
    // With SameSite=Strict the first request after a click elsewhere has no cookie, though the visitor may be signed in.
    String fromElsewhere = site.send(site.request("/login?next=%2Fbots").header("Sec-Fetch-Site", "cross-site")).body();
    String fromHere = site.send(site.request("/login?next=%2Fbots").header("Sec-Fetch-Site", "same-origin")).body();

    assertThat(fromElsewhere).contains("data-from=\"elsewhere\"");
    assertThat(fromHere).contains("data-from=\"here\"");
  }

  @Test
  void sessionSurvivesARestartOfTheServer() {
    String cookie = signIn(browser, "code=" + code(site.server.issueLoginLink())).headers().firstValue("Set-Cookie").orElseThrow()
        .replaceAll(";.*", "");
    int port = site.server.port();
    site.close();

    site = Site.open(world, settings -> WebSettings.local(port, Site.KEY));

    assertThat(site.send(site.request("/api/v1/fleet").header("Cookie", cookie)).statusCode()).isEqualTo(200);
  }
}
