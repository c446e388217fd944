package dev.binnacle.storage;

import dev.binnacle.model.Alert;
import java.time.Instant;

/**
 * An alert as it is now, or as it ended.
 *
 * @param index of the journal entry that changed it last
 * @param changed when that was
 */
public record AlertRow(long index, Instant changed, Alert alert) {}
