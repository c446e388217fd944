package dev.binnacle.config;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * When a market trades: what {@link ApplyMode#MARKET_CLOSED} waits for.
 *
 * <ul>
 *   <li>{@code 24/7}: always open.
 *   <li>{@code NYSE}: 9:30 to 16:00 in New York. Holidays and half days (until 13:00) by the exchange's rules, from 2013 on, and the days of
 *       mourning of 2018 and 2025. A closing that is declared at short notice is not known before a new release.
 *   <li>{@code NSE}: the equity market of the National Stock Exchange of India, 9:15 to 15:30 in Kolkata. Its holidays follow no rule, so
 *       they are a table as the exchange published it, for 2024 to 2026. Any other year is unknown.
 * </ul>
 *
 * <p>What is not known is never guessed: the answer is then {@link Unknown}, and neither open nor closed.
 *
 * <p><b>Threads:</b> immutable.
 */
public final class MarketCalendar {
  /** How far {@link #nextOpen} looks. */
  private static final int DAYS_AHEAD = 30;

  private final String name;
  private final ZoneId zone;
  private final TradingDays days;

  private MarketCalendar(String name, ZoneId zone, TradingDays days) {
    this.name = name;
    this.zone = zone;
    this.days = days;
  }

  /**
   * @param name {@code 24/7}, {@code NYSE} or {@code NSE}, in any case
   * @throws IllegalArgumentException if it is another
   */
  public static MarketCalendar named(String name) {
    return switch (name.toUpperCase(Locale.ROOT)) {
      case "24/7" -> new MarketCalendar("24/7", ZoneOffset.UTC, new TradingDays.Always());
      case "NYSE" -> new MarketCalendar("NYSE", ZoneId.of("America/New_York"), new NyseDays());
      case "NSE" -> new MarketCalendar("NSE", ZoneId.of("Asia/Kolkata"), new NseDays());
      default -> throw new IllegalArgumentException("no market calendar is named \"" + name + "\"; there are 24/7, NYSE and NSE");
    };
  }

  /** Whether the market trades at an instant, and why not. */
  public sealed interface Answer {
    /** What a person is told. */
    String reason();
  }

  /** It trades. */
  public record Open(Session session, String reason) implements Answer {}

  /** It does not. */
  public record Closed(String reason) implements Answer {}

  /** This calendar does not reach so far, or the exchange has not said. */
  public record Unknown(String reason) implements Answer {}

  /**
   * Time without a break in which the market trades.
   *
   * @param opens inclusive
   * @param closes exclusive
   */
  public record Session(Instant opens, Instant closes) {
    boolean contains(Instant at) {
      return !at.isBefore(opens) && at.isBefore(closes);
    }
  }

  public String name() {
    return name;
  }

  public ZoneId zone() {
    return zone;
  }

  public Answer at(Instant at) {
    LocalDate date = at.atZone(zone).toLocalDate();
    TradingDays.Day day = days.on(date);
    if (day instanceof TradingDays.Unsure unsure) {
      return new Unknown(unsure.reason());
    }
    if (!(day instanceof TradingDays.Trading trading)) {
      return new Closed(day.reason());
    }
    List<Session> sessions = sessions(date, trading);
    for (Session session : sessions) {
      if (session.contains(at)) {
        return new Open(session, day.reason());
      }
    }
    boolean isBefore = at.isBefore(sessions.get(0).opens());
    boolean isAfter = !at.isBefore(sessions.get(sessions.size() - 1).closes());
    return new Closed(isBefore
        ? "not open yet: " + day.reason()
        : isAfter ? "closed for the day: " + day.reason() : "between two sessions: " + day.reason());
  }

  /** Whether it surely is. Not being open does not mean that it is closed: see {@link #isClosed}. */
  public boolean isOpen(Instant at) {
    return at(at) instanceof Open;
  }

  /** Whether it surely is. */
  public boolean isClosed(Instant at) {
    return at(at) instanceof Closed;
  }

  /** When the next session begins, after this instant; empty when none is known within 30 days, or the market never closes. */
  public Optional<Instant> nextOpen(Instant after) {
    LocalDate first = after.atZone(zone).toLocalDate();
    for (LocalDate date = first; days.closes() && date.isBefore(first.plusDays(DAYS_AHEAD)); date = date.plusDays(1)) {
      TradingDays.Day day = days.on(date);
      if (day instanceof TradingDays.Unsure) {
        return Optional.empty();
      }
      if (day instanceof TradingDays.Trading trading) {
        for (Session session : sessions(date, trading)) {
          if (session.opens().isAfter(after)) {
            return Optional.of(session.opens());
          }
        }
      }
    }
    return Optional.empty();
  }

  /** When the session ends that runs now, or else the next one; empty when none is known within 30 days, or the market never closes. */
  public Optional<Instant> nextClose(Instant after) {
    if (!days.closes()) {
      return Optional.empty();
    }
    if (at(after) instanceof Open open) {
      return Optional.of(open.session().closes());
    }
    return nextOpen(after).flatMap(this::nextClose);
  }

  private List<Session> sessions(LocalDate date, TradingDays.Trading day) {
    List<Session> sessions = new ArrayList<>();
    for (TradingDays.Hours hours : day.hours()) {
      Instant closes = hours.untilMidnight()
          ? date.plusDays(1).atStartOfDay(zone).toInstant()
          : date.atTime(hours.to()).atZone(zone).toInstant();
      sessions.add(new Session(date.atTime(hours.from()).atZone(zone).toInstant(), closes));
    }
    return sessions;
  }

  @Override
  public String toString() {
    return name;
  }
}
