"""What a sweep of many files costs its coordinator, from ten thousand to a hundred million.

The manifest is made (made_sweep.py), and so are the workers' answers (made_worker.py): reading and
decoding are measured elsewhere, and here would hide the rest. Half way the coordinator of a large
sweep is killed, so that `resume` and `status` are measured on one that has something behind it.
"""

import json
import os
import select
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import growth_plot
import made_sweep
import measure

WORKER = Path(__file__).resolve().with_name("made_worker.py")
WORKERS = 2
# The answer of `resume`: something was found.
FOUND = 1
# Sizes, and how often each is measured, in turns; the median counts. The largest of all is
# measured once.
SIZES = {10_000: 9, 100_000: 9, 1_000_000: 5, 10_000_000: 3}
LARGEST = 100_000_000
# From so many files on the coordinator is killed half way.
KILLED_FROM = 1_000_000
LIST = "kind,hash,id\nmd5,00112233445566778899aabbccddeeff,demo-1\n"


@dataclass
class Growth:
    """One sweep: seconds and bytes."""

    files: int
    # Files accepted a second, on all cores of the machine, which the workers share.
    rate: float
    # CPU of the coordinator, microseconds a file: from the first lease to the last answer.
    accepting: float
    # The same with its start and its reports, which do not grow with every file.
    whole: float
    # CPU of the workers, for comparison.
    working: float
    memory: int
    # From the start of the command to its first lease.
    resume: float
    status: float


class Run:
    """A coordinator with its made workers."""

    def __init__(self, turnstone: str, sweep: Path, keys: Path):
        endpoint = f"tcp://127.0.0.1:{free_port()}"
        self.began = time.monotonic()
        self.coordinator = subprocess.Popen(
            [turnstone, "resume", str(sweep), "--workers", "0", "--listen", endpoint, "--keys",
             str(keys), "-q", "--json"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        )
        command = [sys.executable, "-B", str(WORKER), endpoint, str(keys)]
        self.workers = [
            subprocess.Popen([*command, f"made-{number}", str(self.coordinator.pid)],
                             stdout=subprocess.PIPE)
            for number in range(WORKERS)
        ]
        self.memory = 0
        self.is_over = threading.Event()
        self.watch = threading.Thread(target=self.look)
        self.watch.start()

    def look(self) -> None:
        """The greatest memory that it ever had, which is gone with the process."""
        while not self.is_over.wait(0.02):
            try:
                text = Path(f"/proc/{self.coordinator.pid}/status").read_text(encoding="ascii")
            except OSError:
                return
            for line in text.splitlines():
                if line.startswith("VmHWM"):
                    self.memory = max(self.memory, int(line.split()[1]) << 10)

    def first(self) -> dict:
        """Waits for the first lease of any: one may take all there is."""
        readable, _, _ = select.select([worker.stdout for worker in self.workers], [], [])
        return json.loads(readable[0].readline())

    def finish(self) -> tuple[list[dict], float]:
        """What the workers measured, and all CPU of the coordinator."""
        errors = self.coordinator.stderr.read()
        _, status, usage = os.wait4(self.coordinator.pid, 0)
        self.coordinator.returncode = os.waitstatus_to_exitcode(status)
        figures = self.end_workers(signal.SIGTERM)
        if self.coordinator.returncode != FOUND:
            raise measure.CommandFailed(
                f"resume ended with {self.coordinator.returncode}: {errors.decode()[-800:]}")
        return figures, usage.ru_utime + usage.ru_stime

    def kill(self) -> None:
        self.coordinator.kill()
        self.coordinator.communicate()
        self.end_workers(signal.SIGKILL)

    def end_workers(self, signal_number: int) -> list[dict]:
        for worker in self.workers:
            worker.send_signal(signal_number)
        outputs = [worker.communicate()[0].splitlines() for worker in self.workers]
        self.is_over.set()
        self.watch.join()
        return [json.loads(lines[-1]) for lines in outputs if lines]


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def make_keys(turnstone: str, folder: Path) -> Path:
    (folder / "workers").mkdir(parents=True)
    for name in ["coordinator", *(f"made-{number}" for number in range(WORKERS))]:
        subprocess.run([turnstone, "keys", "new", str(folder), name], check=True,
                       stdout=subprocess.DEVNULL)
        if name != "coordinator":
            (folder / f"{name}.public").rename(folder / "workers" / f"{name}.public")
    return folder


def status(turnstone: str, sweep: Path) -> tuple[int, float]:
    """Files that are done, and how long the answer took."""
    began = time.monotonic()
    text = subprocess.run([turnstone, "status", str(sweep), "--json"], check=True,
                          capture_output=True).stdout
    return json.loads(text)["files_done"], time.monotonic() - began


def one(turnstone: str, source: Path, folder: Path, files: int) -> Growth:
    """Makes a sweep in a folder that is not there yet, and leaves it."""
    sweep, keys = folder / "sweep", folder / "keys"
    make_keys(turnstone, keys)
    made_sweep.write(turnstone, sweep, source, files)
    return measured(turnstone, sweep, keys, files)


def measured(turnstone: str, sweep: Path, keys: Path, files: int) -> Growth:
    memory, answers = 0, []
    if files >= KILLED_FROM:
        run = Run(turnstone, sweep, keys)
        run.first()
        while status(turnstone, sweep)[0] < files / 2:
            time.sleep(0.2)
        run.kill()
        memory = run.memory
        answers += [status(turnstone, sweep)[1] for _ in range(5)]
    left = files - status(turnstone, sweep)[0]
    run = Run(turnstone, sweep, keys)
    first = run.first()
    if files >= KILLED_FROM:
        # Beside a coordinator that is busy.
        answers += [status(turnstone, sweep)[1] for _ in range(3)]
    figures, cpu = run.finish()
    answers += [status(turnstone, sweep)[1] for _ in range(5)]
    last = max((figure for figure in figures if "last" in figure), key=lambda one: one["last"])
    accepting = last["last_cpu"] - first["first_cpu"]
    return Growth(
        files=files,
        rate=left / (last["last"] - first["first"]),
        accepting=1e6 * accepting / left,
        whole=1e6 * (accepting / left + (cpu - accepting) / files),
        working=1e6 * sum(figure["cpu"] for figure in figures) / left,
        memory=max(memory, run.memory),
        resume=first["first"] - run.began,
        status=statistics.median(answers),
    )


def middle(runs: list[Growth]) -> Growth:
    return sorted(runs, key=lambda run: run.accepting)[len(runs) // 2]


def all_sizes(bench, source: Path, sizes: dict[int, int]) -> list[Growth]:
    """The median of each size, all measured in turns: what others do on the machine is theirs
    alike."""
    runs: dict[int, list[Growth]] = {size: [] for size in sizes}
    folder = bench.scratch / "made"
    try:
        for turn in range(max(sizes.values())):
            for size in (size for size, repeats in sizes.items() if repeats > turn):
                # Nothing is removed before the end: for minutes ext4 walks past the inodes of files
                # that are just gone, whenever it makes one.
                own = folder / f"{size}-{turn}"
                runs[size].append(one(bench.turnstone, source, own, size))
                print(f"  {runs[size][-1]}", file=sys.stderr)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return [middle(found) for found in runs.values()]


def scale(bench) -> str:
    """The table; and the plot, where the largest sweep is among them."""
    source = bench.scratch / "scale.csv"
    source.write_text(LIST, encoding="ascii")
    sizes = {size: 1 if bench.is_quick else repeats for size, repeats in SIZES.items()}
    if bench.is_quick:
        sizes.pop(10_000_000)
    if bench.largest:
        sizes[bench.largest] = 1
    growths = all_sizes(bench, source, sizes)
    if bench.largest:
        growth_plot.write(bench.plot, growths)
    heading = ["files", "CPU µs a file", "with start and reports", "files / s", "memory, MB",
               "resume, s", "status, s"]
    rows = [
        [f"{g.files:,}", f"{g.accepting:.2f}", f"{g.whole:.2f}", f"{g.rate:,.0f}",
         f"{g.memory / 1e6:.0f}", f"{g.resume:.2f}", f"{g.status:.3f}"]
        for g in growths
    ]
    return (
        "A made manifest, and workers that answer without reading: what remains is the "
        "coordinator's own work, from the manifest's lines to rows on the disk. CPU is the "
        f"coordinator's; the {WORKERS} workers share the machine's {os.cpu_count()} cores with it "
        f"and take {growths[-1].working:.2f} µs a file. Sweeps of a million files and more were "
        "killed half way and resumed. The median of "
        + ", ".join(map(str, sizes.values())) + " runs, in turns.\n\n" + bench.table(heading, rows)
    )
