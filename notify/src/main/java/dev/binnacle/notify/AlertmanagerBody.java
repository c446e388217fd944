package dev.binnacle.notify;

import dev.binnacle.model.Alert;
import dev.binnacle.model.Notice;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What Alertmanager sends to a webhook, version 4 of its payload
 * (https://prometheus.io/docs/alerting/latest/configuration/#webhook_config), so that what receives it needs no change.
 */
final class AlertmanagerBody {
  private static final String NEVER = "0001-01-01T00:00:00Z";

  private AlertmanagerBody() {}

  static String of(Dispatch dispatch, String receiver) {
    Message message = dispatch.message();
    List<Map<String, Object>> alerts = new ArrayList<>();
    for (Notice notice : message.notices()) {
      notice.alerts().forEach(alert -> alerts.add(alert(alert, notice)));
    }
    if (alerts.isEmpty()) {
      alerts.add(event(message));
    }
    String group = message.notices().isEmpty() ? message.kind().word() : message.notices().getFirst().group();
    boolean firing = alerts.stream().anyMatch(alert -> "firing".equals(alert.get("status")));
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("version", "4");
    body.put("groupKey", "{}:{alertname=\"" + group + "\"}");
    body.put("truncatedAlerts", 0);
    body.put("status", firing ? "firing" : "resolved");
    body.put("receiver", receiver);
    body.put("groupLabels", Map.of("alertname", group));
    body.put("commonLabels", common(alerts, "labels"));
    body.put("commonAnnotations", common(alerts, "annotations"));
    body.put("externalURL", link(message));
    body.put("alerts", alerts);
    return MessageJson.MAPPER.writeValueAsString(body);
  }

  private static Map<String, Object> alert(Alert alert, Notice notice) {
    Map<String, String> labels = new HashMap<>(alert.labels());
    labels.put("alertname", alert.rule().value());
    labels.put("severity", WebhookBody.lower(alert.level()));
    labels.put("subject", alert.subject().toString());
    if (alert.subject().bot() != null) {
      labels.put("bot", alert.subject().bot().value());
    }
    Map<String, String> annotations = new HashMap<>();
    annotations.put("summary", alert.rule() + " on " + alert.subject());
    annotations.put("description", alert.reason());
    put(annotations, "runbook_url", Runbook.address(alert.runbook()));
    put(annotations, "value", alert.value() == null ? null : alert.value().toString());
    put(annotations, "threshold", alert.threshold() == null ? null : alert.threshold().toString());
    boolean over = notice.kind() == Notice.Kind.RESOLVED;
    return entry(over, labels, annotations, alert.begun(), over ? alert.since().toString() : NEVER, alert.id().value());
  }

  /** A test or a halt, so that a receiver sees it at all. */
  private static Map<String, Object> event(Message message) {
    Map<String, String> labels = new HashMap<>();
    labels.put("alertname", message.kind().word());
    labels.put("severity", WebhookBody.lower(message.level()));
    if (message.bot() != null) {
      labels.put("bot", message.bot().value());
    }
    return entry(
        false, labels, Map.of("summary", message.title(), "description", message.text()), message.at(), NEVER, message.id());
  }

  private static Map<String, Object> entry(
      boolean over, Map<String, String> labels, Map<String, String> annotations, Instant from, String until, String id) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("status", over ? "resolved" : "firing");
    entry.put("labels", labels);
    entry.put("annotations", annotations);
    entry.put("startsAt", from.toString());
    entry.put("endsAt", until);
    entry.put("generatorURL", "");
    entry.put("fingerprint", Keys.fingerprint(id));
    return entry;
  }

  private static void put(Map<String, String> map, String key, @Nullable String value) {
    if (value != null) {
      map.put(key, value);
    }
  }

  private static Map<String, Object> common(List<Map<String, Object>> alerts, String part) {
    Map<String, Object> common = new HashMap<>();
    if (alerts.getFirst().get(part) instanceof Map<?, ?> first) {
      first.forEach((key, value) -> common.put(String.valueOf(key), value));
    }
    for (Map<String, Object> alert : alerts) {
      if (alert.get(part) instanceof Map<?, ?> map) {
        common.entrySet().removeIf(entry -> !entry.getValue().equals(map.get(entry.getKey())));
      }
    }
    return common;
  }

  private static String link(Message message) {
    return message.actions().stream().filter(a -> a.deed() == Message.Deed.OPEN).map(Message.Action::target).findFirst()
        .orElse("");
  }
}
