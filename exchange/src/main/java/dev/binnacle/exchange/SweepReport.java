package dev.binnacle.exchange;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a sweep came to.
 *
 * @param orders every order that it met or was asked about
 * @param clean whether nothing rests in scope, proved by two readings in a row, and the fate of each order is
 * @param readings how often open orders were read
 * @param troubles what went wrong on the way, each once, at most 20
 * @param reason why it is not clean; null when it is
 */
public record SweepReport(
    List<SweptOrder> orders, boolean clean, int readings, Duration took, List<String> troubles, @Nullable String reason) {
  public SweepReport {
    orders = List.copyOf(orders);
    troubles = List.copyOf(troubles);
  }

  public List<SweptOrder> residue() {
    return orders.stream().filter(SweptOrder::isResidue).toList();
  }
}
