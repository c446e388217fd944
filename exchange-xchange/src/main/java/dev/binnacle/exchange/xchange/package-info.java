/**
 * Accounts at Kraken and Binance, on XChange's transport, signers and nonces. {@link
 * dev.binnacle.exchange.xchange.KrakenProvider} and {@link dev.binnacle.exchange.xchange.BinanceProvider} are found by the
 * service loader.
 *
 * <p>XChange's own typed calls hide what a halt needs: its Kraken orders have no client's id and AddOrder no reduce_only, neither venue's
 * key permissions can be asked for, and its errors lose Retry-After. So the calls are declared here and answers are read as JSON; what
 * signs and sends them is XChange's.
 */
@NullMarked
package dev.binnacle.exchange.xchange;

import org.jspecify.annotations.NullMarked;
