package dev.binnacle.model;

import org.jspecify.annotations.Nullable;

/** What a halt stops. */
public sealed interface HaltScope {

  /** Every bot there is, and every one that turns up while the halt lasts. */
  record OfFleet() implements HaltScope {
    @Override
    public String toString() {
      return "fleet";
    }
  }

  /** The bots of this group, and every one that joins it while the halt lasts. */
  record OfGroup(String group) implements HaltScope {
    public OfGroup {
      Check.name("group", group, Check.NAME_LENGTH, Check::isIdentifier, "letters, digits and . _ -");
    }

    @Override
    public String toString() {
      return "group " + group;
    }
  }

  record OfBot(BotId bot) implements HaltScope {
    @Override
    public String toString() {
      return "bot " + bot;
    }
  }

  /** One instrument, with one bot or, where {@code bot} is null, with all of them. */
  record OfInstrument(Symbol symbol, @Nullable BotId bot) implements HaltScope {
    @Override
    public String toString() {
      return bot == null ? symbol.value() : symbol + " of " + bot;
    }
  }
}
