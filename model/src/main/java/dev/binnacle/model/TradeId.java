package dev.binnacle.model;

/** A trade's name, unique within its bot; the same in its opening and its closing event. */
public record TradeId(String value) implements Comparable<TradeId> {
  public TradeId {
    Check.name("trade_id", value, 64, Check::isVisible, "visible characters");
  }

  @Override
  public int compareTo(TradeId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
