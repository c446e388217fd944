package dev.binnacle.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.engine.Engine;
import dev.binnacle.engine.EngineSettings;
import dev.binnacle.engine.Input;
import dev.binnacle.model.Arrival;
import dev.binnacle.model.BotId;
import dev.binnacle.model.Currency;
import dev.binnacle.model.Envelope;
import dev.binnacle.model.Event;
import dev.binnacle.model.InstanceId;
import dev.binnacle.model.RunState;
import dev.binnacle.web.api.ConfigReply;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What an instance is asked at the end of its trial, by what a real engine knows, and what its answers come to. */
final class CanaryAsksTest {
  private static final BotId BOT = new BotId("a");
  private static final InstanceId I1 = new InstanceId("i1");
  private static final Instant BEGIN = Instant.parse("2026-01-05T10:00:00Z");
  private static final ConfigReply AWAY = ConfigReply.refused(503, "offline", "it is away");

  private final Engine engine = new Engine(EngineSettings.DEFAULT);
  private final List<String> asked = new ArrayList<>();
  private final Canaries canaries =
      new Canaries(
          new CanarySight(() -> engine.snapshot(now()), () -> engine.alerts(now()), new InstanceTallies(this::now),
              bot -> List.of(), (bot, instance) -> false),
          bot -> Settings.Canary.DEFAULTS, (bot, instance, call) -> {
            asked.add(ConfigCalls.JSON.readTree(call).path("call").asString());
            return CompletableFuture.completedFuture(reply());
          }, this::now);
  private Instant now = BEGIN;
  private ConfigReply reply = AWAY;
  private long ticket;
  private long seq;

  private Instant now() {
    return now;
  }

  private ConfigReply reply() {
    return reply;
  }

  private static ConfigReply done(String body) {
    return new ConfigReply(200, "8", "application/json", "", "", List.of(), body);
  }

  private void hears(Event event, long number) {
    Envelope envelope = new Envelope(event, I1, number, null);
    engine.apply(now, new Input.Received(BOT, List.of(new Arrival.Decoded(0, envelope, event.hashCode())), true, ++ticket));
  }

  private void balance(String total) {
    hears(new Event.BalanceUpdate(now, new BigDecimal(total), null, Currency.USD, BigDecimal.ZERO), ++seq);
  }

  /** A trial of ten minutes, of a bot with an equity. */
  @BeforeEach
  void begin() {
    engine.apply(now, new Input.LinkOpened(BOT, I1));
    balance("10000");
    now = BEGIN.plusSeconds(1);
    balance("10000");
    canaries.beginning(BOT, I1);
    canaries.told(BOT, I1, trial("running", ""));
  }

  private static JsonNode trial(String state, String verdict) {
    return ConfigCalls.JSON.createObjectNode().put("id", "t-1").put("hash", "h8").put("since", BEGIN.plusSeconds(1).toString())
        .put("until", BEGIN.plusSeconds(601).toString()).put("state", state).put("verdict", verdict);
  }

  private void lookAfter(Duration time) {
    now = BEGIN.plusSeconds(1).plus(time);
    hears(new Event.Heartbeat(now, RunState.RUNNING), 0);
    engine.apply(now, new Input.Tick());
    canaries.look();
  }

  private String state() {
    return Objects.requireNonNull(canaries.state(BOT)).path("state").asString();
  }

  private String verdict() {
    return Objects.requireNonNull(canaries.state(BOT)).path("verdict").asString();
  }

  @Test
  void promotionIsAskedForInTheLastThirtySecondsAndAgainWhileTheLinkIsAway() {
    lookAfter(Duration.ofSeconds(569));
    assertThat(asked).isEmpty();

    lookAfter(Duration.ofSeconds(570));
    lookAfter(Duration.ofMillis(570_500));
    assertThat(asked).containsExactly("promote");
    assertThat(verdict()).startsWith("its time is over and nothing worsened");

    reply = done("{\"outcome\":\"accepted\"}");
    lookAfter(Duration.ofSeconds(572));
    assertThat(asked).containsExactly("promote", "promote");
    assertThat(state()).isEqualTo("promoted");
  }

  @Test
  void whatIsNotReachedEndsByItself() {
    lookAfter(Duration.ofSeconds(580));
    lookAfter(Duration.ofSeconds(601));

    assertThat(state()).isEqualTo("rolled_back");
    assertThat(verdict()).endsWith("the instance was not reached, and ended it by itself when its time was over");
    assertThat(canaries.running(BOT)).isNull();
  }

  @Test
  void aPromotionWhoseAnswerWasLostIsBelievedWhenTheInstanceTellsOfIt() {
    lookAfter(Duration.ofSeconds(580));
    lookAfter(Duration.ofSeconds(601));

    canaries.told(BOT, I1, trial("promoted", "all is well"));

    assertThat(state()).isEqualTo("promoted");
    assertThat(verdict()).isEqualTo("all is well");
  }

  @Test
  void oneThatCannotBePromotedIsTakenBack() {
    reply = ConfigReply.refused(422, "veto", "the risk desk says no");
    lookAfter(Duration.ofSeconds(570));
    reply = done("");
    lookAfter(Duration.ofSeconds(572));

    assertThat(asked).containsExactly("promote", "abort");
    assertThat(state()).isEqualTo("rolled_back");
    assertThat(verdict()).isEqualTo("it did well, but could not be promoted: the risk desk says no");
  }

  @Test
  void aWayBackThatWaitsForItsMomentIsNotAskedForTwice() {
    reply = done("{\"canary\":{\"state\":\"running\"}}");
    balance("9000");
    lookAfter(Duration.ofSeconds(5));
    lookAfter(Duration.ofSeconds(700));

    assertThat(asked).containsExactly("abort");
    assertThat(state()).isEqualTo("running");
    assertThat(verdict()).endsWith("the way back waits for its moment");

    canaries.told(BOT, I1, trial("rolled_back", "whatever"));
    assertThat(state()).isEqualTo("rolled_back");
    assertThat(verdict()).startsWith("profit fell by 10 % of the equity");
  }
}
