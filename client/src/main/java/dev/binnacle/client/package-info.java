/**
 * What a bot embeds to be watched. Begin with {@link dev.binnacle.client.Monitor}: it takes what the bot says on the trading thread,
 * spools what must not be lost, and sends all of it to a server when there is one.
 *
 * <p>Once it is connected, nothing here throws into the bot, waits for a lock, a disk or a network on the caller's thread, or grows
 * without bound; what could not be kept is counted in {@link dev.binnacle.client.Statistics} and said to the server.
 */
@NullMarked
package dev.binnacle.client;

import org.jspecify.annotations.NullMarked;
