"""A pretend hedging bot whose parameters stand in a config.py that Binnacle keeps: change the file, and it goes on with the new value.

    python3 hedge_bot.py --seconds 60

Each decision takes the parameters once, and says so when it works with others than the decision before.
"""
import argparse
import logging
import os
import sys
import time
import uuid

from live_config import LiveConfig


def check(values):
    low, high = values["TARGET_DELTA_LOW"], values["TARGET_DELTA_HIGH"]
    if not low < high:
        raise ValueError("TARGET_DELTA_LOW must be below TARGET_DELTA_HIGH, were %s and %s" % (low, high))


def main():
    options = argparse.ArgumentParser(description="A pretend bot that takes its parameters from Binnacle.")
    options.add_argument("--bot", default=os.environ.get("BINNACLE_BOT", "straddle"))
    options.add_argument("--seconds", type=float, default=float("inf"), help="how long to run; for ever if left out")
    options.add_argument("--pause", type=float, default=0.05, help="seconds between two decisions")
    given = options.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")

    config = LiveConfig(given.bot, instance="%s-%s" % (given.bot[:40], uuid.uuid4().hex[:12]), check=check)
    if not config.wait(60):
        sys.exit("no configuration within a minute")
    told, end = None, time.monotonic() + given.seconds
    while time.monotonic() < end:
        settings = config.get()
        points = settings["VIX_HEDGE_POINTS_CANDR"]
        if points != told:
            print("VIX_HEDGE_POINTS_CANDR %s" % points, flush=True)
            told = points
        time.sleep(given.pause)
    config.close()


if __name__ == "__main__":
    main()
