package dev.binnacle.ingest;

/**
 * What went through the front door since the start, all of it and what was refused.
 *
 * @param batches bodies and frames of events that were read
 * @param events events that were decoded
 * @param refused events that were refused, each with its reason
 * @param malformed bodies and frames that were refused as a whole because they are no batch
 * @param tooLarge those that were refused for their size
 * @param busy those that were put off
 * @param unknownFrames frames of a type that is not known here
 * @param refusedFrames frames that came in the wrong order or for the wrong instance
 * @param openLinks connections that are open now
 */
public record IngestCounts(
    long batches,
    long events,
    long refused,
    long malformed,
    long tooLarge,
    long busy,
    long unknownFrames,
    long refusedFrames,
    long openLinks) {}
