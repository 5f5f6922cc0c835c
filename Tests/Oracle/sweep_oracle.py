#!/usr/bin/env python3
"""What a sweep must find, by Pillow, pdqhash and hashlib alone; and whether a report says so.

    sweep_oracle.py find FOLDER LIST.csv [--threshold 31] [--quality 50] [--variants]
    sweep_oracle.py outcomes FOLDER
    sweep_oracle.py compare FOLDER LIST.csv --findings REPORT.jsonl [--outcomes OUTCOMES.jsonl]

`find` and `outcomes` print JSON Lines. `compare` reads what `turnstone report --format jsonl` and
`--format outcomes` printed and exits 1 after naming each difference. What the peers cannot know
(what a decoder salvages of a damaged picture) is left out, and counted.
"""

import argparse
import base64
import csv
import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy
import pdqhash

import sweep_reference as reference

# Clockwise quarter turns, and whether the picture is mirrored left to right before them.
VARIANTS = {
    "original": (0, False),
    "rotate90": (1, False),
    "rotate180": (2, False),
    "rotate270": (3, False),
    "mirror": (0, True),
    "mirror_rotate90": (1, True),
    "mirror_rotate180": (2, True),
    "mirror_rotate270": (3, True),
}


# The widest margins of screening: see docs/performance.md.
SCREENED_BITS_MAX = 16
SCREENED_QUALITY_MAX = 15


@dataclass
class Entry:
    kind: str
    value: str
    name: str
    category: str
    threshold: int


@dataclass
class Settings:
    threshold: int = 31
    quality: int = 50
    variants: bool = False


def read_list(path: Path, settings: Settings) -> list[Entry]:
    """A Turnstone CSV; the first of equal records counts, an entry without id has its line's."""
    entries: dict[tuple[str, str], Entry] = {}
    with open(path, newline="", encoding="utf-8-sig") as file:
        rows = csv.DictReader(file)
        for row in rows:
            key = (row["kind"], row["hash"].lower())
            if key[1] in EMPTY_FILE:
                continue
            threshold = int(row.get("threshold") or settings.threshold)
            name = row.get("id") or str(rows.line_num)
            entry = Entry(*key, name, row.get("category") or "", threshold)
            entries.setdefault(key, entry)
    return list(entries.values())


EMPTY_FILE = {
    "d41d8cd98f00b204e9800998ecf8427e",
    "da39a3ee5e6b4b0d3255bfef95601890afd80709",
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
}


def walk(root: bytes) -> list[bytes]:
    """All that is not a folder, links not followed, in byte order; a file stands for itself."""
    if not os.path.isdir(root):
        return [root]
    found = []
    for folder, folders, files in os.walk(root):
        links = [name for name in folders if os.path.islink(os.path.join(folder, name))]
        found += [os.path.join(folder, name) for name in files + links]
    return sorted(found)


def variant_hashes(found: reference.Examined, settings: Settings) -> list[tuple[str, bytes, int]]:
    hashes = [("original", found.pdq, found.quality)]
    if settings.variants:
        for name, (turns, is_mirrored) in list(VARIANTS.items())[1:]:
            pixels = found.pixels[:, ::-1] if is_mirrored else found.pixels
            pixels = numpy.ascontiguousarray(numpy.rot90(pixels, -turns))
            bits, _ = pdqhash.compute(pixels)
            hashes.append((name, reference.packed(bits), found.quality))
    return hashes


def distance(left: bytes, right: bytes) -> int:
    return (int.from_bytes(left, "big") ^ int.from_bytes(right, "big")).bit_count()


def path_fields(path: bytes) -> dict[str, str]:
    """As the reports write a path: a string, and its bytes as well where they are not UTF-8."""
    try:
        return {"path": path.decode()}
    except UnicodeDecodeError:
        text = path.decode(errors="replace")
        return {"path": text, "path_base64": base64.b64encode(path).decode()}


def path_bytes(line: dict) -> bytes:
    if line.get("path_base64") is not None:
        return base64.b64decode(line["path_base64"])
    return line["path"].encode()


def findings_of(
    found: reference.Examined, entries: list[Entry], settings: Settings
) -> list[dict]:
    lines = []
    hashes = []
    if found.pdq and found.quality >= settings.quality:
        hashes = variant_hashes(found, settings)
    for entry in entries:
        if entry.kind != "pdq":
            if found.digests.get(entry.kind) == entry.value:
                lines.append((entry, None, "original"))
            continue
        near = [
            (distance(value, bytes.fromhex(entry.value)), order, name)
            for order, (name, value, _) in enumerate(hashes)
        ]
        if near and min(near)[0] <= entry.threshold:
            lines.append((entry, min(near)[0], min(near)[2]))
    return [
        path_fields(found.path)
        | {"entry": entry.name, "category": entry.category, "kind": entry.kind}
        | {"distance": bits, "variant": variant}
        for entry, bits, variant in lines
    ]


def identity(line: dict) -> tuple:
    """What must be equal."""
    return (
        path_bytes(line), line["entry"], line["kind"], line.get("distance"),
        line.get("variant", "original"), line.get("category", ""),
    )


def place(line: dict) -> tuple:
    """Where a finding stands in the report: all but the kind in the order of bytes."""
    return (
        path_bytes(line), line["list"].encode(), line["list_version"], line["entry"].encode(),
        ["md5", "sha1", "sha256", "pdq"].index(line["kind"]),
    )


def described(item: tuple) -> str:
    return " ".join(str(part) for part in item)


def compare_findings(examined, entries, settings, lines: list[dict]) -> list[str]:
    unknown = {found.path for found in examined if found.outcome is None}
    expected = {
        identity(line) for found in examined for line in findings_of(found, entries, settings)
    }
    printed = [identity(line) for line in lines]
    known = [item for item in printed if item[0] not in unknown or item[2] != "pdq"]
    missing, strange = expected - set(known), set(known) - expected
    wrong = [f"missing: {described(item)}" for item in sorted(missing, key=str)]
    wrong += [f"not the oracle's: {described(item)}" for item in sorted(strange, key=str)]
    if len(set(printed)) != len(printed):
        wrong.append("a finding stands there twice")
    places = [place(line) for line in lines]
    if places != sorted(places):
        wrong.append("the findings are not in the order of path, list, entry and kind")
    print(
        f"findings: {len(expected)} by the oracle, {len(printed)} in the report, "
        f"{len(printed) - len(known)} beyond what it can know"
    )
    return wrong


def compare_outcomes(examined, lines: list[dict]) -> list[str]:
    wrong = []
    printed = {path_bytes(line): line for line in lines}
    if len(printed) != len(lines):
        wrong.append("a file has two outcomes")
    for found in examined:
        line = printed.pop(found.path, None)
        # Whether links are listed as skipped or passed over is the walk's own business.
        if line is None:
            if not os.path.islink(found.path):
                wrong.append(f"no outcome: {found.path!r}")
            continue
        if found.outcome is not None:
            said = (line["outcome"], line.get("cause"))
            if said != (found.outcome, found.cause):
                wrong.append(f"{found.path!r}: {said}, the oracle {found.outcome, found.cause}")
        wrong += compare_fingerprint(found, line)
    wrong += [f"an outcome of no file: {path!r}" for path in printed]
    unknown = sum(found.outcome is None for found in examined)
    print(f"outcomes: {len(lines)} in the report, {unknown} the oracle cannot know")
    return wrong


def compare_fingerprint(found: reference.Examined, line: dict) -> list[str]:
    expected = dict(found.digests)
    wrong = []
    if found.pdq:
        expected |= {"width": found.width, "height": found.height}
        if line["profile"] == "exact":
            expected |= {"pdq": found.pdq.hex(), "quality": found.quality}
        elif line["pdq"]:
            # What was screened and is far from every entry: near the oracle's, and no more.
            bits = (int(line["pdq"], 16) ^ int(found.pdq.hex(), 16)).bit_count()
            if max(found.quality, line["quality"]) >= 50 and bits > SCREENED_BITS_MAX:
                wrong.append(f"{found.path!r}: screened, {bits} bits from the oracle")
            if abs(line["quality"] - found.quality) > SCREENED_QUALITY_MAX:
                wrong.append(f"{found.path!r}: screened quality {line['quality']}, the oracle "
                             f"{found.quality}")
    return wrong + [
        f"{found.path!r}: {key} is {line[key]}, the oracle {value}"
        for key, value in expected.items()
        if key in line and line[key] is not None and line[key] != value
    ]


def read_lines(path: Path) -> list[dict]:
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("verb", choices=("find", "outcomes", "compare"))
    parser.add_argument("folder", type=os.fsencode)
    parser.add_argument("list", type=Path, nargs="?")
    parser.add_argument("--threshold", type=int, default=31)
    parser.add_argument("--quality", type=int, default=50)
    parser.add_argument("--variants", action="store_true")
    parser.add_argument("--findings", type=Path)
    parser.add_argument("--outcomes", type=Path)
    options = parser.parse_args()
    settings = Settings(options.threshold, options.quality, options.variants)
    examined = [reference.examine(path) for path in walk(options.folder)]
    if options.verb == "outcomes":
        for found in examined:
            said = {"outcome": found.outcome, "cause": found.cause, "size": found.size}
            print(json.dumps(path_fields(found.path) | said))
        return 0
    if options.list is None:
        parser.error("which list?")
    entries = read_list(options.list, settings)
    if options.verb == "find":
        lines = [line for found in examined for line in findings_of(found, entries, settings)]
        for line in sorted(lines, key=lambda line: identity(line)[:3]):
            print(json.dumps(line))
        return 0
    wrong = []
    if options.findings:
        wrong += compare_findings(examined, entries, settings, read_lines(options.findings))
    if options.outcomes:
        wrong += compare_outcomes(examined, read_lines(options.outcomes))
    for line in wrong[:50]:
        print(line)
    print(f"{len(wrong)} differences")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
