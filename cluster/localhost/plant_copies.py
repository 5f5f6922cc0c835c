#!/usr/bin/python3
"""Fills a folder with photographs and plants altered copies of some of them.

    plant_copies.py PHOTOGRAPHS STORAGE

copies all pictures under PHOTOGRAPHS to STORAGE, adds altered copies of eight of them under
misleading names, and prints one line a planted copy: path, original, what was done to it.
"""

import shutil
import sys
from pathlib import Path

from PIL import Image, ImageOps

ORIGINALS = [
    "Aqua.jpg", "Dune.jpg", "Garden.jpg", "RainDrops.jpg",
    "Storm.jpg", "TwoWings.jpg", "Wood.jpg", "YellowFlower.jpg",
]


def smaller(picture: Image.Image, path: Path) -> None:
    picture.resize((640, 640 * picture.height // picture.width)).save(path, "JPEG", quality=85)


def recompressed(picture: Image.Image, path: Path) -> None:
    picture.save(path, "JPEG", quality=30)


def as_png(picture: Image.Image, path: Path) -> None:
    picture.resize((picture.width // 2, picture.height // 2)).save(path, "PNG")


def renamed(picture: Image.Image, path: Path) -> None:
    shutil.copyfile(picture.filename, path)


def brighter(picture: Image.Image, path: Path) -> None:
    ImageOps.autocontrast(picture).save(path, "JPEG", quality=80, progressive=True)


ALTERATIONS = [
    (smaller, "holiday/IMG_{:04}.jpg", "640 pixels wide"),
    (recompressed, "mail/attachment-{}.jpeg", "quality 30"),
    (as_png, "projects/figure{}.png", "half the size, as PNG"),
    (renamed, "backup/{:08x}", "renamed, without a suffix"),
    (brighter, "web/cache/{}.html", "contrast stretched, progressive, named .html"),
]


def main() -> None:
    photographs, storage = Path(sys.argv[1]), Path(sys.argv[2])
    pictures = sorted(
        path for path in photographs.rglob("*") if path.suffix in (".jpg", ".png")
    )
    for number, path in enumerate(pictures):
        folder = storage / f"pictures/{number % 3}"
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, folder / path.name)
    known = [path for path in pictures if path.name in ORIGINALS]
    for number, path in enumerate(known):
        with Image.open(path) as picture:
            for step in (0, 2):
                alter, name, what = ALTERATIONS[(number + step) % len(ALTERATIONS)]
                copy = storage / name.format(1000 + 7 * number)
                copy.parent.mkdir(parents=True, exist_ok=True)
                alter(picture, copy)
                print(copy, path, what, sep="\t")
    (storage / "notes.txt").write_text("nothing to see here\n")
    (storage / "empty.jpg").touch()
    cut = known[0].read_bytes()
    (storage / "mail/half-a-picture.png").write_bytes(
        b"\x89PNG\r\n\x1a\n" + cut[: len(cut) // 3]
    )


if __name__ == "__main__":
    main()
