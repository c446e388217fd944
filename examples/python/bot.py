"""A pretend bot: buys when the price has fallen and sells when it has risen, on a price that it makes up. A halt stops it.

    python3 bot.py --seconds 60

It finds the server, its name and its token in BINNACLE_URL, BINNACLE_BOT and BINNACLE_TOKEN, as `binnacle launch` sets them.
"""
import argparse
import logging
import os
import random
import signal
import sys
import time
from decimal import Decimal

from binnacle import Binnacle
from halts import Halts

try:
    import resource
except ImportError:  # Windows
    resource = None

SYMBOL, CURRENCY = "BTC/USD", "USD"
QUANTITY, FEE = Decimal("0.01"), Decimal("0.001")
CENT = Decimal("0.01")


class PretendBot:
    def __init__(self, monitor, keep, clock=time.time):
        self.monitor = monitor
        # Orders of this bot are filled at once, so it has none to cancel: stopping is all of its part.
        self.halts = Halts(monitor.bot, monitor.instance, changed=self.halted, keep=keep)
        self.clock = clock
        self.price = Decimal("45000")
        self.low = self.price
        self.cash = Decimal("10000")
        self.trades = 0
        self.entry = None
        self.opened_at = 0.0

    def start(self):
        self.monitor.started(mode="paper", venue="pretend", strategy="dip", version="1")
        self.monitor.balance(total=self.cash, available=self.cash, currency=CURRENCY)

    def step(self):
        self.price = (self.price * Decimal(str(random.uniform(0.998, 1.002)))).quantize(CENT)
        self.low = min(self.low, self.price)
        self.monitor.mark(SYMBOL, self.price)
        if self.entry is None and self.price > self.low * Decimal("1.001"):
            if self.halts.allows("open", SYMBOL):
                self.buy()
        elif self.entry is not None and abs(self.price - self.entry) > self.entry * Decimal("0.004"):
            if self.halts.allows("reduce", SYMBOL):
                self.sell("take_profit" if self.price > self.entry else "stop_loss")

    def buy(self):
        self.trades += 1
        self.entry, self.opened_at = self.price, self.clock()
        self.monitor.trade_opened(
            trade_id=self.trade_id(), symbol=SYMBOL, side="buy", entry_price=self.entry, quantity=QUANTITY, currency=CURRENCY, strategy="dip",
            stop_loss=(self.entry * Decimal("0.996")).quantize(CENT), take_profit=(self.entry * Decimal("1.004")).quantize(CENT))
        self.monitor.position(
            symbol=SYMBOL, side="buy", quantity=QUANTITY, entry_price=self.entry, currency=CURRENCY, current_price=self.price)
        self.monitor.count("trades_executed")

    def sell(self, reason):
        pnl = ((self.price - self.entry) * QUANTITY).quantize(CENT)
        fees = ((self.price + self.entry) * QUANTITY * FEE).quantize(CENT)
        self.cash += pnl - fees
        self.monitor.trade_closed(
            trade_id=self.trade_id(), symbol=SYMBOL, side="buy", entry_price=self.entry, exit_price=self.price, quantity=QUANTITY,
            currency=CURRENCY, pnl=pnl, pnl_pct=((self.price / self.entry - 1) * 100).quantize(CENT), fees=fees, fees_currency=CURRENCY,
            reason=reason, duration_seconds=round(self.clock() - self.opened_at, 3), strategy="dip")
        self.monitor.position(symbol=SYMBOL, side="buy", quantity=0, entry_price=self.entry, currency=CURRENCY)
        self.monitor.balance(total=self.cash, available=self.cash, currency=CURRENCY)
        self.entry, self.low = None, self.price

    def halted(self, halts):
        """Told whenever a halt comes or goes."""
        for halt in halts:
            logging.warning("halted by %s: %s", halt["by"], halt["reason"])
        if not halts:
            logging.warning("resumed")
        self.monitor.state("halted" if halts else "running")

    def trade_id(self):
        return "%s-%d" % (self.monitor.instance[-12:], self.trades)

    def report(self):
        if resource:
            self.monitor.metric("memory_usage_mb", round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1))
        self.monitor.health("price_feed", "healthy", critical=True, response_time_ms=1)


def main():
    options = argparse.ArgumentParser(description="A pretend bot that reports to Binnacle.")
    options.add_argument("--bot", default=os.environ.get("BINNACLE_BOT", "python-dip"))
    options.add_argument("--spool", default="spool", help="folder for what is not acknowledged yet")
    options.add_argument("--seconds", type=float, default=float("inf"), help="how long to run; for ever if left out")
    options.add_argument("--pause", type=float, default=0.25, help="seconds between two prices")
    given = options.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))

    monitor = Binnacle(given.bot, spool=given.spool)
    bot = PretendBot(monitor, os.path.join(given.spool, given.bot + "-halts.json"))
    end, next_report = time.monotonic() + given.seconds, 0.0
    try:
        bot.start()
        while time.monotonic() < end:
            bot.step()
            if time.monotonic() >= next_report:
                bot.report()
                next_report = time.monotonic() + 10
            time.sleep(given.pause)
    except KeyboardInterrupt:
        pass
    except Exception as failure:
        monitor.error(type(failure).__name__, str(failure), severity="critical")
        raise
    finally:
        if not monitor.close("stopped by its user" if sys.exc_info()[0] is None else "ended early"):
            logging.warning("some events are not delivered yet; the next run sends them")
        logging.info("%s", dict(monitor.stats))


if __name__ == "__main__":
    main()
