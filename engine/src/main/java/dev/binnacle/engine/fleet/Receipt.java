package dev.binnacle.engine.fleet;

import dev.binnacle.model.Answer;

/**
 * What became of a batch.
 *
 * @param awaits the index of the youngest entry that the answer speaks of; 0 when it speaks of nothing durable
 */
public record Receipt(Answer answer, long awaits) {}
