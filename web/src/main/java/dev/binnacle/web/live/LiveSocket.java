package dev.binnacle.web.live;

import dev.binnacle.model.InvalidValueException;
import dev.binnacle.web.security.Caller;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.jspecify.annotations.Nullable;

/**
 * A dashboard. Of each topic at most one state is under way to it: while that one has not left, newer states pass it by, and when it
 * has, the newest goes. So a slow reader gets fewer states and never old ones. What has just happened is not conflated; where there
 * is no room for it, it is dropped and counted, and the dashboard is told to look again.
 *
 * <p><b>Threads:</b> the other end's words come on Jetty's threads; all else is confined to the live thread.
 */
final class LiveSocket extends TextSocket {
  private static final int LONGEST_WORD = 8 * 1024;
  private static final int MOST_PROBLEMS = 20;

  private final Live live;
  private final Caller caller;
  private final long mostBytesInFlight;
  private final AtomicInteger problems = new AtomicInteger();
  private volatile Subscription subscription;

  // Confined to the live thread.
  private @Nullable Subscription followed;
  private List<Following> followings = List.of();
  private long missed;

  LiveSocket(Live live, Caller caller, LiveSettings settings) {
    super(LONGEST_WORD);
    this.live = live;
    this.caller = caller;
    this.mostBytesInFlight = settings.mostBytesInFlight();
    this.subscription = Subscription.plain(settings.refreshInterval());
  }

  Caller caller() {
    return caller;
  }

  @Override
  void opened() {
    live.joined(this);
  }

  @Override
  void closed() {
    live.left(this);
  }

  @Override
  void flushed() {
    live.wakeFromOutside();
  }

  @Override
  void received(byte[] text) {
    try {
      String word = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString();
      switch (Subscription.read(word)) {
        case Subscription.Word.Subscribe(Subscription asked) -> {
          subscription = asked;
          live.wake();
        }
        case Subscription.Word.Pong() -> {}
      }
    } catch (CharacterCodingException e) {
      close(CloseStatus.BAD_PAYLOAD, "the message is not UTF-8");
    } catch (InvalidValueException e) {
      complain(e);
    }
  }

  private void complain(InvalidValueException problem) {
    if (problems.incrementAndGet() > MOST_PROBLEMS) {
      close(CloseStatus.POLICY_VIOLATION, "too many messages that are not understood");
      return;
    }
    send(Messages.PROBLEM.bytes(new Messages.Problem(problem.rule(), String.valueOf(problem.getMessage()))), null);
  }

  /** One topic on its way to this socket. */
  private static final class Following {
    private final Topic topic;
    private @Nullable Object sent;
    private long dueAt;
    private volatile boolean underWay;

    Following(Topic topic, long dueAt) {
      this.topic = topic;
      this.dueAt = dueAt;
    }
  }

  /**
   * Sends each topic that has changed and is due.
   *
   * @return when there is something to do next, by {@link System#nanoTime}; {@link Long#MAX_VALUE} when only a change brings it
   */
  long sendStates(Moment moment, Renderer renderer, long now) {
    Subscription wanted = subscription;
    if (wanted != followed) {
      followed = wanted;
      followings = new ArrayList<>(wanted.topics().stream().map(topic -> new Following(topic, now)).toList());
    }
    long next = Long.MAX_VALUE;
    for (Following following : followings) {
      Object state = following.topic.stateIn(moment);
      if (state == null || state == following.sent || following.underWay) {
        continue;
      }
      if (following.dueAt - now > 0) {
        next = Math.min(next, following.dueAt);
        continue;
      }
      sendState(following, state, renderer.render(following.topic, state, moment, now), wanted.interval().toNanos(), now);
    }
    return next;
  }

  private void sendState(Following following, Object state, byte[] bytes, long interval, long now) {
    following.underWay = true;
    following.sent = state;
    // All sockets with one interval are due at the same moments, so that one rendering serves them all. A tenth of it is forgiven:
    // who was served a little late is due again with the others.
    following.dueAt = Math.ceilDiv(now + interval / 10 * 9, interval) * interval;
    if (!send(bytes, () -> following.underWay = false)) {
      following.underWay = false;
    } else {
      live.sent();
    }
  }

  void push(Messages.Push push) {
    Subscription wanted = subscription;
    if (!wanted.hearsOf(push) || (wanted.isPlain() && !push.forPlain())) {
      return;
    }
    if (missed > 0 || !hasRoomFor(push.bytes().length, mostBytesInFlight)) {
      missed++;
      live.dropped();
      return;
    }
    if (send(push.bytes(), null)) {
      live.sent();
    }
  }

  /** Something was announced that no socket got. */
  void missedSomething() {
    missed++;
  }

  /** Tells a dashboard that missed something so, as soon as it reads again, and gives it the whole state anew. */
  void catchUp(InstantSource clock) {
    if (missed == 0 || bytesInFlight() > mostBytesInFlight / 2) {
      return;
    }
    if (!subscription.isPlain()) {
      send(Messages.RESYNC.bytes(new Messages.Resync(clock.instant(), missed)), null);
    }
    missed = 0;
    followings.forEach(following -> following.sent = null);
  }
}
