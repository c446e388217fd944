package dev.binnacle.config;

/**
 * A version and the text that it had. The text is as it was written, secrets included.
 *
 * @param record of the moment when it came into force, or began to wait
 */
public record StoredVersion(HistoryRecord record, String content) {}
