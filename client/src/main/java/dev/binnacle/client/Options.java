package dev.binnacle.client;

import dev.binnacle.model.BotId;
import dev.binnacle.model.InstanceId;
import dev.binnacle.model.InstancePolicy;
import dev.binnacle.model.TradingMode;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Monitor} was built with.
 *
 * @param spoolDirectory the root under which every bot has its own; null to hold events in memory only
 * @param secrets texts that must never be sent
 * @param nanoTime time that only goes on, as {@link System#nanoTime}
 */
record Options(
    BotId bot,
    InstanceId instance,
    TradingMode mode,
    InstancePolicy instances,
    @Nullable String venue,
    @Nullable String strategy,
    @Nullable String version,
    @Nullable Path spoolDirectory,
    long spoolBytes,
    Duration spoolInterval,
    int queueCapacity,
    Duration heartbeatInterval,
    Duration metricsInterval,
    Duration collectorBudget,
    boolean detailedLogs,
    @Nullable Path logFile,
    Duration closeTimeout,
    List<String> secrets,
    Clock clock,
    LongSupplier nanoTime,
    GuardOptions guard) {}
