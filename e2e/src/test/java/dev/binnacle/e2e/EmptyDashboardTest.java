package dev.binnacle.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The product before anybody has told it anything. */
@Tag("slow")
@Tag("browser")
final class EmptyDashboardTest {
  @TempDir
  private static Path folder;
  private static Product product;
  private static Browser browser;

  @BeforeAll
  static void start() throws Exception {
    product = new Product(folder);
    product.startServer(0);
    browser = new Browser();
  }

  @AfterAll
  static void end() throws InterruptedException {
    if (browser != null) {
      browser.close();
    }
    product.close();
  }

  @ParameterizedTest
  @CsvSource({"1440, 1010, true", "390, 844, false"})
  void everyPageSaysWhatToDo(int width, int height, boolean dark) throws Exception {
    try (Visit visit = new Visit(browser, new Visit.Window(width, height, dark), "")) {
      visit.signIn(URI.create(product.run("login").out().strip()));
      visit.page().waitForURL(product.url() + "/");
      visit.expectRefusalOf("/api/v1/bots/nobody");

      for (String path : DashboardTest.PAGES) {
        visit.open(product.url(), path.replace("btc-grid", "nobody"));
        String words = visit.page().locator("main").innerText();
        switch (path) {
          case "/system" -> assertThat(words).contains("Access");
          case "/alerts" -> assertThat(words).contains("All quiet", "Nothing is silenced.");
          case "/rules" -> assertThat(words).contains("heartbeat-lost", "no bot reports it");
          case "/notifications" -> assertThat(words).contains("Nothing was told yet.");
          case "/messages" -> assertThat(words).contains("Telegram", "Discord", "made-up figures");
          case "/bots/btc-grid" -> assertThat(words).contains("No bot of this name");
          default -> assertThat(words).as(path).contains("No bot has reported yet").contains("./binnacle demo");
        }
        visit.inspect("empty" + (path.equals("/") ? "/deck" : path));
      }
    }
  }
}
