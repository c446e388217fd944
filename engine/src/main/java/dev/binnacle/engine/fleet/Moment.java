package dev.binnacle.engine.fleet;

import java.time.Instant;

/** One input's place in the order of all inputs, and the engine's time of it. */
public record Moment(long index, Instant time) {}
