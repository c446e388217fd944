/**
 * Paper bots on recorded trades. {@link dev.binnacle.demo.ExchangeMain} is the venue and {@link dev.binnacle.demo.BotMain} one bot, each a
 * process of its own. The bots use the client as anyone's bot would and know nothing else of the server.
 */
@NullMarked
package dev.binnacle.demo;

import org.jspecify.annotations.NullMarked;
