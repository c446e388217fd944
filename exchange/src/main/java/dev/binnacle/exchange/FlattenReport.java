package dev.binnacle.exchange;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a flattening came to.
 *
 * @param clean whether positions could be read and none is left that should have been closed, dust aside
 * @param troubles what went wrong on the way, each once, at most 20
 * @param reason why it is not clean; null when it is
 */
public record FlattenReport(
    List<FlattenedPosition> positions, boolean clean, Duration took, List<String> troubles, @Nullable String reason) {
  public FlattenReport {
    positions = List.copyOf(positions);
    troubles = List.copyOf(troubles);
  }

  public List<FlattenedPosition> residue() {
    return positions.stream().filter(FlattenedPosition::isResidue).toList();
  }
}
