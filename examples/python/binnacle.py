"""A client for Binnacle in one file, with Python's standard library alone (3.9 or newer).

    bot = Binnacle("btc-trend", "http://127.0.0.1:8000", token, spool="var")
    bot.started(mode="paper", strategy="trend")
    bot.trade_opened(trade_id="t-7", symbol="BTC/USDT", side="buy", entry_price="45000", quantity="0.5", currency="USDT")
    bot.metric("memory_usage_mb", 312.5)
    bot.close()

No call waits for the network and none raises: a bot must not be harmed by what watches it. Durable events are written to a spool
before they are sent, and sent again until they are acknowledged; what an earlier run left there is sent first, under its own
instance. Metrics and the like are kept in memory, the oldest dropped when there are too many. `stats` counts what was dropped.
"""
import collections
import datetime
import decimal
import gzip
import http.client
import json
import logging
import math
import os
import random
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid

try:
    import fcntl
except ImportError:  # Windows: the spools of earlier runs stay where they are
    fcntl = None

BATCH_EVENTS, BATCH_BYTES = 500, 2 << 20
SAMPLES = 1_000
SPOOL_BYTES = 16 << 20
GZIP_FROM = 1_024
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
LONGEST_TEXT = {"reason": 200, "strategy": 64, "venue": 64, "version": 64, "error": 100}
log = logging.getLogger("binnacle")


class Binnacle:
    """What one run of one bot says. May be used from any thread."""

    def __init__(self, bot, url=None, token=None, spool=None, heartbeat=10.0, timeout=10.0):
        self.bot = bot
        self.instance = "%s-%s" % (bot[:40], uuid.uuid4().hex[:12])
        self.stats = collections.Counter()
        url = (url or os.environ.get("BINNACLE_URL", "http://127.0.0.1:8000")).rstrip("/")
        address = "%s/api/v1/bots/%s/events" % (url, urllib.parse.quote(bot, safe=""))
        self._sender = _Sender(address, token or os.environ.get("BINNACLE_TOKEN", ""), timeout)
        self._changed = threading.Condition()  # guards everything below
        self._spool = _Spool(spool, bot, self.instance)
        self._samples = collections.deque()
        self._metrics = {}
        self._state = "running"
        self._closing = False
        self._heartbeat = heartbeat
        self._thread = threading.Thread(target=self._run, name="binnacle", daemon=True)
        self._thread.start()

    # What happened: durable, numbered, sent until acknowledged. docs/reference/events.md has the fields.

    def event(self, kind, **fields):
        """Any durable event. False if it was dropped: the spool is full, or a value has no form in JSON."""
        line = _encode(kind, fields, self.instance)
        with self._changed:
            if line is None or self._closing or not self._spool.append(line):
                self.stats["dropped"] += 1
                _warn("dropped an event of type %s", kind)
                return False
            self.stats["events"] += 1
            self._changed.notify_all()
            return True

    def started(self, **fields):
        return self.event("started", **{"pid": os.getpid(), **fields})

    def trade_opened(self, **fields):
        return self.event("trade_opened", **fields)

    def trade_closed(self, **fields):
        return self.event("trade_closed", **fields)

    def order(self, **fields):
        return self.event("order", **fields)

    def position(self, **fields):
        return self.event("position", **fields)

    def balance(self, **fields):
        return self.event("balance", **fields)

    def error(self, error, message, severity="error", **fields):
        return self.event("error", error=error, message=message, severity=severity, **fields)

    def health(self, component, health, **fields):
        return self.event("health", component=component, health=health, **fields)

    def daily_summary(self, figures, date=None):
        return self.event("daily_summary", figures=figures, date=date)

    def custom(self, name, **fields):
        return self.event("custom", name=name, fields=fields)

    # What is so now: not numbered, the newest counts, the oldest is dropped.

    def sample(self, kind, **fields):
        """Any event that is not durable."""
        line = _encode(kind, fields, self.instance)
        with self._changed:
            self._add_sample(line)

    def metric(self, name, value):
        """A number, or a short word such as "connected". The newest value goes out with the next heartbeat."""
        if isinstance(value, float) and not math.isfinite(value):
            return
        with self._changed:
            self._metrics[name] = int(value) if isinstance(value, bool) else value

    def count(self, name, by=1):
        """Adds to a metric that counts."""
        with self._changed:
            self._metrics[name] = self._metrics.get(name, 0) + by

    def state(self, word):
        """running, paused or halted: said with every heartbeat."""
        with self._changed:
            self._state = word

    def mark(self, symbol, price):
        self.sample("mark", symbol=symbol, price=price)

    def api_usage(self, **fields):
        self.sample("api_usage", **fields)

    def log(self, message, level="info", logger=""):
        self.sample("log", message=message, level=level, logger=logger)

    # The end.

    def flush(self, timeout=5.0):
        """Waits until every durable event is acknowledged; False if it is not by then."""
        deadline = time.monotonic() + timeout
        with self._changed:
            while self._spool.waiting() and self._thread.is_alive():
                left = deadline - time.monotonic()
                if left <= 0:
                    return False
                self._changed.wait(min(left, 1.0))
            return not self._spool.waiting()

    def close(self, reason=None, timeout=5.0):
        """Says good-bye. What is not delivered in time stays in the spool for the next run; then this is False."""
        self.event("stopped", reason=reason)
        delivered = self.flush(timeout)
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        self._thread.join(timeout)
        with self._changed:
            self._spool.close()
        return delivered

    # The thread that sends.

    def _run(self):
        failures, next_beat = 0, time.monotonic() + min(1.0, self._heartbeat)
        while True:
            with self._changed:
                if self._closing:
                    return
                if time.monotonic() >= next_beat:
                    self._beat()
                    next_beat = time.monotonic() + self._heartbeat
                instance, durable, live = self._spool.head()
                samples = self._take_samples(durable) if live else []
                if not durable and not samples:
                    self._changed.wait(max(0.01, next_beat - time.monotonic()))
                    continue
            answer, pause = self._sender.send(durable + samples, live)
            with self._changed:
                if answer is not None:
                    failures = 0
                    self._taken(answer, instance, len(durable))
                    continue
                failures += 1
                self.stats["failures"] += 1
                self._samples.extendleft(reversed(samples))
                self._drop_oldest()
                wait = pause or min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(failures - 1, 10)) * random.uniform(0.7, 1.3)
                self._changed.wait_for(lambda: self._closing, wait)

    def _taken(self, answer, instance, count):
        for refused in answer.get("rejected", []):
            self.stats["rejected"] += 1
            _warn("refused at %s (%s): %s", refused.get("pointer"), refused.get("rule"), refused.get("message"))
        # Each event of the batch is taken, known already, or refused for good: none needs to be sent again.
        self._spool.acknowledge(instance, count)
        self.stats["acknowledged"] += count
        self._changed.notify_all()

    def _beat(self):
        self._add_sample(_encode("heartbeat", {"state": self._state}, self.instance))
        if self._metrics:
            self._add_sample(_encode("metrics", {"values": self._metrics}, self.instance))

    def _add_sample(self, line):
        if line is None:
            self.stats["samples_dropped"] += 1
            return
        self._samples.append(line)
        self._drop_oldest()

    def _drop_oldest(self):
        while len(self._samples) > SAMPLES:
            self._samples.popleft()
            self.stats["samples_dropped"] += 1

    def _take_samples(self, durable):
        room, samples = BATCH_BYTES - sum(map(len, durable)), []
        while self._samples and len(durable) + len(samples) < BATCH_EVENTS and len(self._samples[0]) <= room:
            room -= len(self._samples[0])
            samples.append(self._samples.popleft())
        return samples


class _Sender:
    """Posts batches. Gives the answer, or None and how many seconds the server asked to wait, 0 if it did not say."""

    def __init__(self, address, token, timeout):
        self._address, self._token, self._timeout = address, token, timeout

    def send(self, lines, live):
        body = b"\n".join(lines)
        headers = {"Content-Type": "application/x-ndjson", "Authorization": "Bearer " + self._token}
        if len(body) >= GZIP_FROM:
            body = gzip.compress(body, 1)
            headers["Content-Encoding"] = "gzip"
        try:
            request = urllib.request.Request(self._address + ("" if live else "?live=false"), body, headers, method="POST")
            with urllib.request.urlopen(request, timeout=self._timeout) as reply:
                answer = json.load(reply)
                return (answer, 0) if isinstance(answer, dict) else (None, 0)
        except urllib.error.HTTPError as refusal:
            with refusal:
                _warn("not taken, status %s: %s", refusal.code, refusal.read(1_000).decode("utf-8", "replace"))
                return None, _seconds(refusal.headers.get("Retry-After"))
        except Exception as failure:  # whatever it is, it must not end the thread
            _warn("no answer: %s", failure)
            return None, 0


class _Spool:
    """The durable events that are not acknowledged: those that earlier runs left, then this run's, oldest first.

    A run has one file, one event a line, and beside it a file with the number of lines that are acknowledged. It holds a lock on its
    file, so that no other run takes it for left behind. Without a folder everything is in memory.
    """

    def __init__(self, folder, bot, instance):
        self.instance = instance
        self._seq = 0
        self._bytes = 0
        self._lines = collections.deque()
        self._done = 0
        self._left = collections.deque()
        self._file = None
        try:
            if folder:
                os.makedirs(folder, exist_ok=True)
                self._left.extend(_left_behind(folder, bot))
                self._path = os.path.join(folder, instance + ".spool")
                self._file = open(self._path + ".new", "ab", buffering=0)
                _lock(self._file)
                os.rename(self._path + ".new", self._path)  # appears only once it is locked
        except OSError as failure:
            self._file = None
            _warn("cannot keep a spool in %s, events are kept in memory: %s", folder, failure)

    def append(self, line):
        line = line[:-1] + b', "seq": %d}' % (self._seq + 1)
        if self._bytes + len(line) > SPOOL_BYTES:
            return False
        self._seq += 1
        self._bytes += len(line)
        self._lines.append(line)
        if self._file:
            self._write(line + b"\n")
        return True

    def _write(self, line):
        end = self._file.tell()
        try:
            if self._file.write(line) == len(line):
                return
            self._file.truncate(end)
        except OSError as failure:
            _warn("%s", failure)
        _warn("cannot write %s: what comes now is kept in memory", self._path)
        self._file.close()
        self._file = None

    def head(self):
        """The next events to send, all of one instance, and whether that is the present one."""
        while self._left and not self._left[0].lines:
            self._left.popleft().remove()
        if self._left:
            return self._left[0].instance, _batch(self._left[0].lines), False
        return self.instance, _batch(self._lines), True

    def acknowledge(self, instance, count):
        if instance != self.instance:
            self._left[0].acknowledge(count)
            return
        for _ in range(count):
            self._bytes -= len(self._lines.popleft())
        self._done += count
        if not self._file or not count:
            return
        if self._lines:
            _write_number(self._path + ".done", self._done)
        else:
            # In this order: a crash in between sends everything once more, which the server knows.
            self._done = 0
            _write_number(self._path + ".done", 0)
            self._file.truncate(0)

    def waiting(self):
        return len(self._lines) + sum(len(left.lines) for left in self._left)

    def close(self):
        if self._file:
            if not self._lines:
                _remove(self._path, self._path + ".done")
            self._file.close()
            self._file = None
        for left in self._left:
            left.file.close()


class _Left:
    """What one earlier run left."""

    def __init__(self, path, file):
        self.path, self.file = path, file
        self.instance = os.path.basename(path)[: -len(".spool")]
        self.age = os.path.getmtime(path)
        self.done = _read_number(path + ".done")
        self.lines = collections.deque(file.read().split(b"\n")[self.done : -1])  # the last part was cut off, or is empty

    def acknowledge(self, count):
        for _ in range(count):
            self.lines.popleft()
        self.done += count
        _write_number(self.path + ".done", self.done)

    def remove(self):
        _remove(self.path, self.path + ".done")
        self.file.close()


def _left_behind(folder, bot):
    found = []
    for name in os.listdir(folder) if fcntl else []:
        if name.endswith(".spool") and name[: -len("-0123456789ab.spool")] == bot[:40]:
            file = open(os.path.join(folder, name), "rb")
            try:
                _lock(file)
                found.append(_Left(file.name, file))
            except OSError:  # a run that lives
                file.close()
    return sorted(found, key=lambda left: left.age)


def _lock(file):
    if fcntl:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _batch(lines):
    batch, size = [], 0
    for line in lines:
        size += len(line)
        if len(batch) == BATCH_EVENTS or (batch and size > BATCH_BYTES):
            break
        batch.append(line)
    return batch


def _encode(kind, fields, instance):
    """One event as a line of JSON, or None if a value has no form in it."""
    event = {"type": kind, "at": datetime.datetime.now(datetime.timezone.utc).isoformat(), "instance": instance}
    event.update((name, _clean(kind, name, value)) for name, value in fields.items() if value is not None)
    try:
        return json.dumps(event, allow_nan=False, default=_plain).encode("ascii")
    except (TypeError, ValueError) as failure:
        _warn("%s: %s", kind, failure)
        return None


def _clean(kind, name, value):
    """Texts as Binnacle takes them: no control characters, no half surrogate pairs, not too long."""
    if isinstance(value, dict):
        return {key: _clean("figure", key, inner) for key, inner in value.items()}
    if not isinstance(value, str):
        return value
    text = "".join(c if c >= " " or c in "\n\t" else " " for c in value.encode("utf-8", "replace").decode("utf-8"))
    longest = 4_000 if (kind, name) == ("stopped", "reason") else 1_000 if kind in ("health", "figure") else LONGEST_TEXT.get(name, 4_000)
    return text[:longest]


def _plain(value):
    if isinstance(value, decimal.Decimal) and value.is_finite():
        return format(value, "f")
    if isinstance(value, (datetime.date, datetime.datetime)):
        return value.isoformat()
    raise TypeError("%r has no form in JSON" % (value,))


def _seconds(text):
    try:
        return min(max(float(text), 0.0), 300.0)
    except (TypeError, ValueError):
        return 0


def _read_number(path):
    try:
        with open(path) as file:
            return int(file.read())
    except (OSError, ValueError):
        return 0


def _write_number(path, number):
    try:
        with open(path + ".new", "w") as file:
            file.write(str(number))
        os.replace(path + ".new", path)
    except OSError as failure:
        _warn("cannot write %s: %s", path, failure)


def _remove(*paths):
    for path in paths:
        try:
            os.remove(path)
        except OSError:
            pass


_warned = {}


def _warn(message, *values):
    """The same complaint at most once in ten seconds."""
    now = time.monotonic()
    if now - _warned.get(message, -10.0) >= 10.0:
        _warned[message] = now
        log.warning(message, *values)
