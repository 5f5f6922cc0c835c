"""A worker that answers without reading: each lease at once with a segment of made rows.

    made_worker.py ENDPOINT KEYS NAME COORDINATOR_PID

Speaks Sources/Wire/turnstone.proto over CURVE as the real one does, so that what a sweep of many
files costs its coordinator can be measured without the files. Prints a line when its first lease
comes, and one when it ends: clock and CPU seconds of the coordinator at its first lease and its
last acknowledgement, and files acknowledged.
"""

import json
import os
import random
import signal
import struct
import sys
import time
from pathlib import Path

import made_sweep
import made_zmq

PROTOCOL, LEASES = 2, 64
HELLO, WELCOME, CREDIT, LEASE, PROGRESS, RESULT, ACK, DRAIN, BYE, AGAIN, ERROR = (
    10, 11, 12, 13, 14, 15, 16, 20, 21, 22, 23)
PROGRESS_SECONDS = 2.0
SEGMENT_VERSION = 2
# Of every file that is read: MD5, SHA-1, SHA-256.
DIGESTS = 7
# One file in so many shards is on the list.
SHARDS_A_FINDING = 10
IMAGE, OTHER, UNREADABLE = 1, 2, 4
# Of a hundred files so many: pictures, others, and one that could not be opened.
IMAGES, OTHERS = 70, 29
EACCES = 13


def varint(number: int) -> bytes:
    text = bytearray()
    while number > 127:
        text.append(number & 127 | 128)
        number >>= 7
    text.append(number)
    return bytes(text)


def number_field(number: int, value: int) -> bytes:
    return varint(number << 3) + varint(value) if value else b""


def bytes_field(number: int, value: bytes) -> bytes:
    return varint(number << 3 | 2) + varint(len(value)) + value


def fields(text: bytes) -> dict[int, int | bytes]:
    """The fields of a message; of repeated ones the last."""
    found: dict[int, int | bytes] = {}
    at = 0

    def read() -> int:
        nonlocal at
        value = shift = 0
        while True:
            byte = text[at]
            at += 1
            value |= (byte & 127) << shift
            if byte < 128:
                return value
            shift += 7

    while at < len(text):
        key = read()
        kind = key & 7
        if kind == 0:
            found[key >> 3] = read()
        elif kind in (1, 2, 5):
            length = read() if kind == 2 else {1: 8, 5: 4}[kind]
            found[key >> 3] = text[at:at + length]
            at += length
        else:
            raise ValueError(f"wire type {kind}")
    return found


def rows(lines: bytes) -> bytes:
    """Rows of those manifest lines, as SegmentRowCodec.swift has them."""
    chance = random.Random(2)
    made = []
    for index, line in enumerate(lines.splitlines()):
        size, mtime, _ = line.split(b"\t", 2)
        share = index % 100
        outcome = IMAGE if share < IMAGES else OTHER if share < IMAGES + OTHERS else UNREADABLE
        has_picture, has_digests = outcome == IMAGE, outcome != UNREADABLE
        made.append(struct.pack(
            "<8B i I I I q q 68s 32s 4x",
            outcome, 12 * has_picture | 4 * has_digests, 1 * has_picture, 1 * has_picture,
            90 * has_picture, DIGESTS * has_digests, 0, 0,
            EACCES if outcome == UNREADABLE else 0, 1000,
            4000 * has_picture, 3000 * has_picture, int(size), int(mtime),
            chance.randbytes(68) if has_digests else b"",
            chance.randbytes(32) if has_picture else b"",
        ))
    return b"".join(made)


def key(path: Path) -> str:
    return next(line for line in path.read_text(encoding="ascii").split("\n")
                if line and not line.startswith("#"))


class Worker:
    def __init__(self, endpoint: str, keys: Path, name: str, coordinator: int):
        self.socket = made_zmq.Dealer(
            endpoint, key(keys / "coordinator.public"), key(keys / "workers" / f"{name}.public"),
            key(keys / f"{name}.secret"),
        )
        self.clock = ~coordinator << 3 | 2  # the CPU clock of another process
        self.envelope = b""
        self.rows: dict[bytes, bytes] = {}
        self.shape = b""
        self.waiting: dict[tuple[int, int], bytes] = {}
        self.files = self.resent = 0
        self.figures: dict[str, float] = {}
        self.is_over = False

    def say(self, kind: int, body: bytes) -> bool:
        return self.socket.send(self.envelope + bytes_field(kind, body))

    def hello(self) -> None:
        self.envelope = b""
        self.say(HELLO, number_field(1, PROTOCOL) + bytes_field(2, b"made") + number_field(3, 1)
                 + bytes_field(5, b"nowhere") + number_field(6, os.getpid()))

    def note(self, moment: str) -> None:
        self.figures[moment] = time.monotonic()
        self.figures[moment + "_cpu"] = time.clock_gettime(self.clock)

    def answer(self, lease: dict) -> None:
        shard, epoch, count, lines = lease.get(1, 0), lease[2], lease[3], lease[4]
        # All shards are alike but for the folder in their paths.
        if count not in self.rows:
            self.rows[count] = rows(lines)
        head = struct.pack(
            "<8s 5I 4x", b"TURNSEG1", SEGMENT_VERSION, shard, epoch, count, 144)
        segment = head + self.rows[count]
        body = number_field(1, shard) + number_field(2, epoch) + bytes_field(3, segment)
        if shard % SHARDS_A_FINDING == 0:
            # Row 0, list 0, entry 0, by MD5.
            body += bytes_field(4, number_field(4, 1))
        self.waiting[shard, epoch] = body
        self.say(RESULT, body)

    def take(self, message: bytes) -> None:
        envelope = fields(message)
        kind = next(number for number in envelope if number >= 10)
        body = envelope[kind]
        if kind == WELCOME:
            self.envelope = bytes_field(1, envelope[1]) + number_field(2, envelope[2])
            self.say(CREDIT, number_field(1, LEASES))
        elif kind == LEASE:
            if not self.figures:
                self.note("first")
                print(json.dumps(self.figures), flush=True)
            self.answer(fields(body))
        elif kind == ACK:
            ack = fields(body)
            self.waiting.pop((ack.get(1, 0), ack[2]), None)
            if not ack.get(3):
                raise ValueError(f"refused: {ack[4]!r}")
            self.files += made_sweep.FILES_A_SHARD
            self.note("last")
        elif kind == AGAIN:
            self.waiting = {}
            self.hello()
        elif kind == DRAIN:
            self.say(BYE, b"")
        elif kind == ERROR:
            raise ValueError(f"sent away: {body!r}")

    def end(self, *_) -> None:
        """Told when the coordinator has ended: it may have done so before there was a welcome."""
        self.is_over = True

    def work(self) -> None:
        self.hello()
        next_sign = time.monotonic() + PROGRESS_SECONDS
        signal.signal(signal.SIGTERM, self.end)
        while not self.is_over:
            message = self.socket.receive()
            if message is None and not self.envelope:
                self.hello()
            if message is not None:
                self.take(message)
            now = time.monotonic()
            if self.envelope and now >= next_sign:
                next_sign = now + PROGRESS_SECONDS
                self.say(PROGRESS, number_field(2, self.files))
                self.say(CREDIT, number_field(1, LEASES))
                for body in self.waiting.values() if message is None else ():
                    self.resent += 1
                    self.say(RESULT, body)
        figures = {**self.figures, "files": self.files, "resent": self.resent}
        print(json.dumps({**figures, "cpu": time.process_time()}), flush=True)


if __name__ == "__main__":
    Worker(sys.argv[1], Path(sys.argv[2]), sys.argv[3], int(sys.argv[4])).work()
