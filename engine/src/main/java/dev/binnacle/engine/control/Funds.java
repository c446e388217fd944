package dev.binnacle.engine.control;

import dev.binnacle.model.Currency;
import dev.binnacle.model.Event;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * How much of a balance that a bot says can be believed. One that moved by more than what was paid in or out and what trades brought is
 * odd: until the next one agrees, moves on in the same direction, or trades follow that explain it, money is judged as if it had not moved.
 */
final class Funds {
  private @Nullable Currency currency;
  /** Less all that was paid in. */
  private @Nullable BigDecimal believed;
  private @Nullable BigDecimal odd;
  private BigDecimal paidIn = BigDecimal.ZERO;
  private BigDecimal earned = BigDecimal.ZERO;
  private BigDecimal earnedSinceOdd = BigDecimal.ZERO;

  /** What the balance is too high by, or below zero too low, as far as it is not believed. */
  BigDecimal excess() {
    BigDecimal waiting = odd;
    return waiting == null || believed == null ? BigDecimal.ZERO : waiting.subtract(believed.add(earned));
  }

  /** What was paid in, less what was taken out, since this is kept. */
  BigDecimal paidIn() {
    return paidIn;
  }

  /** @param tolerance how far a balance may be from what is expected */
  void balance(Event.BalanceUpdate event, BigDecimal tolerance) {
    if (currency != null && !currency.equals(event.currency())) {
      return;
    }
    currency = event.currency();
    paidIn = paidIn.add(event.deposit());
    BigDecimal own = event.total().subtract(paidIn);
    BigDecimal expected = believed == null ? own : believed.add(earned);
    BigDecimal waiting = odd;
    if (near(own, expected, tolerance)) {
      believe(own);
    } else if (waiting == null) {
      doubt(own);
    } else {
      second(own, waiting.add(earnedSinceOdd), expected, tolerance);
    }
  }

  /** Two running that are odd to the same side prove at least what the milder of them says. */
  private void second(BigDecimal own, BigDecimal first, BigDecimal expected, BigDecimal tolerance) {
    boolean sameSide = own.compareTo(expected) == first.compareTo(expected);
    boolean milder = own.subtract(expected).abs().compareTo(first.subtract(expected).abs()) <= 0;
    if (near(own, first, tolerance) || (sameSide && milder)) {
      believe(own);
    } else {
      if (sameSide) {
        believe(first);
      }
      doubt(own);
    }
  }

  void closed(Event.TradeClosed event, BigDecimal tolerance) {
    if (currency == null || !currency.equals(event.currency())) {
      return;
    }
    BigDecimal net = event.pnl();
    if (event.fees() != null && event.fees().currency().equals(currency)) {
      net = net.subtract(event.fees().amount());
    }
    earned = earned.add(net);
    earnedSinceOdd = earnedSinceOdd.add(net);
    BigDecimal waiting = odd;
    BigDecimal before = believed;
    if (waiting != null && before != null && near(waiting, before.add(earned), tolerance)) {
      believe(waiting);
    }
  }

  private void believe(BigDecimal own) {
    believed = own;
    odd = null;
    earned = BigDecimal.ZERO;
    earnedSinceOdd = BigDecimal.ZERO;
  }

  private void doubt(BigDecimal own) {
    odd = own;
    earnedSinceOdd = BigDecimal.ZERO;
  }

  private static boolean near(BigDecimal one, BigDecimal other, BigDecimal tolerance) {
    return one.subtract(other).abs().compareTo(tolerance) <= 0;
  }
}
