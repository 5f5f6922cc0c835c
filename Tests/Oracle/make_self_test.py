#!/usr/bin/env python3
"""Makes the known answers of a lane's self-test: Sources/Worker/Lane/SelfTestVectors.swift.

Needs pdqhash 0.2.8, Pillow and numpy. Run it without arguments.
"""
import hashlib
import io
from pathlib import Path

import numpy
from PIL import Image

from made_pixels import made, waves
from made_png import png
from reference import pdq_of_file, pdq_of_pixels

TARGET = Path(__file__).resolve().parents[2] / "Sources/Worker/Lane/SelfTestVectors.swift"
# Some blocks of each digest, and a part of one.
TEXT = b"Turnstone" * 40
# Both filters, neither, and a picture lower than its samples.
SIZES = [(150, 100), (64, 64), (203, 37)]


def pattern(width: int, height: int) -> numpy.ndarray:
    """SelfTest.pattern has the same pixels."""
    return made("ramp", width, height) ^ (made("blocks", width, height) >> 2)


def jpeg() -> bytes:
    stream = io.BytesIO()
    image = Image.fromarray(waves(56, 40))
    image.save(stream, "jpeg", quality=40, subsampling="4:2:0", optimize=True)
    return stream.getvalue()


def text_of(content: bytes) -> str:
    digits = content.hex()
    lines = [digits[at:at + 88] for at in range(0, len(digits), 88)]
    return '"""\n' + "\\\n".join("        " + line for line in lines) + '\n        """'


def distance(first: str, second: str) -> int:
    return (int(first, 16) ^ int(second, 16)).bit_count()


def file(content: bytes, format_name: str) -> str:
    pdq, quality = pdq_of_file(io.BytesIO(content))
    return f"""        File(
            format: .{format_name},
            hex: {format_name},
            pdq: "{pdq}",
            quality: {quality}
        ),
"""


def main() -> None:
    files = {"jpeg": jpeg(), "png": png(pattern(11, 9), color=2, depth=8)}
    patterns = ""
    hashes = []
    for width, height in SIZES:
        pdq, quality = pdq_of_pixels(numpy.ascontiguousarray(pattern(width, height)))
        hashes.append(pdq)
        patterns += f"""        Pattern(
            width: {width},
            height: {height},
            pdq: "{pdq}",
            quality: {quality}
        ),
"""
    text = f"""internal import Core

/// What the reference makes of some made pixels, a text and two small files. Written by
/// Tests/Oracle/make_self_test.py with `pdqhash`, Pillow and hashlib; not to be changed by hand.
extension SelfTest {{
    static let knownPatterns = [
{patterns}    ]

    static let knownFiles = [
{"".join(file(content, name) for name, content in files.items())}    ]

    /// Of each pattern's hash to each.
    static let knownDistances: [[UInt16]] = {[[distance(a, b) for b in hashes] for a in hashes]}

    /// MD5, SHA-1 and SHA-256 of the text.
    static let knownDigests = [
        "{hashlib.md5(TEXT).hexdigest()}",
        "{hashlib.sha1(TEXT).hexdigest()}",
        "{hashlib.sha256(TEXT).hexdigest()}",
    ]

    static let text = String(repeating: "Turnstone", count: {len(TEXT) // len(b"Turnstone")})
"""
    for name, content in files.items():
        text += f"\n    private static let {name} = {text_of(content)}\n"
    TARGET.write_text(text + "}\n")
    print({name: len(content) for name, content in files.items()})


if __name__ == "__main__":
    main()
