package dev.binnacle.server;

import dev.binnacle.client.Guard;
import dev.binnacle.client.HaltOrder;
import dev.binnacle.client.Monitor;
import dev.binnacle.client.Order;
import dev.binnacle.client.OrderRefusedException;
import dev.binnacle.client.Pass;
import dev.binnacle.client.TimedMonitor;
import dev.binnacle.exchange.ExchangeException;
import dev.binnacle.exchange.ExchangeGateway;
import dev.binnacle.exchange.OrderRequest;
import dev.binnacle.exchange.OrderState;
import dev.binnacle.model.Currency;
import dev.binnacle.model.GuardLevel;
import dev.binnacle.model.HaltId;
import dev.binnacle.model.OrderId;
import dev.binnacle.model.Side;
import dev.binnacle.protocol.LinkMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A bot that trades whenever its guard lets it, over as many processes as it takes: each killed one leaves its folder to the next as it was.
 *
 * <p><b>Threads:</b> confined to the world's, but for what its link and its listener hear.
 */
final class MatrixBot implements MatrixLink.Ear {
  private static final Currency USD = new Currency("USD");
  private static final Duration BETWEEN_ORDERS = Duration.ofSeconds(5);
  private static final Duration SLOW = Duration.ofSeconds(5);

  private final MatrixTime time;
  private final MatrixVenue venue;
  private final Supplier<@Nullable MatrixServer> server;
  private final Path folder;
  private final Consumer<String> violated;
  /** Halts of which the guard has been told and not been released. */
  private final Set<HaltId> told = ConcurrentHashMap.newKeySet();
  /** Halts that the guard has said it holds, and so has on its disk. */
  private final Set<HaltId> confirmed = ConcurrentHashMap.newKeySet();
  private Combination.Way network = Combination.Way.UP;
  private @Nullable Process process;
  private int processes;
  private int orders;
  private Instant nextOrder = Instant.MIN;

  /** One process: what is in it goes with it. */
  private static final class Process {
    final MatrixLink link;
    final Monitor monitor;
    final Guard guard;
    final ExchangeGateway exchange;
    volatile boolean stopped;
    @Nullable Pass onItsWay;
    @Nullable String idOnItsWay;

    Process(MatrixLink link, Monitor monitor, MatrixVenue venue) {
      this.link = link;
      this.monitor = monitor;
      this.guard = monitor.guard();
      this.exchange = venue.gate(() -> stopped, () -> {}, () -> {});
    }
  }

  MatrixBot(MatrixTime time, MatrixVenue venue, Supplier<@Nullable MatrixServer> server, Path folder, Consumer<String> violated) {
    this.time = time;
    this.venue = venue;
    this.server = server;
    this.folder = folder;
    this.violated = violated;
  }

  @Override
  public void halted(LinkMessage.HaltTold halt) {
    told.add(halt.latch().id());
  }

  @Override
  public void releasing(LinkMessage.ReleaseTold release) {
    told.remove(release.halt());
    confirmed.remove(release.halt());
  }

  @Override
  public void told(LinkMessage.GuardTold guard) {
    guard.latches().forEach(latch -> confirmed.add(latch.id()));
  }

  /* Its life. */

  void start() {
    MatrixLink link = new MatrixLink(time, server, this);
    put(link, network);
    int number = ++processes;
    Monitor monitor = TimedMonitor.in(Monitor.builder("btc-trend", link), time, time::nanos)
        .spoolDirectory(spools(number)).instance("i" + number).connect();
    Process begun = new Process(link, monitor, venue);
    monitor.onHalt(halt -> doItsPart(begun, halt));
    process = begun;
    if (!confirmed.isEmpty() && begun.guard.level() != GuardLevel.CLOSED) {
      violated.accept("a new run is open though the one before it held " + confirmed);
    }
  }

  private Path spools(int number) {
    return folder.resolve("spools-" + number);
  }

  private static void doItsPart(Process in, HaltOrder halt) {
    if (halt.cancel()) {
      for (OrderState order : in.exchange.openOrders()) {
        OrderState ignored = in.exchange.cancel(order.id(), order.symbol());
      }
    }
  }

  boolean isRunning() {
    return process != null;
  }

  boolean isHung() {
    return process != null && process.stopped;
  }

  /** It stops between passing its guard and sending. */
  void hang() {
    Process here = running();
    begin(here);
    here.stopped = true;
    here.link.freeze();
  }

  void wake() {
    Process here = running();
    here.stopped = false;
    Pass pass = here.onItsWay;
    String id = here.idOnItsWay;
    if (pass != null && id != null) {
      send(here, pass, id);
    }
    here.link.thaw();
  }

  private void begin(Process here) {
    String id = nextId();
    try {
      here.onItsWay = here.guard.enter(order(id));
      here.idOnItsWay = id;
    } catch (OrderRefusedException e) {
      violated.accept("the guard is closed before any halt: " + e.decision());
    }
  }

  /** @return the order that was on its way and may arrive yet */
  String kill() {
    Process here = running();
    begin(here);
    here.stopped = true;
    here.link.kill();
    copy(spools(processes), spools(processes + 1));
    told.retainAll(confirmed);
    process = null;
    here.monitor.close();
    return String.valueOf(here.idOnItsWay);
  }

  private static void copy(Path from, Path to) {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file));
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else if (!file.getFileName().toString().contains("lock")) {
          Files.copy(file, target);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Process running() {
    if (process == null) {
      throw new IllegalStateException("the bot does not run");
    }
    return process;
  }

  void end() {
    if (process != null) {
      process.monitor.close();
    }
  }

  /* Its network. */

  void network(Combination.Way next) {
    network = next;
    if (process != null) {
      put(process.link, next);
    }
  }

  private static void put(MatrixLink link, Combination.Way next) {
    switch (next) {
      case UP -> link.mend();
      case CUT -> link.cut();
      case SLOW -> link.delay(SLOW);
    }
  }

  void pump() {
    if (process != null) {
      process.link.pump();
    }
  }

  void serverGone() {
    if (process != null) {
      process.link.serverGone();
    }
  }

  boolean isConnected() {
    return process != null && process.monitor.statistics().connected();
  }

  /** Whether it is about to do something of which nobody else can tell when it is done. */
  boolean isBusy() {
    Process here = process;
    MatrixServer there = server.get();
    if (here == null || here.stopped || network != Combination.Way.UP || there == null || there.isDead()) {
      return false;
    }
    return !isConnected() || !confirmed.containsAll(told);
  }

  /* Its trade. */

  GuardLevel level() {
    return running().guard.level();
  }

  List<HaltId> latches() {
    return running().guard.latches().stream().map(latch -> latch.id()).toList();
  }

  private String nextId() {
    return "t" + ++orders;
  }

  private static Order order(String id) {
    return Order.limit(MatrixVenue.BTC, Side.BUY, BigDecimal.ONE, new BigDecimal("900"), USD).withId(id);
  }

  /** Sends an order if it is time for one and the guard lets it. */
  void trade() {
    Process here = process;
    if (here == null || here.stopped || time.instant().isBefore(nextOrder)) {
      return;
    }
    settle(here);
    if (tryOrder() != null) {
      nextOrder = time.instant().plus(BETWEEN_ORDERS);
    }
  }

  /** @return the order that passed; null if none did */
  @Nullable String tryOrder() {
    Process here = running();
    Set<HaltId> before = Set.copyOf(told);
    String id = nextId();
    Pass pass;
    try {
      pass = here.guard.enter(order(id));
    } catch (OrderRefusedException e) {
      return null;
    }
    before.stream().filter(told::contains)
        .forEach(halt -> violated.accept("an order passed the guard, which holds halt " + halt));
    send(here, pass, id);
    return id;
  }

  private void send(Process here, Pass pass, String id) {
    try (pass) {
      OrderState ignored = here.exchange.place(
          OrderRequest.limit(id, MatrixVenue.BTC, Side.BUY, BigDecimal.ONE, new BigDecimal("900")));
      pass.sent();
    } catch (ExchangeException e) {
      if (e.kind() == ExchangeException.Kind.REJECTED) {
        pass.rejected();
      }
    }
  }

  /** Asks the exchange for what it does not know. */
  private static void settle(Process here) {
    for (OrderId unknown : here.guard.unknown()) {
      try {
        boolean ignored = here.exchange.orderOfClient(unknown.value(), MatrixVenue.BTC).isPresent();
        here.guard.settled(unknown);
      } catch (ExchangeException e) {
        return;
      }
    }
  }
}
