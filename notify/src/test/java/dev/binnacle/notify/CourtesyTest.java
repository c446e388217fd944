package dev.binnacle.notify;

import static dev.binnacle.notify.Samples.channel;
import static dev.binnacle.notify.Samples.policy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.binnacle.model.ChannelName;
import dev.binnacle.model.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An alert comes to all channels in the same moment; those that wake somebody go first. */
final class CourtesyTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration COURTESY = Duration.ofMillis(5);

  private final MemoryOutbox outbox = new MemoryOutbox();
  private final ManualClock clock = new ManualClock(Samples.NOW);
  private final AtomicInteger looks = new AtomicInteger();
  private final List<String> sent = new CopyOnWriteArrayList<>();
  private final Delivery delivery =
      new Delivery(outbox, Charts.NONE, new RecentMessages(), ChannelWatch.NONE, clock, this::nanoTime, this::open);

  @AfterEach
  void close() {
    delivery.close();
  }

  /** Once a worker is there, only who waits out of courtesy looks at it. */
  private long nanoTime() {
    looks.incrementAndGet();
    return Duration.between(Samples.NOW, clock.instant()).toNanos();
  }

  private Channel open(ChannelSettings settings) {
    String name = settings.name().value();
    return new Channel() {
      @Override
      public Outcome send(Dispatch dispatch) {
        sent.add(name);
        return Outcome.Delivered.PLAIN;
      }

      @Override
      public Limits limits() {
        return Limits.NONE;
      }

      @Override
      public boolean isLocal() {
        return name.equals("local");
      }
    };
  }

  private void add(String channel) {
    outbox.add(
        Parcel.of("a1:" + channel, new ChannelName(channel), Samples.alertMessage("a1", "a1", Level.CRITICAL, clock.instant())));
  }

  private static boolean isAsleep(String thread) {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(one -> one.getName().equals(thread) && one.getState() == Thread.State.TIMED_WAITING);
  }

  @Test
  void aLocalChannelSendsAfterARemoteOneThatWasAskedAfterIt() {
    delivery.reload(List.of(channel("local", policy()), channel("remote", policy())));
    await().atMost(PATIENCE).until(() -> isAsleep("notify-local"));

    int first = looks.get();
    add("local");
    await().atMost(PATIENCE).until(() -> looks.get() >= first + 3);
    add("remote");
    await().atMost(PATIENCE).until(() -> sent.contains("remote"));
    clock.advance(COURTESY.minusNanos(1));
    int before = looks.get();
    await().atMost(PATIENCE).until(() -> looks.get() >= before + 3);

    assertThat(sent).as("before the courtesy is over").containsExactly("remote");

    clock.advance(Duration.ofNanos(1));

    await().atMost(PATIENCE).until(() -> sent.size() == 2);
    assertThat(sent).containsExactly("remote", "local");
  }

  @Test
  void nobodyElseWaits() {
    delivery.reload(List.of(channel("remote", policy())));
    await().atMost(PATIENCE).until(() -> isAsleep("notify-remote"));

    int before = looks.get();
    add("remote");

    await().atMost(PATIENCE).until(() -> sent.contains("remote"));
    assertThat(looks).hasValue(before);
  }
}
