"""The reference: pdqhash over the pixels that Pillow decodes."""
import numpy
import pdqhash
from PIL import Image

Image.MAX_IMAGE_PIXELS = None


def pixels_of(image: Image.Image) -> numpy.ndarray:
    """RGB as Turnstone defines it: alpha ignored, 16 bits reduced by the high byte."""
    if image.mode.startswith("I"):
        # Pillow clips 16-bit grey instead of scaling it.
        grey = (numpy.asarray(image).astype("uint32") >> 8).astype("uint8")
        return numpy.ascontiguousarray(numpy.stack([grey] * 3, axis=2))
    return numpy.ascontiguousarray(numpy.asarray(image.convert("RGB")))


def pdq_of_pixels(pixels: numpy.ndarray) -> tuple[str, int]:
    """64 hex digits, as `tx` prints them, and the quality."""
    bits, quality = pdqhash.compute(pixels)
    return f"{int(''.join(str(int(bit)) for bit in bits), 2):064x}", int(quality)


def pdq_of_file(path) -> tuple[str, int]:
    """The hash and quality of a picture file."""
    with Image.open(path) as image:
        return pdq_of_pixels(pixels_of(image))
