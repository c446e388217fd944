/**
 * The pure core. {@link dev.binnacle.engine.Engine} is the sequencer: it stamps every {@link dev.binnacle.engine.Input} with an
 * index, decides facts, and returns what is to be done as {@link dev.binnacle.engine.Effect}s. No I/O, no thread, no clock.
 */
@NullMarked
package dev.binnacle.engine;

import org.jspecify.annotations.NullMarked;
