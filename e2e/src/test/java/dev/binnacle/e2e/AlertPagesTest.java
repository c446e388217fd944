package dev.binnacle.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.binnacle.testkit.DiscordAnswers;
import dev.binnacle.testkit.FakeDiscord;
import dev.binnacle.testkit.FakeTelegram;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The pages about alerts, used as people use them, while a bot has trouble and Telegram and Discord are told of it. */
@Tag("slow")
@Tag("browser")
final class AlertPagesTest {
  private static final String TOKEN = "7000001:AAtokenThatOnlyTheFakeKnows";
  private static final long CHAT = 42;
  private static final Visit.Window DESK = new Visit.Window(1440, 1010, true);
  /** What the bot reports: a feed that is slow, a machine that is hot, and a queue that no rule finds too long yet. */
  private static final String METRICS = "{\"latency_ms\": 1500, \"temperature\": 95, \"queue_depth\": 40}";

  @TempDir
  private static Path folder;
  private static FakeTelegram telegram;
  private static FakeDiscord discord;
  private static Product product;
  private static ReportingBot bot;
  private static Browser browser;
  private static Visit visit;
  private static Page page;
  private static Path settings;

  @BeforeAll
  static void start() throws Exception {
    telegram = new FakeTelegram(TOKEN, CHAT);
    discord = new FakeDiscord("token-of-the-webhook");
    settings = Files.writeString(folder.resolve("binnacle.yaml"), """
        bots: { pilot: { } }
        rules:
          # a test breaks a channel; whether somebody is told of it depends on how soon it is mended
          - { name: channel-broken, enabled: false }
          - { name: slow-feed, metric: latency_ms, above: 1000, level: warning }
          - { name: hot, metric: temperature, above: 80, level: critical }
          # asked for by the desk
          - { name: backlog, metric: queue_depth, above: 100, level: warning }
        channels:
          phone: { type: telegram, token: "%s", chat: "%d", api: "%s", events: [alert] }
          desk: { type: discord, webhook-url: "%s", events: [alert] }
        """.formatted(TOKEN, CHAT, telegram.uri(), discord.webhook()));
    product = new Product(folder);
    product.startServer(0, "--config", settings.toString());
    bot = new ReportingBot("pilot", product.api(), METRICS);
    browser = new Browser();
    visit = new Visit(browser, DESK, "");
    page = visit.page();
    visit.signIn(URI.create(product.run("login").out().strip()));
    page.waitForURL(product.url() + "/");
    Await.that("two alerts that people were told of", () -> openRules().containsAll(List.of("slow-feed", "hot"))
        && telegram.sent().size() >= 2 && discord.sent().size() >= 2);
  }

  @AfterAll
  static void end() throws Exception {
    for (AutoCloseable opened : Stream.of(visit, browser, bot, product, discord, telegram).filter(one -> one != null).toList()) {
      opened.close();
    }
  }

  @BeforeEach
  void everyServiceAnswers() {
    telegram.mend();
    discord.mend();
  }

  private static List<JsonNode> open() throws Exception {
    return product.api().get("/api/v1/alerts?state=open").path("alerts").valueStream().toList();
  }

  private static List<String> openRules() throws Exception {
    return open().stream().map(alert -> alert.path("rule").asString()).toList();
  }

  private static JsonNode open(String rule) throws Exception {
    return open().stream().filter(alert -> alert.path("rule").asString().equals(rule)).findFirst().orElseThrow();
  }

  private static Locator row(String rule) {
    return page.locator(".open-alerts li.alert", new Page.LocatorOptions().setHasText("pilot · " + rule));
  }

  private static Locator card(String channel) {
    return page.locator("section.channel", new Page.LocatorOptions().setHas(page.locator("h2", new Page.LocatorOptions()
        .setHasText(channel))));
  }

  @Test
  void anAlertIsAcknowledgedAndGivenBack() throws Exception {
    visit.open(product.url(), "/alerts");

    row("slow feed").getByText("Acknowledge…").click();
    Locator dialog = page.locator("dialog[open]");
    dialog.getByLabel("What you do about it").fill("asking the venue");
    dialog.getByLabel("Until").selectOption("1h");
    visit.inspect("alerts/acknowledge");
    dialog.getByText("Take care of it").click();

    row("slow feed").getByText("takes care").waitFor();
    assertThat(row("slow feed").innerText()).contains("asking the venue").doesNotContain("Acknowledge…");
    assertThat(open("slow-feed").path("acknowledged").path("comment").asString()).isEqualTo("asking the venue");
    assertThat(open("slow-feed").path("acknowledged").path("until").isNull()).isFalse();

    visit.open(product.url(), "/alerts?alert=" + open("slow-feed").path("id").asString());
    Locator drawer = page.locator("dialog.drawer[open]");
    drawer.locator(".life").getByText("asking the venue").waitFor();
    assertThat(drawer.innerText()).contains("takes care since").contains("phone: delivered").contains("desk: delivered");
    visit.inspectInBothThemes("alerts/drawer");
    drawer.getByText("Take back").click();

    drawer.getByText("Acknowledge…").waitFor();
    assertThat(open("slow-feed").path("acknowledged").isNull()).isTrue();
    assertThat(visit.troubles()).isEmpty();
  }

  @Test
  void aSilenceSaysWhatItHidesAndIsEnded() throws Exception {
    visit.open(product.url(), "/alerts");

    row("hot").getByText("Silence…").click();
    Locator dialog = page.locator("dialog[open]");
    dialog.getByText("Hides 1 alert now").waitFor();
    assertThat(dialog.locator(".dialog-actions .primary").isEnabled()).as("without a reason").isFalse();
    dialog.getByLabel("Why").fill("the fan is being changed");
    visit.inspect("alerts/silence");
    dialog.locator(".dialog-actions .primary").click();

    Locator silence = page.locator(".silences li", new Page.LocatorOptions().setHasText("the fan is being changed"));
    silence.waitFor();
    row("hot").getByText("silenced").waitFor();
    assertThat(silence.innerText()).contains("rule = hot", "bot = pilot");
    assertThat(silences()).singleElement()
        .satisfies(one -> assertThat(one.path("comment").asString()).isEqualTo("the fan is being changed"));
    assertThat(row("slow feed").innerText()).doesNotContain("silenced");

    silence.getByText("End now").click();

    page.waitForCondition(() -> silence.count() == 0);
    row("hot").getByText("Silence…").waitFor();
    assertThat(silences()).isEmpty();
    assertThat(visit.troubles()).isEmpty();
  }

  private static List<JsonNode> silences() throws Exception {
    return product.api().get("/api/v1/silences").path("silences").valueStream().toList();
  }

  @Test
  void aRuleIsSavedAfterALookAtWhatItWouldHaveFired() throws Exception {
    Await.that("the queue's past", () -> !product.api().get("/api/metrics/history?metric=queue_depth&bot=pilot&points=100")
        .path("points").isEmpty());
    assertThat(openRules()).doesNotContain("backlog");
    visit.open(product.url(), "/rules");
    Locator rule = page.locator("#rule-backlog");
    rule.locator("button.rule").click();
    Locator wording = rule.getByLabel("As written");
    String written = wording.inputValue();
    assertThat(written).contains("above: 100");
    Locator save = rule.getByText("Save");

    wording.fill(written.replace("above: 100", "above: 60"));
    assertThat(save.isEnabled()).as("before a look").isFalse();
    rule.getByText("What would it have fired today?").click();
    rule.getByText("Nothing would have fired in the last day.").waitFor();

    visit.expectRefusalOf("/api/v1/rules/preview");
    wording.fill(written.replace("above: 100", "above: much"));
    rule.getByText("What would it have fired today?").click();
    rule.locator(".notice.bad").waitFor();
    assertThat(save.isEnabled()).as("a rule that is wrong").isFalse();

    wording.fill(written.replace("above: 100", "above: 20"));
    rule.getByText("What would it have fired today?").click();
    rule.getByText("1 alert in the last day, told in 1 notice.").waitFor();
    assertThat(rule.locator(".would li").innerText()).contains("pilot", "40");
    visit.inspectInBothThemes("rules/tried");
    save.click();

    rule.getByText("Saved. The rule is in force.").waitFor();
    assertThat(Files.readString(settings)).contains("above: 20").contains("# asked for by the desk").contains("above: 1000");
    // What it would have fired it now fires.
    Await.that("the alert of the rule that was saved", () -> openRules().contains("backlog"));
    assertThat(open("backlog").path("value").asDouble()).isEqualTo(40);
    assertThat(visit.troubles()).isEmpty();
  }

  @Test
  void aTestOfAChannelSaysWhetherItArrived() throws Exception {
    visit.open(product.url(), "/notifications");

    card("phone").getByText("Test", exactly()).click();
    card("phone").getByText("It arrived.").waitFor();
    assertThat(telegram.sent().getLast().text()).contains("Binnacle: test message");

    discord.always(DiscordAnswers.invalidToken());
    card("desk").getByText("Test", exactly()).click();
    card("desk").locator(".trial .wrong").waitFor();
    assertThat(card("desk").locator(".trial").innerText()).contains("Invalid Webhook Token");
    card("desk").locator(".status.bad").getByText("broken").waitFor();
    visit.inspectInBothThemes("notifications/broken");

    discord.mend();
    card("desk").getByText("Test", exactly()).click();
    card("desk").getByText("It arrived.").waitFor();
    card("desk").locator(".status.good").getByText("working").waitFor();

    Locator told = page.locator(".deliveries > li", new Page.LocatorOptions().setHasText("slow-feed")).last();
    assertThat(told.locator(".to > li").allInnerTexts())
        .anySatisfy(line -> assertThat(line).contains("phone", "delivered after"))
        .anySatisfy(line -> assertThat(line).contains("desk", "delivered after"));
    assertThat(visit.troubles()).isEmpty();
  }

  private static Locator.GetByTextOptions exactly() {
    return new Locator.GetByTextOptions().setExact(true);
  }

  @Test
  void messagesLookAsTheyArrived() throws Exception {
    visit.open(product.url(), "/messages");
    Locator newest = page.locator(".kinds button").first();
    newest.click();
    String title = newest.locator("span").first().innerText();

    String bubble = page.locator(".telegram .text").textContent();
    Locator embed = page.locator(".discord .embed").first();

    assertThat(bubble).contains("pilot");
    assertThat(telegram.sent().stream().map(FakeTelegram.Sent::text)).as("what the chat has got").contains(bubble);
    assertThat(discord.sent()).as("a card of this title: %s", title).anySatisfy(sent -> {
      assertThat(embed.locator(".title").innerText()).isEqualTo(sent.embeds().getFirst().get("title"));
      assertThat(embed.locator("dt").allInnerTexts()).isEqualTo(names(sent));
    });

    page.locator(".kinds button", new Page.LocatorOptions().setHasText("Trade closed")).click();

    page.locator(".telegram .text", new Page.LocatorOptions().setHasText("Entry Price")).waitFor();
    assertThat(page.locator(".telegram .text").textContent()).isNotEqualTo(bubble).contains("Symbol:");
    assertThat(page.locator(".discord .embed").first().locator("dt").allInnerTexts()).anyMatch(name -> name.endsWith("Symbol"));
    assertThat(visit.troubles()).isEmpty();
  }

  /** The names of the first card's fields, as Discord has got them. */
  private static List<String> names(FakeDiscord.Sent sent) {
    return sent.embeds().getFirst().get("fields") instanceof List<?> fields
        ? fields.stream().map(field -> String.valueOf(((Map<?, ?>) field).get("name"))).toList()
        : List.of();
  }

  @ParameterizedTest
  @CsvSource({"1440, 1010", "390, 844"})
  void everyPageThatHasSomethingToShowIsWholeInBothThemes(int width, int height) throws Exception {
    String drawer = "/alerts?alert=" + open("slow-feed").path("id").asString();
    try (Visit other = new Visit(browser, new Visit.Window(width, height, true), visit.session())) {
      for (String path : List.of("/alerts", drawer, "/rules#backlog", "/notifications", "/messages")) {
        other.open(product.url(), path);
        other.inspectInBothThemes("alerting" + path.replaceFirst("\\?.*", "/drawer").replace('#', '/'));
      }
    }
  }
}
