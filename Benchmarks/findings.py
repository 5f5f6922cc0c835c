"""Whether screening loses a finding: sweeps for altered pictures, screened and in full, beside a
comparison by faiss of what pdqhash makes of the very same files."""

import json
import os
import shutil
import sys
from collections import Counter
from pathlib import Path

import altered
import corpus
import difficult
import measure
import oracle
import png
import screening

THRESHOLD, QUALITY = 31, 50
# Sweeps, each with another alteration of each photograph.
LISTS = 8
DIFFICULT_LISTS = 4
# What the tables tell apart; most distances of PDQ hashes are even, as half of the bits are set.
RANGES = [(20, 27), (28, 29), (30, 31), (32, 33), (34, 35), (36, 45)]

Finding = tuple[str, str, int, int, str]


def files(bench) -> list[Path]:
    """The JPEG and PNG files of all other parts."""
    kinds = png.files(bench.folder, corpus.peer(bench.scratch, "peer_png", ["png"]))
    every = screening.jpegs(bench) + [path for paths in kinds.values() for path in paths]
    return every[:: 6 if bench.is_quick else 1]


def sweep(bench, listed: Path, entries: Path, *options: str) -> tuple[bytes, float]:
    """The findings' lines without what tells one run from another, and CPU seconds."""
    folder = bench.scratch / "near"
    command = [bench.turnstone, "scan", "--files0-from", str(listed), "--hashes", str(entries)]
    cost = measure.run([*command, "--sweep", str(folder), "-q", *options], bench.answers)
    report = measure.run([bench.turnstone, "report", str(folder), "--format", "jsonl"])
    shutil.rmtree(folder)
    lines = report.output.splitlines(keepends=True)
    # `worker` and `shard` are the last two of a line.
    return b"".join(line.split(b',"worker":')[0] + b"}\n" for line in lines), cost.cpu


def read(report: bytes) -> set[Finding]:
    records = map(json.loads, report.splitlines())
    return {
        (record["path"], record["entry"], record["distance"], record["quality"], record["variant"])
        for record in records
    }


def by_faiss(files: list[Path], known: dict, entries: dict[str, int]) -> list[Finding]:
    """All pairs of a file and an entry, with their distance: nothing in it is Turnstone's."""
    import faiss
    import numpy

    def rows(hashes) -> numpy.ndarray:
        content = b"".join(value.to_bytes(32, "big") for value in hashes)
        return numpy.frombuffer(content, numpy.uint8).reshape(-1, 32)

    index = faiss.IndexBinaryFlat(256)
    index.add(rows(entries.values()))
    names = list(entries)
    hashes = [known[path, "original"] for path in files]
    distances, found = index.search(rows(value for value, _ in hashes), len(names))
    return [
        (str(path), names[entry], int(distance), hashes[row][1], "original")
        for row, path in enumerate(files)
        for distance, entry in zip(distances[row], found[row])
    ]


def screened_hashes(bench, files: list[Path]) -> dict[str, int]:
    """What screening alone has of each file."""
    command = [bench.worker, "hash", "--format", "jsonl", *map(str, files)]
    lines = screening.lines(measure.run(command))
    return {path: int(record["pdq"], 16) for path, record in lines.items()}


def write_list(path: Path, entries: dict[str, int]) -> Path:
    lines = [f"pdq,{value:064x},\"{name}\"" for name, value in entries.items()]
    path.write_text("\n".join(["kind,hash,id", *lines]) + "\n", encoding="utf-8")
    return path


def write_paths(bench, paths: list[Path]) -> Path:
    listed = bench.scratch / "files"
    listed.write_bytes(b"\0".join(os.fsencode(path) for path in paths) + b"\0")
    return listed


def count(pairs: list[Finding]) -> list[int]:
    """Pairs in each of the ranges, of files that are rich enough to be matched."""
    distances = Counter(distance for _, _, distance, quality, _ in pairs if quality >= QUALITY)
    return [sum(distances[bits] for bits in range(low, high + 1)) for low, high in RANGES]


def upright(bench, paths: list[Path], lists: list[dict[str, int]]) -> list[list]:
    """For each list: pairs by range, those found that are beyond the threshold when screened,
    findings, lost, added, not the peers', and CPU seconds."""
    known = oracle.hashes(bench.folder, [(path, "original") for path in paths])
    cheap = screened_hashes(bench, paths)
    rows = []
    listed = write_paths(bench, paths)
    for number, entries in enumerate(lists):
        source = write_list(bench.scratch / f"altered-{number}.csv", entries)
        screened, screened_cpu = sweep(bench, listed, source)
        exact, exact_cpu = sweep(bench, listed, source, "--exact")
        pairs = by_faiss(paths, known, entries)
        expected = {
            pair for pair in pairs if pair[2] <= THRESHOLD and pair[3] >= QUALITY
        }
        beyond = sum(
            (cheap[path] ^ entries[name]).bit_count() > THRESHOLD
            for path, name, _, _, _ in expected
        )
        rows.append([
            *count(pairs), beyond, *compared(screened, exact), len(read(exact) ^ expected),
            screened_cpu, exact_cpu,
        ])
    return rows


def turned(bench, paths: list[Path]) -> list:
    """With `--variants`, and alterations turned and mirrored as pictures: findings, lost, added,
    those whose distance is not that of the really turned picture, and CPU seconds."""
    altered_entries = altered.turned_list(bench.folder)
    source = write_list(bench.scratch / "turned.csv", altered_entries)
    listed = write_paths(bench, paths)
    screened, screened_cpu = sweep(bench, listed, source, "--variants")
    exact, exact_cpu = sweep(bench, listed, source, "--variants", "--exact")
    findings = read(exact)
    known = oracle.hashes(
        bench.folder, [(Path(path), variant) for path, _, _, _, variant in findings]
    )
    wrong = [
        finding for finding in findings
        if (known[Path(finding[0]), finding[4]][0] ^ altered_entries[finding[1]]).bit_count()
        != finding[2]
    ]
    return [*compared(screened, exact), len(wrong), screened_cpu, exact_cpu]


def compared(screened: bytes, exact: bytes) -> list[int]:
    """Findings, and how many lines are only in the one, only in the other."""
    ours, whole = (set(report.splitlines()) for report in (screened, exact))
    for line in sorted(ours ^ whole)[:5]:
        print(f"  differs: {line.decode()}", file=sys.stderr)
    # The order of lines is part of it.
    added = len(ours - whole) + (ours == whole and screened != exact)
    return [len(exact.splitlines()), len(whole - ours), added]


def row(name: str, paths: list[Path], rows: list[list]) -> list[str]:
    """The sums over all lists."""
    sums = [sum(column) for column in zip(*rows)]
    return [
        f"{name}, {len(rows)} lists", f"{len(paths)}", *map(str, sums[:-2]),
        *(f"{cpu:.1f}" for cpu in sums[-2:]),
    ]


def table(bench) -> str:
    paths = files(bench)
    kinds = difficult.files(bench.folder)
    kinds = {kind: made[:: 6 if bench.is_quick else 1] for kind, made in kinds.items()}
    made = [path for found in kinds.values() for path in found]
    heading = [
        "", "files", *(f"{low}" if low == high else f"{low}–{high}" for low, high in RANGES),
        "by the margin", "findings", "lost", "added", "not by faiss", "screened, CPU s",
        "exact, CPU s",
    ]
    lists = altered.lists(bench.folder, LISTS)
    cells = [row("photographs", paths, upright(bench, paths, lists))]
    variants = turned(bench, paths)
    cells.append([
        "turned, `--variants`", f"{len(paths)}", *[""] * (len(RANGES) + 1),
        *map(str, variants[:-2]), *(f"{cpu:.1f}" for cpu in variants[-2:]),
    ])
    lists = altered.difficult_lists(bench.folder, made, DIFFICULT_LISTS)
    cells.append(row("difficult", made, upright(bench, made, lists)))
    return (
        f"{len(paths)} JPEG and PNG files, each swept screened and with `--exact`, and both "
        "reports compared byte by byte. The lists hold photographs altered by Pillow (cropped or "
        "letterboxed by 1 to 3 %, recompressed, blurred, made small, darker, brighter, and several "
        f"of these) and hashed by pdqhash: one alteration a photograph in each of {LISTS} lists, "
        "since of several the nearest would hide what the others miss. Pairs of a file and an "
        "entry by their distance in bits, files of quality 50 and more; \"by the margin\" are "
        "findings whose screened hash alone is beyond the threshold; \"not by faiss\" are "
        "findings of the exact sweep that faiss IndexBinaryFlat over pdqhash's own hashes of the "
        "files has not, or has otherwise, in distance or quality; of variants, those whose "
        "distance is not that of the picture as Pillow decodes it, turned and mirrored. Difficult "
        "files are pictures made so that screening has a hard time, with lists of their own that "
        "were made alike. CPU says nothing of screening here: nearly every file has an entry near "
        "it, and so is decoded in full as well.\n\n"
        + bench.table(heading, cells)
        + "\n\n" + screening.by_kind(bench, kinds)
    )
