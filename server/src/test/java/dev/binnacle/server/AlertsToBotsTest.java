package dev.binnacle.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.binnacle.model.Alert;
import dev.binnacle.model.AlertId;
import dev.binnacle.model.AlertState;
import dev.binnacle.model.BotId;
import dev.binnacle.model.Fact;
import dev.binnacle.model.Level;
import dev.binnacle.model.RuleName;
import dev.binnacle.model.Subject;
import dev.binnacle.protocol.Link;
import dev.binnacle.protocol.LinkMessage;
import dev.binnacle.protocol.LinkReader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AlertsToBotsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Instant NOW = Instant.parse("2026-02-01T10:00:00Z");
  private static final String RULE = """
      rules:
        - { name: too-hot, metric: temperature, above: 80, level: warning }
      """;

  @TempDir
  private Path folder;

  /** A bot that keeps what it is told of alerts. */
  private static final class Bot implements Link.Receiver {
    private final LinkReader reader = new LinkReader();
    final List<LinkMessage.AlertTold> told = new CopyOnWriteArrayList<>();
    volatile boolean welcome;

    @Override
    public void opened() {}

    @Override
    public void received(String frame) {
      switch (reader.readFromServer(frame)) {
        case LinkMessage.AlertTold alert -> told.add(alert);
        case LinkMessage.Welcome _ -> welcome = true;
        default -> {
          // Answers are not looked at here.
        }
      }
    }

    @Override
    public void closed(String reason) {}
  }

  private static Fact.AlertChanged change(Subject subject, AlertState state, @Nullable AlertState from) {
    Alert alert = new Alert(
        new AlertId("a1"), new RuleName("too-hot"), subject, Level.WARNING, state, NOW, NOW, 91.0, 80.0, state.name(), List.of(),
        Map.of(), null, null, List.of());
    return new Fact.AlertChanged(NOW, alert, from);
  }

  @Test
  void botHearsOfItsOwnAlertsAsFarAsPeopleDo() {
    List<String> told = new CopyOnWriteArrayList<>();
    Subject bot = Subject.of(new BotId("btc-trend"));
    try (AlertsToBots alerts = new AlertsToBots((id, alert) -> told.add(id + " " + alert.state()))) {
      alerts.start();
      alerts.accept(change(Subject.FLEET, AlertState.FIRING, null));
      alerts.accept(change(bot, AlertState.PENDING, null));
      alerts.accept(change(bot, AlertState.ENDED, AlertState.PENDING));
      alerts.accept(change(bot, AlertState.FIRING, AlertState.PENDING));
      alerts.accept(change(bot, AlertState.NO_DATA, AlertState.FIRING));
      alerts.accept(change(bot, AlertState.RESOLVED, AlertState.NO_DATA));

      await().atMost(PATIENCE).until(() -> told.size() >= 3);
    }
    assertThat(told).containsExactly("btc-trend FIRING", "btc-trend NO_DATA", "btc-trend RESOLVED");
  }

  @Test
  void whatOneLinkThrowsDoesNotKeepTheNextAlertBack() {
    List<BotId> told = new CopyOnWriteArrayList<>();
    try (AlertsToBots alerts = new AlertsToBots((id, alert) -> {
      if (id.value().equals("bad")) {
        throw new IllegalStateException("broken link");
      }
      told.add(id);
    })) {
      alerts.start();
      alerts.accept(change(Subject.of(new BotId("bad")), AlertState.FIRING, null));
      alerts.accept(change(Subject.of(new BotId("good")), AlertState.FIRING, null));

      await().atMost(PATIENCE).until(() -> told.contains(new BotId("good")));
    }
  }

  @Test
  void metricAboveItsLimitIsToldToTheBotThroughAWholeServer() {
    Settings settings = SettingsFile.parse(RULE, "binnacle.yaml", name -> null).withData(folder);
    Bot bot = new Bot();
    try (Binnacle server = Binnacle.start(settings.withServer(Settings.Server.DEFAULTS.withPort(0)))) {
      Link link = server.link("btc-trend");
      link.open(bot);
      link.send("{\"type\":\"hello\",\"instance\":\"i1\",\"version\":1}");
      await().atMost(PATIENCE).until(() -> bot.welcome);

      link.send(
          """
              {"type":"events","id":1,"instance":"i1","live":true,"events":[{"type":"metrics","at":"%s","values":{"temperature":91.5}}]}
              """.formatted(Instant.now()));

      await().atMost(PATIENCE).until(() -> !bot.told.isEmpty());
      link.close();
    }
    LinkMessage.AlertTold alert = bot.told.getFirst();
    assertThat(alert.rule()).isEqualTo(new RuleName("too-hot"));
    assertThat(alert.state()).isEqualTo(AlertState.FIRING);
    assertThat(alert.value()).isEqualTo(91.5);
    assertThat(alert.threshold()).isEqualTo(80.0);
  }
}
