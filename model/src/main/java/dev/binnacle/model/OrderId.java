package dev.binnacle.model;

/** An order's name as the venue or the bot gave it, unique within its bot. */
public record OrderId(String value) implements Comparable<OrderId> {
  public OrderId {
    Check.name("order_id", value, 64, Check::isVisible, "visible characters");
  }

  @Override
  public int compareTo(OrderId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
