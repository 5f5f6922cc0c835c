"""Writes PNG files of every colour type, depth and interlace; Pillow writes only some."""
import struct
import zlib

import numpy

CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
ADAM7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2),
         (0, 1, 1, 2)]


def chunk(name: bytes, content: bytes) -> bytes:
    checksum = struct.pack(">I", zlib.crc32(name + content))
    return struct.pack(">I", len(content)) + name + content + checksum


def packed(samples: numpy.ndarray, depth: int) -> bytes:
    """One row of samples as bytes."""
    if depth == 16:
        return samples.astype(">u2").tobytes()
    if depth == 8:
        return samples.astype("u1").tobytes()
    bits = "".join(f"{int(value):0{depth}b}" for value in samples)
    bits += "0" * (-len(bits) % 8)
    return int(bits, 2).to_bytes(len(bits) // 8, "big")


def filtered(rows: list[bytes], step: int) -> bytes:
    """The rows with the five filters in turn."""
    result, above = b"", bytes(len(rows[0])) if rows else b""
    for index, row in enumerate(rows):
        kind, out = index % 5, bytearray()
        for i, value in enumerate(row):
            a = row[i - step] if i >= step else 0
            b = above[i]
            c = above[i - step] if i >= step else 0
            p = a + b - c
            paeth = min((abs(p - a), 0, a), (abs(p - b), 1, b), (abs(p - c), 2, c))[2]
            out.append(value - [0, a, b, (a + b) // 2, paeth][kind] & 255)
        result += bytes([kind]) + bytes(out)
        above = row
    return result


def png(
    samples, color: int, depth: int, interlaced=False, palette=None, transparency=None
) -> bytes:
    """A PNG file of rows × columns × channels samples of `depth` bits."""
    height, width, channels = samples.shape
    assert channels == CHANNELS[color]
    step = max(1, channels * depth // 8)
    data = b""
    for x, y, across, down in ADAM7 if interlaced else [(0, 0, 1, 1)]:
        part = samples[y::down, x::across]
        if part.size:
            data += filtered([packed(row.reshape(-1), depth) for row in part], step)
    result = b"\x89PNG\r\n\x1a\n"
    header = struct.pack(">IIBBBBB", width, height, depth, color, 0, 0, interlaced)
    result += chunk(b"IHDR", header)
    result += chunk(b"gAMA", struct.pack(">I", 45455)) + chunk(b"tEXt", b"Title\0made")
    if palette is not None:
        result += chunk(b"PLTE", palette)
    if transparency is not None:
        result += chunk(b"tRNS", transparency)
    compressed = zlib.compress(data, 9)
    half = len(compressed) // 2
    result += chunk(b"IDAT", compressed[:half]) + chunk(b"IDAT", compressed[half:])
    return result + chunk(b"IEND", b"")
