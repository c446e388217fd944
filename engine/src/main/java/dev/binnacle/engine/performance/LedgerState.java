package dev.binnacle.engine.performance;

import java.util.List;

/**
 * A ledger as values, to be written down and restored: records, lists, decimals, times and finite doubles, so that any binder
 * of records to JSON does it without being told how. What lies within is the ledger's own affair and may change with it.
 *
 * <p>Its size is bounded: at most 500 marks, 500 outcomes of trades and 4,000 returns, some 150 kB of JSON.
 *
 * <p><b>Threads:</b> immutable.
 */
public record LedgerState(
    int version,
    Conventions conventions,
    EquityBook.State equity,
    TradeBook.State trades,
    List<OperationsWindow.Step> operations,
    Present present,
    long restated,
    long tooLate) {
  static final int VERSION = 1;

  public LedgerState {
    if (version != VERSION) {
      throw new IllegalArgumentException("state of a ledger must have version " + VERSION + ", was " + version);
    }
    operations = List.copyOf(operations);
  }
}
