/**
 * Where orders go. {@link dev.binnacle.exchange.ExchangeGateway} is the port to any venue; {@link
 * dev.binnacle.exchange.PaperExchange} is a venue of our own that matches orders against recorded trades, {@link
 * dev.binnacle.exchange.PaperServer} gives it a face on loopback and {@link dev.binnacle.exchange.PaperGateway} speaks to that.
 */
@NullMarked
package dev.binnacle.exchange;

import org.jspecify.annotations.NullMarked;
