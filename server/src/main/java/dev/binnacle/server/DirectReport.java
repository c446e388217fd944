package dev.binnacle.server;

import dev.binnacle.model.BotId;
import dev.binnacle.model.HaltId;
import dev.binnacle.model.HaltedOrder;
import dev.binnacle.model.HaltedPosition;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a halt without a server came to.
 *
 * @param files the halt files that lie beside bots now
 * @param residue what is left that is nobody's part: files that could not be written, what could not be recorded
 * @param notes what a person should know of it, and what is no residue
 */
public record DirectReport(
    HaltId id, Instant at, Duration took, List<Path> files, List<Part> parts, List<String> residue, List<String> notes) {
  public DirectReport {
    files = List.copyOf(files);
    parts = List.copyOf(parts);
    residue = List.copyOf(residue);
    notes = List.copyOf(notes);
  }

  /** Whether the exchanges prove that all of it is done. */
  public boolean isProved() {
    return residue.isEmpty() && parts.stream().allMatch(part -> part.residue().isEmpty());
  }

  /** The report as a JSON document, for scripts. */
  public String toJson() {
    ObjectNode json = ConfigCalls.JSON.createObjectNode().put("id", id.value()).put("at", at.toString())
        .put("took_ms", took.toMillis()).put("proved", isProved());
    ArrayNode lie = json.putArray("files");
    files.forEach(file -> lie.add(file.toString()));
    ArrayNode all = json.putArray("parts");
    for (Part part : parts) {
      DirectLog.describe(all.addObject().put("target", part.target()).put("exchange", part.exchange()), part);
    }
    residue.forEach(json.putArray("residue")::add);
    notes.forEach(json.putArray("notes")::add);
    return ConfigCalls.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json);
  }

  /**
   * What became of one bot's share, or of one account as a whole.
   *
   * @param target the bot, or the account
   * @param bot null for an account as a whole
   * @param residue what is left or cannot be proved; empty when nothing is
   * @param steps how long each took, in order
   */
  public record Part(
      String target, @Nullable BotId bot, @Nullable String exchange, List<HaltedOrder> orders, List<HaltedPosition> positions,
      List<String> residue, List<Step> steps) {
    public Part {
      orders = List.copyOf(orders);
      positions = List.copyOf(positions);
      residue = List.copyOf(residue);
      steps = List.copyOf(steps);
    }
  }

  /** One step and how long it took. */
  public record Step(String name, Duration took) {}
}
