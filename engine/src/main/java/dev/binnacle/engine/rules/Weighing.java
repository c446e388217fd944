package dev.binnacle.engine.rules;

import dev.binnacle.model.BotId;
import dev.binnacle.model.MetricName;
import java.time.Instant;

/** A value of a bot's metric of which a rule wants to know how odd the model finds it. */
public record Weighing(BotId bot, MetricName metric, Condition.Model model, Instant at, double value) {}
