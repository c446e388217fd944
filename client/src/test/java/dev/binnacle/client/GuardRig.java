package dev.binnacle.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.binnacle.model.Currency;
import dev.binnacle.model.Event;
import dev.binnacle.model.GuardLevel;
import dev.binnacle.model.HaltId;
import dev.binnacle.model.HaltMode;
import dev.binnacle.model.HaltOrigin;
import dev.binnacle.model.Latch;
import dev.binnacle.model.Side;
import dev.binnacle.model.Symbol;
import dev.binnacle.protocol.LinkMessage;
import dev.binnacle.testkit.FakeLinkServer;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A guard over a link to a server that is not one, with a time that a test moves. */
abstract class GuardRig {
  static final Duration LONG = Duration.ofSeconds(60);
  static final Symbol BTC = new Symbol("BTC/USD");
  static final Symbol ETH = new Symbol("ETH/USD");
  static final Currency USD = new Currency("USD");
  static final Instant TEN = Instant.parse("2026-01-05T10:00:00Z");
  static final Order BUY = Order.limit(BTC, Side.BUY, BigDecimal.ONE, new BigDecimal("100"), USD);

  @TempDir
  Path directory;
  final ManualTime time = new ManualTime();
  final List<Monitor> monitors = new ArrayList<>();
  FakeLinkServer server;

  @BeforeEach
  void startServer() throws IOException {
    server = FakeLinkServer.start("token");
  }

  @AfterEach
  void closeAll() throws IOException {
    monitors.forEach(Monitor::close);
    server.close();
    assertThat(server.surprises()).isEmpty();
  }

  MonitorBuilder builder(String instance) {
    return time.in(Monitor.builder("bot", server.uri(), "token").spoolDirectory(spools()).instance(instance));
  }

  Path spools() {
    return directory.resolve("spool");
  }

  Path latches() {
    return spools().resolve("bot").resolve("latches");
  }

  Monitor start(MonitorBuilder builder) {
    Monitor monitor = builder.connect();
    monitors.add(monitor);
    return monitor;
  }

  Monitor connected(String instance) {
    int before = server.connects();
    Monitor monitor = start(builder(instance));
    await().atMost(LONG).until(() -> server.connects() > before && monitor.statistics().connected());
    return monitor;
  }

  static LinkMessage.HaltTold halt(String id, long epoch, HaltMode mode) {
    return new LinkMessage.HaltTold(latch(id, epoch, mode, null), mode.compareTo(HaltMode.CANCEL) >= 0, null);
  }

  static Latch latch(String id, long epoch, HaltMode mode, @org.jspecify.annotations.Nullable Symbol symbol) {
    return new Latch(new HaltId(id), epoch, mode, symbol, HaltOrigin.PERSON, "ann", "flash crash", TEN);
  }

  static LinkMessage.ReleaseTold release(String id, long epoch) {
    return new LinkMessage.ReleaseTold(new HaltId(id), epoch, "bob", "looked");
  }

  LinkMessage.GuardTold told(Predicate<LinkMessage.GuardTold> like) {
    await().atMost(LONG).until(() -> server.guards().stream().anyMatch(like));
    return server.guards().stream().filter(like).reduce((first, second) -> second).orElseThrow();
  }

  static void awaitLevel(Guard guard, GuardLevel level) {
    await().atMost(LONG).until(() -> guard.level() == level);
  }

  static Decision refusal(Guard guard, Order order) {
    return catchThrowableOfType(OrderRefusedException.class, () -> guard.enter(order).close()).decision();
  }

  static Event.PositionUpdate position(Symbol symbol, Side side, String quantity) {
    return new Event.PositionUpdate(
        TEN, symbol, side, new BigDecimal(quantity), new BigDecimal("100"), USD, new BigDecimal("110"), null, null, null, null,
        null);
  }
}
