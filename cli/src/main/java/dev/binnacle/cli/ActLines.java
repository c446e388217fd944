package dev.binnacle.cli;

import java.io.PrintWriter;
import tools.jackson.databind.JsonNode;

/** What would be done at an exchange, and what was. */
final class ActLines {
  private ActLines() {}

  static void plan(JsonNode plan, PrintWriter out) {
    String kind = plan.path("real").asBoolean() ? ", with real money" : "";
    out.println(
        Cells.text(plan.path("bot")) + " at " + Cells.text(plan.path("exchange")) + kind + ": " + Cells.text(plan.path("what")));
    for (JsonNode check : plan.path("checks")) {
      String mark = check.path("passed").asBoolean() ? "  ok   " : "  NO   ";
      out.println(mark + Cells.text(check.path("rule")) + ": " + Cells.text(check.path("reason")));
    }
  }

  static void action(JsonNode action, PrintWriter out) {
    out.println(Cells.text(action.path("what")));
    String stage = Cells.text(action.path("stage"));
    out.println(
        stage.equals("begun")
            ? "under way as " + Cells.text(action.path("id")) + "; the dashboard and /api/v1/actions follow it"
            : stage + ": " + Cells.text(action.path("outcome")));
  }
}
