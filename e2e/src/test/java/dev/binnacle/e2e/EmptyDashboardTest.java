package dev.binnacle.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The product before anybody has told it anything. */
@Tag("slow")
final class EmptyDashboardTest {
  @TempDir
  private Path folder;

  @ParameterizedTest
  @CsvSource({"1440, 1010, true", "390, 844, false"})
  void everyPageSaysWhatToDo(int width, int height, boolean dark) throws Exception {
    try (Product product = new Product(folder);
        Browser browser = new Browser();
        Visit visit = new Visit(browser, new Visit.Window(width, height, dark), "")) {
      product.startServer(0);
      URI link = URI.create(product.run("login").out().strip());
      visit.signIn(link);
      visit.page().waitForURL(product.url() + "/");
      visit.expectRefusalOf("/api/v1/bots/nobody");

      for (String path : DashboardTest.PAGES) {
        visit.open(product.url(), path.replace("btc-grid", "nobody"));
        String words = visit.page().locator("main").innerText();
        switch (path) {
          case "/system" -> assertThat(words).contains("Access");
          case "/bots/btc-grid" -> assertThat(words).contains("No bot of this name");
          default -> assertThat(words).as(path).contains("No bot has reported yet").contains("./binnacle demo");
        }
        visit.inspect("empty" + (path.equals("/") ? "/deck" : path));
      }
    }
  }
}
