package dev.binnacle.config;

import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes what the desk answers. Every {@code body} argument is a generator within the body's object. Threads: thread-safe. */
final class DeskJson {
  private static final JsonFactory FACTORY = new JsonFactory();

  private final LiveConfig<?> config;
  private final Veil veil;

  DeskJson(LiveConfig<?> config, Veil veil) {
    this.config = config;
    this.veil = veil;
  }

  String answer(@Nullable String etag, Consumer<JsonGenerator> body) {
    return written(out -> {
      out.writeNumberProperty("status", 200);
      if (etag != null) {
        out.writeStringProperty("etag", etag);
      }
      out.writeStringProperty("type", "application/json");
      out.writeObjectPropertyStart("body");
      body.accept(out);
      out.writeEndObject();
    });
  }

  String refusal(int status, List<Problem> problems, @Nullable Consumer<JsonGenerator> body) {
    return written(out -> {
      out.writeNumberProperty("status", status);
      out.writeStringProperty("rule", problems.get(0).rule());
      out.writeStringProperty("detail", problems.get(0).message());
      problems(out, "errors", problems);
      if (body != null) {
        out.writeObjectPropertyStart("body");
        body.accept(out);
        out.writeEndObject();
      }
    });
  }

  String export(History.Format format, String text) {
    return written(out -> {
      out.writeNumberProperty("status", 200);
      out.writeStringProperty("type", switch (format) {
        case JSON -> "application/json";
        case JSONL -> "application/x-ndjson";
        case CSV -> "text/csv";
      });
      out.writeStringProperty("body", text);
    });
  }

  String alone(Consumer<JsonGenerator> body) {
    return written(body);
  }

  private static String written(Consumer<JsonGenerator> members) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
      out.writeStartObject();
      members.accept(out);
      out.writeEndObject();
    }
    return text.toString();
  }

  /** @param since what has changed since the version that a refused change was made from; null otherwise */
  void state(JsonGenerator body, Present present, boolean clear, boolean brief, @Nullable List<Change> since) {
    ConfigHealth health = config.health();
    body.writeNumberProperty("version", present.version());
    body.writeStringProperty("hash", present.hash());
    text(body, "parent", present.parent());
    body.writeStringProperty("format", config.format());
    body.writeStringProperty("file", String.valueOf(config.file().getFileName()));
    if (!brief) {
      body.writeStringProperty("content", clear ? present.content() : veil.hide(present.content()));
      body.writeName("values");
      NodeJson.write(body, clear ? veil.values(present.content()) : veil.maskedValues(present.content()));
      body.writeName("schema");
      body.writeRawValue(config.schema().json());
    }
    body.writeStringProperty("status", RecordJson.word(health.status()));
    text(body, "status_reason", health.reason());
    body.writeBooleanProperty("editable", true);
    pending(body, config.pending().orElse(null));
    trial(body, config.trial().orElse(null));
    DeskHealth.write(body, health);
    if (since != null) {
      changes(body, "changes_since", since);
    }
  }

  void outcome(JsonGenerator body, Outcome outcome, boolean dryRun) {
    if (outcome instanceof Outcome.Accepted accepted) {
      outcome(body, "accepted", accepted.version(), accepted.hash(), accepted.changes(), accepted.mode(), null);
    } else if (outcome instanceof Outcome.Deferred deferred) {
      Pending pending = deferred.pending();
      outcome(body, "deferred", pending.version(), pending.hash(), pending.changes(), pending.mode(), pending);
    } else if (outcome instanceof Outcome.Unchanged unchanged) {
      outcome(body, "unchanged", unchanged.version(), unchanged.hash(), List.of(), ApplyMode.HOT, config.pending().orElse(null));
    } else if (outcome instanceof Outcome.Trying trying) {
      Trial trial = trying.trial();
      outcome(body, "canary", config.version(), trial.hash(), trial.changes(), config.schema().strictest(trial.changes()),
          config.pending().orElse(null));
      trial(body, trial);
    }
    body.writeBooleanProperty("dry_run", dryRun);
  }

  private void outcome(JsonGenerator body, String word, long version, String hash, List<Change> changes, ApplyMode mode,
      @Nullable Pending pending) {
    body.writeStringProperty("outcome", word);
    body.writeNumberProperty("version", version);
    body.writeStringProperty("hash", hash);
    changes(body, "changes", changes);
    body.writeStringProperty("mode", RecordJson.word(mode));
    pending(body, pending);
  }

  void validity(JsonGenerator body, Outcome outcome) {
    List<Problem> problems = outcome instanceof Outcome.Refused refused ? refused.problems() : List.of();
    List<Change> changes = outcome instanceof Outcome.Accepted accepted
        ? accepted.changes()
        : outcome instanceof Outcome.Deferred deferred ? deferred.pending().changes() : List.of();
    body.writeBooleanProperty("valid", problems.isEmpty());
    problems(body, "problems", problems);
    changes(body, "changes", changes);
    body.writeStringProperty("mode", RecordJson.word(config.schema().strictest(changes)));
    pending(body, outcome instanceof Outcome.Deferred deferred ? deferred.pending() : null);
  }

  void trialOver(JsonGenerator body, Trial trial) {
    body.writeNumberProperty("version", config.version());
    trial(body, trial);
  }

  void dropped(JsonGenerator body, Pending pending) {
    body.writeStringProperty("outcome", "superseded");
    body.writeNumberProperty("version", pending.version());
    pending(body, config.pending().orElse(null));
  }

  void history(JsonGenerator body, List<HistoryRecord> page, boolean more) {
    body.writeArrayPropertyStart("history");
    for (HistoryRecord record : page) {
      body.writeStartObject();
      record(body, record);
      body.writeEndObject();
    }
    body.writeEndArray();
    text(body, "next", more ? String.valueOf(page.get(page.size() - 1).id()) : null);
  }

  void version(JsonGenerator body, StoredVersion stored) {
    record(body, stored.record());
    body.writeStringProperty("content", veil.hide(stored.content()));
  }

  void difference(JsonGenerator body, long from, long to, List<Change> changes, String text) {
    body.writeNumberProperty("from", from);
    body.writeNumberProperty("to", to);
    changes(body, "changes", changes);
    body.writeStringProperty("text", text);
  }

  private static void record(JsonGenerator out, HistoryRecord record) {
    out.writeNumberProperty("id", record.id());
    number(out, "version", record.version());
    out.writeStringProperty("outcome", RecordJson.word(record.kind()));
    out.writeStringProperty("at", record.at().toString());
    out.writeStringProperty("who", record.author().name());
    out.writeBooleanProperty("proved", record.author().proved());
    out.writeStringProperty("reason", record.reason());
    out.writeStringProperty("source", RecordJson.word(record.author().source()));
    out.writeStringProperty("hash", record.hash());
    text(out, "parent", record.parent());
    number(out, "rollback_of", record.rollbackOf());
    number(out, "base", record.base());
    text(out, "mode", record.mode() == null ? null : RecordJson.word(record.mode()));
    time(out, "expires_at", record.expiresAt());
    changes(out, "changes", record.changes());
    problems(out, "problems", record.problems());
    out.writeStringProperty("chain", record.chain());
  }

  private static void pending(JsonGenerator out, @Nullable Pending pending) {
    if (pending == null) {
      out.writeNullProperty("pending");
      return;
    }
    out.writeObjectPropertyStart("pending");
    out.writeStringProperty("id", String.valueOf(pending.version()));
    out.writeNumberProperty("version", pending.version());
    out.writeStringProperty("hash", pending.hash());
    out.writeStringProperty("mode", RecordJson.word(pending.mode()));
    out.writeStringProperty("reason", pending.reason());
    time(out, "since", pending.since());
    time(out, "expires_at", pending.expiresAt());
    out.writeStringProperty("who", pending.author().name());
    changes(out, "changes", pending.changes());
    out.writeEndObject();
  }

  private static void trial(JsonGenerator out, @Nullable Trial trial) {
    if (trial == null) {
      out.writeNullProperty("canary");
      return;
    }
    out.writeObjectPropertyStart("canary");
    out.writeStringProperty("id", trial.id());
    out.writeStringProperty("hash", trial.hash());
    out.writeStringProperty("who", trial.author().name());
    out.writeStringProperty("reason", trial.reason());
    time(out, "since", trial.since());
    time(out, "until", trial.until());
    out.writeStringProperty("state", switch (trial.state()) {
      case RUNNING, ENDING -> "running";
      case KEPT -> "promoted";
      case ENDED -> "rolled_back";
    });
    out.writeStringProperty("verdict",
        trial.state() == Trial.State.ENDING ? "it is to end: " + trial.verdict() : trial.verdict());
    changes(out, "changes", trial.changes());
    out.writeEndObject();
  }

  private static void changes(JsonGenerator out, String name, List<Change> changes) {
    out.writeArrayPropertyStart(name);
    for (Change change : changes) {
      out.writeStartObject();
      out.writeStringProperty("pointer", change.pointer());
      out.writeStringProperty("name", ChangeText.name(change.pointer()));
      out.writeName("before");
      NodeJson.write(out, change.before());
      out.writeName("after");
      NodeJson.write(out, change.after());
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private static void problems(JsonGenerator out, String name, List<Problem> problems) {
    out.writeArrayPropertyStart(name);
    for (Problem problem : problems) {
      out.writeStartObject();
      out.writeStringProperty("pointer", problem.pointer());
      out.writeStringProperty("rule", problem.rule());
      out.writeStringProperty("message", problem.message());
      out.writeStringProperty("remedy", problem.remedy());
      Position position = problem.position();
      if (!problem.file().isEmpty()) {
        out.writeStringProperty("file", problem.file());
      }
      if (position != null) {
        out.writeNumberProperty("line", position.line());
        out.writeNumberProperty("column", position.column());
      }
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private static void number(JsonGenerator out, String name, @Nullable Long number) {
    if (number == null) {
      out.writeNullProperty(name);
    } else {
      out.writeNumberProperty(name, number);
    }
  }

  private static void time(JsonGenerator out, String name, @Nullable Instant at) {
    text(out, name, at == null ? null : at.toString());
  }

  private static void text(JsonGenerator out, String name, @Nullable String text) {
    if (text == null) {
      out.writeNullProperty(name);
    } else {
      out.writeStringProperty(name, text);
    }
  }
}
