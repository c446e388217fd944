/**
 * Who is plugged to whom. {@link dev.binnacle.server.Binnacle} starts a whole server in this process and is the only class that others
 * need; the rest are its settings, the engine's loop, and adapters between the rooms' ports.
 */
@NullMarked
package dev.binnacle.server;

import org.jspecify.annotations.NullMarked;
