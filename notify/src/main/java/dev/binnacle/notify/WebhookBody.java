package dev.binnacle.notify;

import dev.binnacle.model.Alert;
import dev.binnacle.model.Notice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a webhook is sent: documented in {@code docs/guide/notifications.md}, and only ever added to. */
final class WebhookBody {
  private WebhookBody() {}

  static String of(Dispatch dispatch) {
    Message message = dispatch.message();
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("version", "1");
    body.put("id", message.id());
    body.put("kind", message.kind().word());
    body.put("group", message.notices().isEmpty() ? message.kind().word() : message.notices().getFirst().group());
    body.put("status", status(message));
    body.put("level", lower(message.level()));
    body.put("at", message.at().toString());
    body.put("sent_at", dispatch.now().toString());
    body.put("possible_repeat", dispatch.possibleRepeat());
    body.put("held_back", message.notices().stream().mapToLong(Notice::heldBack).sum());
    body.put("alerts", message.notices().stream().flatMap(n -> n.alerts().stream()).map(WebhookBody::alert).toList());
    if (message.notices().isEmpty()) {
      body.put("event", event(message));
    }
    return MessageJson.MAPPER.writeValueAsString(body);
  }

  /** {@code firing}, {@code resolved}, {@code no_data} or {@code flapping}; {@code event} for what is no alert. */
  private static String status(Message message) {
    return message.notices().isEmpty() ? "event" : status(message.notices().getFirst().kind());
  }

  static String status(Notice.Kind kind) {
    return switch (kind) {
      case FIRING, RAISED, REPEATED, ESCALATED, UNATTENDED, UNSILENCED -> "firing";
      case RESOLVED -> "resolved";
      case NO_DATA -> "no_data";
      case FLAPPING -> "flapping";
    };
  }

  private static Map<String, @Nullable Object> alert(Alert alert) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("id", alert.id().value());
    fields.put("rule", alert.rule().value());
    fields.put("bot", alert.subject().bot() == null ? null : alert.subject().bot().value());
    fields.put("part", alert.subject().part());
    fields.put("level", lower(alert.level()));
    fields.put("state", lower(alert.state()));
    fields.put("value", alert.value());
    fields.put("threshold", alert.threshold());
    fields.put("begun", alert.begun().toString());
    fields.put("since", alert.since().toString());
    fields.put("reason", alert.reason());
    fields.put("runbook", alert.runbook());
    fields.put("acknowledged_by", alert.acknowledged() == null ? null : alert.acknowledged().owner());
    fields.put("labels", alert.labels());
    List<Map<String, String>> evidence = new ArrayList<>();
    alert.evidence().forEach(e -> evidence.add(Map.of("at", e.at().toString(), "what", e.what(), "value", e.value())));
    fields.put("evidence", evidence);
    return fields;
  }

  private static Map<String, @Nullable Object> event(Message message) {
    Map<String, @Nullable Object> event = new LinkedHashMap<>();
    event.put("bot", message.bot() == null ? null : message.bot().value());
    event.put("title", message.title());
    event.put("text", message.text());
    Map<String, String> fields = new LinkedHashMap<>();
    message.fields().forEach(field -> fields.put(field.key(), field.raw()));
    event.put("fields", fields);
    return event;
  }

  static String lower(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }
}
