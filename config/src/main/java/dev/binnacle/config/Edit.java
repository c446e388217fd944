package dev.binnacle.config;

import org.jspecify.annotations.Nullable;

/**
 * One change that a person asks for.
 *
 * @param pointer which value, as a JSON pointer; its section must exist
 * @param value the new value; null removes it
 */
public record Edit(String pointer, @Nullable Node value) {}
