package dev.binnacle.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The demo, looked at in a real browser. */
@Tag("slow")
@Tag("browser")
final class DashboardTest {
  static final List<String> PAGES = List.of(
      "/", "/bots", "/bots/btc-grid", "/trades", "/charts", "/config", "/alerts", "/rules", "/notifications", "/messages",
      "/system");
  private static final List<String> CONFIGURATION = List.of(
      "/bots/btc-trend/config", "/bots/btc-trend/config?tab=history", "/bots/btc-trend/config?tab=monitor",
      "/bots/btc-trend/config?tab=raw");
  private static final Visit.Window DESK = new Visit.Window(1440, 1010, true);

  @TempDir
  private static Path folder;
  private static DemoRun demo;
  private static Browser browser;
  private static Visit first;
  private static URI server;

  @BeforeAll
  static void start() throws Exception {
    demo = DemoRun.start(folder, "--speed", "60");
    browser = new Browser();
    first = new Visit(browser, DESK, "");
    first.signIn(demo.link());
    server = demo.api().server();
    first.page().waitForURL(server + "/");
  }

  @AfterAll
  static void end() {
    if (first != null) {
      first.close();
    }
    if (browser != null) {
      browser.close();
    }
    if (demo != null) {
      demo.close();
    }
  }

  @Test
  void showsRealFillsSoonAfterTheStart() throws Exception {
    first.open(server, "/");
    first.page().waitForFunction(
        "() => [...document.querySelectorAll('main .card')].some(card => card.textContent.startsWith('Recent trades') && card.querySelector('tbody tr'))");

    JsonNode trades = demo.api().get("/api/v1/trades?limit=500").path("trades");
    Instant begun = Instant.ofEpochSecond(demo.api().get("/api/status").path("last_update").asLong())
        .minusSeconds(demo.api().get("/api/status").path("uptime_seconds").asLong());
    Instant opened = Instant.MAX;
    for (JsonNode trade : trades) {
      Instant at = Instant.parse(trade.path("opened_at").asString());
      opened = at.isBefore(opened) ? at : opened;
      assertThat(trade.path("entry_price").asDouble()).as("a price of Bitstamp's last week of November 2013, in dollars")
          .isBetween(500.0, 1300.0);
    }
    System.out.printf("the first fill came %.1f s after the server's start%n", Duration.between(begun, opened).toMillis() / 1e3);
  }

  @ParameterizedTest
  @CsvSource({"1440, 1010", "390, 844"})
  void everyPageIsWholeAndOpenToAllInBothThemes(int width, int height) {
    try (Visit visit = new Visit(browser, new Visit.Window(width, height, true), first.session())) {
      for (String path : PAGES) {
        visit.open(server, path);
        visit.inspectInBothThemes("demo" + (path.equals("/") ? "/deck" : path));
      }
      for (String path : CONFIGURATION) {
        visit.open(server, path);
        visit.inspectInBothThemes("demo" + path.replace("?tab=", "/"));
      }
      assertThat(visit.sockets()).as("the live socket").isNotEmpty().allMatch(url -> url.endsWith("/ws"));
    }
  }

  /** Whether a table is wider than a phone depends on its figures: this one is. */
  @Test
  void aTableThatIsWiderThanTheWindowIsReachedByKeysAndOneThatFitsIsNoStop() {
    try (Visit visit = new Visit(browser, new Visit.Window(390, 844, true), first.session())) {
      visit.open(server, "/bots/btc-grid");
      visit.page().waitForFunction("() => document.querySelectorAll('main .scroll:not(.tall-table) table').length > 0");
      visit.page().addStyleTag(new Page.AddStyleTagOptions().setContent("main .scroll table { width: 1200px }"));
      visit.page().waitForFunction(
          "() => [...document.querySelectorAll('main .scroll')].every(box => box.tabIndex === 0 && box.getAttribute('aria-label'))");
      visit.inspect("demo/wide-table");

      visit.page().addStyleTag(
          new Page.AddStyleTagOptions().setContent(
              "main .scroll table { width: 100px; table-layout: fixed; overflow: hidden } main td, main th { overflow: hidden }"));
      visit.page().waitForFunction(
          "() => [...document.querySelectorAll('main .scroll:not(.tall-table)')].every(box => box.tabIndex < 0)");
    }
  }

  @Test
  void theValueOfTheFleetMovesWhileOneLooks() {
    first.open(server, "/");
    first.page().waitForFunction("() => /\\d/.test(document.querySelector('.kpi.big b')?.innerText ?? '')");
    String before = first.page().locator(".kpi.big b").innerText();

    first.page().waitForFunction("before => document.querySelector('.kpi.big b').innerText !== before", before);

    assertThat(first.page().locator(".link-state").innerText()).contains("Live");
  }

  @Test
  void aChangedParameterIsReviewedAndTakenByTheRunningBot() throws Exception {
    String configuration = "/api/v1/bots/btc-meanrev/config";
    long before = demo.api().get(configuration).path("version").asLong();
    first.open(server, "/bots/btc-meanrev/config");

    first.page().getByLabel("Strength").first().fill("9");
    first.page().getByText("Review…").click();
    first.page().locator("dialog[open] button.primary:enabled:has-text('Apply')").click();
    first.page().waitForCondition(() -> first.page().locator("dialog[open]").count() == 0);

    JsonNode after = demo.api().get(configuration);
    assertThat(after.path("version").asLong()).isGreaterThan(before);
    assertThat(after.path("values").path("strength").asInt()).isEqualTo(9);
    assertThat(after.path("content").asString()).contains("strength: 9 ").contains("# The mean reversion bot");
    assertThat(first.troubles()).isEmpty();
  }

  @Test
  void linksOfThePagesLeadToEachOther() {
    first.open(server, "/");
    first.page().locator("nav[aria-label=Views] a[href='/bots']").click();
    first.page().waitForURL(server + "/bots");
    first.page().locator("main a[href='/bots/btc-trend']").first().click();
    first.page().waitForURL(server + "/bots/btc-trend");
    first.page().goBack();

    assertThat(first.page().url()).isEqualTo(server + "/bots");
    assertThat(first.troubles()).isEmpty();
  }

  @Test
  void aLinkLetsOnePersonInOnce() throws Exception {
    try (Visit second = new Visit(browser, DESK, "")) {
      second.signIn(demo.link());

      second.page().locator("[role=alert]").waitFor();
      assertThat(second.page().locator("[role=alert]").innerText()).contains("once");
      assertThat(second.page().url()).startsWith(server + "/login");
    }
  }

  @Test
  void aStrangerSeesNothing() throws Exception {
    try (Visit stranger = new Visit(browser, DESK, "")) {
      for (String path : PAGES) {
        Response response = stranger.page().navigate(server.resolve(path).toString());
        assertThat(response.url()).as(path).startsWith(server + "/login");
      }
      stranger.inspect("login");
    }
    Api nobody = demo.api().as("");
    for (String path : List.of("/api/v1/fleet", "/api/v1/bots", "/api/status", "/metrics", "/ws", "/api/v1/openapi.json")) {
      assertThat(nobody.status(path)).as(path).isEqualTo(401);
    }
    HttpResponse<String> page = nobody.send(nobody.request("/"));
    assertThat(page.statusCode()).isIn(303, 401);
  }
}
