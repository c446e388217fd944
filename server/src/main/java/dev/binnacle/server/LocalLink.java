package dev.binnacle.server;

import dev.binnacle.ingest.Ingest;
import dev.binnacle.ingest.LinkSession;
import dev.binnacle.model.BotId;
import dev.binnacle.protocol.Link;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A link within one process: frames go from the client to ingest and back as they would over a socket, without one. As a socket's link,
 * it can be opened again whenever its connection has ended, from whichever side.
 *
 * <p><b>Threads:</b> as {@link Link} says; a thread of its own carries frames both ways, in order. It ends when it has nothing to carry
 * for some seconds, so that a link which is let go of leaves nothing behind.
 */
final class LocalLink implements Link {
  private static final long IDLE_SECONDS = 10;

  private final Ingest ingest;
  private final BotId bot;
  private final Executor carrier;
  private @Nullable Connection connection;

  LocalLink(Ingest ingest, BotId bot) {
    this.ingest = ingest;
    this.bot = bot;
    // What waits in the queue is bounded by the client's window of frames and the session's answers to them.
    ThreadPoolExecutor single =
        new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
            Thread.ofPlatform().name("link-" + bot).daemon().factory());
    single.allowCoreThreadTimeOut(true);
    this.carrier = single;
  }

  /** From one opening to its end. What is left of an earlier one says nothing to the next. */
  private final class Connection implements LinkSession.Peer {
    private final Receiver receiver;
    private final LinkSession session;

    Connection(Receiver receiver) {
      this.receiver = receiver;
      this.session = ingest.open(bot, this);
    }

    @Override
    public void send(String frame) {
      carrier.execute(() -> {
        if (isOpen(this)) {
          receiver.received(frame);
        }
      });
    }

    @Override
    public void close(int code, String reason) {
      // Behind the frames that were sent before.
      carrier.execute(() -> end(this, reason));
    }
  }

  @Override
  public synchronized void open(Receiver receiver) {
    if (connection != null) {
      throw new IllegalStateException("the link is open already");
    }
    connection = new Connection(receiver);
    carrier.execute(receiver::opened);
  }

  @Override
  public synchronized boolean send(String frame) {
    Connection open = connection;
    if (open == null) {
      return false;
    }
    carrier.execute(() -> open.session.receive(frame));
    return true;
  }

  private synchronized boolean isOpen(Connection asked) {
    return connection == asked;
  }

  private void end(Connection ending, String reason) {
    synchronized (this) {
      if (connection != ending) {
        return;
      }
      connection = null;
    }
    ending.session.closed();
    carrier.execute(() -> ending.receiver.closed(reason));
  }

  @Override
  public void close() {
    Connection open;
    synchronized (this) {
      open = connection;
    }
    if (open != null) {
      end(open, "closed by the client");
    }
  }
}
