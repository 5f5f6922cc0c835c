"""Storage that answers late: the same sweep with 20 ms added to every open and every read."""

import shutil
import socket
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import corpus
import measure
from in_memory import copied

DELAY_MILLISECONDS = 20
LANES = 2
# Times the small files are swept: hiring readers takes the same quarter of a second however many
# there are, and throughput is what is asked for.
SMALL_COPIES = 6


def table(bench) -> str:
    rows = []
    for name, tree, times in trees(bench):
        with copied(tree, times) as files:
            count = sum(1 for path in files.rglob("*") if path.suffix)
            costs = bench.middle_turn({
                f"{count:,} {name}, {milliseconds} ms": lambda ms=milliseconds, files=files: scan(
                    bench, files, ms
                )
                for milliseconds in (0, DELAY_MILLISECONDS)
            })
        local, slow = costs.values()
        rows += [
            [label, f"{count / cost.wall:,.0f}", f"{local.wall / cost.wall:.2f}×",
             f"{cost.cpu:.2f}", f"{cost.memory / 1e6:.0f}"]
            for label, cost in costs.items()
        ]
    heading = ["", "files / s", "of local", "worker's CPU s", "worker's memory, MB"]
    return (
        f"{DELAY_MILLISECONDS} ms added to every open and every read, and nothing added; files "
        f"in memory, one worker with {LANES} lanes, start and end included; the median of "
        f"{bench.repeats} turns. Memory is the largest process's, with what it shares with its "
        "lanes:\n\n" + bench.table(heading, rows)
    )


def trees(bench) -> list[tuple[str, Path, int]]:
    """What is swept, and how many times over."""
    photographs = corpus.copies(bench.folder, bench.copies)
    small = corpus.small_pictures(bench.folder, bench.small_picture_count)
    return [
        ("photographs", photographs, 1),
        ("JPEG files of 10 kB", small, 1 if bench.is_quick else SMALL_COPIES),
    ]


def scan(bench, tree: Path, milliseconds: int) -> measure.Cost:
    """A sweep by one worker of its own: only workers that are started by hand can be delayed."""
    keys = folder_of_keys(bench)
    endpoint = f"tcp://127.0.0.1:{free_port()}"
    sweep = bench.scratch / "slow"
    worker = [
        bench.worker, "--connect", endpoint, "--keys", str(keys), "--name", "worker",
        "--cache", str(bench.scratch / "cache"), "--lanes", str(LANES),
        "--storage-delay", str(milliseconds),
    ]
    coordinator = [
        bench.turnstone, "scan", str(tree), "--hashes", str(bench.list), "--workers", "0",
        "--listen", endpoint, "--keys", str(keys), "--sweep", str(sweep), "-q", "--json",
    ]
    with ThreadPoolExecutor(1) as pool:
        working = pool.submit(measure.run, worker)
        whole = measure.run(coordinator, bench.answers)
        cost = working.result()
    shutil.rmtree(sweep)
    cost.wall = whole.wall
    return cost


def folder_of_keys(bench) -> Path:
    keys = bench.scratch / "keys"
    if not keys.exists():
        for name in ("coordinator", "worker"):
            measure.run([bench.turnstone, "keys", "new", str(keys), name])
        (keys / "workers").mkdir()
        shutil.copy(keys / "worker.public", keys / "workers")
    return keys


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
