#!/usr/bin/env python3
"""The peers on the same files: prints what `turnstone hash --format csv` prints.

    peer_hashes.py pdqhash|imagehash FILE…

pdqhash is Pillow with the PDQ of PyPI's pdqhash, as ThreatExchange's tx and HMA use it; imagehash
is Pillow with ImageHash's phash, a cheaper perceptual hash of 64 bits.
"""

import csv
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "Tests/Oracle"))

from PIL import Image

Image.MAX_IMAGE_PIXELS = None


def pdq_row(path: str) -> tuple[str, int, str]:
    import pdqhash
    import sweep_reference as reference

    with Image.open(path) as picture:
        bits, quality = pdqhash.compute(reference.rgb(picture))
    return reference.packed(bits).hex(), quality, path


def phash_row(path: str) -> tuple[str, int, str]:
    import imagehash

    with Image.open(path) as picture:
        return str(imagehash.phash(picture)), 100, path


def main() -> None:
    row = {"pdqhash": pdq_row, "imagehash": phash_row}[sys.argv[1]]
    out = csv.writer(sys.stdout, lineterminator="\n")
    for path in sys.argv[2:]:
        out.writerow(row(os.fspath(path)))


if __name__ == "__main__":
    main()
