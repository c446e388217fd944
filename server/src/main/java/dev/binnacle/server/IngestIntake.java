package dev.binnacle.server;

import dev.binnacle.ingest.Format;
import dev.binnacle.ingest.Ingest;
import dev.binnacle.ingest.Receipt;
import dev.binnacle.model.BotId;
import dev.binnacle.model.Problem;
import dev.binnacle.protocol.BatchFormat;
import dev.binnacle.web.api.EventIntake;
import java.util.concurrent.CompletionStage;

/** The web's events, taken by ingest. */
final class IngestIntake implements EventIntake {
  private final Ingest ingest;

  IngestIntake(Ingest ingest) {
    this.ingest = ingest;
  }

  @Override
  public CompletionStage<Taken> take(BotId bot, byte[] body, BatchFormat format, boolean gzipped, boolean live) {
    return ingest.receive(bot, new Format(format, gzipped), body, live, null).thenApply(IngestIntake::taken);
  }

  private static Taken taken(Receipt receipt) {
    return switch (receipt) {
      case Receipt.Taken taken -> new Taken.Done(taken.answer());
      case Receipt.Busy busy -> new Taken.Busy(busy.retryAfter());
      case Receipt.Malformed bad -> new Taken.Unreadable(new Problem("", bad.rule(), bad.message()));
      case Receipt.TooLarge large -> new Taken.TooLarge(new Problem("", "size", large.message()));
    };
  }

  @Override
  public LinkSession open(BotId bot, LinkSender sender) {
    dev.binnacle.ingest.LinkSession session = ingest.open(bot, new dev.binnacle.ingest.LinkSession.Peer() {
      @Override
      public void send(String frame) {
        sender.send(frame);
      }

      @Override
      public void close(int code, String reason) {
        sender.close(code, reason);
      }
    });
    return new LinkSession() {
      @Override
      public void received(byte[] frame) {
        session.receive(frame);
      }

      @Override
      public void closed() {
        session.closed();
      }
    };
  }
}
