package dev.binnacle.server;

import dev.binnacle.config.Binding;
import dev.binnacle.config.Document;
import dev.binnacle.config.Problem;
import dev.binnacle.config.RefusedConfigException;
import dev.binnacle.config.Schema;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A settings file as module {@code config} watches it: read by the very reader that the start uses, so that a reload takes what a start
 * would take.
 *
 * <p><b>Threads:</b> thread-safe, as long as the source's functions are.
 */
final class SettingsBinding implements Binding<Settings> {
  /**
   * Takes everything, since {@link SettingsFile} checks; says what is secret. That is whatever is not known to be none: a secret may
   * stand behind a key that is misspelt.
   */
  static final Schema SCHEMA =
      Schema.parse(
          "settings",
          """
          { "type": "object", "additionalProperties": { "x-secret": true }, "properties": {
              "server": { "additionalProperties": { "x-secret": true }, "properties": {
                  "host": {}, "port": {}, "public-url": {}, "allowed-hosts": {}, "time-zone": {}, "day-start": {}, "config-root": {} } },
              "dashboard": { "additionalProperties": { "x-secret": true }, "properties": {
                  "enabled": {}, "port": {}, "refresh-interval": {} } },
              "storage": { "additionalProperties": { "x-secret": true }, "properties": { "data": {}, "retention": {} } },
              "fleet": { "additionalProperties": { "x-secret": true }, "properties": {
                  "stale-after": {}, "offline-after": {}, "most-bots": {} } },
              "performance": { "additionalProperties": { "x-secret": true }, "properties": {
                  "sampling": {}, "periods-per-year": {}, "risk-free-rate": {} } },
              "bots": { "additionalProperties": {
                  "additionalProperties": { "x-secret": true }, "properties": {
                      "instances": {}, "config": {}, "group": {}, "thresholds": {} } } },
              "profile": {}, "thresholds": {}, "rules": {}, "triggers": {},
              "monitoring": { "additionalProperties": { "x-secret": true }, "properties": {
                  "health-check-interval": {}, "enable-emergency-shutdown": {},
                  "telegram": { "additionalProperties": { "x-secret": true }, "properties": { "enabled": {}, "events": {} } },
                  "discord": { "additionalProperties": { "x-secret": true }, "properties": {
                      "enabled": {}, "events": {}, "username": {} } },
                  "dashboard": { "additionalProperties": { "x-secret": true }, "properties": {
                      "enabled": {}, "host": {}, "port": {}, "refresh-interval": {}, "theme": {} } } } },
              "alerts": { "additionalProperties": { "x-secret": true }, "properties": {
                  "enabled": {}, "console-alerts": {}, "log-alerts": {}, "email-notifications": {}, "webhook-notifications": {},
                  "cooldowns": {}, "flapping": {}, "inhibit": {}, "daily-summary": {}, "all-clear": {}, "weekly-report": {},
                  "heartbeat": { "additionalProperties": { "x-secret": true }, "properties": { "interval": {} } } } },
              "channels": { "additionalProperties": {
                  "additionalProperties": { "x-secret": true }, "properties": {
                      "type": {}, "enabled": {}, "events": {}, "level": {}, "bots": {}, "quiet-hours": {}, "pace": {}, "max-age": {},
                      "attempts": {}, "time-zone": {}, "charts": {}, "commands": {}, "topic": {}, "looks": {}, "colour": {},
                      "format": {}, "host": {}, "port": {}, "security": {}, "from": {}, "to": {}, "most-per-hour": {},
                      "most-per-day": {}, "most-per-minute": {} } } } } }
          """.getBytes(StandardCharsets.UTF_8));

  private final SettingsSource source;

  SettingsBinding(SettingsSource source) {
    this.source = source;
  }

  /** A document has no lines of text to name, and nothing of the settings waits for a trade: it is never asked. */
  @Override
  public Settings bind(Document document) {
    throw new IllegalStateException("settings are read from the file's text");
  }

  @Override
  public Settings bind(Document document, String text) {
    try {
      return source.parse(text, document.file());
    } catch (SettingsException e) {
      List<Problem> problems =
          e.problems().stream().map(problem -> new Problem(document.file(), null, "", "settings", problem, "")).toList();
      throw new RefusedConfigException(problems);
    }
  }
}
