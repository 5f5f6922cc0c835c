"""Pictures from formulas. Tests/CoreTests/Hash/MadePixels.swift has the same ones."""
import numpy


def mixed(numbers: numpy.ndarray) -> numpy.ndarray:
    """A byte for each number, as if by chance."""
    z = numbers.astype("uint64") * numpy.uint64(0x9E3779B97F4A7C15)
    z ^= z >> numpy.uint64(32)
    z *= numpy.uint64(0xBF58476D1CE4E5B9)
    return (z >> numpy.uint64(56)).astype("uint8")


def made(kind: str, width: int, height: int) -> numpy.ndarray:
    y, x, c = numpy.indices((height, width, 3))
    if kind == "black":
        return numpy.zeros((height, width, 3), "uint8")
    if kind == "flat":
        return (c * 50 + 77).astype("uint8")
    if kind == "ramp":
        across = x * 255 // max(width - 1, 1)
        down = y * 255 // max(height - 1, 1)
        other = numpy.where(c == 1, down, x + y & 255)
        return numpy.where(c == 0, across, other).astype("uint8")
    if kind == "checker":
        return ((x // 8 + y // 8 & 1) * 255).astype("uint8")
    if kind == "noise":
        return mixed((y * width + x) * 3 + c)
    if kind == "blocks":
        return mixed((y // 16 * 1000 + x // 16) * 3 + c)
    raise ValueError(kind)


def waves(width: int, height: int) -> numpy.ndarray:
    """A smooth picture with some grain, as a JPEG likes it."""
    y, x = numpy.indices((height, width))
    red = 128 + 100 * numpy.sin(x / 17 + y / 41)
    green = 128 + 90 * numpy.sin(x * y / 2500)
    blue = 128 + 80 * numpy.cos(y / 13 - x / 29)
    grain = mixed(y * width + x).astype("float") / 16 - 8
    colours = numpy.stack([red, green, blue], 2) + grain[:, :, None]
    return numpy.clip(colours, 0, 255).astype("uint8")
