/**
 * Emergency control: {@link dev.binnacle.engine.control.Control} takes every halt from its request to its release, bot by bot and order by
 * order. What it decides are facts; what the outside is to do about it are {@link dev.binnacle.engine.control.Errand}s.
 */
@NullMarked
package dev.binnacle.engine.control;

import org.jspecify.annotations.NullMarked;
