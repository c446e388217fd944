"""Takes a bot's parameters from Binnacle while the bot runs, with Python's standard library alone (3.9 or newer).

    config = LiveConfig("straddle", "http://127.0.0.1:8000", token, instance=bot.instance)
    config.wait(timeout=10)                 # for the first version, if the bot cannot start without
    settings = config.get()                 # once per decision: all values of it belong together
    points = settings["VIX_HEDGE_POINTS_CANDR"]

`get` is one read of one reference and never waits. The values are frozen: a new version is a new object that takes the old one's
place in one step, so no decision ever sees half of each. A version that `check` refuses leaves the one before in force, and Binnacle
is told why. Without a server the last version stays; with `keep`, it is there at the next start, too. Secrets come masked as "•••".
"""
import collections
import decimal
import http.client
import json
import logging
import os
import random
import threading
import types
import urllib.error
import urllib.parse
import urllib.request

WAIT = 30
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
LARGEST = 8 << 20
log = logging.getLogger("binnacle.config")
Version = collections.namedtuple("Version", "number hash values")
NOTHING = Version(0, "", types.MappingProxyType({}))


class LiveConfig:
    """The newest accepted version of one bot's configuration. May be used from any thread."""

    def __init__(self, bot, url=None, token=None, instance=None, check=None, changed=None, keep=None, wait=WAIT):
        """check(values) raises to refuse a version; changed(before, after) is told of each, on the thread that fetches them."""
        url = (url or os.environ.get("BINNACLE_URL", "http://127.0.0.1:8000")).rstrip("/")
        self._address = "%s/api/v1/bots/%s/config" % (url, urllib.parse.quote(bot, safe=""))
        self._token = token or os.environ.get("BINNACLE_TOKEN", "")
        self._instance = instance
        self._check, self._changed, self._keep, self._wait = check, changed, keep, wait
        self._current = NOTHING
        self._first = threading.Event()
        self._closing = threading.Event()
        self.stats = collections.Counter()
        if keep:
            self._load()
        self._thread = threading.Thread(target=self._run, name="binnacle-config", daemon=True)
        self._thread.start()

    def get(self):
        """The values in force; empty before the first version."""
        return self._current.values

    def version(self):
        return self._current.number

    def wait(self, timeout=None):
        """Waits for the first version; False if none came."""
        return self._first.wait(timeout)

    def close(self):
        self._closing.set()

    def _run(self):
        seen, answered, pause = 0, None, FIRST_PAUSE
        while not self._closing.is_set():
            try:
                document = self._fetch(seen, answered)
                pause = FIRST_PAUSE
                if document is not None:
                    seen, answered = document["version"], document["hash"]
                    self._take(document)
            except Exception as failure:  # whatever the network says, the thread goes on
                self.stats["failures"] += 1
                log.warning("no configuration: %s; %s", failure, "the last version stays" if self._current.number else "waiting")
                if _is_unknown_version(failure):
                    seen, answered = 0, None
                self._closing.wait(pause * random.uniform(0.75, 1.25))
                pause = min(LONGEST_PAUSE, pause * 2)

    def _fetch(self, after, answered):
        """What is newer than what was answered last: a version, or what this instance is to try out. None when nothing is within the wait."""
        query = {"after": after, "wait": self._wait}
        if self._instance:
            query["instance"] = self._instance
            if answered:
                query["hash"] = answered
        request = self._request(self._address + "?" + urllib.parse.urlencode(query))
        with urllib.request.urlopen(request, timeout=self._wait + 15) as response:
            self.stats["polls"] += 1
            if response.status == http.client.NO_CONTENT:
                return None
            text = response.read(LARGEST + 1)
        if len(text) > LARGEST:
            raise ValueError("the answer has more than %d bytes" % LARGEST)
        return json.loads(text, parse_float=decimal.Decimal)

    def _take(self, document):
        before = self._current
        after = Version(document["version"], document["hash"], _frozen(document["values"]))
        if after.hash == before.hash:
            self._current = after
            self._first.set()
            self._say("applied", after)
            return
        try:
            if self._check:
                self._check(after.values)
        except Exception as refusal:
            self.stats["refused"] += 1
            log.error("version %d is refused, version %d stays: %s", after.number, before.number, refusal)
            self._say("refused", after, str(refusal)[:1_000] or type(refusal).__name__)
            return
        self._current = after  # the swap: one reference, which readers see whole
        self.stats["applied"] += 1
        self._first.set()
        log.info("version %d is in force", after.number)
        if self._keep and not _is_trial(document):
            self._save(document)
        self._say("applied", after)
        if self._changed:
            try:
                self._changed(before.values, after.values)
            except Exception:
                log.exception("the bot's own listener failed")

    def _say(self, state, version, reason=None):
        """Tells which version this run works with. That this fails harms nothing: the next version says it anew."""
        if not self._instance:
            return
        body = {"instance": self._instance, "version": version.number, "hash": version.hash, "state": state, "reason": reason}
        text = json.dumps({name: value for name, value in body.items() if value is not None}).encode()
        try:
            with urllib.request.urlopen(self._request(self._address + "/seen", text), timeout=10):
                self.stats["said"] += 1
        except (OSError, http.client.HTTPException) as failure:
            log.warning("could not say that version %d is %s: %s", version.number, state, failure)

    def _request(self, address, body=None):
        headers = {"Authorization": "Bearer " + self._token, "Accept": "application/json"}
        if body is not None:
            headers["Content-Type"] = "application/json"
        return urllib.request.Request(address, data=body, headers=headers)

    def _save(self, document):
        fresh = self._keep + ".new"
        kept = {name: document[name] for name in ("version", "hash", "values")}
        try:
            with open(fresh, "w", encoding="utf-8") as file:
                json.dump(kept, file, default=_number)
            os.replace(fresh, self._keep)
        except OSError as failure:
            log.warning("the version could not be kept in %s: %s", self._keep, failure)

    def _load(self):
        try:
            with open(self._keep, encoding="utf-8") as file:
                kept = json.load(file, parse_float=decimal.Decimal)
            self._current = Version(kept["version"], kept["hash"], _frozen(kept["values"]))
            self._first.set()
        except FileNotFoundError:
            pass
        except (OSError, ValueError, KeyError) as failure:
            log.warning("what was kept in %s cannot be used: %s", self._keep, failure)


def _is_unknown_version(failure):
    """A history that began anew has smaller numbers than those seen."""
    return isinstance(failure, urllib.error.HTTPError) and failure.code == http.client.NOT_FOUND


def _is_trial(document):
    """What is only tried out is not for the next start."""
    canary = document.get("canary") or {}
    return canary.get("state") == "running" and canary.get("hash") == document["hash"]


def _frozen(value):
    if isinstance(value, dict):
        return types.MappingProxyType({name: _frozen(inner) for name, inner in value.items()})
    if isinstance(value, list):
        return tuple(_frozen(inner) for inner in value)
    return value


def _number(value):
    """For json, which knows no decimals: shortest form that reads back as the same double."""
    if isinstance(value, decimal.Decimal):
        return float(value)
    raise TypeError("%r has no form in JSON" % (value,))
