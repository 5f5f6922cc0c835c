#!/usr/bin/env python3
"""Makes small difficult pictures in a folder, of made hills instead of photographs, and prints a
line of JSON for each: file, kind, and the exact hash and quality by pdqhash over Pillow.

    make_difficult.py FOLDER
"""
import json
import sys
from pathlib import Path

import difficulties
from make_screening import relief
from reference import pdq_of_file

# Pixels along the longer side: screened from every pixel, from a half and by block means.
SIDES = [331, 643, 1370]


def main() -> None:
    folder = Path(sys.argv[1])
    for number, side in enumerate(SIDES):
        hills = relief(side, side * 77 // 100, number)
        for kind, (make, qualities, progressive) in difficulties.PHOTOGRAPHS.items():
            chance = difficulties.chance_of(kind, side)
            stem = folder / f"{kind} {side}"
            difficulties.write(make(hills, chance), stem, chance, qualities, progressive, 1)
        for kind, (draw, qualities, progressive) in difficulties.DRAWN.items():
            chance = difficulties.chance_of(kind, side)
            stem = folder / f"{kind} {side}"
            difficulties.write(draw(chance, side), stem, chance, qualities, progressive, 1)
    for path in sorted(folder.iterdir()):
        pdq, quality = pdq_of_file(path)
        kind = path.name.rsplit(" ", 1)[0]
        print(json.dumps({"file": path.name, "kind": kind, "pdq": pdq, "quality": quality}))


if __name__ == "__main__":
    main()
