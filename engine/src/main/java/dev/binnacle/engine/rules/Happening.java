package dev.binnacle.engine.rules;

import dev.binnacle.model.Event;
import dev.binnacle.model.EventType;
import dev.binnacle.model.OrderStatus;
import dev.binnacle.model.Severity;
import dev.binnacle.model.Wildcard;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which durable events are meant.
 *
 * @param least the lowest severity of an error; null for any
 * @param status of an order; null for any
 * @param named the kind of an error, the name of a custom event, or the outcome of a configuration, in which {@code *} stands for any
 *     characters; null for any
 */
public record Happening(EventType type, @Nullable Severity least, @Nullable OrderStatus status, @Nullable String named) {
  public Happening {
    if (!type.isDurable()) {
      throw new IllegalArgumentException("a rule may look for durable events only, " + type.wireName() + " is a sample");
    }
    only("a severity", least, type, EventType.ERROR);
    only("a status", status, type, EventType.ORDER);
  }

  public static Happening any(EventType type) {
    return new Happening(type, null, null, null);
  }

  public static Happening error(Severity least) {
    return new Happening(EventType.ERROR, least, null, null);
  }

  public static Happening order(OrderStatus status) {
    return new Happening(EventType.ORDER, null, status, null);
  }

  private static void only(String what, @Nullable Object given, EventType type, EventType has) {
    if (given != null && type != has) {
      throw new IllegalArgumentException(what + " belongs to events of type " + has.wireName() + ", not " + type.wireName());
    }
  }

  /** Whether the event, which is of the type, is meant. */
  boolean matches(Event event) {
    return switch (event) {
      case Event.ErrorRaised error ->
          (least == null || error.severity().compareTo(least) >= 0) && isNamed(error.error());
      case Event.OrderUpdate order -> status == null || order.status() == status;
      case Event.Custom custom -> isNamed(custom.name());
      case Event.ConfigUpdate update -> isNamed(update.outcome().name().toLowerCase(Locale.ROOT));
      case Event.Started e -> true;
      case Event.Stopped e -> true;
      case Event.TradeOpened e -> true;
      case Event.TradeClosed e -> true;
      case Event.PositionUpdate e -> true;
      case Event.BalanceUpdate e -> true;
      case Event.ComponentHealth e -> true;
      case Event.Report e -> true;
      case Event.Metrics e -> false;
      case Event.Heartbeat e -> false;
      case Event.Mark e -> false;
      case Event.ApiUsage e -> false;
      case Event.LogLine e -> false;
    };
  }

  private boolean isNamed(String name) {
    return named == null || Wildcard.matches(named, name);
  }
}
