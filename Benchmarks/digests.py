"""MD5, SHA-1 and SHA-256 of a file in one pass, beside libcrypto's with each alone."""

import json
import random
import sys
from pathlib import Path

import measure

PEER = [sys.executable, "-B", str(Path(__file__).with_name("peer_digests.py"))]
# Bytes of a file, and how often it is digested.
SIZES = {"10 kB": (10_000, 2_000), "1 MB": (1_000_000, 100), "16 MB": (16_000_000, 10)}


def made(path: Path, size: int) -> Path:
    """A file that no decoder takes: zero, then chance."""
    path.write_bytes(b"\0" + random.Random(1).randbytes(size - 1))
    return path


def ours(worker: str, path: Path, count: int) -> float:
    """The lane's digest stage."""
    output = measure.run([worker, "profile", *[str(path)] * count]).output
    return float(json.loads(output)["digest"])


def row(bench, name: str, size: int, count: int) -> list[str]:
    path = made(bench.scratch / "digested", size)
    all_three, alone = [], []
    for _ in range(bench.repeats):
        all_three.append(ours(bench.worker, path, count))
        output = measure.run([*PEER, str(path), str(count)]).output
        alone.append([float(line) for line in output.split()])
    best = min(all_three)
    each = [min(times) for times in zip(*alone)]
    rates = [f"{size * count / seconds / 1e6:.0f}" for seconds in [best, *each]]
    ratios = [best / min(each), best / each[0], best / sum(each)]
    return [name, *rates, *[f"{ratio:.2f}×" for ratio in ratios]]


def table(bench) -> str:
    rows = [row(bench, name, size, count) for name, (size, count) in SIZES.items()]
    heading = [
        "file", "all three, MB / CPU s", "MD5 alone", "SHA-1 alone", "SHA-256 alone",
        "CPU against the fastest alone", "against MD5 alone", "against all by libcrypto",
    ]
    return (
        "All three digests by a lane, beside each alone by libcrypto (Python's hashlib, the file "
        "in memory). MD5 is one chain of dependent steps: no way of making it of a single file is "
        "much faster than libcrypto's.\n\n" + bench.table(heading, rows)
    )
