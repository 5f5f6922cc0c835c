"""What pdqhash over Pillow says of the files that are measured: computed once, then kept."""

import csv
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

TOP = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(TOP / "Tests/Oracle"))

# The eight ways to turn and mirror a picture, as Turnstone names them: mirrored left to right
# first, then turned clockwise by so many quarters.
VARIANTS = {
    "original": (False, 0), "rotate90": (False, 1), "rotate180": (False, 2),
    "rotate270": (False, 3), "mirror": (True, 0), "mirror_rotate90": (True, 1),
    "mirror_rotate180": (True, 2), "mirror_rotate270": (True, 3),
}


def turned(pixels, variant: str):
    """Pixels as a picture really turned and mirrored has them."""
    import numpy

    is_mirrored, quarters = VARIANTS[variant]
    pixels = pixels[:, ::-1] if is_mirrored else pixels
    return numpy.ascontiguousarray(numpy.rot90(pixels, -quarters))


def hash_of(wanted: tuple[str, str]) -> tuple[str, int]:
    from PIL import Image
    from reference import pdq_of_pixels, pixels_of

    path, variant = wanted
    with Image.open(path) as picture:
        return pdq_of_pixels(turned(pixels_of(picture), variant))


def hashes(
    folder: Path, wanted: list[tuple[Path, str]]
) -> dict[tuple[Path, str], tuple[int, int]]:
    """Hash and quality of each file as the variant that stands beside it."""
    kept = folder / "oracle-hashes.csv"
    known: dict[tuple[str, ...], tuple[str, int]] = {}
    if kept.exists():
        with open(kept, encoding="utf-8", newline="") as file:
            known = {tuple(row[:3]): (row[3], int(row[4])) for row in csv.reader(file)}
    keys = {(path, variant): key(folder, path, variant) for path, variant in wanted}
    missing = [pair for pair in keys if keys[pair] not in known]
    if missing:
        with ProcessPoolExecutor(os.cpu_count()) as pool:
            made = pool.map(hash_of, [(str(path), name) for path, name in missing], chunksize=4)
            known |= {keys[pair]: found for pair, found in zip(missing, made)}
        with open(kept, "w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([*names, *found] for names, found in known.items())
    return {pair: (int(known[name][0], 16), known[name][1]) for pair, name in keys.items()}


def key(folder: Path, path: Path, variant: str) -> tuple[str, str, str]:
    """What a file is known by; another one in its place has other bytes, and nearly always more
    or less of them."""
    return str(path.relative_to(folder)), str(path.stat().st_size), variant
