package dev.binnacle.client;

/**
 * What became of a release.
 *
 * @param reason why it was not released, or what is still to be known; a sentence for a person
 */
public record Release(boolean isReleased, String reason) {}
