"""python3 -m unittest discover examples/python"""
import collections
import contextlib
import decimal
import gzip
import http.server
import json
import logging
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
import unittest

import binnacle
from binnacle import Binnacle

logging.getLogger("binnacle").setLevel(logging.CRITICAL)


class FakeServer:
    """Takes events as Binnacle does: once for each instance and number. `script` says what becomes of the next requests."""

    def __init__(self):
        self.events, self.order, self.requests = {}, [], []
        self.samples = []
        self.script = collections.deque()
        fake = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                fake.post(self)

            def log_message(self, *arguments):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = "http://127.0.0.1:%d" % self.server.server_port
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def post(self, request):
        body = request.rfile.read(int(request.headers["Content-Length"]))
        if request.headers.get("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        self.requests.append((request.path, dict(request.headers)))
        step = self.script.popleft() if self.script else "take"
        if isinstance(step, int):
            request.send_response(step)
            if step == 429:
                request.send_header("Retry-After", "1")
            request.end_headers()
            return
        answer = {"accepted": 0, "duplicates": 0, "rejected": [], "unkeyed": 0, "gaps": [], "acknowledged": {}}
        for index, line in enumerate(body.split(b"\n")):
            event = json.loads(line)
            key = (event["instance"], event.get("seq"))
            if event.get("message") == "refuse me":
                answer["rejected"].append({"index": index, "pointer": "/message", "rule": "no", "message": "not that"})
            elif "seq" not in event:
                self.samples.append(event)
            elif key in self.events:
                assert self.events[key] == event, "another event under a known number"
                answer["duplicates"] += 1
            else:
                self.events[key] = event
                self.order.append((event["instance"], event["seq"], event["type"]))
        if step == "take and hang up":
            request.connection.close()
            return
        request.send_response(200)
        request.end_headers()
        request.wfile.write(json.dumps(answer).encode())

    def close(self):
        self.server.shutdown()
        self.server.server_close()


class BinnacleTest(unittest.TestCase):
    def setUp(self):
        binnacle.FIRST_PAUSE = 0.01
        self.server = FakeServer()
        self.addCleanup(self.server.close)
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.spool = folder.name

    @contextlib.contextmanager
    def bot(self, **options):
        bot = Binnacle("btc", options.pop("url", self.server.url), "secret", spool=options.pop("spool", self.spool), **options)
        try:
            yield bot
        finally:
            bot.close(timeout=0.5)

    def await_that(self, holds):
        deadline = time.monotonic() + 30
        while not holds():
            self.assertLess(time.monotonic(), deadline, "took too long")
            threading.Event().wait(0.01)

    def test_every_event_arrives_once_and_in_order(self):
        with self.bot() as bot:
            bot.started(mode="paper")
            for number in range(1_500):
                bot.custom("tick", number=number)
            self.assertTrue(bot.flush(30))
        self.assertEqual([seq for _, seq, _ in self.server.order], list(range(1, 1_503)))
        self.assertEqual(self.server.order[0][2], "started")
        self.assertEqual(self.server.order[-1][2], "stopped")
        path, headers = self.server.requests[0]
        self.assertEqual(path, "/api/v1/bots/btc/events")
        self.assertEqual(headers["Authorization"], "Bearer secret")
        self.assertEqual(os.listdir(self.spool), [])

    def test_what_the_server_does_not_answer_is_sent_again_under_the_same_number(self):
        self.server.script.extend([503, "take and hang up", 429, "take and hang up", 500])
        with self.bot() as bot:
            bot.balance(total=decimal.Decimal("12500.10"), currency="USD")
            self.assertTrue(bot.flush(30))
            bot.error("Oops", "it broke")
            self.assertTrue(bot.flush(30))
            self.assertEqual(bot.stats["failures"], 5)
        self.assertEqual([(seq, kind) for _, seq, kind in self.server.order], [(1, "balance"), (2, "error"), (3, "stopped")])
        self.assertEqual(self.server.events[(bot.instance, 1)]["total"], "12500.10")

    def test_what_an_earlier_run_left_goes_first_under_its_own_instance(self):
        with self.bot(url="http://127.0.0.1:9") as first:
            first.custom("one")
            first.custom("two")
        with self.bot() as second:
            second.started()
            self.assertTrue(second.flush(30))
        self.assertEqual(
            [(instance, seq) for instance, seq, _ in self.server.order],
            [(first.instance, 1), (first.instance, 2), (first.instance, 3), (second.instance, 1), (second.instance, 2)])
        self.assertTrue(self.server.requests[0][0].endswith("?live=false"))
        self.assertFalse(self.server.requests[-1][0].endswith("?live=false"))
        self.assertEqual(os.listdir(self.spool), [])

    @unittest.skipUnless(binnacle.fcntl, "spools of earlier runs need flock")
    def test_what_was_said_before_a_kill_is_sent_by_the_next_run(self):
        program = ("import binnacle, os, signal, sys\n"
                   "bot = binnacle.Binnacle('btc', 'http://127.0.0.1:9', 'secret', spool=sys.argv[1])\n"
                   "for number in range(100): bot.custom('tick', number=number)\n"
                   "os.kill(os.getpid(), signal.SIGKILL)\n")
        here = os.path.dirname(os.path.abspath(__file__))
        killed = subprocess.run([sys.executable, "-c", program, self.spool], cwd=here, stderr=subprocess.DEVNULL)
        self.assertEqual(killed.returncode, -signal.SIGKILL)
        with self.bot() as bot:
            self.assertTrue(bot.flush(30))
        self.assertEqual([seq for instance, seq, _ in self.server.order if instance != bot.instance], list(range(1, 101)))

    def test_a_line_that_was_cut_off_is_left_out(self):
        with open(os.path.join(self.spool, "btc-0123456789ab.spool"), "wb") as file:
            file.write(b'{"type": "stopped", "instance": "btc-0123456789ab", "seq": 1}\n{"type": "sto')
        with self.bot() as bot:
            self.assertTrue(bot.flush(30))
        self.assertIn(("btc-0123456789ab", 1, "stopped"), self.server.order)

    def test_two_runs_at_once_do_not_share_a_spool(self):
        with self.bot(url="http://127.0.0.1:9") as away:
            away.custom("mine")
            with self.bot() as other:
                other.custom("theirs")
                self.assertTrue(other.flush(30))
            self.assertEqual({instance for instance, _, _ in self.server.order}, {other.instance})

    def test_acknowledged_events_are_not_sent_again_by_the_next_run(self):
        self.server.script.extend(["take", 500, 500, 500, 500, 500, 500, 500, 500, 500, 500, 500, 500, 500, 500])
        with self.bot() as first:
            first.custom("one")
            self.await_that(lambda: first.stats["acknowledged"] == 1)
            first.custom("two")
        self.server.script.clear()
        with self.bot() as second:
            self.assertTrue(second.flush(30))
        self.assertEqual([seq for instance, seq, _ in self.server.order if instance == first.instance], [1, 2, 3])

    def test_a_refused_event_uses_up_its_number_and_holds_nothing_up(self):
        with self.bot() as bot:
            bot.error("A", "refuse me")
            bot.error("B", "take me")
            self.assertTrue(bot.flush(30))
            self.assertEqual(bot.stats["rejected"], 1)
        self.assertEqual([(seq, kind) for _, seq, kind in self.server.order], [(2, "error"), (3, "stopped")])

    def test_heartbeats_carry_the_newest_metrics_and_no_numbers(self):
        with self.bot(heartbeat=0.05) as bot:
            bot.metric("memory_usage_mb", 1)
            bot.metric("memory_usage_mb", 312.5)
            bot.metric("websocket_status", "connected")
            bot.metric("unknown", float("nan"))
            bot.count("trades_executed")
            bot.count("trades_executed")
            bot.state("paused")
            self.await_that(lambda: any(sample["type"] == "metrics" for sample in self.server.samples))
        beat = [sample for sample in self.server.samples if sample["type"] == "heartbeat"][-1]
        metrics = [sample for sample in self.server.samples if sample["type"] == "metrics"][0]
        self.assertEqual(beat["state"], "paused")
        self.assertEqual(metrics["values"], {"memory_usage_mb": 312.5, "websocket_status": "connected", "trades_executed": 2})
        self.assertNotIn("seq", metrics)

    def test_nothing_grows_and_nothing_raises_without_a_server(self):
        binnacle.SPOOL_BYTES, before = 10_000, binnacle.SPOOL_BYTES
        self.addCleanup(setattr, binnacle, "SPOOL_BYTES", before)
        with self.bot(url="http://127.0.0.1:9") as bot:
            for number in range(5_000):
                bot.mark("BTC/USD", number)
                bot.custom("tick", number=number)
            self.assertGreater(bot.stats["samples_dropped"], 3_000)
            self.assertGreater(bot.stats["dropped"], 4_000)
            self.assertFalse(bot.flush(0.05))

    def test_what_has_no_form_is_dropped_and_nothing_raised(self):
        with self.bot() as bot:
            self.assertFalse(bot.custom("bad", value=object()))
            self.assertFalse(bot.balance(total=float("nan"), currency="USD"))
            self.assertFalse(bot.balance(total=decimal.Decimal("NaN"), currency="USD"))
            self.assertTrue(bot.error("Odd", "a\r\nb\x1b[31m\ud800" + "x" * 9_000))
            self.assertTrue(bot.flush(30))
        message = self.server.events[(bot.instance, 1)]["message"]
        self.assertTrue(message.startswith("a \nb [31m?x"))
        self.assertEqual(len(message), 4_000)

    def test_a_folder_that_cannot_be_used_leaves_events_in_memory(self):
        path = os.path.join(self.spool, "file")
        open(path, "w").close()
        with self.bot(spool=path) as bot:
            bot.custom("one")
            self.assertTrue(bot.flush(30))
        self.assertEqual(len(self.server.order), 2)


if __name__ == "__main__":
    unittest.main()
