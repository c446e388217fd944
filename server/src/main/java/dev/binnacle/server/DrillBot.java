package dev.binnacle.server;

import dev.binnacle.model.GuardLevel;
import dev.binnacle.model.HaltId;
import dev.binnacle.model.InstanceId;
import dev.binnacle.model.Latch;
import dev.binnacle.protocol.Link;
import dev.binnacle.protocol.LinkMessage;
import dev.binnacle.protocol.LinkReader;
import dev.binnacle.protocol.LinkWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * The guard of a bot that exists for a rehearsal: it closes when it is told to, says so, and knows when that was.
 *
 * <p><b>Threads:</b> thread-safe.
 */
final class DrillBot implements Link.Receiver, AutoCloseable {
  private static final InstanceId INSTANCE = new InstanceId("drill");

  private final Link link;
  private final LinkReader reader = new LinkReader();
  private final List<Latch> latches = new ArrayList<>();
  private long closedNanos;
  private boolean isHeard;

  DrillBot(Link link) {
    this.link = link;
  }

  void connect() {
    link.open(this);
    link.send(new LinkWriter().hello(INSTANCE).toText());
  }

  @Override
  public void opened() {}

  @Override
  public synchronized void received(String frame) {
    switch (reader.readFromServer(frame)) {
      case LinkMessage.Welcome _ -> {
        isHeard = true;
        say();
      }
      case LinkMessage.HaltTold told -> {
        latches.removeIf(latch -> latch.id().equals(told.latch().id()));
        latches.add(told.latch());
        closedNanos = System.nanoTime();
        say();
      }
      case LinkMessage.ReleaseTold release -> {
        latches.removeIf(latch -> latch.id().equals(release.halt()));
        say();
      }
      case LinkMessage _ -> {
        // A guard has to do with nothing else.
      }
    }
  }

  private void say() {
    GuardLevel level = latches.stream().map(latch -> latch.mode().level()).reduce(GuardLevel.OPEN, GuardLevel::and);
    List<HaltId> done = latches.stream().map(Latch::id).toList();
    link.send(new LinkWriter().guard(new LinkMessage.GuardTold(level, List.copyOf(latches), 0, List.of(), done)).toText());
  }

  @Override
  public void closed(String reason) {}

  synchronized boolean isHeard() {
    return isHeard;
  }

  synchronized boolean isOpen() {
    return latches.isEmpty();
  }

  /** When it closed last, by the clock of {@link System#nanoTime}. */
  synchronized long closedNanos() {
    return closedNanos;
  }

  @Override
  public void close() {
    link.close();
  }
}
