package dev.binnacle.cli;

import java.io.PrintWriter;
import tools.jackson.databind.JsonNode;

/** What an instance tries out, and how it does beside the others. */
final class CanaryLines {
  private CanaryLines() {}

  static void print(JsonNode canary, PrintWriter out) {
    out.println("canary: " + ConfigLines.changes(canary.path("changes")) + ", instance " + Cells.text(canary.path("instance"))
        + ", " + Cells.text(canary.path("state")).replace('_', ' ') + ", until " + Cells.time(canary.path("until")));
    if (canary.path("verdict").isString()) {
      out.println(canary.path("verdict").asString());
    }
    Table table =
        new Table("who", "instance", "version", "seconds", "trades", "losses", "net profit", "errors", "refused orders",
            "equity");
    for (JsonNode row : canary.path("comparison")) {
      table.row(
          Cells.text(row.path("role")),
          Cells.text(row.path("instance")),
          row.path("role").asString("").equals("canary") ? "canary" : Cells.text(row.path("version")),
          Cells.text(row.path("seconds")),
          Cells.text(row.path("trades")),
          Cells.text(row.path("losses")),
          money(row, "net_profit", "currency"),
          Cells.text(row.path("errors")),
          Cells.text(row.path("refused_orders")),
          money(row, "equity", "equity_currency"));
    }
    if (!table.isEmpty()) {
      table.print(out);
    }
  }

  /** In one cell of the list of all bots. */
  static String brief(JsonNode canary) {
    return canary.isObject()
        ? "instance " + Cells.text(canary.path("instance")) + " until " + Cells.time(canary.path("until"))
        : "-";
  }

  private static String money(JsonNode row, String amount, String currency) {
    String number = Cells.text(row.path(amount));
    return row.path(currency).isString() && row.path(amount).isString() ? number + " " + row.path(currency).asString() : number;
  }
}
