package dev.binnacle.server;

import dev.binnacle.ingest.Ingest;
import dev.binnacle.ingest.LinkSession;
import dev.binnacle.model.BotId;
import dev.binnacle.protocol.Link;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A link within one process: frames go from the client to ingest and back as they would over a socket, without one.
 *
 * <p><b>Threads:</b> as {@link Link} says; a thread of its own carries frames both ways, in order.
 */
final class LocalLink implements Link {
  private final Ingest ingest;
  private final BotId bot;
  private final ExecutorService carrier;
  private @Nullable Connection connection;

  LocalLink(Ingest ingest, BotId bot) {
    this.ingest = ingest;
    this.bot = bot;
    this.carrier = Executors.newSingleThreadExecutor(Thread.ofPlatform().name("link-" + bot).daemon().factory());
  }

  private record Connection(LinkSession session, Receiver receiver) {}

  @Override
  public synchronized void open(Receiver receiver) {
    if (connection != null) {
      throw new IllegalStateException("the link is open already");
    }
    LinkSession session = ingest.open(bot, new LinkSession.Peer() {
      @Override
      public void send(String frame) {
        carry(() -> receiver.received(frame));
      }

      @Override
      public void close(int code, String reason) {
        carry(() -> end(reason));
      }
    });
    connection = new Connection(session, receiver);
    carry(receiver::opened);
  }

  @Override
  public synchronized boolean send(String frame) {
    Connection open = connection;
    if (open == null) {
      return false;
    }
    return carry(() -> open.session.receive(frame));
  }

  private boolean carry(Runnable step) {
    try {
      carrier.execute(step);
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  private void end(String reason) {
    Connection ended;
    synchronized (this) {
      ended = connection;
      connection = null;
    }
    if (ended != null) {
      ended.session.closed();
      ended.receiver.closed(reason);
    }
  }

  @Override
  public void close() {
    end("closed by the client");
    carrier.shutdown();
  }
}
