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


def profile(worker: str, files: list[Path], *options: str) -> dict:
    return json.loads(measure.run([worker, "profile", *options, *map(str, files)]).output)


def pdq(worker: str, picture: Path, repeats: int) -> tuple[float, float]:
    """Milliseconds for one picture: ours (the lane's PDQ stage) and pdqhash's."""
    ours, theirs = [], []
    for _ in range(repeats):
        ours.append(profile(worker, [picture] * PICTURES)["pdq"] / PICTURES * 1e3)
        command = [*PEER, "pdq", str(picture), str(PICTURES)]
        theirs.append(float(measure.run(command).output))
    return min(ours), min(theirs)


def hamming(worker: str, picture: Path, compiled: Path, repeats: int) -> tuple[float, float, float]:
    """Nanoseconds a comparison: ours in blocks of eight, ours one by one, faiss's in batches."""
    eight, one, theirs = [], [], []
    files = [picture] * 20
    for _ in range(repeats):
        for options, needles, times in ((["--variants"], NEEDLES, eight), ([], 1, one)):
            match = profile(worker, files, f"--list={compiled}", *options)["match"]
            times.append(match / (len(files) * needles * ENTRIES) * 1e9)
        command = [*PEER, "hamming", str(ENTRIES), str(20 * NEEDLES)]
        theirs.append(float(measure.run(command).output))
    return min(eight), min(one), min(theirs)


def table(bench) -> str:
    picture = corpus.square_picture(bench.folder, 512)
    compiled = bench.compile(corpus.pdq_list(bench.folder, ENTRIES))
    ours, theirs = pdq(bench.worker, picture, bench.repeats)
    eight, one, faiss = hamming(bench.worker, picture, compiled, bench.repeats)
    rows = [
        ["PDQ of 512×512, exact, ms", f"{ours:.2f}", f"{theirs:.2f}", "pdqhash",
         f"{theirs / ours:.1f}×"],
        [f"a comparison, {NEEDLES} needles at once, ns", f"{eight:.2f}", f"{faiss:.2f}",
         "faiss IndexBinaryFlat", f"{faiss / eight:.1f}×"],
        ["a comparison, one needle, ns", f"{one:.2f}", f"{faiss:.2f}", "faiss IndexBinaryFlat",
         f"{faiss / one:.1f}×"],
    ]
    return (
        f"CPU time on one core; comparisons with {ENTRIES:,} entries at radius 31, matching "
        "included. faiss searches in batches of "
        f"{20 * NEEDLES}.\n\n"
        + bench.table(["", "Turnstone", "peer", "which", "faster"], rows)
    )
