package dev.binnacle.ingest;

import dev.binnacle.model.Answer;
import dev.binnacle.model.Arrival;
import dev.binnacle.model.BotId;
import dev.binnacle.model.HaltId;
import dev.binnacle.model.InstanceId;
import dev.binnacle.protocol.EventReader;
import dev.binnacle.protocol.Limits;
import dev.binnacle.protocol.LinkMessage;
import dev.binnacle.protocol.LinkReader;
import dev.binnacle.protocol.LinkWriter;
import dev.binnacle.protocol.MalformedBatchException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
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
 * <p><b>Threads:</b> thread-safe. Reading and decoding happen on the caller's thread.
 */
public final class Ingest {
  /** So many bodies of the largest size may be read at once. */
  private static final int BODIES = 8;

  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Admission admission;
  private final Limits limits;
  private final EventReader events;
  private final LinkReader frames;
  private final Space space;
  private final Tally tally = new Tally();
  private final Offers offers = new Offers();
  private final Listeners listeners = new Listeners();
  private final Guards guards;
  private final Commands commands;

  /** One that nobody asks about guards. */
  public Ingest(Admission admission, Limits limits) {
    this(admission, (bot, instance, guard) -> {}, limits);
  }

  public Ingest(Admission admission, Guards guards, Limits limits) {
    this.admission = admission;
    this.guards = guards;
    this.commands = new Commands(guards);
    this.limits = limits;
    this.events = new EventReader(limits);
    this.frames = new LinkReader(limits);
    this.space = new Space(BODIES * (limits.bodyBytes() + 1L));
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
    try (Space.Part part = space.part()) {
      byte[] unpacked = new Body(limits, part).read(body, format.gzip());
      arrivals = events.read(unpacked, format.layout(), defaultInstance);
    } catch (Body.TooLargeException e) {
      tally.tooLarge();
      return done(new Receipt.TooLarge(text(e)));
    } catch (Body.UnpackingException e) {
      tally.malformed();
      return done(new Receipt.Malformed("gzip", text(e), 0));
    } catch (Space.ExhaustedException e) {
      tally.busy();
      return done(new Receipt.Busy("too many large bodies at once", PAUSE));
    } catch (MalformedBatchException e) {
      tally.malformed(e);
      return done(e.isTooLarge() ? new Receipt.TooLarge(text(e)) : new Receipt.Malformed(e.rule(), text(e), e.offset()));
    }
    tally.read(arrivals);
    return arrivals.isEmpty() ? done(new Receipt.Taken(Answer.EMPTY)) : offer(bot, arrivals, live);
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
    return new LinkSession(bot, peer, new LinkSession.Ports(admission, guards), frames, limits.frameBytes(), tally, offers,
        listeners);
  }

  /**
   * Tells a bot of an alert about it, on each of its connections that is open now. Never blocks.
   *
   * @return on how many; one on which too much waits already is passed over
   */
  public int tell(BotId bot, LinkMessage.AlertTold alert) {
    int told = 0;
    for (LinkSession session : listeners.of(bot)) {
      told += session.tell(alert) ? 1 : 0;
    }
    return told;
  }

  /**
   * Closes a bot's guards: on each of its connections that is open now, before anything else that waits there, and through {@link
   * #commands} for runs that have none. Never blocks, and is never passed over.
   *
   * @return on how many connections
   */
  public int tell(BotId bot, LinkMessage.HaltTold halt) {
    commands.tell(bot, halt);
    return urge(bot, halt.latch().id(), new LinkWriter().halt(halt).toText());
  }

  /** Lets a bot's guards open as far as this halt is concerned, in the same ways. */
  public int tell(BotId bot, LinkMessage.ReleaseTold release) {
    commands.tell(bot, release);
    return urge(bot, release.halt(), new LinkWriter().release(release).toText());
  }

  private int urge(BotId bot, HaltId halt, String frame) {
    int told = 0;
    for (LinkSession session : listeners.of(bot)) {
      told += session.urge(halt, frame) ? 1 : 0;
    }
    return told;
  }

  /** What bots that have no connection are to do. */
  public Commands commands() {
    return commands;
  }

  /** The configurations that are offered over open connections. */
  public Offers offers() {
    return offers;
  }

  public IngestCounts counts() {
    return tally.counts();
  }

  private CompletionStage<Receipt> offer(BotId bot, List<Arrival> arrivals, boolean live) {
    return switch (admission.offer(bot, arrivals, live)) {
      case Admission.Admitted admitted -> admitted.answer().thenApply(Receipt.Taken::new);
      case Admission.Declined declined -> {
        tally.busy();
        yield done(new Receipt.Busy(declined.reason(), declined.retryAfter()));
      }
    };
  }

  private static CompletionStage<Receipt> done(Receipt receipt) {
    return CompletableFuture.completedFuture(receipt);
  }

  private static String text(RuntimeException e) {
    return String.valueOf(e.getMessage());
  }
}
