/**
 * What is so of each bot. {@link dev.binnacle.engine.fleet.Fleet} decides facts from what comes in and changes by them alone; {@link
 * dev.binnacle.engine.fleet.FleetSnapshot} is the picture that readers get: immutable, whole, and never older than the last command.
 *
 * <p>Within, a {@code Bot} has {@code Instances}, each with its {@code Sequence}; {@code Ownership} says whose word counts for the
 * present, and a {@code Part} is that present as one of them tells it. {@code Trades} joins openings and closings, {@code Account} is
 * the ledger, {@code Telemetry} is what only samples say. {@code Intake} takes one batch; {@code Verdict} judges the status; {@code
 * Holdings} and {@code BotPicture} are what it all comes to.
 */
@NullMarked
package dev.binnacle.engine.fleet;

import org.jspecify.annotations.NullMarked;
