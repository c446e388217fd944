/**
 * What trading earned and what it risked. {@link dev.binnacle.engine.performance.Ledger} takes the closed trades and equity
 * marks of one account in one currency and answers with {@link dev.binnacle.engine.performance.Figures}, each by a stated
 * formula.
 *
 * <p>This is arithmetic only: no clock, no thread, no file, and no word of any other package. Money is exact decimal,
 * statistics are doubles that are always finite. What is undefined is null, with the reason.
 *
 * <p><b>Threads:</b> a ledger is confined to one thread; everything that it hands out is immutable.
 */
@NullMarked
package dev.binnacle.engine.performance;

import org.jspecify.annotations.NullMarked;
