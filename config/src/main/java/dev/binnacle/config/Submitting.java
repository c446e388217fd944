package dev.binnacle.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Proposals and rollbacks: what a program asks for, as content to decide on. Threads: confined to the writer's thread. */
final class Submitting<C> {
  /** A listener may react to a change with a change; more of them than this in a row are a cycle. */
  private static final int DEEPEST = 8;

  private final Keeper<C> keeper;
  private final FileLook<C> look;

  Submitting(Keeper<C> keeper, FileLook<C> look) {
    this.keeper = keeper;
    this.look = look;
  }

  Outcome submit(Proposal proposal, int depth) {
    Optional<Outcome> stopped = stopped(proposal.base(), depth);
    if (stopped.isPresent()) {
      return stopped.get();
    }
    Submission given =
        new Submission(new byte[0], proposal.author(), proposal.reason(), null, false, proposal.dryRun(), depth, false);
    return resolve(proposal, given);
  }

  private Outcome resolve(Proposal proposal, Submission given) {
    byte[] content;
    try {
      content = contentOf(proposal);
    } catch (RefusedConfigException e) {
      return keeper.refuse(given, "", e.problems());
    }
    if (content.length > keeper.setup.limits().maxBytes()) {
      return keeper.refuse(given, "", List.of(keeper.assessor.problem("too-big",
          "it has " + content.length + " bytes, more than " + keeper.setup.limits().maxBytes(), "")));
    }
    content = keeper.secrets.restore(content, keeper.live.committed().document().root());
    return keeper
        .decide(new Submission(content, given.author(), given.reason(), null, false, given.dryRun(), given.depth(), false));
  }

  /** @throws RefusedConfigException if an edit cannot be made */
  byte[] contentOf(Proposal proposal) {
    Proposal.Body body = proposal.body();
    if (body instanceof Proposal.Content whole) {
      return whole.text().getBytes(StandardCharsets.UTF_8);
    }
    Waiting waiting = keeper.waiting();
    byte[] base = waiting != null && waiting.pending().version() == proposal.base()
        ? waiting.submission().content()
        : keeper.live.committed().content().getBytes(StandardCharsets.UTF_8);
    return keeper.assessor.format().edit(keeper.setup.name(), base, ((Proposal.Edits) body).edits());
  }

  /** @param base null to roll back whatever is in force */
  Outcome rollback(long version, @Nullable Long base, Author author, String reason, boolean dryRun, int depth) {
    Optional<Outcome> stopped = stopped(base == null ? keeper.live.committed().version() : base, depth);
    if (stopped.isPresent()) {
      return stopped.get();
    }
    byte[] content = contentOf(version);
    Submission given =
        new Submission(content == null ? new byte[0] : content, author, reason, version, false, dryRun, depth, false);
    if (content == null) {
      return keeper.refuse(given, "", List.of(keeper.assessor.problem("no-such-version",
          "the history has no version " + version + " that was in force", "choose one that it lists")));
    }
    return keeper.decide(given);
  }

  private Optional<Outcome> stopped(long base, int depth) {
    if (depth > DEEPEST) {
      return Optional.of(new Outcome.Refused(List.of(keeper.assessor.problem("cycle",
          "listeners have answered changes with changes " + depth + " times in a row",
          "let the listener only change what it must"))));
    }
    Snapshot<C> present = keeper.live.committed();
    Waiting waiting = keeper.waiting();
    if (base != present.version() && (waiting == null || base != waiting.pending().version())) {
      return Optional.of(conflict(base, present, "it was made from version " + base + ", and version " + present.version()
          + " is in force"));
    }
    return look.unsettled().map(reason -> conflict(base, present, reason));
  }

  private Outcome conflict(long base, Snapshot<C> present, String reason) {
    byte[] content = contentOf(base);
    List<Change> since = List.of();
    if (content != null) {
      try {
        since = keeper.masks.changes(Difference.between(
            keeper.assessor.format().parse(keeper.setup.name(), content).root(), present.document().root()));
      } catch (RefusedConfigException e) {
        // Once it passed; the rules of today need not read it to say that it is not the present one.
        since = List.of();
      }
    }
    return new Outcome.Conflict(base, present.version(), present.hash(), since, reason);
  }

  private byte @Nullable [] contentOf(long version) {
    try {
      HistoryRecord record = keeper.store.log.youngest(r -> r.isCommitted() && r.version() != null && r.version() == version);
      return record == null ? null : keeper.store.contents.get(record.hash());
    } catch (IOException e) {
      keeper.board.trouble(Board.Trouble.NOT_STORED, "the history cannot be read: " + e);
      return null;
    }
  }
}
