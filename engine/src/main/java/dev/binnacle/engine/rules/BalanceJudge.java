package dev.binnacle.engine.rules;

import dev.binnacle.engine.fleet.Present;
import dev.binnacle.engine.rules.Judgement.Finding;
import dev.binnacle.model.BotId;
import dev.binnacle.model.Currency;
import dev.binnacle.model.Event;
import dev.binnacle.model.Money;
import dev.binnacle.model.Subject;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** How much a balance or an equity has changed within a window, what was paid in or out left out. */
final class BalanceJudge extends Judge<BalanceJudge.Worth> {
  private static final int STEPS = 60;

  private final Condition.BalanceChange condition;

  /** The lowest and the highest worth, less all that was paid in, within one step of the window. */
  private record Step(Instant at, BigDecimal low, BigDecimal high) {}

  /** What is known of one subject. */
  static final class Worth extends Word {
    private final Condition.BalanceChange condition;
    private final ArrayDeque<Step> steps = new ArrayDeque<>();
    private BigDecimal paidIn = BigDecimal.ZERO;
    private @Nullable Currency currency;
    private @Nullable BigDecimal newest;
    /** The newest less all that was paid in, as it was judged last. */
    private @Nullable BigDecimal own;
    private double change;

    Worth(Subject subject, BalanceJudge judge) {
      super(subject);
      this.condition = judge.condition;
    }

    @Override
    Double value() {
      return change;
    }

    @Override
    Double threshold() {
      return condition.fraction();
    }

    @Override
    String what() {
      return condition.worth() == Condition.Worth.BALANCE ? "balance" : "equity";
    }

    @Override
    String reason() {
      return "%s changed by %s %% within %s, deposits left out; the limit is %s %%"
          .formatted(what(), number(change * 100), words(condition.window()), number(condition.fraction() * 100));
    }
  }

  BalanceJudge(Rule rule, Desk desk, Condition.BalanceChange condition) {
    super(rule, desk);
    this.condition = condition;
  }

  @Override
  Worth create(Subject subject) {
    return new Worth(subject, this);
  }

  @Override
  void happened(BotId bot, Event event) {
    Worth worth = event instanceof Event.BalanceUpdate ? of(bot) : null;
    if (worth == null || !(event instanceof Event.BalanceUpdate balance)) {
      return;
    }
    if (!balance.currency().equals(worth.currency)) {
      if (worth.currency != null && condition.worth() == Condition.Worth.BALANCE) {
        return;
      }
      worth.currency = balance.currency();
    }
    worth.paidIn = worth.paidIn.add(balance.deposit());
    if (condition.worth() == Condition.Worth.BALANCE) {
      worth.saw(balance.at(), balance.total().toPlainString() + " " + balance.currency());
      is(worth, balance.total());
    }
  }

  @Override
  void taken(Present bot, boolean moved) {
    if (moved) {
      ticked(bot);
    }
  }

  @Override
  void ticked(Present bot) {
    Worth worth = bot.isHeard() ? of(bot.id()) : null;
    if (worth == null) {
      return;
    }
    if (condition.worth() == Condition.Worth.BALANCE) {
      if (worth.newest != null) {
        is(worth, worth.newest);
      }
      return;
    }
    Money equity = bot.equity();
    if (equity != null) {
      if (worth.newest == null || worth.newest.compareTo(equity.amount()) != 0) {
        worth.saw(desk.now, equity.amount().toPlainString() + " " + equity.currency());
      }
      is(worth, equity.amount());
    }
  }

  private void is(Worth worth, BigDecimal amount) {
    worth.newest = amount;
    BigDecimal own = amount.subtract(worth.paidIn);
    Instant begin = desk.now.minus(condition.window());
    while (!worth.steps.isEmpty() && worth.steps.getFirst().at().isBefore(begin)) {
      worth.steps.removeFirst();
    }
    Step last = worth.steps.peekLast();
    Duration step = condition.window().dividedBy(STEPS);
    if (last == null || Duration.between(last.at(), desk.now).compareTo(step) >= 0) {
      worth.steps.add(new Step(desk.now, own, own));
    } else {
      worth.steps.removeLast();
      worth.steps.add(new Step(last.at(), own.min(last.low()), own.max(last.high())));
    }
    if (own.equals(worth.own) && worth.finding() == Finding.FAILS) {
      // What leaves the window can only bring the extremes nearer.
      found(worth, Finding.FAILS);
      return;
    }
    worth.own = own;
    conclude(worth, own);
  }

  private void conclude(Worth worth, BigDecimal own) {
    BigDecimal low = own;
    BigDecimal high = own;
    for (Step each : worth.steps) {
      low = low.min(each.low());
      high = high.max(each.high());
    }
    double fall = fraction(own, high, worth.paidIn);
    double rise = fraction(own, low, worth.paidIn);
    worth.change =
        switch (condition.direction()) {
          case FALL -> fall;
          case RISE -> rise;
          case EITHER -> Math.abs(fall) > Math.abs(rise) ? fall : rise;
        };
    found(worth, Math.abs(worth.change) > condition.fraction() ? Finding.HOLDS : Finding.FAILS);
  }

  /** Of what it was then, with all that was paid in until now; 0 of nothing. */
  private static double fraction(BigDecimal own, BigDecimal then, BigDecimal paidIn) {
    double before = then.add(paidIn).doubleValue();
    return before > 0 ? own.subtract(then).doubleValue() / before : 0;
  }
}
