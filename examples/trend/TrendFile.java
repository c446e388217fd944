package trend;

import dev.binnacle.config.Describe;
import dev.binnacle.config.Node;
import dev.binnacle.config.Range;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How the file is laid out. What is overridden is a part of the parameters, so it stays a tree here. */
record TrendFile(Parameters parameters, Map<String, Regime> regimes, Map<String, Strategy> strategies, List<Override> overrides) {
  record Regime(@Describe("Yearly volatility from which on it is this regime") @Range(atLeast = 0) double volatilityFrom,
      Optional<Node.Section> parameters) {}

  record Strategy(boolean enabled, @Describe("The regimes in which it trades") Set<String> regimes,
      Optional<Node.Section> parameters) {}

  record Override(String name, Optional<String> regime, Optional<String> strategy, Node.Section set) {}
}
