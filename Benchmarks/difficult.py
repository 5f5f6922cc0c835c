"""Difficult pictures: photographs of the corpus and drawings, made so that screening has a hard
time. Tests/Oracle/difficulties.py has what is done to them."""

import os
import shutil
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import altered
import corpus
# In Tests/Oracle, where `oracle`, which `altered` imports, lets Python look.
import difficulties

# Photographs that are made difficult.
SOURCES = 12
# Pixels along the longer side: what is screened from every pixel, from halves and by block means.
SIDES = [320, 640, 1240, 2200]
# Drawings of a kind and a side.
DRAWINGS = 4
# Files of each picture.
COPIES = 2


def make_of_photograph(tree: Path, source: Path, number: int) -> None:
    """All kinds of one photograph: every other size of each."""
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None
    with Image.open(source) as file:
        file.draft("RGB", (SIDES[-1], SIDES[-1]))
        whole = file.convert("RGB")
    scaled = {}
    for side in SIDES:
        scaled[side] = whole.copy()
        scaled[side].thumbnail((side, side), Image.Resampling.LANCZOS)
    for turn, (kind, (make, qualities, progressive)) in enumerate(difficulties.PHOTOGRAPHS.items()):
        for side in SIDES[(number + turn) % 2::2]:
            chance = difficulties.chance_of(kind, number, side)
            stem = tree / kind / f"{number:02}-{side}"
            picture = make(scaled[side], chance)
            difficulties.write(picture, stem, chance, qualities, progressive, COPIES)


def make_drawings(tree: Path, kind: str) -> None:
    draw, qualities, progressive = difficulties.DRAWN[kind]
    for side in SIDES:
        for number in range(DRAWINGS):
            chance = difficulties.chance_of(kind, number, side)
            stem = tree / kind / f"{number:02}-{side}"
            picture = draw(chance, side)
            difficulties.write(picture, stem, chance, qualities, progressive, COPIES)


def files(folder: Path) -> dict[str, list[Path]]:
    """The pictures by kind, made once."""
    tree, complete = folder / "difficult", folder / "difficult" / "complete"
    kinds = [*difficulties.PHOTOGRAPHS, *difficulties.DRAWN]
    # Those of a corpus of fewer kinds are no longer what is meant.
    if not complete.exists() or complete.read_text(encoding="utf-8").splitlines() != kinds:
        shutil.rmtree(tree, ignore_errors=True)
        for kind in kinds:
            (tree / kind).mkdir(parents=True, exist_ok=True)
        groups = altered.groups(folder, corpus.photographs(folder))
        sources = [min(group) for group in groups[:: len(groups) // SOURCES][:SOURCES]]
        with ProcessPoolExecutor(os.cpu_count()) as pool:
            made = [pool.submit(make_drawings, tree, kind) for kind in difficulties.DRAWN]
            made += [
                pool.submit(make_of_photograph, tree, source, number)
                for number, source in enumerate(sources)
            ]
            for each in made:
                each.result()
        complete.write_text("\n".join(kinds) + "\n", encoding="utf-8")
    return {kind: sorted((tree / kind).iterdir()) for kind in kinds}
