package dev.binnacle.config;

/** A place in a file; both count from 1, columns in code points. */
public record Position(int line, int column) {}
