package dev.binnacle.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.binnacle.config.Author;
import dev.binnacle.config.Check;
import dev.binnacle.config.Edit;
import dev.binnacle.config.LiveConfig;
import dev.binnacle.config.LiveConfigBuilder;
import dev.binnacle.config.Node;
import dev.binnacle.config.Proposal;
import dev.binnacle.config.Schema;
import dev.binnacle.config.Source;
import dev.binnacle.model.ConfigChange;
import dev.binnacle.model.ConfigOutcome;
import dev.binnacle.model.Event;
import dev.binnacle.model.Health;
import dev.binnacle.model.Value;
import dev.binnacle.testkit.FakeLinkServer;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bot's configuration, offered over a real socket to a server that is there, comes back, or asks too much. */
final class ConfigOfferTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final String TOKEN = "test-token-1";
  private static final Author ANNA = new Author("anna", Source.CLI, true);
  private static final Schema SCHEMA = Schema.parse("bot.schema.json", """
      {"type": "object", "properties": {"trigger": {"type": "number", "maximum": 50}, "key": {"type": "string", "x-secret": true}}}
      """.getBytes(StandardCharsets.UTF_8));

  @TempDir
  Path folder;
  private FakeLinkServer server;
  private LiveConfig<Node.Section> config;

  @BeforeEach
  void start() throws IOException {
    server = FakeLinkServer.start(TOKEN);
    Files.writeString(folder.resolve("bot.json"), "{\"trigger\": 8, \"key\": \"s3cr3t-key\"}");
    config = builder().open();
  }

  @AfterEach
  void stop() throws IOException {
    config.close();
    server.close();
    assertThat(server.surprises()).isEmpty();
  }

  private LiveConfigBuilder<Node.Section> builder() {
    return LiveConfig.tree(folder.resolve("bot.json"), SCHEMA).watching(false).quietTime(Duration.ofMillis(1));
  }

  private Monitor monitor(String instance) {
    return Monitor.builder("btc-trend", server.uri(), TOKEN).spoolDirectory(folder.resolve("spool")).instance(instance)
        .closeTimeout(LONG).connect();
  }

  private void set(int trigger) {
    List<Edit> edits = List.of(new Edit("/trigger", new Node.Numeral(BigDecimal.valueOf(trigger))));
    config.submit(Proposal.edits(config.version(), edits, ANNA, "calmer"));
  }

  private List<Long> recordsTold() {
    return server.events(Event.ConfigUpdate.class).stream().map(Event.ConfigUpdate::record).toList();
  }

  private String lastOffer() {
    List<String> offers = server.offers();
    return offers.isEmpty() ? "" : offers.get(offers.size() - 1);
  }

  @Test
  void theStateIsOfferedAtTheConnectionAndAfterEachRecord() {
    try (Monitor monitor = monitor("run-1")) {
      monitor.offer(config);
      await().atMost(LONG).until(() -> lastOffer().contains("\"version\":1,"));

      set(10);

      await().atMost(LONG).until(() -> lastOffer().contains("\"version\":2,"));
      assertThat(lastOffer()).contains("\"trigger\":10", "\"schema\":{").doesNotContain("s3cr3t");
    }
  }

  @Test
  void theStateIsOfferedAgainWhenTheLinkComesBack() throws IOException {
    try (Monitor monitor = monitor("run-1")) {
      monitor.offer(config);
      await().atMost(LONG).until(() -> !server.offers().isEmpty());
      server.pause();
      set(10);
      int before = server.offers().size();

      server.resume();

      await().atMost(LONG).until(() -> server.offers().size() > before && lastOffer().contains("\"version\":2,"));
      await().atMost(LONG).untilAsserted(() -> assertThat(recordsTold()).containsExactly(1L, 2L));
    }
  }

  @Test
  void eachRecordIsTheEventThatTellsOfIt() {
    try (Monitor monitor = monitor("run-1")) {
      monitor.offer(config);
      set(10);
      set(99);

      await().atMost(LONG).until(() -> recordsTold().size() == 3);
      Event.ConfigUpdate accepted = server.events(Event.ConfigUpdate.class).get(1);
      assertThat(accepted.outcome()).isEqualTo(ConfigOutcome.ACCEPTED);
      assertThat(accepted.version()).isEqualTo(2);
      assertThat(accepted.who()).isEqualTo("anna");
      assertThat(accepted.proved()).isTrue();
      assertThat(accepted.reason()).isEqualTo("calmer");
      assertThat(accepted.changes()).containsExactly(
          new ConfigChange("/trigger", new Value.Decimal(BigDecimal.valueOf(8)), new Value.Decimal(BigDecimal.valueOf(10))));
      Event.ConfigUpdate refused = server.events(Event.ConfigUpdate.class).get(2);
      assertThat(refused.outcome()).isEqualTo(ConfigOutcome.REFUSED);
      assertThat(refused.problems()).singleElement().asString().contains("bot.json:1:", "99");
    }
  }

  @Test
  void aRecordIsToldOnceAlsoWhenTheBotStartsAgain() {
    try (Monitor monitor = monitor("run-1")) {
      monitor.offer(config);
      set(10);
      await().atMost(LONG).until(() -> recordsTold().size() == 2);
    }
    set(11);
    config.close();
    config = builder().open();

    try (Monitor monitor = monitor("run-2")) {
      monitor.offer(config);
      set(12);

      await().atMost(LONG).until(() -> recordsTold().contains(4L));
      assertThat(recordsTold()).containsExactly(1L, 2L, 3L, 4L);
    }
  }

  @Test
  void aHistoryThatBeganAnewIsToldFromItsStart() throws IOException {
    try (Monitor monitor = monitor("run-1")) {
      monitor.offer(config);
      set(10);
      await().atMost(LONG).until(() -> recordsTold().size() == 2);
    }
    config.close();
    Path mark = config.stateDirectory().resolve("told-btc-trend");
    String told = Files.readString(mark);
    config = builder().stateDirectory(folder.resolve("other")).open();
    Files.writeString(folder.resolve("other").resolve("told-btc-trend"), told);

    try (Monitor monitor = monitor("run-2")) {
      monitor.offer(config);

      await().atMost(LONG).until(() -> recordsTold().size() == 3);
      assertThat(recordsTold()).containsExactly(1L, 2L, 1L);
    }
  }

  @Test
  void aCallFromTheServerIsAnsweredAndChangesTheFile() throws IOException {
    try (Monitor monitor = monitor("run-1")) {
      monitor.offer(config);
      await().atMost(LONG).until(() -> !server.offers().isEmpty());

      server.call(7, "{\"call\": \"edit\", \"author\": \"boris\", \"proved\": true, \"source\": \"dashboard\", \"base\": 1,"
          + " \"edits\": [{\"pointer\": \"/trigger\", \"value\": 12}]}");

      await().atMost(LONG).until(() -> server.reply(7) != null);
      assertThat(server.reply(7)).contains("\"status\":200", "\"outcome\":\"accepted\"");
      assertThat(config.get().entries().get("trigger")).isEqualTo(new Node.Numeral(BigDecimal.valueOf(12)));
      assertThat(Files.readString(folder.resolve("bot.json"))).contains("12");
    }
  }

  @Test
  void aCallWithoutAnOfferIsAnsweredToo() throws IOException {
    try (Monitor monitor = monitor("run-1")) {
      await().atMost(LONG).until(() -> server.connects() == 1);

      server.call(8, "{\"call\": \"state\"}");

      await().atMost(LONG).until(() -> server.reply(8) != null);
      assertThat(server.reply(8)).contains("\"status\":404", "no-config");
    }
  }

  @Test
  void callsBeyondTheBoundAreTurnedAwayWhileOneTakesItsTime() throws IOException {
    CountDownLatch goOn = new CountDownLatch(1);
    Check<Node.Section> slow = candidate -> {
      if (new Node.Numeral(BigDecimal.valueOf(13)).equals(candidate.config().entries().get("trigger"))) {
        try {
          goOn.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
      return List.of();
    };
    config.close();
    config = builder().check(slow).open();
    try (Monitor monitor = monitor("run-1")) {
      monitor.offer(config);
      await().atMost(LONG).until(() -> !server.offers().isEmpty());
      int all = OfferDesk.MOST_CALLS + 10;

      server.call(1,
          "{\"call\": \"edit\", \"author\": \"b\", \"base\": 1, \"edits\": [{\"pointer\": \"/trigger\", \"value\": 13}]}");
      for (int id = 2; id <= all; id++) {
        server.call(id, "{\"call\": \"state\", \"brief\": true}");
      }

      await().atMost(LONG).until(() -> server.reply(all) != null);
      assertThat(server.reply(all)).contains("\"status\":503", "busy");
      assertThat(server.reply(1)).isNull();
      monitor.tradeOpened(Trades.opened(1));
      await().atMost(LONG).until(() -> server.events(Event.TradeOpened.class).size() == 1);

      goOn.countDown();
      await().atMost(LONG).until(() -> server.reply(1) != null && server.reply(2) != null);
      assertThat(server.reply(2)).contains("\"status\":200");
    }
  }

  @Test
  void aFileThatIsRefusedIsReportedAsAComponentUntilItIsGoodAgain() throws IOException {
    try (Monitor monitor = monitor("run-1")) {
      monitor.offer(config);
      await().atMost(LONG).until(() -> !server.offers().isEmpty());

      Files.writeString(folder.resolve("bot.json"), "{\"trigger\": 80}");
      config.reload();
      await().atMost(LONG).until(() -> server.events(Event.ComponentHealth.class).size() == 1);
      Files.writeString(folder.resolve("bot.json"), "{\"trigger\": 18}");
      config.reload();
      await().atMost(LONG).until(() -> server.events(Event.ComponentHealth.class).size() == 2);

      List<Event.ComponentHealth> told = server.events(Event.ComponentHealth.class);
      assertThat(told).extracting(each -> each.component().value()).containsExactly("config", "config");
      assertThat(told).extracting(Event.ComponentHealth::health).containsExactly(Health.DEGRADED, Health.HEALTHY);
      assertThat(told.get(0).message()).contains("refused");
    }
  }

  @Test
  void whatTheConsumersHaveSeenIsInTheState() {
    config.consumer("strategy").seen(1);
    try (Monitor monitor = monitor("run-1")) {
      monitor.offer(config);
      await().atMost(LONG).until(() -> lastOffer().contains("\"seen_version\":1"));
      set(10);
      config.consumer("strategy").seen(2);

      await().atMost(LONG).until(() -> lastOffer().contains("\"seen_version\":2"));
    }
  }

  @Test
  void aConfigurationThatIsClosedFirstHarmsNothing() {
    Monitor monitor = monitor("run-1");
    monitor.offer(config);
    config.close();

    monitor.tradeOpened(Trades.opened(1));
    monitor.close();

    assertThat(server.events(Event.TradeOpened.class)).hasSize(1);
  }

  @Test
  void whatIsDecidedJustBeforeTheEndIsTold() {
    Monitor monitor = monitor("run-1");
    monitor.offer(config);
    await().atMost(LONG).until(() -> !server.offers().isEmpty());
    set(10);
    monitor.close();

    assertThat(recordsTold()).containsExactly(1L, 2L);
  }
}
