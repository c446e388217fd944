package dev.binnacle.notify;

import static dev.binnacle.notify.Samples.channel;
import static dev.binnacle.notify.Samples.policy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.binnacle.model.ChannelName;
import dev.binnacle.model.Level;
import dev.binnacle.notify.MemoryOutbox.State;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class DeliveryTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private final MemoryOutbox outbox = new MemoryOutbox();
  private final CountDownLatch gate = new CountDownLatch(1);
  private final AtomicLong nanos = new AtomicLong();
  private final Map<String, Integer> opened = new ConcurrentHashMap<>();
  private final Delivery delivery =
      new Delivery(outbox, Charts.NONE, new RecentMessages(), ChannelWatch.NONE, InstantSource.system(), nanos::get, this::open);

  @AfterEach
  void close() {
    gate.countDown();
    delivery.close();
  }

  private Channel open(ChannelSettings settings) {
    if (settings.name().value().equals("useless")) {
      throw new IllegalArgumentException("t0ken");
    }
    opened.merge(settings.name().value(), 1, Integer::sum);
    return new Channel() {
      @Override
      public Outcome send(Dispatch dispatch) throws InterruptedException {
        if (settings.name().value().equals("slow")) {
          gate.await();
        }
        return Outcome.Delivered.PLAIN;
      }

      @Override
      public Limits limits() {
        return Limits.NONE;
      }
    };
  }

  private void add(String channel, String key) {
    outbox.add(
        Parcel.of(key, new ChannelName(channel),
            Samples.alertMessage(key, key, Level.CRITICAL, InstantSource.system().instant())));
  }

  private long delivered(String channel) {
    return outbox.rows(State.DELIVERED).stream().filter(row -> row.entry().parcel().channel().value().equals(channel)).count();
  }

  @Test
  void aSlowChannelDelaysNoOther() {
    delivery.reload(List.of(channel("slow", policy()), channel("quick", policy())));

    add("slow", "s1");
    add("slow", "s2");
    for (int i = 0; i < 100; i++) {
      add("quick", "q" + i);
    }

    await().atMost(PATIENCE).until(() -> delivered("quick") == 100);
    assertThat(delivered("slow")).isZero();
    gate.countDown();
    await().atMost(PATIENCE).until(() -> delivered("slow") == 2);
  }

  /** Nothing else tells of a thread that died or hangs: what waits for it would just wait. */
  @Test
  void aWorkerThatDoesNotComeBackFromASendIsABrokenChannel() {
    delivery.reload(List.of(channel("slow", policy()), channel("quick", policy())));
    add("slow", "s1");
    await().atMost(PATIENCE).until(() -> outbox.rows(State.ATTEMPTING).size() == 1);
    assertThat(delivery.status()).allMatch(status -> status.health() == ChannelWatch.Health.WORKING);

    nanos.addAndGet(Duration.ofMinutes(12).toNanos());
    add("quick", "q1");
    await().atMost(PATIENCE).until(() -> delivered("quick") == 1);

    assertThat(delivery.status()).extracting(ChannelStatus::health)
        .containsExactly(ChannelWatch.Health.WORKING, ChannelWatch.Health.BROKEN);
    assertThat(delivery.status().getLast().why()).contains("has not moved for 12 min");
    gate.countDown();
    await().atMost(PATIENCE).until(() -> delivered("slow") == 1);
    await().atMost(PATIENCE).until(() -> delivery.status().getLast().health() == ChannelWatch.Health.WORKING);
  }

  @Test
  void aChannelWithTheSameSettingsGoesOnUndisturbed() {
    delivery.reload(List.of(channel("a", policy()), channel("b", policy())));

    delivery.reload(List.of(channel("a", policy()), channel("b", policy().withLeastLevel(Level.CRITICAL))));

    assertThat(opened).containsEntry("a", 1).containsEntry("b", 2);
    add("a", "a1");
    add("b", "b1");
    await().atMost(PATIENCE).until(() -> delivered("a") + delivered("b") == 2);
  }

  @Test
  void whatWaitsForAChannelThatIsGoneIsADeadLetterAndComesBackWithIt() {
    add("old", "o1");
    delivery.reload(List.of(channel("new", policy())));
    assertThat(outbox.rows(State.DEAD)).singleElement().matches(row -> row.why().contains("no channel has this name"));

    delivery.reload(List.of(channel("old", policy())));
    assertThat(delivery.retry(1)).isTrue();

    await().atMost(PATIENCE).until(() -> delivered("old") == 1);
    assertThat(delivery.retry(1)).isFalse();
  }

  @Test
  @Tag("slow")
  void aSendThatIsCutOffAtTheEndMayHaveArrived() {
    delivery.reload(List.of(channel("slow", policy())));
    add("slow", "s1");
    await().atMost(PATIENCE).until(() -> outbox.rows(State.ATTEMPTING).size() == 1);

    delivery.close();

    assertThat(outbox.rows(State.WAITING)).singleElement().matches(row -> row.entry().mayHaveArrived());
  }

  @Test
  void aChannelThatCannotBeOpenedIsBrokenAndLeavesTheOthersAlone() throws InterruptedException {
    delivery.reload(List.of(channel("useless", policy()), channel("a", policy())));

    add("a", "a1");
    await().atMost(PATIENCE).until(() -> delivered("a") == 1);
    assertThat(delivery.test(new ChannelName("useless"), "ann"))
        .isInstanceOfSatisfying(Outcome.Broken.class, broken -> assertThat(broken.why()).doesNotContain("t0ken"));
  }

  @Test
  void aTestTellsWhatBecameOfIt() throws InterruptedException {
    delivery.reload(List.of(channel("a", policy())));

    assertThat(delivery.test(new ChannelName("a"), "ann")).isEqualTo(Outcome.Delivered.PLAIN);
    assertThat(delivery.test(new ChannelName("x"), "ann")).isInstanceOf(Outcome.Refused.class);
  }

  @Test
  void theStatusTellsHowEachChannelFares() {
    delivery.reload(List.of(channel("b", policy()), channel("slow", policy())));
    add("b", "b1");
    add("slow", "s1");
    add("slow", "s2");
    await().atMost(PATIENCE).until(() -> delivered("b") == 1 && outbox.rows(State.ATTEMPTING).size() == 1);

    await().atMost(PATIENCE).untilAsserted(() -> {
      List<ChannelStatus> status = delivery.status();
      assertThat(status).extracting(s -> s.name().value()).containsExactly("b", "slow");
      assertThat(status.get(0).delivered()).isEqualTo(1);
      assertThat(status.get(1).waiting()).isEqualTo(1);
    });
  }
}
