"""MD5, SHA-1 and SHA-256 of a file in one pass, some or all, beside libcrypto's with each alone."""

import json
import random
import sys
from pathlib import Path

import measure

PEER = [sys.executable, "-B", str(Path(__file__).with_name("peer_digests.py"))]
# Bytes of a file, and how often it is digested.
SIZES = {"10 kB": (10_000, 2_000), "1 MB": (1_000_000, 100), "20 MB": (20_000_000, 10)}
# What `--digests` may ask for, and which of the peer's lines it is beside.
ASKED = {
    "md5,sha1,sha256": None, "md5": 0, "sha1": 1, "sha256": 2, "sha1,sha256": None, "none": None,
}


def made(path: Path, size: int) -> Path:
    """A file that no decoder takes: zero, then chance."""
    path.write_bytes(b"\0" + random.Random(1).randbytes(size - 1))
    return path


def ours(worker: str, path: Path, count: int, asked: str = "md5,sha1,sha256") -> float:
    """The lane's digest stage."""
    output = measure.run([worker, "profile", "--digests", asked, *[str(path)] * count]).output
    return float(json.loads(output)["digest"])


def peers(path: Path, count: int) -> list[float]:
    """CPU seconds of libcrypto with MD5, SHA-1 and SHA-256, each alone."""
    output = measure.run([*PEER, str(path), str(count)]).output
    return [float(line) for line in output.split()]


def row(bench, name: str, size: int, count: int) -> list[str]:
    path = made(bench.scratch / "digested", size)
    all_three, alone = [], []
    for _ in range(bench.repeats):
        all_three.append(ours(bench.worker, path, count))
        alone.append(peers(path, count))
    best = min(all_three)
    each = [min(times) for times in zip(*alone)]
    rates = [f"{size * count / seconds / 1e6:.0f}" for seconds in [best, *each]]
    ratios = [best / min(each), best / each[0], best / sum(each)]
    return [name, *rates, *[f"{ratio:.2f}×" for ratio in ratios]]


def cells(bench, size: int, count: int) -> list[str]:
    """For each set that can be asked for: ns a byte, and how that is to libcrypto alone."""
    path = made(bench.scratch / "digested", size)
    times: dict[str, list[float]] = {asked: [] for asked in ASKED}
    alone = []
    for _ in range(bench.repeats):
        alone.append(peers(path, count))
        for asked in ASKED:
            times[asked].append(ours(bench.worker, path, count, asked))
    each = [min(found) for found in zip(*alone)]
    made_cells = []
    for asked, peer in ASKED.items():
        best = min(times[asked])
        cell = f"{best / size / count * 1e9:.2f}"
        made_cells.append(cell if peer is None else f"{cell} ({best / each[peer]:.2f}×)")
    return made_cells


def asked_table(bench) -> str:
    columns = [cells(bench, size, count) for size, count in SIZES.values()]
    rows = [[f"`{asked}`", *figures] for asked, figures in zip(ASKED, zip(*columns))]
    return (
        "What `--digests` leaves out is not paid for, save beside MD5, where all three are made "
        "unless MD5 is alone and so is the file: CPU nanoseconds a byte and, of one digest, "
        "against libcrypto's.\n\n"
        + bench.table(["asked for", *SIZES], rows)
    )


def table(bench) -> str:
    rows = [row(bench, name, size, count) for name, (size, count) in SIZES.items()]
    heading = [
        "file", "all three, MB / CPU s", "MD5 alone", "SHA-1 alone", "SHA-256 alone",
        "CPU against the fastest alone", "against MD5 alone", "against all by libcrypto",
    ]
    return (
        "All three digests by a lane, beside each alone by libcrypto (Python's hashlib, the file "
        "in memory). MD5 of one file is a chain of dependent steps, and no way of making it is "
        "much faster than libcrypto's: files of 20 MB, each a request of its own. Smaller ones are "
        "digested together as they come, eight at once, or four on Intel's processors: files of "
        "10 kB, sixteen a request, and of 1 MB, at most eight.\n\n" + bench.table(heading, rows)
        + "\n\n" + asked_table(bench)
    )
