package dev.binnacle.e2e;

import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A real Chromium, the one that {@code BINNACLE_CHROMIUM} names, else the first of the usual names on the path. */
final class Browser implements AutoCloseable {
  private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

  private final Playwright playwright;
  private final com.microsoft.playwright.Browser chromium;

  Browser() {
    playwright = Playwright.create();
    chromium = playwright
        .chromium()
        .launch(new BrowserType.LaunchOptions()
            .setExecutablePath(executable())
            .setArgs(List.of(
                "--no-sandbox", // as root, which builds in containers often are, it has none
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync")));
  }

  com.microsoft.playwright.Browser chromium() {
    return chromium;
  }

  private static Path executable() {
    String named = System.getenv("BINNACLE_CHROMIUM");
    if (named != null) {
      return Path.of(named);
    }
    for (String folder : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
      for (String name : NAMES) {
        if (Files.isExecutable(Path.of(folder, name))) {
          return Path.of(folder, name);
        }
      }
    }
    throw new AssertionError(
        "the dashboard is tested in Chromium, and there is none on the path: install it, or set BINNACLE_CHROMIUM");
  }

  @Override
  public void close() {
    chromium.close();
    playwright.close();
  }
}
