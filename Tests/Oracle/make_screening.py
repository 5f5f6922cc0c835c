#!/usr/bin/env python3
"""Makes Tests/Fixtures/screening: JPEG files large enough to be screened at each scale, and their
exact hashes in all variants by pdqhash over Pillow.

Needs pdqhash 0.2.8, Pillow, numpy and cjpeg of libjpeg-turbo. Run it without arguments.
"""
import io
import json
from pathlib import Path

import numpy
from PIL import Image

from make_vectors import pillow_jpeg, ppm, run, variants_of
from reference import pdq_of_pixels, pixels_of

FOLDER = Path(__file__).resolve().parent.parent / "Fixtures" / "screening"


def relief(width: int, height: int, seed: int) -> Image.Image:
    """Hills of chance of all sizes, without symmetry: few bytes as a JPEG, and every frequency
    that a hash looks at is there."""
    chance = numpy.random.default_rng(seed)
    sum_of_all = numpy.full((height, width, 3), 128.0)
    for count in (3, 6, 12, 24, 48):
        hills = Image.fromarray(chance.integers(0, 256, (count, count, 3)).astype("uint8"))
        smooth = hills.resize((width, height), Image.Resampling.BICUBIC)
        sum_of_all += (numpy.asarray(smooth) - 128.0) / 2.2
    return Image.fromarray(numpy.clip(sum_of_all, 0, 255).astype("uint8"))


# Name, size, options of Pillow's writer, and how Turnstone is to screen it.
FILES = [
    ("tiny", (160, 120), {}, "exact"),
    ("whole", (320, 241), {}, "whole"),
    ("whole-progressive", (331, 250), {"progressive": True}, "whole"),
    ("half", (701, 517), {}, "half"),
    ("half-grey", (640, 520), {"grey": True}, "half"),
    ("draft", (801, 603), {"progressive": True}, "draft"),
    ("eighth-coarse", (1290, 1030), {}, "eighth"),
    ("eighth-444", (1290, 1030), {"subsampling": 0}, "eighth"),
    ("eighth", (2065, 2050), {"quality": 30}, "eighth"),
    # Nothing but libjpeg decodes these, which sees no colours in their luma.
    ("quarter", (1290, 1030), {"cjpeg": ["-arithmetic", "-grayscale"]}, "quarter"),
    ("draft-quarter", (1290, 1030), {"cjpeg": ["-arithmetic", "-progressive", "-grayscale"]},
     "draft_quarter"),
    ("means", (1303, 1025), {"progressive": True}, "eighth"),
    ("means-restart", (1100, 1031), {"progressive": True, "restart_marker_rows": 1}, "eighth"),
    ("half-coarse", (431, 330), {}, "half"),
    ("whole-arithmetic", (320, 260), {"cjpeg": ["-arithmetic"]}, "exact"),
    ("hidden-whole", (330, 251), {"is_hidden": True, "subsampling": 0}, "exact"),
    ("hidden-half", (611, 517), {"is_hidden": True}, "exact"),
    ("hidden-draft", (601, 523), {"is_hidden": True, "progressive": True}, "exact"),
    ("hidden-eighth", (1100, 1031), {"is_hidden": True, "subsampling": 1}, "exact"),
    ("hidden-means", (1100, 1031), {"is_hidden": True, "progressive": True}, "exact"),
]


def hidden(image: Image.Image) -> Image.Image:
    """The same for whoever looks at it, but of one Y: what its colours have too much of to be
    shown is its light."""
    light = numpy.asarray(image.convert("L")).astype(int)
    colours = numpy.full((*light.shape, 3), 128, "uint8")
    colours[..., 1:] = numpy.clip(128 - 4 * (light - 128), 0, 255)[..., None]
    return Image.fromarray(colours, "YCbCr")


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    records = []
    for seed, (name, (width, height), options, screened) in enumerate(FILES):
        image = relief(width, height, seed)
        if options.pop("grey", False):
            image = image.convert("L")
        if options.pop("is_hidden", False):
            image = hidden(image)
        if arguments := options.pop("cjpeg", None):
            content = run("cjpeg", "-quality", "60", *arguments, data=ppm(numpy.asarray(image)))
        else:
            content = pillow_jpeg(image, **{"quality": 60, **options})
        (FOLDER / f"{name}.jpg").write_bytes(content)
        pixels = pixels_of(Image.open(io.BytesIO(content)))
        pdq, quality = pdq_of_pixels(pixels)
        records.append({"file": f"{name}.jpg", "screened": screened, "pdq": pdq,
                        "quality": quality, "variants": variants_of(pixels)})
    lines = ",\n".join(json.dumps(entry) for entry in records)
    (FOLDER / "screening.json").write_text(f"[\n{lines}\n]\n")


if __name__ == "__main__":
    main()
