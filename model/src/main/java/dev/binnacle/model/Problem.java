package dev.binnacle.model;

/**
 * Why something was refused.
 *
 * @param pointer where, as a JSON pointer (RFC 6901) into what was sent; empty for all of it
 * @param rule which rule, a few words joined by dashes
 * @param message what was found, what is allowed and what to do
 */
public record Problem(String pointer, String rule, String message) {}
