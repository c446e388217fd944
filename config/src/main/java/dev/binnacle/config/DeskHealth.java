package dev.binnacle.config;

import tools.jackson.core.JsonGenerator;

/** Writes how the configuration does, as part of its state. */
final class DeskHealth {
  private DeskHealth() {}

  static void write(JsonGenerator out, ConfigHealth health) {
    out.writeObjectPropertyStart("health");
    out.writeNumberProperty("reloads", health.reloads());
    out.writeNumberProperty("refusals", health.refusals());
    out.writeNumberProperty("no_ops", health.noOps());
    out.writeNumberProperty("deferred", health.deferred());
    out.writeNumberProperty("turned_away", health.turnedAway());
    out.writeNumberProperty("dropped", health.dropped());
    if (health.lastReload() == null) {
      out.writeNullProperty("last_reload");
    } else {
      out.writeStringProperty("last_reload", health.lastReload().toString());
    }
    out.writeNumberProperty("failures_running", health.failuresRunning());
    out.writeBooleanProperty("watching", health.watching());
    if (health.degraded() == null) {
      out.writeNullProperty("degraded");
    } else {
      out.writeStringProperty("degraded", health.degraded());
    }
    consumers(out, health);
    out.writeEndObject();
  }

  private static void consumers(JsonGenerator out, ConfigHealth health) {
    out.writeArrayPropertyStart("consumers");
    for (ConfigHealth.ConsumerState consumer : health.consumers()) {
      out.writeStartObject();
      out.writeStringProperty("name", consumer.name());
      out.writeNumberProperty("seen_version", consumer.seenVersion());
      out.writeNumberProperty("lag_seconds", consumer.lag().toSeconds());
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeArrayPropertyStart("listeners");
    for (ConfigHealth.ListenerState listener : health.listeners()) {
      out.writeStartObject();
      out.writeStringProperty("name", listener.name());
      out.writeStringProperty("reason", listener.reason());
      out.writeEndObject();
    }
    out.writeEndArray();
  }
}
