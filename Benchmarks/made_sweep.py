"""A planned sweep of any size, without its files: the manifest is written by this.

`turnstone plan` makes the sweep of one file, with its folder, list and ledger; then the manifest is
replaced and the ledger is told of its shards. What stands in the manifest looks like photographs of
2.5 MB on average in folders of a thousand, a folder a shard. Nothing checks the files before a
worker opens them, and made_worker.py does not.
"""

import hashlib
import random
import sqlite3
import subprocess
from pathlib import Path

FILES_A_SHARD = 1000
FOLDER = b"@@@@@@"


def write(turnstone: str, sweep: Path, source: Path, files: int) -> None:
    """Makes the sweep; `source` is a hash list, and the one file that is planned."""
    assert files % FILES_A_SHARD == 0, "whole shards only"
    subprocess.run(
        [turnstone, "plan", str(source), "--hashes", str(source), "--sweep", str(sweep), "-q"],
        check=True, stdout=subprocess.DEVNULL,
    )
    header = b"".join(
        line for line in (sweep / "manifest").read_bytes().splitlines(keepends=True)
        if line.startswith(b"#")
    )
    pattern, byte_count = lines()
    digest = hashlib.sha256(header)
    rows, offset = [], len(header)
    with open(sweep / "manifest", "wb") as manifest:
        manifest.write(header)
        for number in range(files // FILES_A_SHARD):
            block = pattern.replace(FOLDER, b"%06d" % number)
            manifest.write(block)
            digest.update(block)
            rows.append((number, number * FILES_A_SHARD, FILES_A_SHARD, byte_count, offset,
                         len(block), hashlib.sha256(block).digest()))
            offset += len(block)
    record(sweep, rows, digest.digest())


def lines() -> tuple[bytes, int]:
    """The lines of one shard, and the bytes of its files."""
    chance = random.Random(1)
    sizes = [chance.randint(1_000_000, 4_000_000) for _ in range(FILES_A_SHARD)]
    times = [chance.randint(1_500_000_000, 1_700_000_000) * 10**9 for _ in range(FILES_A_SHARD)]
    text = b"".join(
        b"%d\t%d\t/srv/storage/photographs/%s/IMG_%04d.JPG\n" % (size, time, FOLDER, index)
        for index, (size, time) in enumerate(zip(sizes, times))
    )
    return text, sum(sizes)


def record(sweep: Path, rows: list[tuple], digest: bytes) -> None:
    ledger = sqlite3.connect(sweep / "ledger.sqlite")
    with ledger:
        ledger.execute("DELETE FROM shard")
        ledger.executemany(
            "INSERT INTO shard (id, first_entry, entry_count, byte_count, manifest_offset,"
            " manifest_length, lines_digest) VALUES (?, ?, ?, ?, ?, ?, ?)", rows,
        )
        ledger.execute(
            "UPDATE sweep SET manifest_digest = ?, files = ?, bytes = ?, shards = ?",
            (digest, sum(row[2] for row in rows), sum(row[3] for row in rows), len(rows)),
        )
    ledger.close()
