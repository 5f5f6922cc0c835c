"""What makes a picture difficult to screen: that a scaled, unfinished or unclamped picture is
likely to say something else than all of its pixels. Of photographs and drawings, the same on every
run and, as far as Pillow writes the same file, on every machine."""

import random
import zlib
from pathlib import Path

import drawings

# Two in three JPEG files have colours of half the size, as most encoders write them.
SAMPLINGS = [2, 0, 2]


def dithered(picture, chance: random.Random):
    """A scan in black and white."""
    return picture.convert("1").convert("L")


def noisy(picture, chance: random.Random):
    """Grain of a film, or hardly anything else."""
    import numpy
    from PIL import Image

    pixels = numpy.asarray(picture).astype(float)
    strength, is_grey = chance.choice([25, 50, 80]), chance.random() < 0.5
    generator = numpy.random.default_rng(chance.randrange(1 << 32))
    noise = generator.normal(0, strength, (*pixels.shape[:2], 1 if is_grey else 3))
    return Image.fromarray(numpy.clip(pixels + noise, 0, 255).astype("uint8"))


def behind_bars(picture, chance: random.Random):
    """A photograph through fine stripes or a lattice."""
    import numpy
    from PIL import Image

    pixels = numpy.asarray(picture).copy()
    pitch = chance.choice([2, 3, 5, 8, 11])
    down, across = numpy.mgrid[0:picture.height, 0:picture.width]
    bars = [across, down, across + down][chance.randrange(3)] // pitch % 2 == 0
    if chance.random() < 0.4:
        bars |= down // pitch % 2 == 0
    pixels[bars] = chance.choice([0, 255])
    return Image.fromarray(pixels)


def saturated(picture, chance: random.Random):
    """Colours two or three times as strong."""
    from PIL import ImageEnhance

    return ImageEnhance.Color(picture).enhance(chance.choice([2, 3]))


def of_colours_alone(picture, chance: random.Random):
    """Y is one grey everywhere: the light of the photograph is what is clamped of its colours."""
    import numpy
    from PIL import Image

    light = numpy.asarray(picture.convert("L")).astype(int)
    colours = numpy.clip(128 - chance.choice([2, 4]) * (light - 128), 0, 255).astype("uint8")
    grey = numpy.full_like(colours, chance.choice([90, 128, 170]))
    return Image.merge("YCbCr", [Image.fromarray(plane) for plane in (grey, colours, colours)])


def in_fine_colours(picture, chance: random.Random):
    """The same, of stripes of colour so fine that their means are grey."""
    import numpy
    from PIL import Image

    light = numpy.asarray(picture.convert("L")).astype(int)
    down, across = numpy.mgrid[0:picture.height, 0:picture.width]
    sign = numpy.where((across // 4) % 2 == 0, 1, -1)
    colours = numpy.clip(128 + sign * (255 - light) // 2, 0, 255).astype("uint8")
    grey = numpy.full_like(colours, chance.choice([60, 200]))
    plain = numpy.full_like(colours, 128)
    return Image.merge("YCbCr", [Image.fromarray(plane) for plane in (grey, plain, colours)])


def noisy_colours(picture, chance: random.Random):
    """Noise in the colours alone, all over or on the left: clamping makes light of it."""
    import numpy
    from PIL import Image

    random_numbers = numpy.random.default_rng(chance.randrange(1 << 30))
    planes = numpy.asarray(picture.convert("YCbCr")).astype(float)
    share = chance.choice([1, 1, 0.75, 0.5])
    colours = planes[:, :round(share * picture.width), 1:]
    colours += random_numbers.normal(0, 120, colours.shape)
    return Image.fromarray(numpy.clip(planes, 0, 255).astype("uint8"), "YCbCr").convert("RGB")


def patterned_colours(picture, chance: random.Random):
    """Stripes, squares or waves in the colours alone, here and there or all over."""
    import numpy
    from PIL import Image

    planes = numpy.asarray(picture.convert("YCbCr")).astype(int)
    down, across = numpy.mgrid[0:picture.height, 0:picture.width]
    length = chance.choice([2, 4, 6, 8, 12, 16, 32])
    along, upright = (numpy.sin(2 * numpy.pi * at / length + 0.1) for at in (across, down))
    squares = numpy.sign(along) * numpy.sign(upright)
    here_and_there = (across // 64 + down // 64) % 3 == 0
    pattern = chance.choice([
        squares * here_and_there, squares * here_and_there, squares, numpy.sign(along),
        along * upright,
    ])
    strength, sign = chance.choice([10, 15, 20, 25, 30, 40, 60, 90]), chance.choice([-1, 0, 1])
    planes[..., 1] += (strength * pattern).astype(int)
    planes[..., 2] += (sign * strength * pattern).astype(int)
    return Image.fromarray(numpy.clip(planes, 0, 255).astype("uint8"), "YCbCr")


def grey(picture, chance: random.Random):
    return picture.convert("L")


def as_it_is(picture, chance: random.Random):
    return picture


def hard(picture, chance: random.Random):
    """All edges: two tones a colour, contrast as high as it gets, or edges alone."""
    from PIL import ImageEnhance, ImageFilter, ImageOps

    return chance.choice([
        lambda: ImageOps.posterize(picture, 1).point(lambda value: 255 if value else 0),
        lambda: ImageEnhance.Contrast(picture).enhance(8),
        lambda: picture.filter(ImageFilter.FIND_EDGES),
    ])()


def odd(picture, chance: random.Random):
    """Narrow, or of sides that no block divides."""
    width, height = picture.size
    least = 97 if chance.random() < 0.2 else 128
    if chance.random() < 0.5:
        width = max(least, round(width * chance.uniform(0.15, 1)))
    else:
        height = max(least, round(height * chance.uniform(0.15, 1)))
    return picture.crop((0, 0, min(width, picture.width) | 1, min(height, picture.height) | 1))


# By kind: what is made of a photograph or drawn, the qualities of JPEG, and whether it is
# progressive; None is as it comes. A quality of 0 is PNG.
PHOTOGRAPHS = {
    "dithered scans": (dithered, [30, 75, 92, 0], None),
    "grain and noise": (noisy, [10, 40, 75, 92], None),
    "behind stripes and lattices": (behind_bars, [20, 50, 75, 0], None),
    "colours ×2 and ×3, coarse": (saturated, [5, 10, 15, 20], None),
    "colours over a flat Y": (of_colours_alone, [30, 60, 90], None),
    "fine colours over a flat Y": (in_fine_colours, [60, 90], None),
    "coarse, progressive": (as_it_is, [5, 12, 20, 28, 33, 37], True),
    "two tones, edges": (hard, [8, 25, 60, 90, 0], None),
    "odd sizes": (odd, [10, 40, 75, 92, 0], None),
    "noise in the colours": (noisy_colours, [10, 20, 30, 50], None),
    "grey, progressive": (grey, [40, 75, 92], True),
    # Not difficult: rules that have these decoded in full, too, would be no rules.
    "ordinary": (as_it_is, [75, 85, 92], False),
    "patterns in the colours": (patterned_colours, [5, 20, 30, 50, 75, 92], None),
}
DRAWN = {
    "pages of print": (drawings.print_page, [10, 30, 75, 0], None),
    "screens": (drawings.screen, [30, 75, 92, 0], None),
    "patterns": (drawings.pattern, [10, 40, 75, 95, 0], None),
    "graphics": (drawings.graphic, [10, 40, 75, 95, 0], None),
    "stripes of colour": (drawings.colour_stripes, [5, 15, 40, 75, 95, 0], None),
}


def write(
    picture, stem: Path, chance: random.Random, qualities: list[int], progressive, count: int
) -> None:
    """`count` files of a picture, each of another quality and, if it may be, progressive or not in
    turn."""
    from PIL import ImageFile

    ImageFile.MAXBLOCK = 1 << 26
    first = chance.randrange(2)
    for turn, quality in enumerate(chance.sample(qualities, count)):
        if quality == 0:
            picture.convert("RGB" if picture.mode == "YCbCr" else picture.mode).save(f"{stem}.png")
            continue
        is_progressive = (first + turn) % 2 == 0 if progressive is None else progressive
        sampling = chance.choice(SAMPLINGS)
        kind = "progressive" if is_progressive else "baseline"
        picture.save(
            f"{stem}-{quality}-{kind}-{'420' if sampling else '444'}.jpg", quality=quality,
            progressive=is_progressive, subsampling=sampling,
        )


def chance_of(*names) -> random.Random:
    return random.Random(zlib.crc32(repr(names).encode()))
