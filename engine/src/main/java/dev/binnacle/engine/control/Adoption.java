package dev.binnacle.engine.control;

import dev.binnacle.model.BotId;
import dev.binnacle.model.Fact;
import dev.binnacle.model.HaltMode;
import dev.binnacle.model.HaltRequest;
import dev.binnacle.model.HaltScope;
import dev.binnacle.model.Latch;
import java.util.List;
import java.util.Set;

/**
 * Takes over what a bot's guard holds and nobody here knows: what the bot began by itself, and what was lost on the way to the disk when the
 * server was killed. A latch is never let go of because it is unknown.
 */
final class Adoption {
  private static final String HOW_UNKNOWN = " (its positions were to be closed; how is not known: ask for it anew)";

  private final Book book;
  private final Turn turn;
  private final Desk desk;
  private int mostAdopted;
  private long dropped;

  Adoption(Book book, Turn turn, Desk desk, int mostAdopted) {
    this.book = book;
    this.turn = turn;
    this.desk = desk;
    this.mostAdopted = mostAdopted;
  }

  void resettle(int most) {
    mostAdopted = most;
  }

  long dropped() {
    return dropped;
  }

  void heard(BotId bot, Latch latch) {
    Standing halt = book.halt(latch.id());
    Standing released = book.released(latch.id());
    if (halt != null) {
      known(halt, bot, latch);
    } else if (released != null && latch.epoch() <= released.epoch()) {
      desk.open(released, bot);
    } else if (desk.adopted() < mostAdopted) {
      Desk.Wish wish = new Desk.Wish(scope(bot, latch), mode(latch), null, request(latch));
      desk.begin(latch.id(), wish, Set.of(bot), Math.max(book.epoch(), latch.epoch()) + 1);
    } else {
      dropped++;
    }
  }

  private void known(Standing halt, BotId bot, Latch latch) {
    if (latch.epoch() > halt.epoch()) {
      // It was widened, and the record of that is lost.
      desk.join(halt, new Desk.Wish(halt.scope(), mode(latch), null, request(latch)), latch.epoch());
    }
    if (halt.of(bot) == null) {
      // It reached this bot before its record was lost.
      turn.decide(
          new Fact.HaltJoined(
              turn.now(), halt.id(), book.epoch() + 1, halt.scope(), halt.mode(), halt.liquidation(), request(latch),
              List.of(desk.fresh(bot, "its guard holds the halt"))));
      desk.restart(halt);
    }
  }

  private static HaltScope scope(BotId bot, Latch latch) {
    return latch.symbol() == null ? new HaltScope.OfBot(bot) : new HaltScope.OfInstrument(latch.symbol(), bot);
  }

  /** Positions are closed only in a way that somebody has asked for. */
  private static HaltMode mode(Latch latch) {
    return latch.mode() == HaltMode.LIQUIDATE ? HaltMode.CANCEL : latch.mode();
  }

  private static HaltRequest request(Latch latch) {
    String reason = latch.reason().isBlank() ? "the bot's guard holds it, and does not say why" : latch.reason();
    String suffix = latch.mode() == HaltMode.LIQUIDATE ? HOW_UNKNOWN : "";
    return new HaltRequest(latch.origin(), latch.by(), Texts.reason(Texts.cut(reason, 800) + suffix), latch.at());
  }
}
