package dev.binnacle.engine.alerts;

import dev.binnacle.model.Alert;
import dev.binnacle.model.AlertState;
import dev.binnacle.model.Fact;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Decides facts while one input is applied: each changes the book at once, in the same way as when it is read again later. */
final class Decider {
  private final Book book;
  private final Inhibitors inhibitors;
  private Instant now = Instant.EPOCH;
  private long index;
  private int names;
  private Consumer<Fact> facts = fact -> {};

  Decider(Book book, Inhibitors inhibitors) {
    this.book = book;
    this.inhibitors = inhibitors;
  }

  void begin(long inputIndex, Instant time, Consumer<Fact> to) {
    now = time;
    index = inputIndex;
    names = 0;
    facts = to;
  }

  Instant now() {
    return now;
  }

  /** A name that nothing else has. */
  String name(char kind) {
    return kind + String.valueOf(index) + '-' + ++names;
  }

  long index() {
    return index;
  }

  void decide(Fact.OfAlerts fact) {
    book.evolve(fact);
    facts.accept(fact);
  }

  void change(Alert alert, @Nullable AlertState from) {
    decide(new Fact.AlertChanged(now, alert, from));
    if (alert.state().isOpen()) {
      inhibitors.open(alert);
    } else {
      inhibitors.close(alert.id());
    }
  }
}
