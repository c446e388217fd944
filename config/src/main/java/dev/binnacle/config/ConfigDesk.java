package dev.binnacle.config;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Answers calls about a configuration: JSON text in, JSON text out, so that whoever carries them (HTTP, a link) need not know what they
 * mean.
 *
 * <p>A call is {@code {"call": NAME, "author", "proved", "source": "dashboard|api|cli|telegram", "reason", "base", "dry_run", …}} with
 * what it needs besides:
 *
 * <table>
 * <caption>Calls</caption>
 * <tr><td>{@code state}</td><td>{@code clear} for secrets as they are, {@code brief} without content, values and schema,
 * {@code tried} for what a trial tries out instead of the version that it stands in for</td></tr>
 * <tr><td>{@code submit}</td><td>{@code base}, {@code content}</td></tr>
 * <tr><td>{@code edit}</td><td>{@code base}, {@code edits: [{pointer, value} or {pointer, remove: true}]}</td></tr>
 * <tr><td>{@code validate}</td><td>{@code content} or {@code edits}</td></tr>
 * <tr><td>{@code history}</td><td>{@code limit} (50, at most 500), {@code cursor}, {@code outcome}</td></tr>
 * <tr><td>{@code version}</td><td>{@code version}</td></tr>
 * <tr><td>{@code diff}</td><td>{@code from}, {@code to}</td></tr>
 * <tr><td>{@code rollback}</td><td>{@code base}, {@code version}</td></tr>
 * <tr><td>{@code export}</td><td>{@code format}: json, jsonl or csv</td></tr>
 * <tr><td>{@code drop_pending}, {@code promote}, {@code abort}</td><td></td></tr>
 * <tr><td>{@code try_out}</td><td>{@code base}, {@code content} or {@code edits}, {@code for}: a length of time</td></tr>
 * </table>
 *
 * <p>A reply is {@code {"status", "etag", "type", "body"}}, or {@code {"status", "rule", "detail", "errors": [{pointer, rule, message,
 * remedy, file, line, column}], "body"}}. Statuses: 400 a call that makes no sense, 404 no such version, 409 not in this state, 412
 * made from another version than the present one (the body is the present state with {@code changes_since}), 413 too long an answer,
 * 422 refused, 428 without a base, 503 not now.
 *
 * <p>Secrets are masked as {@code •••} in values, changes, content and differences; a submitted {@code •••} in a secret's place keeps the
 * secret. Comments are shown as they are, unless they hold a secret's text.
 *
 * <p><b>Threads:</b> thread-safe. Calls that change something wait for the configuration's writer; none may come from one of its checks
 * or gates.
 */
public final class ConfigDesk {
  private final LiveConfig<?> config;
  private final Veil veil;
  private final DeskJson json;

  public ConfigDesk(LiveConfig<?> config) {
    this.config = config;
    this.veil = new Veil(config.schema(), config.file());
    this.json = new DeskJson(config, veil);
  }

  /** Answers a call. Never throws: what makes no sense is answered as well. */
  public String answer(String call) {
    try {
      return answer(new DeskCall(DeskReading.read(call)));
    } catch (BadCallException e) {
      return json.refusal(400, e.problems(), null);
    } catch (ConfigException e) {
      return json.refusal(statusOf(e.problems()), e.problems(), null);
    } catch (UncheckedIOException e) {
      return json.refusal(503, problem("not-readable", e.getMessage() + ": " + e.getCause(), ""), null);
    } catch (RuntimeException | StackOverflowError e) {
      return json.refusal(500, problem("failed", "the call could not be answered: " + e, ""), null);
    }
  }

  /**
   * What the call {@code state} answers as its body, alone: one JSON object.
   *
   * @param brief without content, values and schema
   * @throws RuntimeException if the state cannot be told, such as when the configuration is closed
   */
  public String state(boolean brief) {
    Present present = Present.of(config);
    return json.alone(body -> json.state(body, present, false, brief, null));
  }

  private String answer(DeskCall call) {
    return switch (call.name()) {
      case "state" -> state(call);
      case "submit" -> submit(call, call.content());
      case "edit" -> submit(call, new Proposal.Edits(call.edits()));
      case "validate" -> validate(call);
      case "history" -> history(call);
      case "version" -> version(call);
      case "diff" -> diff(call);
      case "rollback" -> rollback(call);
      case "export" -> export(call);
      case "drop_pending" -> dropPending(call);
      case "try_out" -> tryOut(call);
      case "promote" -> promote(call);
      case "abort" -> abort(call);
      default -> {
        call.finish();
        throw new BadCallException("choice", "there is no such call", "see the documentation for those that there are");
      }
    };
  }

  private String state(DeskCall call) {
    boolean clear = call.flag("clear");
    boolean brief = call.flag("brief");
    boolean tried = call.flag("tried");
    call.finish();
    Present present = tried ? Present.tried(config) : Present.of(config);
    return json.answer(etag(present.version()), body -> json.state(body, present, clear, brief, null));
  }

  private String submit(DeskCall call, Proposal.Body body) {
    Long base = call.base();
    Author author = call.author();
    String reason = call.reason();
    boolean dryRun = call.flag("dry_run");
    call.finish();
    if (base == null) {
      return baseMissing();
    }
    return outcome(config.submit(new Proposal(base, unveiled(base, body), author, reason, dryRun)), dryRun);
  }

  private String tryOut(DeskCall call) {
    Long base = call.base();
    Proposal.Body body = call.body();
    Author author = call.author();
    String reason = call.reason();
    boolean dryRun = call.flag("dry_run");
    Duration length = call.length();
    call.finish();
    if (base == null) {
      return baseMissing();
    }
    return outcome(config.tryOut(new Proposal(base, unveiled(base, body), author, reason, dryRun), length), dryRun);
  }

  private String rollback(DeskCall call) {
    Long base = call.base();
    long version = call.version("version");
    Author author = call.author();
    String reason = call.reason();
    boolean dryRun = call.flag("dry_run");
    call.finish();
    return base == null ? baseMissing() : outcome(config.rollback(version, base, author, reason, dryRun), dryRun);
  }

  private String promote(DeskCall call) {
    Author author = call.author();
    String reason = call.reason();
    call.finish();
    return outcome(config.keep(author, reason), false);
  }

  private String abort(DeskCall call) {
    Author author = call.author();
    String reason = call.reason();
    call.finish();
    Trial trial = config.trial().filter(Present::isOn).orElse(null);
    if (trial == null) {
      return json.refusal(409, problem("no-trial", "no trial is running", ""), null);
    }
    Trial ended = config.endTrial(author, reason).orElse(trial);
    return json.answer(etag(config.version()), body -> json.trialOver(body, ended));
  }

  private String dropPending(DeskCall call) {
    Author author = call.author();
    String reason = call.reason();
    call.finish();
    Pending pending = config.pending().orElse(null);
    if (pending == null) {
      return json.refusal(404, problem("nothing-pending", "no version waits", ""), null);
    }
    config.dropPending(author, reason.isEmpty() ? "dropped" : reason);
    return json.answer(etag(config.version()), body -> json.dropped(body, pending));
  }

  /** A dry run from whatever is in force. */
  private String validate(DeskCall call) {
    Proposal.Body body = call.body();
    Long given = call.base();
    call.finish();
    Author nobody = new Author("", Source.API, false);
    long base = given == null ? config.version() : given;
    Outcome outcome;
    try {
      outcome = config.submit(new Proposal(base, unveiled(base, body), nobody, "", true));
    } catch (RefusedConfigException e) {
      outcome = new Outcome.Refused(e.problems());
    }
    if (outcome instanceof Outcome.Conflict conflict) {
      return conflict(conflict);
    }
    Outcome told = outcome;
    return json.answer(etag(config.version()), out -> json.validity(out, told));
  }

  private String history(DeskCall call) {
    int limit = call.limit();
    long cursor = call.cursor();
    HistoryRecord.Kind kind = call.word("outcome", HistoryRecord.Kind.class);
    call.finish();
    Set<HistoryRecord.Kind> kinds = kind == null ? EnumSet.allOf(HistoryRecord.Kind.class) : EnumSet.of(kind);
    List<HistoryRecord> found = config.history().list(limit + 1, cursor, kinds);
    return json.answer(null, body -> json.history(body, found.subList(0, Math.min(limit, found.size())), found.size() > limit));
  }

  private String version(DeskCall call) {
    long version = call.version("version");
    call.finish();
    Optional<StoredVersion> stored = config.history().get(version);
    return stored.isEmpty()
        ? unknown(version)
        : json.answer(etag(version), body -> json.version(body, stored.get()));
  }

  private String diff(DeskCall call) {
    long from = call.version("from");
    long to = call.version("to");
    call.finish();
    Optional<StoredVersion> one = config.history().get(from);
    Optional<StoredVersion> other = config.history().get(to);
    Optional<List<Change>> changes = config.history().difference(from, to);
    if (one.isEmpty() || other.isEmpty() || changes.isEmpty()) {
      return unknown(one.isEmpty() ? from : to);
    }
    String text = LineDiff.unified("version " + from, veil.hide(one.get().content()), "version " + to,
        veil.hide(other.get().content()));
    return json.answer(null, body -> json.difference(body, from, to, changes.get(), text));
  }

  private String export(DeskCall call) {
    History.Format asked = call.word("format", History.Format.class);
    call.finish();
    History.Format format = asked == null ? History.Format.JSON : asked;
    BoundedText text = new BoundedText();
    try {
      config.history().export(format, text);
    } catch (UncheckedIOException e) {
      if (text.isFull()) {
        return json.refusal(413, problem("too-big", "the history has more than " + BoundedText.MOST_BYTES + " bytes",
            "read it where it lies, in the state directory"), null);
      }
      throw e;
    }
    return json.export(format, text.text());
  }

  /** @throws RefusedConfigException if a masked secret stands where there is none to keep */
  private Proposal.Body unveiled(long base, Proposal.Body body) {
    String before = Present.contentOf(config, base);
    if (body instanceof Proposal.Content content) {
      return new Proposal.Content(veil.restore(content.text(), before));
    }
    return new Proposal.Edits(veil.restore(((Proposal.Edits) body).edits(), before));
  }

  private String outcome(Outcome outcome, boolean dryRun) {
    if (outcome instanceof Outcome.Refused refused) {
      return json.refusal(statusOf(refused.problems()), refused.problems(), null);
    }
    if (outcome instanceof Outcome.Conflict conflict) {
      return conflict(conflict);
    }
    return json.answer(etag(config.version()), body -> json.outcome(body, outcome, dryRun));
  }

  private String conflict(Outcome.Conflict conflict) {
    Present present = Present.of(config);
    Consumer<JsonGenerator> state = body -> json.state(body, present, false, false, conflict.changesSince());
    return json.refusal(412, problem("version-conflict", conflict.reason(), "look at the present one, and make the change again"),
        state);
  }

  private String baseMissing() {
    return json.refusal(428, problem("base-required", "a change must say which version it was made from",
        "send the version that you saw, by HTTP as If-Match"), null);
  }

  private String unknown(long version) {
    return json.refusal(404,
        problem("no-such-version", "the history has no version " + version + ", or has let go of its text", ""), null);
  }

  private static int statusOf(List<Problem> problems) {
    return switch (problems.get(0).rule()) {
      case "busy", "closed", "interrupted", "not-stored" -> 503;
      case "no-such-version" -> 404;
      case "no-trial", "trial-running", "not-now" -> 409;
      default -> 422;
    };
  }

  private List<Problem> problem(String rule, @Nullable String message, String remedy) {
    return List.of(new Problem(String.valueOf(config.file().getFileName()), null, "", rule, String.valueOf(message), remedy));
  }

  private static String etag(long version) {
    return String.valueOf(version);
  }
}
