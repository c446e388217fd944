package dev.binnacle.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.binnacle.protocol.Link;
import dev.binnacle.protocol.LinkMessage;
import dev.binnacle.protocol.LinkReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The network between one process of the bot and whichever server there is. It can hold frames back, swallow them, and stop with the
 * process at its end.
 *
 * <p><b>Threads:</b> thread-safe. What is held back is handed over by whoever calls {@link #pump}.
 */
final class MatrixLink implements Link {
  private final MatrixTime time;
  private final Supplier<@Nullable MatrixServer> server;
  private final Ear ear;
  private final Object lock = new Object();
  private final Object delivering = new Object();
  private final Deque<Parcel> toBot = new ArrayDeque<>();
  private final Deque<Parcel> toServer = new ArrayDeque<>();
  /** Connections that have ended at the bot's side alone. */
  private final List<Connection> unseen = new ArrayList<>();
  private @Nullable Connection connection;
  private Duration delay = Duration.ZERO;
  private boolean cut;
  private boolean frozen;
  private boolean killed;

  /** Hears what passes, when it passes. */
  interface Ear {
    /** The bot has been told: its guard has taken it. */
    void halted(LinkMessage.HaltTold halt);

    /** The bot is about to be told. */
    void releasing(LinkMessage.ReleaseTold release);

    /** The bot says what it holds. */
    void told(LinkMessage.GuardTold guard);
  }

  private record Parcel(Instant due, Runnable handOver) {}

  private final class Connection implements Receiver {
    private final Receiver bot;
    private final LocalLink way;
    private final MatrixServer of;

    Connection(Receiver bot, MatrixServer of) {
      this.bot = bot;
      this.of = of;
      this.way = new LocalLink(of.ingest(), MatrixServer.BOT);
    }

    @Override
    public void opened() {
      bring(this, bot::opened);
    }

    @Override
    public void received(String frame) {
      bring(this, () -> hear(bot, frame));
    }

    @Override
    public void closed(String reason) {
      end(this, reason);
    }
  }

  MatrixLink(MatrixTime time, Supplier<@Nullable MatrixServer> server, Ear ear) {
    this.time = time;
    this.server = server;
    this.ear = ear;
  }

  private void hear(Receiver bot, String frame) {
    time.beat();
    if (frame.startsWith("{\"type\":\"halt\"") && new LinkReader().readFromServer(frame) instanceof LinkMessage.HaltTold halt) {
      bot.received(frame);
      ear.halted(halt);
      return;
    }
    if (frame.startsWith("{\"type\":\"release\"")
        && new LinkReader().readFromServer(frame) instanceof LinkMessage.ReleaseTold release) {
      ear.releasing(release);
    }
    bot.received(frame);
  }

  private void bring(Connection by, Runnable handOver) {
    synchronized (lock) {
      if (connection != by || by.of.isDead() || cut || killed) {
        return;
      }
      if (!delay.isZero() || frozen || !toBot.isEmpty()) {
        toBot.add(new Parcel(time.instant().plus(delay), handOver));
        return;
      }
    }
    synchronized (delivering) {
      handOver.run();
    }
  }

  @Override
  public void open(Receiver receiver) {
    Connection begun = null;
    synchronized (lock) {
      MatrixServer there = server.get();
      if (there != null && !there.isDead() && !cut && !killed) {
        begun = new Connection(receiver, there);
        connection = begun;
      }
    }
    if (begun == null) {
      receiver.closed("nobody answers");
    } else {
      begun.way.open(begun);
    }
  }

  @Override
  public boolean send(String frame) {
    Connection open;
    synchronized (lock) {
      open = connection;
      if (open == null) {
        return false;
      }
      if (cut || killed) {
        return true;
      }
      if (!delay.isZero() || frozen || !toServer.isEmpty()) {
        toServer.add(new Parcel(time.instant().plus(delay), () -> carry(open, frame)));
        return true;
      }
    }
    carry(open, frame);
    return true;
  }

  private void carry(Connection open, String frame) {
    time.beat();
    if (frame.startsWith("{\"type\":\"guard\"")
        && new LinkReader().readFromClient(frame.getBytes(UTF_8)) instanceof LinkMessage.GuardTold guard) {
      ear.told(guard);
    }
    if (!open.of.isDead()) {
      boolean ignored = open.way.send(frame);
    }
  }

  /** Hands over what is due. */
  void pump() {
    handOver(toBot);
    handOver(toServer);
  }

  private void handOver(Deque<Parcel> from) {
    synchronized (delivering) {
      while (true) {
        Parcel next;
        synchronized (lock) {
          next = from.peekFirst();
          if (next == null || frozen || killed || next.due().isAfter(time.instant())) {
            return;
          }
          from.removeFirst();
        }
        next.handOver().run();
      }
    }
  }

  private void end(Connection ending, String reason) {
    synchronized (lock) {
      if (connection != ending) {
        return;
      }
      connection = null;
      toBot.clear();
      toServer.clear();
    }
    ending.bot.closed(reason);
  }

  void delay(Duration each) {
    synchronized (lock) {
      delay = each;
    }
  }

  /** Swallows all from now on, in both directions. Whoever is at an end of it knows nothing. */
  void cut() {
    synchronized (lock) {
      cut = true;
      toBot.clear();
      toServer.clear();
    }
  }

  /** The network is whole again; what there was of a connection has ended. */
  void mend() {
    List<Connection> over;
    synchronized (lock) {
      if (cut && connection != null) {
        unseen.add(connection);
      }
      cut = false;
      delay = Duration.ZERO;
      over = List.copyOf(unseen);
      unseen.clear();
    }
    over.forEach(each -> each.way.close());
  }

  /** The process takes no step. */
  void freeze() {
    synchronized (lock) {
      frozen = true;
    }
  }

  void thaw() {
    synchronized (lock) {
      frozen = false;
    }
  }

  /** The process is killed: the server sees its end, if the network is whole. */
  void kill() {
    Connection old;
    synchronized (lock) {
      killed = true;
      old = cut ? null : connection;
    }
    if (old != null) {
      old.way.close();
    }
  }

  /** The server is gone: the bot sees that, if the network is whole. */
  void serverGone() {
    Connection old;
    synchronized (lock) {
      old = cut || killed ? null : connection;
    }
    if (old != null && old.of.isDead()) {
      end(old, "the server is gone");
    }
  }

  @Override
  public void close() {
    Connection old;
    boolean seen;
    synchronized (lock) {
      old = connection;
      seen = !cut;
      if (old != null && !seen) {
        unseen.add(old);
      }
    }
    if (old != null) {
      end(old, "closed by the bot");
      if (seen) {
        old.way.close();
      }
    }
  }
}
