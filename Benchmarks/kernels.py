"""The two inner loops, each beside its peer: PDQ of one picture, Hamming distances of many."""

import json
import sys
from pathlib import Path

import corpus
import measure

PEER = [sys.executable, "-B", str(Path(__file__).with_name("peer_kernels.py"))]
PICTURES = 200
NEEDLES = 8  # A picture in its eight variants.
ENTRIES = 1_000_000
# A list's threshold, and with what a screened fingerprint may be off.
RADII = [31, 39, 43]
# Beyond what the index is for, and so few pairs are within it that only comparing counts.
SCANNED = 80


def profile(worker: str, files: list[Path], *options: str) -> dict:
    return json.loads(measure.run([worker, "profile", *options, *map(str, files)]).output)


def pdq(worker: str, picture: Path, repeats: int) -> tuple[float, float]:
    """Milliseconds for one picture: ours (the lane's PDQ stage) and pdqhash's."""
    ours, theirs = [], []
    for _ in range(repeats):
        exact = profile(worker, [picture] * PICTURES, "--exact")
        ours.append(exact["pdq"] / PICTURES * 1e3)
        command = [*PEER, "pdq", str(picture), str(PICTURES)]
        theirs.append(float(measure.run(command).output))
    return min(ours), min(theirs)


def match(worker: str, compiled: Path, *options: str) -> dict:
    """Microseconds of matching with a list, as the worker measures them: best of three."""
    command = [worker, "match", f"--list={compiled}", *options]
    return json.loads(measure.run(command).output)


def hamming(worker: str, compiled: Path, repeats: int) -> tuple[float, float, float]:
    """Nanoseconds a comparison: ours in blocks of eight, ours one by one, faiss's in batches. The
    index is of no use at that threshold: all hashes are compared."""
    eight, one, theirs = [], [], []
    for _ in range(repeats):
        for needles, times in ((NEEDLES, eight), (1, one)):
            options = [f"--threshold={SCANNED}", "--count=20", f"--needles={needles}"]
            microseconds = match(worker, compiled, *options)["picture"]
            times.append(microseconds / (needles * ENTRIES) * 1e3)
        command = [*PEER, "hamming", str(ENTRIES), str(20 * NEEDLES)]
        theirs.append(float(measure.run(command).output))
    return min(eight), min(one), min(theirs)


def table(bench) -> str:
    picture = corpus.square_picture(bench.folder, 512)
    compiled = bench.compile(corpus.pdq_list(bench.folder, ENTRIES))
    ours, theirs = pdq(bench.worker, picture, bench.repeats)
    eight, one, faiss = hamming(bench.worker, compiled, bench.repeats)
    rows = [
        ["PDQ of 512×512, exact, ms", f"{ours:.2f}", f"{theirs:.2f}", "pdqhash",
         f"{theirs / ours:.1f}×"],
        [f"a comparison, {NEEDLES} needles at once, ns", f"{eight:.2f}", f"{faiss:.2f}",
         "faiss IndexBinaryFlat", f"{faiss / eight:.1f}×"],
        ["a comparison, one needle, ns", f"{one:.2f}", f"{faiss:.2f}", "faiss IndexBinaryFlat",
         f"{faiss / one:.1f}×"],
    ]
    return (
        f"CPU time on one core; comparisons with all of {ENTRIES:,} entries, without the "
        "index. faiss searches in batches of "
        f"{20 * NEEDLES}.\n\n"
        + bench.table(["", "Turnstone", "peer", "which", "faster"], rows)
    )


def matching(bench) -> str:
    """One picture against lists of two sizes, and what the lists cost."""
    sizes = [ENTRIES] if bench.is_quick else [ENTRIES, 10 * ENTRIES]
    rows, costs = [], []
    for entries in sizes:
        source = corpus.pdq_list(bench.folder, entries)
        built = measure.best([
            bench.plan([source], "--hashes", str(source)) for _ in range(bench.repeats)
        ])
        compiled = bench.compile(source)
        scan = match(bench.worker, compiled, f"--threshold={SCANNED}", "--count=20")["picture"]
        peer = json.loads(measure.run([*PEER, "search", str(entries), *map(str, RADII)]).output)
        for radius in RADII:
            one = match(bench.worker, compiled, f"--threshold={radius}")["picture"]
            eight = match(
                bench.worker, compiled, f"--threshold={radius}", f"--needles={NEEDLES}"
            )["picture"]
            flat, batch, multi = (peer[name][str(radius)] for name in ("flat", "batch", "multi"))
            rows.append([
                f"{entries:,}", str(radius), f"{one:.1f}", f"{eight:.0f}", f"{scan:,.0f}",
                f"{flat:,.0f}", f"{batch:,.0f}", f"{multi:,.0f}",
                f"{min(batch, multi) / one:,.0f}×",
            ])
        size = compiled.stat().st_size
        opened = match(bench.worker, compiled, "--count=1")["open"]
        costs.append([
            f"{entries:,}", f"{built.cpu:.2f}", f"{built.memory / 1e6:.0f}",
            f"{size / 1e6:,.0f}", f"{size / (32 * entries):.1f}", f"{opened:.0f}",
            f"{peer['build']:.1f}", f"{peer['memory'] / 1e6:,.0f}",
        ])
    planted = 100_000 if bench.is_quick else 1_000_000
    first = bench.compile(corpus.pdq_list(bench.folder, ENTRIES))
    missed = match(
        bench.worker, first, f"--planted={planted}", "--threshold=43", "--count=1"
    )["missed"]
    heading = ["entries", "radius", "Turnstone", "8 variants", "all compared", "faiss flat",
               "in batches", "faiss MultiHash", "faster than faiss"]
    costs_heading = ["entries", "CPU s", "memory, MB", "file, MB", "× the hashes",
                     "opened in, µs", "MultiHash, CPU s", "its memory, MB"]
    return (
        "CPU microseconds a picture, random hashes that are near nothing. \"All compared\" is "
        "Turnstone without its index; faiss on one core, a query at a time and 160 at once.\n\n"
        + bench.table(heading, rows)
        + f"\n\nOf {planted:,} neighbours planted at every distance from 0 to 43 and searched "
        f"with that distance as threshold, {missed:,} were missed. Compiling the lists, all of "
        "`turnstone plan` from CSV (memory of mapped scratch files included), and building faiss "
        "MultiHash from an array:\n\n" + bench.table(costs_heading, costs)
    )
