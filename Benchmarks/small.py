"""Small files: what is no picture, and JPEG files of about 10 kB."""

import corpus
import measure
from in_memory import copied


def table(bench) -> str:
    counts = (1_000, 10_000) if bench.is_quick else (1_000, 10_000, 100_000)
    trees = [
        (f"{count:,} that are no pictures", corpus.small_files(bench.folder, count), count)
        for count in counts
    ]
    count = bench.small_picture_count
    trees.append(
        (f"{count:,} JPEG of 10 kB", corpus.small_pictures(bench.folder, count), count)
    )
    rows = [row(bench, *tree) for tree in trees]
    heading = [
        "files", "CPU s", "CPU µs a file", "of them in lanes", "wall s", "files / s",
        "files / CPU s",
    ]
    return (
        "Files of 500 to 4000 bytes that are no pictures, and photographs of 320 pixels a side in "
        "10 kB, in memory; one lane; starting and planning included:\n\n"
        + bench.table(heading, rows)
    )


def row(bench, name: str, tree, count: int) -> list[str]:
    with copied(tree) as files:
        runs = [bench.staged_scan([files]) for _ in range(bench.repeats)]
    cost = measure.best([cost for cost, _ in runs])
    lanes = next(lanes for run, lanes in runs if run is cost)
    return [
        name, f"{cost.cpu:.2f}", f"{1e6 * cost.cpu / count:.0f}", f"{1e6 * lanes / count:.0f}",
        f"{cost.wall:.2f}", f"{count / cost.wall:,.0f}", f"{count / cost.cpu:,.0f}",
    ]
