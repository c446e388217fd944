package dev.binnacle.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.WebSocket;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** One person's look at the dashboard, in one window, with everything that went wrong in it. */
final class Visit implements AutoCloseable {
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");
  private static final List<String> GRAVE = List.of("serious", "critical");
  /** What of axe's rules the theme makes a difference to. */
  private static final List<String> OF_COLOURS = List.of("color-contrast", "link-in-text-block");

  private final BrowserContext context;
  private final Page page;
  private Window window;
  private final List<String> troubles = new ArrayList<>();
  private final List<String> sockets = new ArrayList<>();
  private String expected = "";

  /** A window's size and theme. */
  record Window(int width, int height, boolean dark) {
    String words() {
      return "%dx%d-%s".formatted(width, height, dark ? "dark" : "light");
    }

    private ColorScheme colours() {
      return dark ? ColorScheme.DARK : ColorScheme.LIGHT;
    }

    private Window inTheOtherTheme() {
      return new Window(width, height, !dark);
    }
  }

  /** @param session what an earlier visit remembered; empty for a stranger */
  Visit(Browser browser, Window window, String session) {
    this.window = window;
    var options = new com.microsoft.playwright.Browser.NewContextOptions()
        .setViewportSize(window.width, window.height)
        .setColorScheme(window.colours())
        .setReducedMotion(ReducedMotion.REDUCE);
    if (!session.isEmpty()) {
      options.setStorageState(session);
    }
    context = browser.chromium().newContext(options);
    context.setDefaultTimeout(Await.PATIENCE.toMillis());
    page = context.newPage();
    page.onConsoleMessage(this::note);
    page.onPageError(error -> troubles.add("error on the page: " + error));
    page.onRequestFailed(request -> {
      // What is under way when the page is left is broken off.
      if (request.failure() == null || !request.failure().contains("ERR_ABORTED")) {
        troubles.add("no answer: " + request.url() + " " + request.failure());
      }
    });
    page.onWebSocket(this::note);
  }

  private void note(ConsoleMessage message) {
    String words = message.text() + " " + message.location();
    boolean isWanted = !expected.isEmpty() && words.contains(expected);
    if (!isWanted && (message.type().equals("error") || message.type().equals("warning"))) {
      troubles.add("on the console: " + words);
    }
  }

  /** A browser says on the console which of its requests were refused, also where that is right: those to this path may be. */
  void expectRefusalOf(String path) {
    expected = path;
  }

  private void note(WebSocket socket) {
    sockets.add(socket.url());
    socket.onSocketError(error -> troubles.add("the socket: " + error));
  }

  Page page() {
    return page;
  }

  String session() {
    return context.storageState();
  }

  /** The addresses of the sockets that the page has opened. */
  List<String> sockets() {
    return sockets;
  }

  /** Opens a login link and presses its button, as a person does. */
  void signIn(URI link) {
    page.navigate(link.toString());
    page.locator("button[type=submit]").click();
  }

  /** Opens a page of the dashboard and waits until it shows what it has. */
  void open(URI server, String path) {
    page.navigate(server.resolve(path).toString());
    page.locator("main h1").first().waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.ATTACHED));
    page.waitForFunction("() => document.querySelector('.link-state')?.textContent.includes('Live')");
    page.waitForFunction("() => !document.querySelector('main [aria-busy=true], main .bone')");
  }

  /** Keeps a picture, and looks for what no page may have. */
  void inspect(String name) {
    look(name, new AxeBuilder(page));
  }

  /** As {@link #inspect}, and in the other theme all that the theme makes a difference to. */
  void inspectInBothThemes(String name) {
    inspect(name);
    wear(window.inTheOtherTheme());
    look(name, new AxeBuilder(page).withRules(OF_COLOURS));
    wear(window.inTheOtherTheme());
  }

  private void wear(Window other) {
    window = other;
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(window.colours()));
  }

  private void look(String name, AxeBuilder axe) {
    page.screenshot(new Page.ScreenshotOptions()
        .setPath(SCREENSHOTS.resolve(name.replace('/', '-') + "-" + window.words() + ".png"))
        .setFullPage(true));
    String place = name + " at " + window.words();
    Number beyond = (Number) page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
    assertThat(beyond.intValue()).as("pixels that %s is wider than the window, by %s", place, widest()).isLessThanOrEqualTo(0);
    assertThat(violations(axe)).as("what axe finds grave on %s", place).isEmpty();
    assertThat(troubles).as("troubles on %s", place).isEmpty();
  }

  /** What sticks out at the right, for the message. */
  private Object widest() {
    return page.evaluate(
        """
        () => [...document.querySelectorAll('body *')]
          .filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
          .slice(0, 5).map(e => e.tagName + '.' + e.className)
        """);
  }

  private static List<String> violations(AxeBuilder axe) {
    return axe
        .setLegacyMode(true).analyze().getViolations().stream()
        .filter(rule -> GRAVE.contains(String.valueOf(rule.getImpact()).toLowerCase(Locale.ROOT)))
        .map(Visit::describe)
        .toList();
  }

  private static String describe(Rule rule) {
    return rule.getId() + " (" + rule.getImpact() + "): " + rule.getNodes().stream()
        .limit(5)
        .map(node -> node.getHtml() + " " + node.getFailureSummary())
        .collect(Collectors.joining("; "));
  }

  List<String> troubles() {
    return troubles;
  }

  @Override
  public void close() {
    context.close();
  }
}
