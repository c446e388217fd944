package dev.binnacle.storage;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether the outbox can keep its promise now.
 *
 * @param failing whether the last try to write failed; it is tried again until one succeeds
 * @param reason what went wrong, in words for a person; null while all is well
 * @param since when the first of the failures in a row was; null while all is well
 * @param failures failed tries in a row
 * @param failuresEver failed tries since the storage was opened
 * @param routedIndex entries of the journal up to this index have been routed
 * @param unsaved outcomes of attempts that are known and not in the file yet, since it could not be written
 * @param unrouted entries kept because the router failed on them
 * @param overflowed parcels given up since the storage was opened because too many waited for their channel
 */
public record OutboxHealth(
    boolean failing,
    @Nullable String reason,
    @Nullable Instant since,
    long failures,
    long failuresEver,
    long routedIndex,
    int unsaved,
    long unrouted,
    long overflowed) {}
