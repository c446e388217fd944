package dev.binnacle.cli;

import dev.binnacle.model.HaltedOrder;
import dev.binnacle.model.HaltedPosition;
import dev.binnacle.server.DirectReport;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A halt without a server as lines for a person. */
final class DirectLines {
  private DirectLines() {}

  /** @param server that runs beside it; null when none answers */
  static void print(DirectReport report, Path data, @Nullable URI server, PrintWriter out) {
    out.println();
    report.parts().forEach(part -> part(part, out));
    report.residue().forEach(left -> out.println("LEFT: " + left));
    report.notes().forEach(note -> out.println("note: " + note));
    out.println();
    out.println((report.isProved() ? "Proved" : "NOT PROVED") + " after "
        + String.format(Locale.ROOT, "%.1f s", report.took().toMillis() / 1_000.0) + ": " + report.id());
    out.println(server == null
        ? "No server runs. One that starts with its data in " + data + " takes the halt up and holds it."
        : "A server runs at " + server + ". It takes the halt up within seconds if its data is in " + data + ": binnacle halts");
    if (!report.files().isEmpty()) {
      out.println("To trade again, remove each halt file, then release what the server holds (binnacle halts, binnacle resume):");
      report.files().forEach(file -> out.println("  rm " + file));
    }
  }

  private static void part(DirectReport.Part part, PrintWriter out) {
    String where = part.exchange() == null || part.bot() == null ? "" : " at " + part.exchange();
    String took =
        part.steps().stream().map(step -> step.name() + " " + step.took().toMillis() + " ms").collect(Collectors.joining(", "));
    out.println(part.target() + where + ": " + (part.residue().isEmpty() ? "proved" : "NOT PROVED")
        + (took.isEmpty() ? "" : " (" + took + ")"));
    Table orders = new Table("  order", "symbol", "outcome", "proved", "detail");
    for (HaltedOrder order : part.orders()) {
      orders.row(
          "  " + order.id(), order.symbol() == null ? "" : order.symbol().value(), word(order.outcome()),
          order.proved() ? "yes" : "NO", order.detail() == null ? "" : order.detail());
    }
    if (!orders.isEmpty()) {
      orders.print(out);
    }
    Table positions = new Table("  position", "before", "now", "outcome", "detail");
    for (HaltedPosition position : part.positions()) {
      positions.row(
          "  " + position.symbol(), position.before().toPlainString(),
          position.after() == null ? "?" : position.after().toPlainString(), word(position.outcome()),
          position.detail() == null ? "" : position.detail());
    }
    if (!positions.isEmpty()) {
      positions.print(out);
    }
    if (orders.isEmpty() && positions.isEmpty() && part.residue().isEmpty()) {
      out.println("  nothing rests and nothing is held");
    }
    part.residue().forEach(left -> out.println("  LEFT: " + left));
  }

  private static String word(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }
}
