package dev.binnacle.config;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What happened to the configuration, on disk and chained: no record can be changed, taken out or put in without that showing.
 *
 * <p><b>Threads:</b> thread-safe.
 */
public final class History {
  /** How an export is written. Each holds the chain's head. */
  public enum Format {
    /** One object with the records in a list. */
    JSON,
    /** A record a line as it lies on disk, then a line with the head: can be verified by hand. */
    JSONL,
    /** For a spreadsheet; what would be a formula there begins with an apostrophe. */
    CSV
  }

  private final Store store;
  private final Assessor<?> assessor;
  private final Masks masks;
  private final SecretTexts secrets;

  History(Keeper<?> keeper) {
    this.store = keeper.store;
    this.assessor = keeper.assessor;
    this.masks = keeper.masks;
    this.secrets = keeper.secrets;
  }

  /** The newest, newest first. */
  public List<HistoryRecord> list(int limit) {
    return list(limit, Long.MAX_VALUE, EnumSet.allOf(HistoryRecord.Kind.class));
  }

  /**
   * Newest first.
   *
   * @param before only records with a smaller id: the last one of the page before
   * @param kinds only these
   */
  public List<HistoryRecord> list(int limit, long before, Set<HistoryRecord.Kind> kinds) {
    List<HistoryRecord> found = new ArrayList<>();
    try {
      for (long id = Math.min(lastId(), before - 1); id >= store.log.firstId() && found.size() < limit; id--) {
        HistoryRecord record = store.log.get(id);
        if (record != null && kinds.contains(record.kind())) {
          found.add(record);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the history cannot be read", e);
    }
    return found;
  }

  /** A version that was in force or waits; empty when the history does not know it or has let go of its text. */
  public Optional<StoredVersion> get(long version) {
    try {
      HistoryRecord record = store.log.youngest(
          r -> r.version() != null && r.version() == version && (r.isCommitted() || r.kind() == HistoryRecord.Kind.DEFERRED));
      byte[] content = record == null ? null : store.contents.get(record.hash());
      return record == null || content == null
          ? Optional.empty()
          : Optional.of(new StoredVersion(record, new String(content, StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException("the history cannot be read", e);
    }
  }

  /** The text that a record speaks of, such as one that was refused; empty when it has been let go of. */
  public Optional<String> content(String hash) {
    try {
      byte[] content = hash.isEmpty() ? null : store.contents.get(hash);
      return content == null ? Optional.empty() : Optional.of(new String(content, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("the history cannot be read", e);
    }
  }

  /**
   * A text of this file as people may see it: every secret is {@code •••}. A proposal in which a secret is {@code •••} keeps the one in
   * force, so the text can be edited and sent back.
   *
   * @throws RefusedConfigException if the text cannot be read, as that of a refused save
   */
  public String masked(String content) {
    return new String(secrets.hide(content.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
  }

  /** What differs between two versions, secrets masked; empty when one of them is not known. */
  public Optional<List<Change>> difference(long from, long to) {
    Optional<StoredVersion> one = get(from);
    Optional<StoredVersion> other = get(to);
    if (one.isEmpty() || other.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(masks.changes(Difference.between(parse(one.get()), parse(other.get()))));
  }

  private Node.Section parse(StoredVersion version) {
    return assessor.format().parse("version " + version.record().version(), version.content().getBytes(StandardCharsets.UTF_8))
        .root();
  }

  /** The chain's last link. */
  public String head() {
    return store.log.head();
  }

  /** Reads the whole history and computes every link anew. */
  public ChainReport verifyChain() {
    return HistoryExport.verify(store.log);
  }

  /** @throws UncheckedIOException if the history cannot be read or the stream not written */
  public void export(Format format, OutputStream out) {
    try {
      switch (format) {
        case JSON -> HistoryExport.json(store.log, out);
        case JSONL -> HistoryExport.lines(store.log, out);
        case CSV -> HistoryExport.csv(store.log, out);
      }
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("the history cannot be exported", e);
    }
  }

  private long lastId() {
    return store.log.firstId() + store.log.count() - 1;
  }
}
