"""python3 -m unittest discover examples/python"""
import decimal
import http.server
import json
import logging
import os
import tempfile
import threading
import time
import unittest
import urllib.parse

from live_config import LiveConfig

logging.getLogger("binnacle.config").setLevel(logging.CRITICAL)
LONG = 20


class FakeServer:
    """Answers long polls, and notes what is seen."""

    def __init__(self, port=0):
        self.changed = threading.Condition()
        self.document, self.seen, self.status, self.polls = None, [], 200, 0
        fake = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                fake.get(self)

            def do_POST(self):
                with fake.changed:
                    fake.seen.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                    fake.changed.notify_all()
                self.send_response(204)
                self.end_headers()

            def log_message(self, *arguments):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self.server.daemon_threads = True
        self.url = "http://127.0.0.1:%d" % self.server.server_port
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def get(self, request):
        query = urllib.parse.parse_qs(urllib.parse.urlsplit(request.path).query)
        after, wait = int(query["after"][0]), int(query["wait"][0])
        with self.changed:
            self.polls += 1
            self.authorization = request.headers["Authorization"]
            self.changed.notify_all()
            self.changed.wait_for(lambda: self.status != 200 or self.document and self.document["version"] > after, wait)
            status, body = self.status, b""
            if status == 200 and self.document and self.document["version"] > after:
                body = json.dumps(self.document).replace('"0.1000"', "0.1000").encode()
            elif status == 200:
                status = 204
        request.send_response(status)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    def publish(self, version, **values):
        with self.changed:
            self.document = {"version": version, "hash": "sha256:%d" % version, "values": values}
            self.changed.notify_all()

    def wait_for(self, holds):
        with self.changed:
            return self.changed.wait_for(holds, LONG)

    def close(self):
        self.server.shutdown()
        self.server.server_close()


def eventually(holds):
    end = time.monotonic() + LONG
    while not holds():
        if time.monotonic() > end:
            raise AssertionError("it did not come about")
        time.sleep(0.005)


class LiveConfigTest(unittest.TestCase):
    def setUp(self):
        self.server = FakeServer()
        self.addCleanup(self.server.close)

    def open(self, **options):
        config = LiveConfig("straddle", self.server.url, "token", instance="run-1", wait=1, **options)
        self.addCleanup(config.close)
        return config

    def test_takes_the_present_version_and_says_so(self):
        self.server.publish(7, points=8, weight="0.1000")
        config = self.open()

        self.assertTrue(config.wait(LONG))
        self.assertEqual(config.version(), 7)
        self.assertEqual(config.get()["points"], 8)
        self.assertEqual(config.get()["weight"], decimal.Decimal("0.1000"))
        self.assertTrue(self.server.wait_for(lambda: self.server.seen))
        self.assertEqual(self.server.seen[0], {"instance": "run-1", "version": 7, "hash": "sha256:7", "state": "applied"})
        self.assertEqual(self.server.authorization, "Bearer token")

    def test_swaps_a_newer_version_in_whole(self):
        changes = []
        self.server.publish(1, low=1, high=2)
        config = self.open(changed=lambda before, after: changes.append((dict(before), dict(after))))
        config.wait(LONG)
        held = config.get()

        self.server.publish(2, low=3, high=4)

        eventually(lambda: config.version() == 2)
        self.assertEqual(dict(config.get()), {"low": 3, "high": 4})
        self.assertEqual(dict(held), {"low": 1, "high": 2}, "a decision that is under way keeps what it took")
        eventually(lambda: len(changes) == 2)
        self.assertEqual(changes[1], ({"low": 1, "high": 2}, {"low": 3, "high": 4}))

    def test_values_cannot_be_changed_by_the_bot(self):
        self.server.publish(1, stops={"Monday": 25}, days=[1, 2])
        config = self.open()
        config.wait(LONG)

        with self.assertRaises(TypeError):
            config.get()["stops"]["Monday"] = 1
        self.assertEqual(config.get()["days"], (1, 2))

    def test_a_version_that_the_bot_refuses_leaves_the_one_before(self):
        def check(values):
            if values["points"] > 50:
                raise ValueError("points must be at most 50")

        self.server.publish(1, points=8)
        config = self.open(check=check)
        config.wait(LONG)

        self.server.publish(2, points=80)

        self.assertTrue(self.server.wait_for(lambda: len(self.server.seen) == 2))
        self.assertEqual(self.server.seen[1]["state"], "refused")
        self.assertEqual(self.server.seen[1]["reason"], "points must be at most 50")
        self.assertEqual(config.get()["points"], 8)
        self.server.publish(3, points=9)
        eventually(lambda: config.get()["points"] == 9)

    def test_goes_on_after_the_server_failed(self):
        self.server.publish(1, points=8)
        config = self.open()
        config.wait(LONG)
        with self.server.changed:
            self.server.status = 503
            self.server.changed.notify_all()
        eventually(lambda: config.stats["failures"] > 0)
        self.assertEqual(config.get()["points"], 8)

        with self.server.changed:
            self.server.status = 200
        self.server.publish(2, points=10)

        eventually(lambda: config.get()["points"] == 10)

    def test_a_wait_that_brings_nothing_is_begun_again(self):
        self.server.publish(1, points=8)
        config = self.open()

        self.assertTrue(self.server.wait_for(lambda: self.server.polls >= 3))
        self.assertEqual(config.stats["failures"], 0)

    def test_the_last_version_is_there_at_the_next_start_without_a_server(self):
        with tempfile.TemporaryDirectory() as folder:
            keep = os.path.join(folder, "kept.json")
            self.server.publish(1, points=8, weight="0.1000")
            first = self.open(keep=keep)
            first.wait(LONG)
            eventually(lambda: os.path.exists(keep))
            first.close()

            again = LiveConfig("straddle", "http://127.0.0.1:9", "token", keep=keep)
            self.addCleanup(again.close)

            self.assertTrue(again.wait(0))
            self.assertEqual(again.get()["points"], 8)
            self.assertEqual(again.get()["weight"], decimal.Decimal("0.1"))


if __name__ == "__main__":
    unittest.main()
