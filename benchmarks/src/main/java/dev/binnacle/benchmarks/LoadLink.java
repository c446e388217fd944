package dev.binnacle.benchmarks;

import dev.binnacle.protocol.LinkMessage;
import dev.binnacle.protocol.LinkReader;
import dev.binnacle.protocol.LinkWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * One bot that sends frames of trades over a WebSocket, as fast as it may or at a pace, and notes when each is acknowledged. It makes and
 * encodes every event, as a bot must; it does not spool.
 *
 * <p>At a pace, a frame's time begins when it was due and not when it was sent: a server that stalls is charged for all who wait.
 *
 * <p><b>Threads:</b> {@link #run} on one thread; answers come on the HTTP client's.
 */
final class LoadLink implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(5);

  private final TradeStream stream;
  private final int eventsInFrame;
  private final int window;
  private final LinkWriter writer = new LinkWriter();
  private final WebSocket socket;
  private final CountDownLatch welcomed = new CountDownLatch(1);

  private final Object lock = new Object();
  // Guarded by lock.
  private final Deque<Frame> underWay = new ArrayDeque<>();
  private final List<Frame> returned = new ArrayList<>();
  private final Histogram acknowledged = new Histogram(LONGEST_NANOS, 3);
  private long acceptedEvents;
  private long busyAnswers;
  private long resumeAt;
  private @Nullable String failure;

  private long nextId = 1;

  /** A frame that is not acknowledged yet. */
  private record Frame(long id, long dueAt, byte[] events) {}

  /** What has come of a run. */
  record Result(long events, long busy, Histogram acknowledged) {}

  LoadLink(HttpClient client, URI server, int bot, String instance, int eventsInFrame, int window) {
    this.stream = new TradeStream(instance);
    this.eventsInFrame = eventsInFrame;
    this.window = window;
    URI uri = URI.create("ws://" + server.getAuthority() + "/api/v1/bots/" + ServerProcess.bot(bot) + "/link");
    socket = client
        .newWebSocketBuilder()
        .header("Authorization", "Bearer " + ServerProcess.token(bot))
        .connectTimeout(PATIENCE)
        .buildAsync(uri, new Answers())
        .join();
  }

  void greet() throws InterruptedException {
    socket.sendText(writer.hello(stream.instance()).toText(), true).join();
    if (!welcomed.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException("no welcome within " + PATIENCE);
    }
  }

  /**
   * Sends until {@code until} and waits for the last answer.
   *
   * @param intervalNanos from one frame to the next; 0 for as soon as the window allows
   */
  Result run(long from, long until, long intervalNanos) throws InterruptedException {
    return run(from, () -> System.nanoTime() >= until, intervalNanos);
  }

  /** As above, until somebody says that it is over. */
  Result run(long from, BooleanSupplier over, long intervalNanos) throws InterruptedException {
    begin();
    long dueAt = from;
    while (!over.getAsBoolean()) {
      if (intervalNanos > 0) {
        pause(dueAt);
      }
      awaitRoom(window);
      sendReturned();
      send(intervalNanos > 0 ? dueAt : System.nanoTime());
      dueAt += intervalNanos;
    }
    do {
      awaitRoom(1);
    } while (sendReturned());
    return end();
  }

  private static void pause(long until) {
    for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private void begin() {
    synchronized (lock) {
      acknowledged.reset();
      acceptedEvents = 0;
      busyAnswers = 0;
    }
  }

  private Result end() {
    synchronized (lock) {
      return new Result(acceptedEvents, busyAnswers, acknowledged.copy());
    }
  }

  /** Waits until fewer than so many frames are under way, and none has just been sent back. */
  private void awaitRoom(int most) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    synchronized (lock) {
      while (underWay.size() >= (returned.isEmpty() ? most : 1)) {
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException("no answer within " + PATIENCE + " with " + underWay.size() + " frames under way");
        }
        lock.wait(100);
        refuse();
      }
      refuse();
    }
  }

  private void refuse() {
    if (failure != null) {
      throw new IllegalStateException(failure);
    }
  }

  private void send(long dueAt) {
    Instant at = Instant.now();
    writer.beginEvents(nextId, stream.instance(), true);
    for (int i = 0; i < eventsInFrame; i++) {
      writer.add(stream.nextEnvelope(at));
    }
    transmit(new Frame(nextId++, dueAt, writer.endEvents().toByteArray()));
  }

  /** Sends again what came back, in its order, under the numbers that it had; the server knows them by their events. */
  private boolean sendReturned() {
    List<Frame> again;
    long wait;
    synchronized (lock) {
      again = List.copyOf(returned);
      returned.clear();
      wait = resumeAt;
    }
    if (again.isEmpty()) {
      return false;
    }
    pause(wait);
    again.forEach(this::transmit);
    return true;
  }

  private void transmit(Frame frame) {
    synchronized (lock) {
      underWay.add(frame);
    }
    socket.sendText(new String(frame.events(), java.nio.charset.StandardCharsets.UTF_8), true).join();
  }

  private final class Answers implements WebSocket.Listener {
    private final LinkReader reader = new LinkReader();
    private final StringBuilder partial = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      partial.append(part);
      if (last) {
        String frame = partial.toString();
        partial.setLength(0);
        hear(reader.readFromServer(frame));
      }
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
      fail("the server has closed the link: " + status + " " + reason);
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      fail("the link has broken: " + error);
    }
  }

  private void fail(String why) {
    synchronized (lock) {
      failure = failure == null ? why : failure;
      lock.notifyAll();
    }
  }

  private void hear(LinkMessage.FromServer message) {
    long now = System.nanoTime();
    synchronized (lock) {
      switch (message) {
        case LinkMessage.Welcome welcome -> welcomed.countDown();
        case LinkMessage.Answered answered -> {
          Frame frame = take(answered.id());
          acknowledged.recordValue(Math.min(Math.max(0, now - frame.dueAt()), LONGEST_NANOS));
          acceptedEvents += answered.answer().accepted();
          if (!answered.answer().rejected().isEmpty()) {
            fail("the server refused events of the load: " + answered.answer().rejected().getFirst());
          }
        }
        case LinkMessage.Busy busy -> {
          busyAnswers++;
          resumeAt = now + busy.retryAfter().toNanos();
          returned.add(take(busy.id()));
        }
        case LinkMessage.Refused refused -> fail("the server refused a frame: " + refused);
        case LinkMessage.Ping ping -> {}
        case LinkMessage.AlertTold alert -> {}
        case LinkMessage.HaltTold halt -> {}
        case LinkMessage.ReleaseTold release -> {}
        case LinkMessage.ConfigCall call -> fail("the server asks for a configuration, and none was offered");
        case LinkMessage.UnknownFromServer unknown -> {}
      }
      lock.notifyAll();
    }
  }

  private Frame take(long id) {
    for (Frame frame : underWay) {
      if (frame.id() == id) {
        underWay.remove(frame);
        return frame;
      }
    }
    throw new IllegalStateException("the server answered frame " + id + ", which was not sent");
  }

  @Override
  public void close() {
    socket.abort();
  }
}
