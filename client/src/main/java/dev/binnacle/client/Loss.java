package dev.binnacle.client;

import dev.binnacle.model.Severity;

/** What can go wrong in here that people should know of. Each is counted, and told to the server as an error event. */
enum Loss {
  QUEUE_FULL("EventsDropped", Severity.ERROR,
      "%d durable events were dropped: more came at once than the queue to the spool holds"),
  SPOOL_FULL("EventsDropped", Severity.ERROR,
      "%d durable events were dropped: the spool is full; give it more bytes or bring the server back"),
  DISK_FULL("EventsDropped", Severity.ERROR,
      "%d durable events were dropped: the disk takes nothing and the memory allowed for that is full"),
  NOT_ENCODABLE("EventsDropped", Severity.ERROR,
      "%d durable events were dropped: they could not be encoded, or were larger than an event may be"),
  TOO_LATE("EventsDropped", Severity.WARNING, "%d durable events were dropped: they came after the monitor was closed"),
  SPOOL_DAMAGED("SpoolDamaged", Severity.ERROR,
      "%d durable events or pieces of the spool could not be read back and were skipped"),
  SPOOL_DISCARDED("SpoolDiscarded", Severity.ERROR,
      "%d spools of earlier runs were deleted unsent: together they were over their bound"),
  NOT_ON_DISK("SpoolNotOnDisk", Severity.WARNING,
      "the disk took nothing %d times: events are held in memory and would be lost with the process"),
  COLLECTOR_FAILED("CollectorFailed", Severity.WARNING, "custom collectors failed %d times; the log names them"),
  COLLECTOR_STUCK("CollectorStuck", Severity.WARNING,
      "%d custom collectors did not return and are no longer called; the log names them");

  private final String error;
  private final Severity severity;
  private final String text;

  Loss(String error, Severity severity, String text) {
    this.error = error;
    this.severity = severity;
    this.text = text;
  }

  String error() {
    return error;
  }

  Severity severity() {
    return severity;
  }

  String describe(long count) {
    return text.formatted(count);
  }
}
