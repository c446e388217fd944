package dev.binnacle.exchange;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is so at the venue, read twice.
 *
 * @param orders the orders that rest in scope in either reading, and the fate of those that were named
 * @param positions those in scope in the last reading: left open against the policy, kept by it, or dust
 * @param clean whether both readings came, and nothing is left that should not be
 * @param troubles what went wrong on the way, each once, at most 20
 * @param reason why it is not clean; null when it is
 */
public record VerificationReport(
    List<SweptOrder> orders, List<FlattenedPosition> positions, boolean clean, Duration took, List<String> troubles,
    @Nullable String reason) {
  public VerificationReport {
    orders = List.copyOf(orders);
    positions = List.copyOf(positions);
    troubles = List.copyOf(troubles);
  }
}
