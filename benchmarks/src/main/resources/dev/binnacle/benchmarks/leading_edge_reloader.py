"""A configuration reloader as Python bots commonly have it, with the standard library alone, for comparison.

What it does: it watches the parent folder; takes a modify event (IN_MODIFY or IN_ATTRIB) of a file whose path is exactly the configured
one; ignores it when the last reload began less than a second ago (a leading-edge debounce); else reads and parses the whole file, and
keeps what it had when that fails. What it leaves out: any schema, which would only make it slower, and the watchdog library, in whose
place inotify is called through ctypes.

Usage: leading_edge_reloader.py FILE. Prints "ready", and for each reload "reloaded REVISION MONOTONIC_NANOS" or "failed".
"""

import ctypes
import json
import os
import struct
import sys
import time

DEBOUNCE_SECONDS = 1.0
IN_MODIFY = 0x2
IN_ATTRIB = 0x4
HEADER = struct.Struct("iIII")


def names(buffer):
    at = 0
    while at < len(buffer):
        _, _, _, length = HEADER.unpack_from(buffer, at)
        at += HEADER.size
        yield os.fsdecode(buffer[at : at + length].rstrip(b"\0"))
        at += length


def main(path):
    folder = os.path.dirname(path)
    libc = ctypes.CDLL(None, use_errno=True)
    descriptor = libc.inotify_init()
    if descriptor < 0 or libc.inotify_add_watch(descriptor, os.fsencode(folder), IN_MODIFY | IN_ATTRIB) < 0:
        raise OSError(ctypes.get_errno(), "inotify")
    last_reload = 0.0
    print("ready", flush=True)
    while True:
        for name in names(os.read(descriptor, 65536)):
            if os.path.join(folder, name) != path:
                continue
            now = time.time()
            if now - last_reload < DEBOUNCE_SECONDS:
                continue
            last_reload = now
            try:
                with open(path, encoding="utf-8") as file:
                    config = json.load(file)
                print("reloaded", config["revision"], time.monotonic_ns(), flush=True)
            except (OSError, ValueError, KeyError):
                print("failed", flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
