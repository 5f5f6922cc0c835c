"""What a whole sweep costs beside the work in its lanes, and what a second lane brings."""

import os
from pathlib import Path

import corpus
from in_memory import copied


def overhead(bench) -> str:
    runs = []
    with copied(corpus.copies(bench.folder, bench.copies)) as tree:
        count = file_count(tree)
        for _ in range(bench.repeats):
            cost, lanes = bench.staged_scan([tree])
            runs.append((cost.cpu, lanes))
            bench.say(f"{cost.cpu:.2f} CPU s, {lanes:.2f} in lanes")
    # Both of one run: what disturbs it disturbs both.
    whole, lanes = sorted(runs, key=lambda run: run[0] / run[1])[len(runs) // 2]
    row = [f"{whole:.2f}", f"{lanes:.2f}", f"{100 * (whole - lanes) / lanes:.1f} %"]
    heading = ["whole scan, CPU s", "work in lanes, CPU s", "overhead"]
    return (
        "All that starting, planning, reading, messages, matching and ledger cost, over the "
        f"photographs {bench.copies} times ({count:,} files in memory), the median of "
        f"{bench.repeats} runs:\n\n" + bench.table(heading, [row])
    )


def lanes(bench) -> str:
    with copied(corpus.copies(bench.folder, bench.copies)) as tree:
        count = file_count(tree)
        costs = bench.middle_turn({
            "1 lane, all on 1 core": lambda: scan(bench, tree, 1, cores={0}),
            "1 lane": lambda: scan(bench, tree, 1),
            "2 lanes": lambda: scan(bench, tree, 2),
        })
    one, many, two = costs.values()
    rows = [
        [name, f"{cost.wall:.2f}", f"{count / cost.wall:.1f}", f"{cost.cpu:.2f}",
         f"{one.wall / cost.wall:.2f}×"]
        for name, cost in costs.items()
    ]
    heading = ["", "wall s", "images / s", "CPU s", "speed-up"]
    return (
        f"The photographs {bench.copies} times ({count:,} files in memory), on {os.cpu_count()} "
        "cores. Beside a single lane the other cores read for it and look at its answers, so one "
        "core that does everything is where two start from: "
        f"{many.wall / two.wall:.2f}× against a "
        f"lane that has help. The median of {bench.repeats} turns:\n\n" + bench.table(heading, rows)
    )


def scan(bench, tree: Path, count: int, cores: set[int] | None = None):
    """A sweep by one worker; on some cores alone, its descendants too."""
    all_cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, cores or all_cores)
    try:
        options = ["--workers", "1", "--lanes", str(count), "--shard-files", "10"]
        return bench.scan([tree], *options)
    finally:
        os.sched_setaffinity(0, all_cores)


def file_count(tree: Path) -> int:
    return sum(1 for path in tree.rglob("*") if path.suffix)
