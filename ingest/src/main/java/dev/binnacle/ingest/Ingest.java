package dev.binnacle.ingest;

import dev.binnacle.model.Arrival;
import dev.binnacle.model.BotId;
import dev.binnacle.model.InstanceId;
import dev.binnacle.protocol.EventReader;
import dev.binnacle.protocol.Limits;
import dev.binnacle.protocol.LinkReader;
import dev.binnacle.protocol.MalformedBatchException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Takes what bots send. A body is read whole, decoded, offered to the {@link Admission}, and answered when what it took is on
 * disk; a connection that stays does the same frame by frame.
 *
 * <p>The bot is a parameter and never read from the body: the caller has made sure that the sender may speak for it.
 *
 * <p><b>Threads:</b> thread-safe. Decoding happens on the caller's thread.
 */
public final class Ingest {
  private final Admission admission;
  private final Limits limits;
  private final EventReader events;
  private final LinkReader frames;
  private final Tally tally = new Tally();

  public Ingest(Admission admission, Limits limits) {
    this.admission = admission;
    this.limits = limits;
    this.events = new EventReader(limits);
    this.frames = new LinkReader(limits);
  }

  /**
   * Takes one body.
   *
   * @param live false when the sender says that it was spooled and speaks of the past
   * @param defaultInstance the instance of events that name none; null to leave them without
   * @return what to tell the sender; completes at once unless events were let in, and fails if they cannot be made durable
   * @throws IOException if the stream cannot be read
   */
  public CompletionStage<Receipt> receive(
      BotId bot, Format format, InputStream body, boolean live, @Nullable InstanceId defaultInstance) throws IOException {
    List<Arrival> arrivals;
    try {
      byte[] unpacked = Body.read(body, format.gzip(), limits);
      arrivals = events.read(unpacked, format.layout(), defaultInstance);
    } catch (Body.TooLargeException e) {
      tally.tooLarge();
      return CompletableFuture.completedFuture(new Receipt.TooLarge(e.getMessage()));
    } catch (Body.UnpackingException e) {
      tally.malformed();
      return CompletableFuture.completedFuture(new Receipt.Malformed("gzip", e.getMessage(), 0));
    } catch (MalformedBatchException e) {
      tally.malformed(e);
      String message = String.valueOf(e.getMessage());
      return CompletableFuture.completedFuture(
          e.isTooLarge() ? new Receipt.TooLarge(message) : new Receipt.Malformed(e.rule(), message, e.offset()));
    }
    tally.read(arrivals);
    return switch (admission.offer(bot, arrivals, live)) {
      case Admission.Admitted admitted -> admitted.answer().thenApply(Receipt.Taken::new);
      case Admission.Declined declined -> {
        tally.busy();
        yield CompletableFuture.completedFuture(new Receipt.Busy(declined.reason(), declined.retryAfter()));
      }
    };
  }

  /** As {@link #receive(BotId, Format, InputStream, boolean, InstanceId)}, from bytes at hand. */
  public CompletionStage<Receipt> receive(
      BotId bot, Format format, byte[] body, boolean live, @Nullable InstanceId defaultInstance) {
    try {
      return receive(bot, format, new ByteArrayInputStream(body), live, defaultInstance);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Begins a connection that stays. The caller passes on each text frame that it gets, and tells when the connection ends. */
  public LinkSession open(BotId bot, LinkSession.Peer peer) {
    return new LinkSession(bot, peer, admission, frames, tally);
  }

  public IngestCounts counts() {
    return tally.counts();
  }
}
