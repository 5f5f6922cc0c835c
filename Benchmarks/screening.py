"""Screening: what it costs beside its peers, how far it is from exact, and what it loses."""

import collections
import json
import os
from pathlib import Path

import corpus
import measure

PROFILES = [
    # Profile, least pixels along the shorter side of what was hashed, margin in bits.
    ("screened_eighth", 256, 8),
    ("screened_quarter", 256, 8),
    ("screened_half", 256, 8),
    ("screened_eighth", 128, 16),
    ("screened_half", 128, 12),
    ("screened_whole", 128, 16),
    ("draft_quarter", 256, 16),
    ("draft_half", 256, 16),
]
# Screened qualities under the first are not matched, up to the second hashed exactly anyway: both
# of a list's floor of 50.
FLOOR, QUALITY_LEAST, QUALITY_TRUSTED = 50, 35, 60
SCALES = {"whole": 1, "half": 2, "quarter": 4, "eighth": 8}


def lines(cost: measure.Cost) -> dict[str, dict]:
    records = (json.loads(line) for line in cost.output.splitlines())
    return {record["path"]: record for record in records}


def peers(bench) -> str:
    """CPU seconds for the PDQ hashes of the JPEG files alone."""
    files = [str(path) for path in jpegs(bench)]
    turbo = corpus.peer(bench.folder, "peer_turbo", ["turbojpeg"])
    commands = {
        "Pillow + pdqhash": lambda: measure.run([*bench.peers_program, "pdqhash", *files]),
        "turbojpeg to scaled luma": lambda: measure.run([turbo, *files]),
    }
    stages = []
    costs = bench.take_turns(commands)
    for _ in range(bench.repeats):
        profile = json.loads(measure.run([bench.worker, "profile", *files]).output)
        stages.append(profile["decode"] + profile["pdq"])
    base = costs["Pillow + pdqhash"].cpu
    rows = [[name, f"{cost.cpu:.2f}", f"{base / cost.cpu:.1f}×"] for name, cost in costs.items()]
    rows.append(["Turnstone, screened", f"{min(stages):.2f}", f"{base / min(stages):.1f}×"])
    size = sum(os.path.getsize(file) for file in files) / 1e6
    return (
        f"{len(files)} JPEG files, {size:.0f} MB: the photographs, and each at four sizes (long "
        "side 640, 1280, 2560, 4000) by Pillow, qualities 40, 75 and 92, baseline and "
        "progressive. Decoding and hashing, without digests; turbojpeg only decodes, at the scale "
        "that keeps 256 pixels, the means of progressive pictures alone.\n\n"
        + bench.table(["", "CPU s", "against pdqhash"], rows)
    )


def accuracy(bench) -> str:
    """Bits between screened and exact hashes, by profile, of pictures of quality 50 and more."""
    found = both_ways(bench, jpegs(bench))
    bits = collections.defaultdict(list)
    qualities = []
    for path, screened in found["screened"].items():
        exact = found["exact"][path]
        distance = bits_between(screened, exact)
        qualities.append(abs(screened["quality"] - exact["quality"]))
        if max(exact["quality"], screened["quality"]) < 50 or screened["exact"]:
            continue
        bits[screened["profile"], side_of(screened)].append((distance, path))
    rows = []
    for profile, side, margin in PROFILES:
        values = sorted(bits[profile, side])
        if not values:
            continue
        distances = [distance for distance, _ in values]
        rows.append([
            profile, f"{side}", f"{len(values)}", f"{sum(distances) / len(values):.2f}",
            f"{distances[int(0.99 * (len(values) - 1))]}", f"{distances[-1]}", f"{margin}",
            Path(values[-1][1]).name,
        ])
    heading = ["profile", "side ≥", "files", "mean bits", "p99", "max", "margin", "worst"]
    return (
        bench.table(heading, rows)
        + f"\n\nQuality differs by {max(qualities)} at most. Pictures whose quality is 35 to 60, "
        "and those with many frequencies at the median, are hashed exactly anyway."
    )


def both_ways(bench, paths: list[Path]) -> dict[str, dict[str, dict]]:
    """What a lane says of each file, screened and exact, by its path."""
    command = [bench.worker, "hash", "--format", "jsonl"]
    return {
        way: lines(measure.run([*command, *options, *map(str, paths)]))
        for way, options in (("screened", []), ("exact", ["--exact"]))
    }


def bits_between(screened: dict, exact: dict) -> int:
    return (int(screened["pdq"], 16) ^ int(exact["pdq"], 16)).bit_count()


def side_of(screened: dict) -> int:
    """Which of the profiles' sides a screened picture belongs to."""
    scale = SCALES[screened["profile"].split("_")[1]]
    side = -(-min(screened["width"], screened["height"]) // scale)
    return 256 if side >= 256 and scale > 1 else 128


def by_kind(bench, kinds: dict[str, list[Path]]) -> str:
    """How far screened hashes of each kind of difficult picture are from exact ones, and which
    pictures screening is wrong about."""
    margins = {(profile, side): margin for profile, side, margin in PROFILES}
    rows = []
    for kind, paths in kinds.items():
        found = both_ways(bench, paths)
        rich, screened, distances, beyond, unseen = 0, 0, [], 0, 0
        for path, first in found["screened"].items():
            exact = found["exact"][path]
            is_rich = exact["quality"] >= FLOOR
            rich += is_rich
            if first["exact"] or QUALITY_LEAST <= first["quality"] <= QUALITY_TRUSTED:
                continue
            screened += 1
            distance = bits_between(first, exact)
            if is_rich and first["quality"] < QUALITY_LEAST:
                unseen += 1
                bench.say(f"quality {first['quality']} for {exact['quality']}: {path}")
            elif is_rich:
                distances.append(distance)
                if distance > margins[first["profile"], side_of(first)]:
                    beyond += 1
                    bench.say(f"{distance} bits, {first['profile']}: {path}")
        rows.append([
            kind, f"{len(paths)}", f"{rich}", f"{len(paths) - screened}",
            f"{max(distances, default=0)}", f"{beyond}", f"{unseen}",
        ])
    heading = [
        "difficult files", "files", "quality ≥ 50", "decoded in full", "most bits",
        "beyond the margin", "quality unseen",
    ]
    return (
        "How far screened hashes of difficult files are from exact ones. In full are decoded those "
        "that a rule says so of, and all of a screened quality of 35 to 60; \"most bits\" are of "
        "the others whose exact quality is 50 and more. Beyond the margin a finding may be lost; "
        "\"quality unseen\" are files that screening takes for too poor to be matched, and that "
        "are not.\n\n" + bench.table(heading, rows)
    )


def jpegs(bench) -> list[Path]:
    originals = [path for path in bench.files if path.suffix.lower() in (".jpg", ".jpeg")]
    return originals + corpus.reencoded(bench.folder)
