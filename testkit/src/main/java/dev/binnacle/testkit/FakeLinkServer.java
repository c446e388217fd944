package dev.binnacle.testkit;

import dev.binnacle.model.Arrival;
import dev.binnacle.model.Envelope;
import dev.binnacle.model.Event;
import dev.binnacle.model.InstanceId;
import dev.binnacle.protocol.LinkMessage;
import dev.binnacle.protocol.LinkReader;
import dev.binnacle.protocol.LinkWriter;
import dev.binnacle.protocol.OutputBuffer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import javax.net.ServerSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * The server's end of a bot's link, on a loopback port: takes every event once and answers at once, until it is told to misbehave. It
 * notes what a client must never do, such as leaving a gap, in {@link #surprises}.
 *
 * <p><b>Threads:</b> thread-safe.
 */
public final class FakeLinkServer implements AutoCloseable {
  private final ServerSocketFactory sockets;
  private final String scheme;
  private final FakeLedger ledger = new FakeLedger();
  private final Set<FakeSocket> connections = ConcurrentHashMap.newKeySet();
  private final AtomicInteger connects = new AtomicInteger();
  private final AtomicInteger frames = new AtomicInteger();
  private final AtomicInteger busyAnswers = new AtomicInteger();

  private final List<String> offers = new CopyOnWriteArrayList<>();
  private final Map<Long, String> replies = new ConcurrentHashMap<>();
  private final List<LinkMessage.GuardTold> guards = new CopyOnWriteArrayList<>();

  private volatile @Nullable ServerSocket listener;
  private volatile int port;
  private volatile String token;
  private volatile boolean silent;
  private volatile boolean deaf;
  private volatile int cutBeforeAnswer;
  private volatile Predicate<Event> indigestible = event -> false;
  private volatile @Nullable String greeting;

  private FakeLinkServer(ServerSocketFactory sockets, String scheme, String token) {
    this.sockets = sockets;
    this.scheme = scheme;
    this.token = token;
  }

  /** A server that takes clients with this token. */
  public static FakeLinkServer start(String token) throws IOException {
    return start(token, ServerSocketFactory.getDefault(), "http");
  }

  /** A server on sockets of the given kind, such as encrypted ones with {@code https}. */
  public static FakeLinkServer start(String token, ServerSocketFactory sockets, String scheme) throws IOException {
    FakeLinkServer server = new FakeLinkServer(sockets, scheme, token);
    server.resume();
    return server;
  }

  public URI uri() {
    return URI.create(scheme + "://127.0.0.1:" + port);
  }

  // ---- misbehaviour ----

  /** Goes away: every connection breaks and none comes about until {@link #resume}. What was taken is kept. */
  public void pause() throws IOException {
    ServerSocket open = listener;
    listener = null;
    if (open != null) {
      open.close();
    }
    cut();
  }

  /** Comes back, on the same port. */
  public void resume() throws IOException {
    ServerSocket open = sockets.createServerSocket();
    open.setReuseAddress(true);
    open.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    port = open.getLocalPort();
    listener = open;
    Thread thread = new Thread(() -> accept(open), "fake-link-server");
    thread.setDaemon(true);
    thread.start();
  }

  /** Breaks every connection. */
  public void cut() {
    connections.forEach(FakeSocket::close);
  }

  /** From now on takes frames and answers none, or answers again. */
  public void silent(boolean isSilent) {
    silent = isSilent;
  }

  /** From now on reads nothing, though it accepts connections; or reads again. */
  public void deaf(boolean isDeaf) {
    deaf = isDeaf;
  }

  public void token(String newToken) {
    token = newToken;
  }

  /** Answers the next {@code count} frames by {@code busy}. */
  public void busy(int count) {
    busyAnswers.set(count);
  }

  /** Takes the next {@code count} frames and breaks the connection instead of answering. */
  public void cutBeforeAnswer(int count) {
    cutBeforeAnswer = count;
  }

  /** Refuses every frame that has an event like this. */
  public void refuse(Predicate<Event> events) {
    indigestible = events;
  }

  /** Sends this text, whatever it is, right after each welcome. */
  public void sendAfterWelcome(String text) {
    greeting = text;
  }

  /** Asks something of the configuration that the client offers, on every connection. */
  public void call(long id, String call) throws IOException {
    for (FakeSocket socket : connections) {
      socket.write(text(new LinkWriter().configCall(id, call)));
    }
  }

  /** Tells of an alert, on every connection. */
  public void alert(LinkMessage.AlertTold alert) throws IOException {
    for (FakeSocket socket : connections) {
      socket.write(text(new LinkWriter().alert(alert)));
    }
  }

  /** Closes the guard, on every connection. */
  public void halt(LinkMessage.HaltTold halt) throws IOException {
    for (FakeSocket socket : connections) {
      socket.write(text(new LinkWriter().halt(halt)));
    }
  }

  /** Lets the guard open, on every connection. */
  public void release(LinkMessage.ReleaseTold release) throws IOException {
    for (FakeSocket socket : connections) {
      socket.write(text(new LinkWriter().release(release)));
    }
  }

  // ---- what came ----

  /** What guards said that they hold, in the order of arrival. */
  public List<LinkMessage.GuardTold> guards() {
    return List.copyOf(guards);
  }

  /** The states of the configuration that was offered, in the order of arrival. */
  public List<String> offers() {
    return List.copyOf(offers);
  }

  /** The answer to a {@link #call}; null when none has come. */
  public @Nullable String reply(long id) {
    return replies.get(id);
  }

  /** The numbered events of one run, each once, in the order of arrival. */
  public List<Envelope> durable(String instance) {
    InstanceId wanted = new InstanceId(instance);
    return ledger.taken().stream()
        .map(FakeLedger.Taken::envelope)
        .filter(envelope -> envelope.isSequenced() && wanted.equals(envelope.instance()))
        .toList();
  }

  /** All that came, each numbered event once, in the order of arrival. */
  public List<Event> events() {
    return ledger.taken().stream().map(taken -> taken.envelope().event()).toList();
  }

  /** The events of one type, in the order of arrival. */
  public <T extends Event> List<T> events(Class<T> type) {
    return events().stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** Those events that came in a frame which says that it is of the present, or not. */
  public List<Event> events(boolean live) {
    return ledger.taken().stream().filter(taken -> taken.live() == live).map(taken -> taken.envelope().event()).toList();
  }

  /** The runs that numbered events came of, in the order of their first event. */
  public List<String> instances() {
    return ledger.taken().stream()
        .filter(taken -> taken.envelope().isSequenced())
        .map(taken -> String.valueOf(taken.envelope().instance()))
        .distinct()
        .toList();
  }

  /** How many events the largest frame held. */
  public int largestFrame() {
    return ledger.taken().stream().mapToInt(FakeLedger.Taken::batch).max().orElse(0);
  }

  public int duplicates() {
    return ledger.duplicates();
  }

  /** What no client may do: gaps, another content for the same number, events that are none. Empty if all is well. */
  public List<String> surprises() {
    return ledger.surprises();
  }

  /** Links that were welcomed. */
  public int connects() {
    return connects.get();
  }

  /** Frames of events that came. */
  public int frames() {
    return frames.get();
  }

  @Override
  public void close() throws IOException {
    pause();
  }

  // ---- one connection ----

  private void accept(ServerSocket from) {
    while (!from.isClosed()) {
      try {
        Socket accepted = from.accept();
        Thread thread = new Thread(() -> serve(accepted), "fake-link");
        thread.setDaemon(true);
        thread.start();
      } catch (IOException e) {
        // Paused or closed.
      }
    }
  }

  private void serve(Socket accepted) {
    try (FakeSocket socket = new FakeSocket(accepted, () -> deaf)) {
      connections.add(socket);
      if (listener == null || !socket.shakeHands("Bearer " + token)) {
        return;
      }
      LinkReader reader = new LinkReader();
      for (String frame = socket.read(); frame != null; frame = socket.read()) {
        hear(reader.readFromClient(frame.getBytes(StandardCharsets.UTF_8)), socket);
      }
    } catch (IOException e) {
      // The connection has ended; the client will be back.
    } finally {
      connections.removeIf(FakeSocket::isClosed);
    }
  }

  private void hear(LinkMessage.FromClient message, FakeSocket socket) throws IOException {
    LinkWriter writer = new LinkWriter();
    if (message instanceof LinkMessage.Hello) {
      connects.incrementAndGet();
      socket.write(text(writer.welcome(ledger.acknowledged())));
      String extra = greeting;
      if (extra != null) {
        socket.write(extra);
      }
    } else if (message instanceof LinkMessage.Events events) {
      frames.incrementAndGet();
      take(events, writer, socket);
    } else if (message instanceof LinkMessage.ConfigOffer offer) {
      offers.add(offer.state());
    } else if (message instanceof LinkMessage.ConfigReply reply) {
      replies.put(reply.id(), reply.reply());
    } else if (message instanceof LinkMessage.GuardTold guard) {
      guards.add(guard);
    }
  }

  private void take(LinkMessage.Events events, LinkWriter writer, FakeSocket socket) throws IOException {
    if (silent) {
      return;
    }
    if (ledger.holdsBack(events) || busyAnswers.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      ledger.holdBack(events);
      socket.write(text(writer.busy(events.id(), Duration.ofMillis(20))));
    } else if (hasIndigestible(events)) {
      if (events.arrivals().size() == 1) {
        ledger.useUp(events);
      }
      socket.write(text(writer.refused(new LinkMessage.Refused(events.id(), "indigestible", "not in this frame"))));
    } else {
      OutputBuffer answer = writer.answer(events.id(), ledger.take(events));
      if (cutBeforeAnswer > 0) {
        cutBeforeAnswer--;
        socket.close();
      } else {
        socket.write(text(answer));
      }
    }
  }

  private boolean hasIndigestible(LinkMessage.Events events) {
    return events.arrivals().stream()
        .anyMatch(
            arrival -> arrival instanceof Arrival.Decoded decoded && indigestible.test(decoded.envelope().event()));
  }

  private static String text(OutputBuffer frame) {
    return new String(frame.array(), 0, frame.length(), StandardCharsets.UTF_8);
  }
}
