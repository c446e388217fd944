package dev.binnacle.config;

import org.jspecify.annotations.Nullable;

/**
 * Content on its way to be decided on.
 *
 * @param saved whether the file says it already, so that it need not be written
 * @param rollbackOf the version whose content returns; null otherwise
 * @param depth how many listeners' reactions led to it
 * @param quiet whether listeners that are up to date are not told
 */
record Submission(
    byte[] content, Author author, String reason, @Nullable Long rollbackOf, boolean saved, boolean dryRun, int depth,
    boolean quiet) {}
