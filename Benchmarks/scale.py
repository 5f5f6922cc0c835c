"""What grows with lists and trees: loading a list, planning a tree."""

from pathlib import Path

import corpus
import measure

ENTRIES = 1_000_000


def lists(bench) -> str:
    """Planning a single file with the list: all of it is reading, sorting, compiling the list."""
    source = corpus.mixed_list(bench.folder, ENTRIES)
    costs = bench.take_turns({
        "turnstone plan": lambda: bench.plan([source], "--hashes", str(source)),
        "Python, into sets": lambda: measure.run([*corpus.PYTHON, "-c", SETS, str(source)]),
    })
    rows = [
        [name, f"{cost.cpu:.2f}", f"{cost.wall:.2f}", f"{cost.memory / 1e6:.0f}"]
        for name, cost in costs.items()
    ]
    return (
        f"{ENTRIES:,} entries, a third each PDQ, MD5 and SHA-256, "
        f"{source.stat().st_size / 1e6:.0f} MB of CSV:\n\n"
        + bench.table(["", "CPU s", "wall s", "memory, MB"], rows)
    )


SETS = """
import csv, sys
sets = {}
for row in csv.DictReader(open(sys.argv[1], encoding="ascii")):
    sets.setdefault(row["kind"], set()).add(bytes.fromhex(row["hash"]))
"""


def planning(bench) -> str:
    count = 100_000 if bench.is_quick else 1_000_000
    tree = corpus.empty_files(bench.folder, count)
    listing = str(bench.scratch / "listing")
    find = f"find '{tree}' -printf '%s\\t%T@\\t%p\\n' | LC_ALL=C sort -t '\t' -k3 > '{listing}'"
    costs = bench.take_turns({
        "turnstone plan": lambda: bench.plan([tree]),
        "find | sort": lambda: measure.run(["bash", "-c", find]),
    })
    rows = [
        [name, f"{cost.cpu:.2f}", f"{cost.wall:.2f}", f"{count / cost.wall:,.0f}",
         f"{cost.memory / 1e6:.0f}"]
        for name, cost in costs.items()
    ]
    Path(listing).unlink()
    return f"A warm tree of {count:,} files:\n\n" + bench.table(
        ["", "CPU s", "wall s", "files / s", "memory, MB"], rows
    )
