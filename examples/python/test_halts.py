"""python3 -m unittest discover examples/python"""
import http.server
import json
import logging
import os
import tempfile
import threading
import time
import unittest
import urllib.parse

from halts import Halts

logging.getLogger("binnacle.halts").setLevel(logging.CRITICAL)
LONG = 20


def halt(number=7, epoch=3, level="closed", symbol=None):
    return {"id": "h%d.%d.halt" % (number, epoch), "type": "halt", "halt": "h%d" % number, "epoch": epoch, "level": level, "symbol": symbol,
            "cancel": True, "liquidation": None, "by": "ann", "reason": "odd fills"}


def release(number=7, epoch=4):
    return {"id": "h%d.%d.release" % (number, epoch), "type": "release", "halt": "h%d" % number, "epoch": epoch, "by": "bob", "reason": "looked"}


class FakeServer:
    """Answers long polls with what is owed, and notes what is confirmed."""

    def __init__(self):
        self.changed = threading.Condition()
        self.owed, self.confirmed, self.polls, self.status = [], [], [], 200
        fake = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                fake.get(self)

            def do_POST(self):
                fake.post(self)

            def log_message(self, *arguments):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = "http://127.0.0.1:%d" % self.server.server_port
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def get(self, request):
        query = urllib.parse.parse_qs(urllib.parse.urlsplit(request.path).query)
        with self.changed:
            self.polls.append({name: values[0] for name, values in query.items()})
            self.changed.notify_all()
            self.changed.wait_for(lambda: self.owed or self.status != 200, min(0.2, float(query["wait"][0])))
            status, body = self.status, b""
            if status == 200 and self.owed:
                body = json.dumps({"commands": self.owed}).encode()
            elif status == 200:
                status = 204
        self.reply(request, status, body)

    def post(self, request):
        body = json.loads(request.rfile.read(int(request.headers["Content-Length"])))
        name = urllib.parse.unquote(request.path.split("/")[-2])
        with self.changed:
            self.owed = [command for command in self.owed if command["id"] != name]
            self.confirmed.append((name, body["done"], body["unknown"]))
            self.changed.notify_all()
        self.reply(request, 204, b"")

    def reply(self, request, status, body):
        request.send_response(status)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    def tell(self, *commands):
        with self.changed:
            self.owed += commands
            self.changed.notify_all()

    def wait_for(self, holds):
        with self.changed:
            return self.changed.wait_for(holds, LONG)

    def close(self):
        self.server.shutdown()
        self.server.server_close()


class HaltsTest(unittest.TestCase):
    def setUp(self):
        self.server = FakeServer()
        self.addCleanup(self.server.close)
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.keep = os.path.join(self.folder.name, "halts.json")

    def halts(self, **options):
        halts = Halts("btc-trend", "i1", self.server.url, "token", wait=1, **options)
        self.addCleanup(halts.close)
        return halts

    def eventually(self, holds):
        end = time.monotonic() + LONG
        while not holds():
            self.assertLess(time.monotonic(), end)
            time.sleep(0.005)

    def test_a_halt_stops_and_a_release_lets_go(self):
        halts = self.halts()
        self.assertTrue(halts.allows("open"))

        self.server.tell(halt())
        self.assertTrue(self.server.wait_for(lambda: ("h7.3.halt", True, []) in self.server.confirmed))
        self.assertEqual((halts.allows("open"), halts.allows("reduce"), halts.allows("cancel")), (False, False, True))

        self.server.tell(release())
        self.eventually(lambda: halts.allows("open"))
        self.assertTrue(self.server.wait_for(lambda: ("h7.4.release", True, []) in self.server.confirmed))

    def test_a_pause_lets_reducing_orders_pass_and_one_instrument_is_that_alone(self):
        halts = self.halts()
        self.server.tell(halt(level="reducing", symbol="BTC/USD"))
        self.eventually(halts.held)

        self.assertFalse(halts.allows("open", "BTC/USD"))
        self.assertTrue(halts.allows("reduce", "BTC/USD"))
        self.assertTrue(halts.allows("open", "ETH/USD"))

    def test_an_unknown_level_stops_all_but_cancels(self):
        halts = self.halts()
        self.server.tell(halt(level="dozing"))
        self.eventually(halts.held)

        self.assertEqual((halts.allows("open"), halts.allows("reduce"), halts.allows("cancel")), (False, False, True))

    def test_the_bots_part_is_asked_until_no_order_is_unknown(self):
        answers = [RuntimeError("the venue is away"), ["o-1"], []]

        def part(command):
            answer = answers.pop(0)
            if isinstance(answer, Exception):
                raise answer
            return answer

        self.halts(part=part)
        self.server.tell(halt())

        self.assertTrue(self.server.wait_for(lambda: ("h7.3.halt", True, []) in self.server.confirmed))
        self.assertEqual(self.server.confirmed, [("h7.3.halt", False, []), ("h7.3.halt", False, ["o-1"]), ("h7.3.halt", True, [])])

    def test_a_halt_outlives_the_bot_and_the_server(self):
        first = self.halts(keep=self.keep)
        self.server.tell(halt())
        self.assertTrue(self.server.wait_for(lambda: self.server.confirmed))
        first.close()
        self.server.status = 503

        second = self.halts(keep=self.keep)

        self.assertFalse(second.allows("open"))
        self.assertTrue(self.server.wait_for(lambda: self.server.polls[-1].get("keeps") == "h7.3.halt"))

    def test_what_cannot_be_read_stops_the_bot(self):
        for text in ('[{"halt"', '[{"halt": "h7"}]', '[7]', '7'):
            with open(self.keep, "w", encoding="utf-8") as file:
                file.write(text)
            self.assertFalse(self.halts(keep=self.keep).allows("open"), text)

    def test_an_old_word_changes_nothing(self):
        halts = self.halts()
        self.server.tell(halt(epoch=5))
        self.eventually(halts.held)

        self.server.tell(halt(epoch=3, level="reducing"), release(epoch=4))

        self.assertTrue(self.server.wait_for(lambda: ("h7.4.release", True, []) in self.server.confirmed))
        self.assertEqual([held["epoch"] for held in halts.held()], [5])


if __name__ == "__main__":
    unittest.main()
