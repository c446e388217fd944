/**
 * A configuration file that changes while the program runs. {@code LiveConfig} is the front door: it watches a JSON, YAML or {@code
 * config.py} file, checks every save, and swaps in an immutable snapshot that is read with one volatile read. A bad file never
 * replaces a good one, half a file is never applied, and the last save is never lost.
 *
 * <p>Nothing here knows a bot, a server or an expression language: what decides when a change may take effect, and what else a
 * configuration must satisfy, are ports ({@code ApplyGate}, {@code Check}) that the program answers.
 */
@NullMarked
package dev.binnacle.config;

import org.jspecify.annotations.NullMarked;
