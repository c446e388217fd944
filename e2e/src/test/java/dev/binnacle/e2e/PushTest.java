package dev.binnacle.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.binnacle.testkit.FakePushService;
import dev.binnacle.testkit.PushReceiver;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A browser that is told while the dashboard is closed. No browser asks a push service of ours for an address, so that the page is given
 * one of a fake; what the server sends there is decrypted and handed to the real worker, as the browser itself would.
 */
@Tag("slow")
@Tag("browser")
final class PushTest {
  private static final String GIVEN_AN_ADDRESS = """
      let present = null;
      PushManager.prototype.getSubscription = async () => present;
      PushManager.prototype.subscribe = async ({ applicationServerKey: key }) => {
        window.askedWith = key;
        present = {
          endpoint: '%s', toJSON: () => ({ endpoint: '%s', keys: { p256dh: '%s', auth: '%s' } }),
          unsubscribe: async () => { present = null; return true; },
        };
        return present;
      };
      """;

  @TempDir
  private Path folder;

  @Test
  void deviceIsSwitchedOnToldAndSwitchedOff() throws Exception {
    try (FakePushService service = new FakePushService();
        Product product = new Product(folder);
        Browser browser = new Browser();
        Visit visit = new Visit(browser, new Visit.Window(1440, 1010, true), "")) {
      PushReceiver receiver = service.subscribe("chromium");
      Path settings = Files.writeString(folder.resolve("binnacle.yaml"), """
          channels:
            browsers: { type: webpush, contact: "mailto:ops@example.org", services: ["%s"] }
          """.formatted(service.uri()));
      product.startServer(0, "--config", settings.toString());
      Page page = visit.page();
      page.context().grantPermissions(List.of("notifications"));
      page.addInitScript(GIVEN_AN_ADDRESS.formatted(
          receiver.endpoint(), receiver.endpoint(), receiver.publicKey(), receiver.secret()));
      visit.signIn(URI.create(product.run("login").out().strip()));
      page.waitForURL(product.url() + "/");
      CDPSession devtools = page.context().newCDPSession(page);
      AtomicReference<String> registration = registration(devtools);

      visit.open(product.url(), "/notifications");
      Locator card = page.locator(".devices");
      visit.inspect("push/off");
      card.getByText("Switch on").click();
      card.getByText("Switch off").waitFor();
      card.getByText("Test").click();
      card.getByText("It is on its way.").waitFor();
      visit.inspect("push/on");

      assertThat(page.evaluate("window.askedWith").toString()).hasSize(87);
      Await.that("the message at the push service", () -> !service.sent().isEmpty());
      assertThat(service.sent()).hasSize(1);
      Await.that("the worker's registration", () -> registration.get() != null);
      JsonObject push = new JsonObject();
      push.addProperty("origin", product.url().toString());
      push.addProperty("registrationId", registration.get());
      push.addProperty("data", service.sent().getFirst().text());
      devtools.send("ServiceWorker.deliverPushMessage", push);
      // A predicate that promises is taken for true at once where the page waits for it.
      Await.that("a notification",
          () -> page.evaluate("async () => (await (await navigator.serviceWorker.ready).getNotifications()).length").equals(1));
      @SuppressWarnings("unchecked")
      Map<String, Object> shown = (Map<String, Object>) page.evaluate("""
          async () => {
            const [one] = await (await navigator.serviceWorker.ready).getNotifications();
            return { title: one.title, body: one.body, path: one.data.path, icon: new URL(one.icon).pathname };
          }""");
      assertThat(shown).containsEntry("title", "🔔 Binnacle: test message").containsEntry("path", "/notifications")
          .containsEntry("icon", "/icon-192.png");
      assertThat(shown.get("body")).asString().contains("This channel works.");

      card.getByText("Switch off").click();
      card.getByText("Switch on").waitFor();
      assertThat(product.api().get("/api/v1/push").path("devices")).isEmpty();
      assertThat(visit.troubles()).isEmpty();
    }
  }

  /** What the browser needs to hand a message to the worker. */
  private static AtomicReference<String> registration(CDPSession devtools) {
    AtomicReference<String> registration = new AtomicReference<>();
    devtools.on("ServiceWorker.workerRegistrationUpdated", event -> event.getAsJsonArray("registrations")
        .forEach(one -> registration.set(one.getAsJsonObject().get("registrationId").getAsString())));
    devtools.send("ServiceWorker.enable");
    return registration;
  }
}
