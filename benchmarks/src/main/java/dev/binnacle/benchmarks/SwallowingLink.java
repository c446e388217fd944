package dev.binnacle.benchmarks;

import dev.binnacle.model.Answer;
import dev.binnacle.protocol.Link;
import dev.binnacle.protocol.LinkWriter;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * A server that takes everything and looks at nothing, so that a monitor works as it does in a bot and only the monitor is measured.
 *
 * <p><b>Threads:</b> as {@link Link} says; it answers on a thread of its own.
 */
final class SwallowingLink implements Link {
  private static final String HELLO = "{\"type\":\"hello\"";
  private static final String EVENTS = "{\"type\":\"events\"";
  private static final String ID = "\"id\":";

  private final ExecutorService answering =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().name("swallowing").daemon().factory());
  private final LinkWriter writer = new LinkWriter();
  private volatile @Nullable Receiver receiver;

  @Override
  public void open(Receiver opened) {
    receiver = opened;
    answering.execute(opened::opened);
  }

  @Override
  public boolean send(String frame) {
    Receiver to = receiver;
    if (to == null) {
      return false;
    }
    answering.execute(() -> answer(to, frame));
    return true;
  }

  private void answer(Receiver to, String frame) {
    if (frame.startsWith(HELLO)) {
      to.received(writer.welcome(Map.of()).toText());
    } else if (frame.startsWith(EVENTS)) {
      to.received(writer.answer(idOf(frame), Answer.EMPTY).toText());
    }
  }

  private static long idOf(String frame) {
    int from = frame.indexOf(ID) + ID.length();
    return Long.parseLong(frame, from, frame.indexOf(',', from), 10);
  }

  @Override
  public void close() {
    Receiver from = receiver;
    receiver = null;
    if (from != null) {
      answering.execute(() -> from.closed("closed"));
    }
    answering.shutdown();
  }
}
