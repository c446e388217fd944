package dev.binnacle.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One cell of the fault matrix: what befalls each of the four when a halt is asked for. */
record Combination(Bot bot, Way link, Venue exchange, Kill kill) {
  enum Bot {
    ALIVE,
    /** It takes no step and hears nothing, with an order on its way; later it goes on as if nothing had been. */
    HUNG,
    /** Killed, with an order on its way that the exchange gets much later. */
    DEAD,
    /** Killed, and begun anew while the halt is under way. */
    RESTARTING
  }

  enum Way {
    UP,
    /** Nothing arrives from either side, and nobody is told. */
    CUT,
    /** All takes longer than the deadline of guards. */
    SLOW
  }

  enum Venue {
    FINE,
    /** Most calls are answered 429. */
    THROTTLED,
    /** New orders and cancels are refused. */
    REJECTING,
    /** Says that it cancelled, and does not. */
    LYING,
    /** Orders fill, wholly or by half, just before their cancel. */
    FILLING,
    /** Nobody answers for a minute. */
    DOWN
  }

  /** When the server is killed; what it had written then is on disk, but for what is said to be lost. */
  enum Kill {
    NEVER,
    /** Guards are told and orders cancelled, and the record of it is lost. */
    BEFORE_RECORD,
    /** The record is on disk, and nobody has been told. */
    RECORDED,
    GUARDS_CLOSED,
    /** The sweep is proved, and the record of that is lost. */
    SWEPT,
    FLATTENING_RECORDED,
    /** The closing order has reached the exchange, and its answer is lost. */
    FLATTENING,
    /** The same, on the record in the halt log alone: the journal's disk hangs from the halt's first entry on. */
    FLATTENING_BY_HALT_LOG,
    /** Positions are closed, and the record of that is lost. */
    FLATTENED,
    VERIFYING,
    /** All is proved, and the record of that is lost. */
    PROVED,
    HALTED,
    /** The release was asked for, and the record of it is lost. */
    RELEASE_ASKED,
    /** The release is on disk, and nobody has been told. */
    RELEASED
  }

  static List<Combination> all() {
    List<Combination> all = new ArrayList<>();
    for (Bot bot : Bot.values()) {
      for (Way link : Way.values()) {
        for (Venue exchange : Venue.values()) {
          for (Kill kill : Kill.values()) {
            all.add(new Combination(bot, link, exchange, kill));
          }
        }
      }
    }
    return all;
  }

  /** One in eight of them, in which all values of any two meet. */
  static List<Combination> some() {
    return all().stream()
        .filter(
            cell -> (cell.bot.ordinal() + 2 * cell.link.ordinal() + 3 * cell.exchange.ordinal() + cell.kill.ordinal()) % 8 == 0)
        .toList();
  }

  @Override
  public String toString() {
    return "bot %s, link %s, exchange %s, server killed: %s".formatted(word(bot), word(link), word(exchange), word(kill));
  }

  private static String word(Enum<?> one) {
    return one.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
