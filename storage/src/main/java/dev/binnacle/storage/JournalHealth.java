package dev.binnacle.storage;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether the journal can keep its promise now.
 *
 * @param failing whether the last try to commit failed; nothing may be admitted until one succeeds
 * @param reason what went wrong, in words for a person; null while all is well
 * @param since when the first of the failures in a row was; null while all is well
 * @param failures failed tries in a row
 * @param failuresEver failed tries since the journal was opened
 * @param commits commits that succeeded since then
 */
public record JournalHealth(
    boolean failing, @Nullable String reason, @Nullable Instant since, long failures, long failuresEver, long commits) {}
