package dev.binnacle.config;

import org.jspecify.annotations.Nullable;

/**
 * One value that differs between two configurations.
 *
 * @param pointer which value, as a JSON pointer
 * @param before null when it was not there
 * @param after null when it is gone
 */
public record Change(String pointer, @Nullable Node before, @Nullable Node after) {}
