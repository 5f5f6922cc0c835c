#!/usr/bin/env python3
"""Makes Tests/Fixtures/variants: pictures of 128 to 4000 pixels, and the hashes by pdqhash of what
Pillow makes of them by really turning and mirroring.

Needs pdqhash 0.2.8, Pillow and numpy. Run it without arguments.
"""
import io
import json
from pathlib import Path

import numpy
from PIL import Image

from make_screening import relief
from make_vectors import pillow_jpeg
from reference import pdq_of_pixels, pixels_of

FOLDER = Path(__file__).resolve().parent.parent / "Fixtures" / "variants"
SIZES = [(128, 113), (256, 256), (1000, 667), (4000, 2250)]
TURNS = {
    "": None, "rotate90": Image.Transpose.ROTATE_270, "rotate180": Image.Transpose.ROTATE_180,
    "rotate270": Image.Transpose.ROTATE_90,
}


def mosaic(width: int, height: int, seed: int) -> Image.Image:
    """A relief of few tiles: of any size few bytes as a PNG file."""
    return relief(64, 48, seed).resize((width, height), Image.Resampling.NEAREST)


def turned(image: Image.Image) -> dict[str, Image.Image]:
    """Mirrored left to right first, then turned clockwise: Pillow turns the other way."""
    made = {}
    mirrored = image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    for prefix, picture in (("", image), ("mirror", mirrored)):
        for name, turn in TURNS.items():
            key = "_".join(filter(None, [prefix, name])) or "original"
            made[key] = picture if turn is None else picture.transpose(turn)
    return made


def png_of(image: Image.Image) -> bytes:
    stream = io.BytesIO()
    image.save(stream, "png", optimize=True)
    return stream.getvalue()


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    records = []
    for seed, (width, height) in enumerate(SIZES):
        image = mosaic(width, height, 100 + seed)
        files = {
            f"{width}.png": png_of(image),
            f"{width}.jpg": pillow_jpeg(image, quality=30),
            f"{width}-progressive.jpg": pillow_jpeg(image, quality=30, progressive=True),
        }
        for name, content in files.items():
            (FOLDER / name).write_bytes(content)
            decoded = Image.fromarray(pixels_of(Image.open(io.BytesIO(content))))
            hashes = {
                key: pdq_of_pixels(numpy.ascontiguousarray(numpy.asarray(picture)))
                for key, picture in turned(decoded).items()
            }
            records.append({
                "file": name, "quality": hashes["original"][1],
                "variants": {key: pdq for key, (pdq, _) in hashes.items()},
            })
    lines = ",\n".join(json.dumps(entry) for entry in records)
    (FOLDER / "variants.json").write_text(f"[\n{lines}\n]\n")


if __name__ == "__main__":
    main()
