#!/usr/bin/env python3
"""Turnstone beside its peers on the same files in the same run.

    make bench                          everything, three times
    make bench BENCH='--quick'          once, without the large trees
    make bench BENCH='--only peers'     one part; --help lists them
    make bench BENCH='--only scale --largest'   and the plot of docs/scale.svg

Prints a table a part and, unless a part was left out, writes them into docs/performance.md between
its markers. CPU seconds are those of a command with all its descendants; of several runs the one
with the least CPU counts, and the runs of different commands take turns.
"""

import argparse
import csv
import datetime
import io
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import corpus
import digests
import findings
import growth
import kernels
import levels
import lookup
import measure
import memory
import png
import scale
import screening
import skim
import slow
import small
import sweeps

TOP = Path(__file__).resolve().parents[1]
PROGRAMS = Path(os.environ.get("TURNSTONE_PROGRAMS", TOP / ".build/release"))
TURNSTONE, WORKER = str(PROGRAMS / "turnstone"), str(PROGRAMS / "turnstone-worker")
PEERS = [sys.executable, "-B", str(TOP / "Benchmarks/peer_hashes.py")]
DOCUMENT = TOP / "docs/performance.md"
PLOT = TOP / "docs/scale.svg"
BEGIN, END = "<!-- bench: begin -->", "<!-- bench: end -->"
# Times the photographs are swept: starting three processes is then a hundredth of all.
COPIES, QUICK_COPIES = 12, 3
STAGES = ["read", "digest", "decode", "pdq", "match", "drive"]
# What a lane process does.
LANE_STAGES = ["digest", "decode", "pdq"]
# The answers of `scan`: nothing found, found, not everything examined.
SCAN_ANSWERS = (0, 1, 3)


class Bench:
    def __init__(self, folder: Path, repeats: int, is_quick: bool, largest: int = 0):
        self.folder = folder
        # Files of the largest made sweep; 0 leaves it out, and the plot as it is.
        self.largest = largest
        self.plot = PLOT
        self.turnstone = TURNSTONE
        self.peers_program = PEERS
        self.repeats = repeats
        self.is_quick = is_quick
        self.files = corpus.photographs(folder)
        self.bytes = sum(path.stat().st_size for path in self.files)
        self.list = corpus.hash_list(folder)
        self.scratch = Path(tempfile.mkdtemp(dir=folder))
        self.sweeps = 0
        self.turnstone, self.worker = TURNSTONE, WORKER
        self.answers = SCAN_ANSWERS
        self.copies = QUICK_COPIES if is_quick else COPIES
        self.small_picture_count = 2_000 if is_quick else 20_000

    def table(self, heading: list[str], rows: list[list[str]]) -> str:
        return table(heading, rows)

    def say(self, text: str) -> None:
        print(f"  {text}", file=sys.stderr)

    def take_turns(self, commands: dict[str, Callable[[], measure.Cost]]) -> dict:
        costs: dict[str, list[measure.Cost]] = {name: [] for name in commands}
        for _ in range(self.repeats):
            for name, command in commands.items():
                costs[name].append(command())
                self.say(f"{name}: {costs[name][-1].cpu:.2f} CPU s")
        return {name: measure.best(runs) for name, runs in costs.items()}

    def middle_turn(self, commands: dict[str, Callable[[], measure.Cost]]) -> dict:
        """All commands in turn, several times: the turn whose ratio between the clock's times of
        the first and the last is the median. Both of one turn: what disturbs one disturbs both."""
        turns = []
        for _ in range(self.repeats):
            turns.append({name: command() for name, command in commands.items()})
            times = [f"{cost.wall:.2f} s" for cost in turns[-1].values()]
            self.say(f"{', '.join(commands)}: {', '.join(times)}")
        ratios = [list(turn.values())[0].wall / list(turn.values())[-1].wall for turn in turns]
        return turns[sorted(range(len(turns)), key=ratios.__getitem__)[len(turns) // 2]]

    def scan(self, paths: list[Path], *options: str) -> measure.Cost:
        self.sweeps += 1
        sweep = self.scratch / f"sweep-{self.sweeps}"
        command = [TURNSTONE, "scan", *map(str, paths), "--hashes", str(self.list)]
        cost = measure.run(
            [*command, "--sweep", str(sweep), "-q", "--json", *options], SCAN_ANSWERS
        )
        shutil.rmtree(sweep)
        return cost

    def staged_scan(self, paths: list[Path]) -> tuple[measure.Cost, float]:
        """A scan by one worker with one lane, and the CPU seconds of the work in the lane."""
        os.environ["TURNSTONE_STAGE_COSTS"] = str(self.scratch / "stages.json")
        cost = self.scan(paths, "--workers", "1", "--lanes", "1")
        del os.environ["TURNSTONE_STAGE_COSTS"]
        stages = json.loads((self.scratch / "stages.json").read_text(encoding="ascii"))
        return cost, sum(stages[name] for name in LANE_STAGES)

    def plan(self, paths: list[Path], *options: str) -> measure.Cost:
        sweep = self.scratch / "planned"
        cost = measure.run(
            [TURNSTONE, "plan", *map(str, paths), "--sweep", str(sweep), "-q", *options]
        )
        shutil.rmtree(sweep)
        return cost

    def compile(self, source: Path) -> Path:
        """A hash list as a worker gets it."""
        sweep = self.scratch / source.stem
        if not sweep.exists():
            command = [TURNSTONE, "plan", str(source), "--hashes", str(source)]
            measure.run([*command, "--sweep", str(sweep)])
        return next((sweep / "lists").glob("*.list"))

    def folders(self) -> list[Path]:
        return [self.folder / package for package in corpus.PACKAGES]

    def row(self, name: str, cost: measure.Cost, base: float | None) -> list[str]:
        count = len(self.files)
        return [
            name, f"{cost.cpu:.2f}", f"{count / cost.cpu:.1f}",
            f"{self.bytes / cost.cpu / 1e6:.0f}", f"{cost.wall:.2f}",
            f"{base / cost.cpu:.1f}×" if base else "",
        ]

    def peers(self) -> str:
        names = [str(path) for path in self.files]
        commands = {
            "Pillow + pdqhash": lambda: measure.run([*PEERS, "pdqhash", *names]),
            "Pillow + imagehash (phash)": lambda: measure.run([*PEERS, "imagehash", *names]),
            "turnstone hash": lambda: measure.run(
                [TURNSTONE, "hash", "--format", "csv", *names]
            ),
            "turnstone hash --exact": lambda: measure.run(
                [TURNSTONE, "hash", "--exact", "--format", "csv", *names]
            ),
            "turnstone scan, 1 worker, 1 lane": lambda: self.scan(
                self.folders(), "--workers", "1", "--lanes", "1"
            ),
        }
        costs = self.take_turns(commands)
        base = costs["Pillow + pdqhash"].cpu
        heading = ["", "CPU s", "images / CPU s", "MB / CPU s", "wall s", "against pdqhash"]
        rows = [self.row(name, cost, base) for name, cost in costs.items()]
        return (
            f"{len(self.files)} photographs, {self.bytes / 1e6:.0f} MB (JPEG and PNG of "
            f"{' and '.join(corpus.PACKAGES)}). Turnstone makes MD5, SHA-1 and SHA-256 as well; "
            "`scan` also plans, matches against 20,000 entries and reads the packages' other "
            "files.\n\n" + table(heading, rows)
        )

    def accuracy(self) -> str:
        names = [str(path) for path in self.files]
        ours = hashes(measure.run([TURNSTONE, "hash", "--exact", "--format", "csv", *names]))
        theirs = hashes(measure.run([*PEERS, "pdqhash", *names]))
        bits = {
            path: (int(theirs[path][0], 16) ^ int(ours[path][0], 16)).bit_count()
            for path in theirs if path in ours
        }
        heading = ["files", "not hashed", "bits differ in", "most bits", "quality differs in"]
        quality = sum(theirs[path][1] != ours[path][1] for path in bits)
        row = [
            len(theirs), len(theirs) - len(bits), sum(count > 0 for count in bits.values()),
            max(bits.values(), default=0), quality,
        ]
        for path in sorted(bits, key=bits.get, reverse=True)[:5]:
            if bits[path]:
                print(f"  {bits[path]} bits: {path}", file=sys.stderr)
        return (
            "`turnstone hash --exact` against Pillow + pdqhash, file by file:\n\n"
            + table(heading, [[str(cell) for cell in row]])
        )

    def profile(self) -> tuple[dict[str, float], float]:
        """CPU seconds of each stage in one worker process, and of the process as a whole."""
        compiled = f"--list={self.compile(self.list)}"
        runs = [
            measure.run([WORKER, "profile", compiled, *map(str, self.files)])
            for _ in range(self.repeats)
        ]
        cost = measure.best(runs)
        stages = json.loads(cost.output)
        return {name: float(stages[name]) for name in STAGES}, cost.cpu

    def stages(self) -> str:
        stages, whole = self.profile()
        rest = whole - sum(stages.values())
        rows = [
            [name, f"{seconds:.2f}", f"{100 * seconds / whole:.1f} %"]
            for name, seconds in [*stages.items(), ("everything else", rest)]
        ]
        return "One lane over the photographs:\n\n" + table(["stage", "CPU s", "share"], rows)

    def sweep(self) -> str:
        return sweeps.overhead(self)

    def lanes(self) -> str:
        return sweeps.lanes(self)

    def memory(self) -> str:
        return memory.table(self)

    def small(self) -> str:
        return small.table(self)

    def slow(self) -> str:
        return slow.table(self)

    def kernels(self) -> str:
        return kernels.table(self)

    def matching(self) -> str:
        return kernels.matching(self)

    def levels(self) -> str:
        return levels.table(self)

    def lookup(self) -> str:
        return lookup.table(self)

    def screening(self) -> str:
        return screening.peers(self)

    def margins(self) -> str:
        return screening.accuracy(self)

    def findings(self) -> str:
        return findings.table(self)

    def png(self) -> str:
        return png.table(self)

    def skim(self) -> str:
        return skim.table(self)

    def digests(self) -> str:
        return digests.table(self)

    def lists(self) -> str:
        return scale.lists(self)

    def planning(self) -> str:
        return scale.planning(self)

    def scale(self) -> str:
        return growth.scale(self)


def hashes(cost: measure.Cost) -> dict[str, tuple[str, int]]:
    rows = csv.reader(io.StringIO(cost.output.decode()))
    return {row[2]: (row[0], int(row[1])) for row in rows if len(row[0]) == 64}


def table(heading: list[str], rows: list[list[str]]) -> str:
    """Markdown, padded so that it reads as a table in a terminal too."""
    widths = [max(len(row[i]) for row in [heading, *rows]) for i in range(len(heading))]
    cells = [
        "| " + " | ".join(
            cell.ljust(width) if i == 0 else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(row, widths))
        ) + " |"
        for row in [heading, *rows]
    ]
    rule = "|" + "|".join("-" * (width + 1) + ("-" if i == 0 else ":")
                          for i, width in enumerate(widths)) + "|"
    return "\n".join([cells[0], rule, *cells[1:]])


def machine() -> str:
    model = next(
        (line.split(":", 1)[1].strip() for line in open("/proc/cpuinfo", encoding="utf-8")
         if line.startswith("model name")),
        platform.machine(),
    )
    commit = subprocess.run(
        ["git", "-C", TOP, "rev-parse", "--short", "HEAD"],
        capture_output=True, text=True, check=False,
    ).stdout.strip()
    today = datetime.datetime.now(datetime.UTC).date()
    cores = f"{os.cpu_count()} cores of {model}"
    return f"{today}, commit {commit}, {cores}, Linux {platform.release()}"


PARTS = {
    "peers": "Beside its peers",
    "accuracy": "Accuracy",
    "levels": "Every level of the kernels",
    "screening": "Screening JPEG files",
    "margins": "How far screening is from exact",
    "findings": "Whether screening loses a finding",
    "stages": "Where the time goes",
    "sweep": "What a sweep adds",
    "lanes": "Two lanes against one",
    "small": "Small files",
    "slow": "Slow storage",
    "memory": "Memory",
    "kernels": "Inner loops",
    "matching": "Matching",
    "lookup": "Digests in long lists",
    "digests": "Digests",
    "skim": "Small pictures of JPEG files",
    "png": "PNG beside libpng",
    "lists": "Loading a list",
    "planning": "Planning",
    "scale": "Many files",
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", choices=PARTS, action="append")
    parser.add_argument("--repeats", type=int)
    parser.add_argument("--corpus", type=Path, default=TOP / "Benchmarks/corpus")
    parser.add_argument("--largest", action="store_true",
                        help="100 million files and digests too: 33 GB of disk, some minutes")
    options = parser.parse_args()
    repeats = options.repeats or (1 if options.quick else 3)
    largest = growth.LARGEST if options.largest else 0
    bench = Bench(options.corpus, repeats, options.quick, largest)
    sections, failed = [], 0
    try:
        for part in options.only or PARTS:
            print(f"{PARTS[part]} …", file=sys.stderr)
            try:
                text = getattr(bench, part)()
            except (measure.CommandFailed, OSError) as error:
                text, failed = f"Not measured: {error}", failed + 1
            sections.append(f"## {PARTS[part]}\n\n{text}\n")
            print("\n" + sections[-1])
    finally:
        shutil.rmtree(bench.scratch)
    if failed or options.only or options.quick:
        return 1 if failed else 0
    before, rest = DOCUMENT.read_text(encoding="utf-8").split(BEGIN)
    after = rest.split(END)[1]
    how = f"Measured {machine()}; the best of {repeats}, unless a part says otherwise."
    body = f"{BEGIN}\n\n{how}\n\n" + "\n".join(sections)
    DOCUMENT.write_text(before + body + "\n" + END + after, encoding="utf-8")
    print(f"written into {DOCUMENT}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
