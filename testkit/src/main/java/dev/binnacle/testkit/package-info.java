/** Fakes for tests: they speak what the real thing speaks, and can be told to misbehave. */
@NullMarked
package dev.binnacle.testkit;

import org.jspecify.annotations.NullMarked;
