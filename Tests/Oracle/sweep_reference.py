"""What Pillow, pdqhash and hashlib say of one file: nothing here was written for Turnstone."""

import hashlib
import io
import os
import stat
from dataclasses import dataclass, field

import numpy
import pdqhash
from PIL import Image

Image.MAX_IMAGE_PIXELS = None

# What Turnstone recognises by its first bytes and does not decode, by Pillow's names.
NOT_DECODED = {"GIF", "BMP", "TIFF", "WEBP", "AVIF", "ICO", "JPEG2000", "PSD"}


@dataclass
class Examined:
    """One file. `outcome` is None where the peers cannot know what Turnstone makes of it."""

    path: bytes
    size: int
    outcome: str | None
    cause: str | None = None
    digests: dict[str, str] = field(default_factory=dict)
    width: int | None = None
    height: int | None = None
    pdq: bytes | None = None
    quality: int | None = None
    pixels: numpy.ndarray | None = None


def rgb(picture: Image.Image) -> numpy.ndarray:
    """Eight-bit RGB: alpha dropped, palettes expanded, of 16 bits the high byte, no EXIF turn."""
    if picture.mode.startswith("I"):
        grey = (numpy.asarray(picture, numpy.uint32) >> 8).astype(numpy.uint8)
        return numpy.stack([grey] * 3, axis=-1)
    if picture.mode in ("P", "PA"):
        picture = picture.convert("RGBA")
    return numpy.asarray(picture.convert("RGB"))


def packed(bits: numpy.ndarray) -> bytes:
    return numpy.packbits(numpy.asarray(bits, numpy.uint8)).tobytes()


def examine(path: bytes) -> Examined:
    """Reads the file once and says what it is."""
    status = os.lstat(path)
    if not stat.S_ISREG(status.st_mode):
        return Examined(path, status.st_size, "skipped", "special")
    if status.st_size == 0:
        return Examined(path, 0, "empty")
    with open(path, "rb") as file:
        content = file.read()
    found = Examined(path, len(content), "other")
    found.digests = {
        kind: hashlib.new(kind, content).hexdigest() for kind in ("md5", "sha1", "sha256")
    }
    is_jpeg = content.startswith(b"\xff\xd8\xff")
    is_png = content.startswith(b"\x89PNG\r\n\x1a\n")
    try:
        with Image.open(io.BytesIO(content)) as picture:
            if not (is_jpeg or is_png):
                if picture.format in NOT_DECODED:
                    found.outcome, found.cause = "undecodable", "unsupported"
                return found
            pixels = rgb(picture)
    except Exception:  # Pillow raises whatever its many readers raise.
        # A damaged picture: Turnstone may still make something of it, and says so.
        found.outcome = None if is_jpeg or is_png else "other"
        return found
    found.outcome = "image"
    found.height, found.width = pixels.shape[:2]
    bits, found.quality = pdqhash.compute(pixels)
    found.pdq, found.pixels = packed(bits), pixels
    return found
