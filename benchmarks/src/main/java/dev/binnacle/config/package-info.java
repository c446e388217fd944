/** Stress of what only the room itself can see of live configuration. */
@NullMarked
package dev.binnacle.config;

import org.jspecify.annotations.NullMarked;
