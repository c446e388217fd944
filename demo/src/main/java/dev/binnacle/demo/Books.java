package dev.binnacle.demo;

import dev.binnacle.exchange.AccountBalance;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the bot's run came to so far, for its reports.
 *
 * <p><b>Threads:</b> thread-safe.
 */
final class Books {
  private @Nullable AccountBalance balance;
  private int trades;
  private int won;
  private BigDecimal pnl = BigDecimal.ZERO;
  private BigDecimal fees = BigDecimal.ZERO;

  synchronized void closed(BigDecimal profit, BigDecimal cost) {
    trades++;
    won += profit.signum() > 0 ? 1 : 0;
    pnl = pnl.add(profit);
    fees = fees.add(cost);
  }

  synchronized void balance(AccountBalance now) {
    balance = now;
  }

  /** Empty before the venue has told the balance. */
  synchronized Map<String, Object> portfolio() {
    Map<String, Object> figures = new LinkedHashMap<>();
    if (balance != null) {
      figures.put("currency", balance.total().currency().code());
      figures.put("total_value", cents(balance.total().amount()));
      figures.put("available", cents(balance.available().amount()));
    }
    return figures;
  }

  /** Of the trades that this run closed. */
  synchronized Map<String, Object> performance() {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("currency", "USD");
    figures.put("total_trades", trades);
    figures.put("winning_trades", won);
    figures.put("total_pnl", cents(pnl));
    figures.put("fees", cents(fees));
    return figures;
  }

  private static BigDecimal cents(BigDecimal amount) {
    return amount.setScale(2, RoundingMode.HALF_EVEN);
  }
}
