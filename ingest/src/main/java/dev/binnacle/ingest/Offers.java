package dev.binnacle.ingest;

import dev.binnacle.model.BotId;
import dev.binnacle.model.InstanceId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The configurations that connected instances offer over their links, and the way to ask something of them. An offer lasts as long
 * as its connection.
 *
 * <p><b>Threads:</b> thread-safe; nothing blocks.
 */
public final class Offers {
  /** So many bytes of state are held for all offers together; what goes beyond is not taken, and counted. */
  static final long MOST_BYTES = 64L << 20;

  private final Map<Key, Held> held = new LinkedHashMap<>();
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private final AtomicLong refused = new AtomicLong();
  private long bytes;

  private record Key(BotId bot, InstanceId instance) {}

  private record Held(LinkSession session, String state) {}

  /** What an instance offers. {@code state} is the text of one JSON object. */
  public record Offer(BotId bot, InstanceId instance, String state) {}

  /** What became of a call. */
  public sealed interface Called {
    record Replied(String reply) implements Called {}

    /** {@code message} is for a person. */
    record Failed(Reason reason, String message) implements Called {}
  }

  /** Why a call has no reply. */
  public enum Reason {
    /** The instance holds no connection, or offers no configuration over it. */
    OFFLINE,
    /** Too many calls wait for its replies. */
    BUSY,
    /** The call does not fit into a frame. */
    TOO_LARGE,
    /** It did not reply in time. Whether it did what was asked is not known. */
    TIMED_OUT,
    /** The connection ended before the reply. Whether it did what was asked is not known. */
    LOST
  }

  /** Hears of offers. Returns at once and throws nothing. */
  public interface Listener {
    void offered(Offer offer);

    /** The connection of an offer has ended. */
    void withdrawn(BotId bot, InstanceId instance);
  }

  public void listen(Listener listener) {
    listeners.add(listener);
  }

  /** All offers of a bot, the first that came first. */
  public List<Offer> of(BotId bot) {
    List<Offer> offers = new ArrayList<>();
    synchronized (held) {
      held.forEach(
          (key, what) -> {
            if (key.bot.equals(bot)) {
              offers.add(new Offer(key.bot, key.instance, what.state));
            }
          });
    }
    return offers;
  }

  public List<Offer> all() {
    synchronized (held) {
      return held.entrySet().stream()
          .map(each -> new Offer(each.getKey().bot, each.getKey().instance, each.getValue().state))
          .toList();
    }
  }

  /**
   * Asks one call of one instance.
   *
   * @param call JSON text
   * @param deadline how long to wait for the reply
   */
  public CompletionStage<Called> call(BotId bot, InstanceId instance, String call, Duration deadline) {
    Optional<LinkSession> session;
    synchronized (held) {
      session = Optional.ofNullable(held.get(new Key(bot, instance))).map(Held::session);
    }
    return session
        .map(open -> open.call(call, deadline))
        .orElseGet(
            () -> CompletableFuture.completedFuture(
                new Called.Failed(
                    Reason.OFFLINE,
                    "instance " + instance + " of bot " + bot + " is not connected, or offers no configuration")));
  }

  /** Offers that were not taken since too much is held. */
  public long refused() {
    return refused.get();
  }

  void offered(BotId bot, InstanceId instance, LinkSession session, String state) {
    synchronized (held) {
      Key key = new Key(bot, instance);
      Held before = held.get(key);
      long next = bytes + state.length() - (before == null ? 0 : before.state.length());
      if (next > MOST_BYTES) {
        refused.incrementAndGet();
        return;
      }
      bytes = next;
      held.put(key, new Held(session, state));
    }
    listeners.forEach(listener -> listener.offered(new Offer(bot, instance, state)));
  }

  /** Nothing happens when the instance has offered over another connection since. */
  void withdrawn(BotId bot, InstanceId instance, LinkSession session) {
    synchronized (held) {
      Key key = new Key(bot, instance);
      Held known = held.get(key);
      if (known == null || known.session != session) {
        return;
      }
      held.remove(key);
      bytes -= known.state.length();
    }
    listeners.forEach(listener -> listener.withdrawn(bot, instance));
  }
}
