package dev.binnacle.client;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Guard} was built with.
 *
 * @param haltDirectory where halt files are looked for beside the spool directory; null for nowhere else
 * @param grace how long there may be no link before {@code silence} counts
 * @param reduceUntilHeard whether a run only reduces until the server has welcomed it
 */
record GuardOptions(
    @Nullable Path haltDirectory, Silence silence, Duration grace, boolean reduceUntilHeard, OrderLimits limits,
    RiskTiers riskTiers) {}
