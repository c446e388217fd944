package dev.binnacle.config;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One configuration as a whole. Hold one for the length of a decision, and its values belong together.
 *
 * <p><b>Threads:</b> immutable, if {@code C} is.
 *
 * @param version strictly increasing; while a trial runs, the version that the trial stands in for
 * @param hash of the file's bytes, {@code sha256:} and 64 hexadecimal digits
 * @param parent the hash of the version before; null of the first
 * @param at when it was accepted; for display, never for order
 * @param content the file's text
 */
public record Snapshot<C>(
    long version, String hash, @Nullable String parent, Instant at, Author author, C config, Document document, String content) {}
