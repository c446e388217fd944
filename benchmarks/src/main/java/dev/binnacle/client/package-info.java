/** Stress of what only the room itself can see of a guard. */
@NullMarked
package dev.binnacle.client;

import org.jspecify.annotations.NullMarked;
