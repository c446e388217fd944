package dev.binnacle.web.view;

/** Incidents as JSON. */
public final class IncidentShapes {
  private static final Shape<Incident.Line> LINE =
      Shape.<Incident.Line>object("IncidentLine", "One thing that happened around a halt")
          .time("at", Incident.Line::at)
          .word("kind", Incident.Kind.class, Incident.Line::kind)
          .textOrNull("bot", line -> line.bot() == null ? null : line.bot().value())
          .text("what", Incident.Line::what)
          .textOrNull("detail", Incident.Line::detail)
          .textOrNull("id", Incident.Line::id)
          .note("of the order, trade, alert or halt that it is about")
          .text("link", Incident.Line::link)
          .note("where the dashboard has more of it")
          .shape();

  public static final Shape<Incident> INCIDENT =
      Shape.<Incident>object("Incident", "All that is known of the time around a halt, on one axis")
          .child("halt", HaltShapes.HALT, Incident::halt)
          .time("from", Incident::from)
          .time("to", Incident::to)
          .list("lines", LINE, Incident::lines)
          .note("the oldest first, at most " + Incident.MOST_LINES + ": those nearest to the halt's begin")
          .count("left_out", Incident::leftOut)
          .flag("whole", Incident::whole)
          .note("false when there was more than is read at all")
          .shape();

  private IncidentShapes() {}
}
