package dev.binnacle.engine.control;

import dev.binnacle.engine.fleet.Moment;
import dev.binnacle.model.BotId;
import dev.binnacle.model.Fact;
import java.time.Instant;
import java.util.function.Consumer;

/** Where what is decided while one input is applied goes: it changes the book at once, in the same way as when it is read again later. */
final class Turn {
  private final Book book;
  private Moment moment = new Moment(0, Instant.MIN);
  private Consumer<Fact> facts = fact -> {};
  private Consumer<Errand> errands = errand -> {};

  Turn(Book book) {
    this.book = book;
  }

  void begin(Moment now, Consumer<Fact> decided, Consumer<Errand> sent) {
    moment = now;
    facts = decided;
    errands = sent;
  }

  Instant now() {
    return moment.time();
  }

  long index() {
    return moment.index();
  }

  void decide(Fact.OfControl fact) {
    book.evolve(fact, moment.index());
    facts.accept(fact);
  }

  /** Whether another halt than this is closing positions of the bot that this one looks at. */
  boolean isClosedByAnother(Standing than, BotId bot) {
    return book.isClosedByAnother(than, bot);
  }

  void send(Errand errand) {
    errands.accept(errand);
  }
}
