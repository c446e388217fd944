package dev.binnacle.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Halts as lines for a person. */
final class HaltLines {
  private HaltLines() {}

  static void all(JsonNode answer, boolean released, PrintWriter out) {
    Table table = new Table("id", "state", "mode", "what", "by", "begun", "reason");
    for (JsonNode halt : answer.path("halts")) {
      table.row(
          Cells.text(halt.path("id")), Cells.text(halt.path("state")), Cells.text(halt.path("mode")),
          Cells.text(halt.path("scope").path("words")), Cells.text(halt.path("by")), Cells.time(halt.path("begun")),
          Cells.text(halt.path("reason")));
    }
    if (table.isEmpty()) {
      out.println(released ? "No halt has been released." : "Nothing is stopped.");
    } else {
      table.print(out);
    }
  }

  /** One halt with all that became of it. */
  static void one(JsonNode halt, PrintWriter out) {
    String id = Cells.text(halt.path("id"));
    out.println("Halt " + id + ", " + Cells.text(halt.path("mode")) + ": " + Cells.text(halt.path("scope").path("words"))
        + " is " + Cells.text(halt.path("state")));
    out.println("  by " + Cells.text(halt.path("by")) + " at " + Cells.time(halt.path("begun")) + ": "
        + Cells.text(halt.path("reason")));
    for (JsonNode bot : halt.path("bots")) {
      bot(bot, out);
    }
    JsonNode released = halt.path("released");
    if (released.isObject()) {
      out.println("  released by " + Cells.text(released.path("by")) + " at " + Cells.time(released.path("at")) + ": "
          + Cells.text(released.path("reason")));
    } else {
      out.println("It lasts until: binnacle resume " + id + " --reason \"…\"");
    }
  }

  private static void bot(JsonNode bot, PrintWriter out) {
    out.println("  " + Cells.text(bot.path("bot")) + ": " + Cells.text(bot.path("state")) + " (" + Cells.text(bot.path("reason"))
        + "; proof: " + Cells.text(bot.path("proof")) + ")");
    for (JsonNode guard : bot.path("guards")) {
      out.println("    guard of " + Cells.text(guard.path("instance")) + " " + Cells.text(guard.path("stage")) + ", "
          + guard.path("in_flight").asLong() + " in flight");
    }
    Table orders = new Table("    order", "symbol", "outcome", "proved", "detail");
    for (JsonNode order : bot.path("orders")) {
      orders.row(
          "    " + Cells.text(order.path("order_id")), Cells.text(order.path("symbol")), Cells.text(order.path("outcome")),
          order.path("proved").asBoolean() ? "yes" : "NO", Cells.text(order.path("detail")));
    }
    if (!orders.isEmpty()) {
      orders.print(out);
    }
    Table positions = new Table("    position", "before", "now", "outcome", "detail");
    for (JsonNode position : bot.path("positions")) {
      positions.row(
          "    " + Cells.text(position.path("symbol")), Cells.text(position.path("before")), Cells.text(position.path("after")),
          Cells.text(position.path("outcome")), Cells.text(position.path("detail")));
    }
    if (!positions.isEmpty()) {
      positions.print(out);
    }
    for (String left : residue(bot)) {
      out.println("    LEFT: " + left);
    }
  }

  static List<String> residue(JsonNode bot) {
    List<String> residue = new ArrayList<>();
    bot.path("residue").forEach(left -> residue.add(left.asString()));
    return residue;
  }
}
