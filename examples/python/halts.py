"""Stops a bot when Binnacle says so, and keeps it stopped until a person resumes it, with Python's standard library alone (3.9 or newer).

    halts = Halts("btc-trend", instance=bot.instance, part=cancel_my_orders, keep="halts.json")
    if halts.allows("open"):                # or "reduce", or "cancel"; with symbol="BTC/USD" where halts of one instrument count, too
        exchange.send(order)

`allows` is one read of one reference and never waits. A halt lies on the disk (`keep`) before it is confirmed, so it outlives the bot, the server
and the machine; what cannot be read there stops all orders. Without a server nothing changes: what is halted stays halted, and
what is not goes on. `part(command)` is the bot's own part: cancel what rests if command["cancel"], close positions if command["liquidation"]. It gives
the ids of orders whose fate it does not know, or nothing; it is asked again until it gives nothing, and only then is the bot done.
"""
import collections
import json
import logging
import os
import random
import threading
import urllib.error
import urllib.parse
import urllib.request

WAIT = 25
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 15.0
PASSES = {"open": ("open", "reduce", "cancel"), "reducing": ("reduce", "cancel")}  # any other level lets cancels pass alone
UNREADABLE = {"id": "", "halt": "", "epoch": 0, "level": "closed", "symbol": None, "by": "this bot", "reason": "what was kept cannot be read"}
log = logging.getLogger("binnacle.halts")


class Halts:
    """The halts that one run of one bot keeps to. May be used from any thread."""

    def __init__(self, bot, instance, url=None, token=None, part=None, changed=None, keep=None, wait=WAIT):
        """changed(halts) is told whenever a halt comes or goes, and at the start if any holds, with all that do, on the thread that fetches them."""
        url = (url or os.environ.get("BINNACLE_URL", "http://127.0.0.1:8000")).rstrip("/")
        self._address = "%s/api/v1/bots/%s/commands" % (url, urllib.parse.quote(bot, safe=""))
        self._token = token or os.environ.get("BINNACLE_TOKEN", "")
        self._instance, self._part, self._changed, self._keep, self._wait = instance, part, changed, keep, wait
        self._held = ()  # a tuple of commands, replaced as a whole
        self._done = set()
        self._closing = threading.Event()
        self.stats = collections.Counter()
        self._load()
        self._thread = threading.Thread(target=self._run, name="binnacle-halts", daemon=True)
        self._thread.start()

    def allows(self, intent, symbol=None):
        """Whether an order with this intent ("open", "reduce" or "cancel") may be sent now."""
        if intent == "cancel":
            return True
        for halt in self._held:
            meant = halt["symbol"] is None or symbol is None or halt["symbol"] == symbol
            if meant and intent not in PASSES.get(halt["level"], ()):
                return False
        return True

    def held(self):
        """All that hold now, each as the server told it."""
        return self._held

    def close(self):
        self._closing.set()

    def _run(self):
        pause = FIRST_PAUSE
        if self._held:
            self._tell(self._held)
        while not self._closing.is_set():
            try:
                self._work()
                for command in self._fetch():
                    self._take(command)
                pause = FIRST_PAUSE
            except Exception as failure:  # whatever the network or the bot's own part says, the thread goes on
                self.stats["failures"] += 1
                log.warning("no word of halts: %s; what is halted stays so", failure)
                self._closing.wait(pause * random.uniform(0.75, 1.25))
                pause = min(LONGEST_PAUSE, pause * 2)

    def _fetch(self):
        """What this run has not confirmed; nothing if nothing comes within the wait."""
        wait = self._wait if all(halt["id"] in self._done for halt in self._held if halt["id"]) else 1
        query = {"instance": self._instance, "wait": wait, "keeps": ",".join(halt["id"] for halt in self._held if halt["id"])}
        with self._open(self._address + "?" + urllib.parse.urlencode(query), timeout=self._wait + 15) as response:
            self.stats["polls"] += 1
            text = response.read()
        return json.loads(text)["commands"] if text else []

    def _take(self, command):
        if command["type"] == "release":
            self._hold([halt for halt in self._held if halt["halt"] != command["halt"] or halt["epoch"] > command["epoch"]])
            self._confirm(command, [], True)
            return
        if command["type"] != "halt":
            log.error("an unknown command is not confirmed: %s", command)
            return
        newest = max((halt["epoch"] for halt in self._held if halt["halt"] == command["halt"]), default=-1)
        if newest > command["epoch"]:
            self._closing.wait(FIRST_PAUSE)  # out of date; asked again, but not in a hurry
            return
        self._hold([halt for halt in self._held if halt["halt"] != command["halt"]] + [command])
        self._confirm(command, [], command["id"] in self._done)  # stopped, and at work; done only to a server that was started anew

    def _work(self):
        """The bot's part, for each halt until it is done. A run takes it up that finds a halt on the disk."""
        for halt in self._held:
            if halt["id"] and halt["id"] not in self._done:
                unknown = list((self._part(halt) if self._part else None) or [])
                self._confirm(halt, unknown, not unknown)
                if not unknown:
                    self._done.add(halt["id"])

    def _hold(self, halts):
        """In force at once, and on the disk before anybody is told."""
        halts = tuple(halts)
        if halts == self._held:
            return
        opens = len(halts) < len(self._held)
        if not opens:
            self._held = halts
        self._save(halts)
        self._held = halts
        self._tell(halts)

    def _tell(self, halts):
        self.stats["halts"] = len(halts)
        if self._changed:
            try:
                self._changed(halts)
            except Exception:
                log.exception("the bot's own listener failed")

    def _confirm(self, command, unknown, done):
        body = json.dumps({"instance": self._instance, "unknown": unknown, "in_flight": len(unknown), "done": done}).encode()
        try:
            with self._open("%s/%s/confirm" % (self._address, urllib.parse.quote(command["id"])), body, timeout=10):
                self.stats["confirmed"] += 1
        except urllib.error.HTTPError as refusal:
            with refusal:
                if refusal.code != 404:  # 404: widened or released since; the next answer says what to
                    raise

    def _open(self, address, body=None, timeout=10):
        headers = {"Authorization": "Bearer " + self._token, "Accept": "application/json"}
        if body is not None:
            headers["Content-Type"] = "application/json"
        return urllib.request.urlopen(urllib.request.Request(address, data=body, headers=headers), timeout=timeout)

    def _save(self, halts):
        """A disk that takes nothing does not keep the bot from stopping, but from resuming: the release is asked for again."""
        if not self._keep:
            return
        fresh = self._keep + ".new"
        with open(fresh, "w", encoding="utf-8") as file:
            json.dump(halts, file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(fresh, self._keep)

    def _load(self):
        if not self._keep:
            return
        try:
            with open(self._keep, encoding="utf-8") as file:
                self._held = tuple(json.load(file))
            if not all({"id", "halt", "epoch", "level", "symbol"} <= halt.keys() for halt in self._held):
                raise ValueError("a halt in it is not whole")
        except FileNotFoundError:
            pass
        except (OSError, ValueError, AttributeError, TypeError) as failure:
            log.error("%s cannot be read, so no order is sent: look at it, and remove it to go on: %s", self._keep, failure)
            self._held = (UNREADABLE,)
