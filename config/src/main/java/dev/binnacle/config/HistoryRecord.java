package dev.binnacle.config;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened to a configuration. Secrets in changes and problems are masked.
 *
 * @param id counts from 1 without gaps
 * @param version null of what never became one
 * @param hash of the bytes that this is about; empty when they could not be read
 * @param parent the hash of the version in force at that time; null at the first start
 * @param rollbackOf the version whose content returned
 * @param base the version in force at that time; null at the first start
 * @param mode the strictest one of the changed values
 * @param expiresAt of a version that waits
 * @param schema the hash of the schema that it was checked with
 * @param chain over this record and the chain before, 64 hexadecimal digits
 */
public record HistoryRecord(
    long id, @Nullable Long version, Kind kind, Instant at, Author author, String reason, String hash, @Nullable String parent,
    @Nullable Long rollbackOf, @Nullable Long base, @Nullable ApplyMode mode, @Nullable Instant expiresAt, String schema,
    List<Change> changes, List<Problem> problems, String chain) {
  /** What became of it. */
  public enum Kind {
    ACCEPTED,
    REFUSED,
    DEFERRED,
    UNCHANGED,
    ROLLED_BACK,
    /** A waiting version gave way to a newer one, or was dropped. */
    SUPERSEDED,
    EXPIRED,
    /** A trial began or ended. */
    CANARY
  }

  public HistoryRecord {
    changes = List.copyOf(changes);
    problems = List.copyOf(problems);
  }

  boolean isCommitted() {
    return kind == Kind.ACCEPTED || kind == Kind.ROLLED_BACK;
  }

  HistoryRecord chained(long number, String link) {
    return new HistoryRecord(number, version, kind, at, author, reason, hash, parent, rollbackOf, base, mode, expiresAt, schema,
        changes,
        problems, link);
  }
}
