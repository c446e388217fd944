/**
 * What is so of each bot. {@link dev.binnacle.engine.fleet.FleetSnapshot} is the picture that readers get: immutable, whole, and
 * never older than the last command.
 */
@NullMarked
package dev.binnacle.engine.fleet;

import org.jspecify.annotations.NullMarked;
