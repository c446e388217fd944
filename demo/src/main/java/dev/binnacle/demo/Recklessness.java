package dev.binnacle.demo;

import dev.binnacle.config.Author;
import dev.binnacle.config.Edit;
import dev.binnacle.config.LiveConfig;
import dev.binnacle.config.Node;
import dev.binnacle.config.Outcome;
import dev.binnacle.config.Proposal;
import dev.binnacle.config.Source;
import java.math.BigDecimal;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The largest size that the trend bot's schema allows and averages that turn it with every bar: valid, and a sure way to lose. */
final class Recklessness {
  private static final Logger log = LoggerFactory.getLogger(Recklessness.class);
  private static final Author PERSON = new Author("bold-trader", Source.CLI, false);

  private Recklessness() {}

  static List<Script.Step> steps(LiveConfig<?> config) {
    return List.of(Script.Step.at(20, () -> log.warn("somebody sets size and averages: {}", set(config))));
  }

  private static Outcome set(LiveConfig<?> config) {
    List<Edit> edits = List.of(number("/quantity", "5"), number("/fast", "2"), number("/slow", "3"), number("/band", "0"));
    return config.submit(Proposal.edits(config.version(), edits, PERSON, "win it all back"));
  }

  private static Edit number(String pointer, String number) {
    return new Edit(pointer, new Node.Numeral(new BigDecimal(number)));
  }
}
