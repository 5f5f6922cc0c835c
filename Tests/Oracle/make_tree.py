#!/usr/bin/env python3
"""Makes a folder of small made pictures and other files, and a hash list that knows some of them.

    make_tree.py FOLDER [--files 300] [--seed 1]

writes FOLDER/tree and FOLDER/known.csv. The same seed gives the same files with the same Pillow.
The list has digests of all three kinds, PDQ hashes at distances 0 to 45 from files of the tree,
entries that match nothing, a duplicate and an entry with a threshold of its own.
"""

import argparse
import hashlib
import io
import os
import random
from pathlib import Path

import numpy
import pdqhash
from PIL import Image

import sweep_reference as reference


def noise_picture(rng: numpy.random.Generator, width: int, height: int) -> Image.Image:
    """Smooth colours at three scales with a few rectangles on top: PDQ sees plenty in it."""
    pixels = numpy.zeros((height, width, 3), numpy.float32)
    for cells, weight in ((3, 90), (9, 60), (27, 30)):
        grid = rng.integers(0, 256, (cells, cells, 3), numpy.uint8)
        layer = Image.fromarray(grid).resize((width, height), Image.Resampling.BICUBIC)
        pixels += (numpy.asarray(layer, numpy.float32) - 128) * (weight / 128)
    for _ in range(6):
        x, y = int(rng.integers(0, width)), int(rng.integers(0, height))
        pixels[y : y + height // 5, x : x + width // 5] += rng.integers(-70, 70, 3)
    return Image.fromarray(numpy.clip(pixels + 128, 0, 255).astype(numpy.uint8))


def encoded(picture: Image.Image, kind: str, **options) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()


JPEGS = [
    {"quality": 92},
    {"quality": 75, "progressive": True},
    {"quality": 85, "subsampling": 0},
    {"quality": 40, "subsampling": 1},
    {"quality": 95, "optimize": True},
]


def as_file(picture: Image.Image, rng: numpy.random.Generator) -> tuple[str, bytes]:
    """One of the many ways to keep a picture, with its usual suffix."""
    way = int(rng.integers(0, 13))
    if way < 5:
        return ".jpg", encoded(picture, "JPEG", **JPEGS[way])
    if way == 5:
        return ".jpg", encoded(picture.convert("L"), "JPEG", quality=85)
    if way == 6:
        return ".png", encoded(picture.convert("L"), "PNG")
    if way == 7:
        return ".png", encoded(picture.quantize(64), "PNG")
    if way == 8:
        alpha = Image.linear_gradient("L").resize(picture.size)
        picture = picture.copy()
        picture.putalpha(alpha)
        return ".png", encoded(picture, "PNG")
    if way == 9:
        grey = numpy.asarray(picture.convert("L"), numpy.uint16) * 257 + 11
        return ".png", encoded(Image.fromarray(grey.clip(0, 65535).astype(numpy.uint16)), "PNG")
    if way == 10:
        return ".png", encoded(picture.convert("1"), "PNG")
    if way == 11:
        return ".png", encoded(picture.convert("LA"), "PNG")
    return ".png", encoded(picture, "PNG")


def with_quality(rng: numpy.random.Generator, wanted: int) -> Image.Image:
    """A picture whose PDQ quality is `wanted`: its contrast is lowered until it is."""
    full = numpy.asarray(noise_picture(rng, 160, 120), numpy.float32)
    low, high = 0.0, 1.0
    for _ in range(40):
        middle = (low + high) / 2
        pixels = numpy.clip((full - 128) * middle + 128, 0, 255).astype(numpy.uint8)
        quality = pdqhash.compute(pixels)[1]
        if quality == wanted:
            break
        low, high = (middle, high) if quality < wanted else (low, middle)
    return Image.fromarray(pixels)


class Tree:
    """The folder as it grows, and the files that later entries of the list are made of."""

    def __init__(self, root: Path):
        self.root = os.fsencode(root)
        self.written: list[bytes] = []

    def write(self, path: bytes | str, content: bytes) -> bytes:
        full = os.path.join(self.root, os.fsencode(path))
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, "wb") as file:
            file.write(content)
        self.written.append(full)
        return full


def add_pictures(tree: Tree, rng: numpy.random.Generator, count: int) -> None:
    """Pictures, and of every fourth a smaller and a recompressed copy under other names."""
    number = 0
    while number < count:
        width, height = int(rng.integers(64, 400)), int(rng.integers(64, 300))
        picture = noise_picture(rng, width, height)
        suffix, content = as_file(picture, rng)
        tree.write(f"pictures/{number % 7}/p{number:04}{suffix}", content)
        number += 1
        if number % 4 == 0:
            small = picture.resize((max(width * 2 // 3, 48), max(height * 2 // 3, 48)))
            tree.write(f"copies/{number:04}-small", encoded(small, "PNG"))
            tree.write(f"copies/{number:04}-again.dat", encoded(picture, "JPEG", quality=55))
            number += 2


def add_oddities(tree: Tree, rng: numpy.random.Generator) -> None:
    """What storage really has: odd names, wrong suffixes, damage, other formats, links."""
    picture = noise_picture(rng, 200, 150)
    jpeg, png = encoded(picture, "JPEG", quality=90), encoded(picture, "PNG")
    names = [
        b"odd/new\nline.jpg", b"odd/tab\there.jpg", b"odd/not-utf8-\xff\xfe.jpg",
        b"odd/back\\slash.jpg", b"odd/-dash.jpg", b"odd/<script>alert(1)</script>.jpg",
        b"odd/quote\"and'quote, comma.jpg", b"odd/" + b"n" * 251 + b".jpg", b"odd/ space .jpg",
        "odd/grüße-\u202etxt.jpg".encode(), b"/".join([b"deep"] * 40) + b"/down.jpg",
    ]
    for index, name in enumerate(names):
        tree.write(name, jpeg + bytes([index]))
    cmyk = encoded(picture.convert("CMYK"), "JPEG", quality=90)
    tree.write("pictures/cmyk.jpg", cmyk)
    tree.write("pictures/picture.txt", png)
    tree.write("pictures/tiny.png", encoded(picture.resize((5, 5)), "PNG"))
    tree.write("pictures/flat.png", encoded(Image.new("RGB", (90, 70), (12, 200, 99)), "PNG"))
    for kind in ("GIF", "BMP", "TIFF", "WEBP"):
        tree.write(f"others/picture.{kind.lower()}", encoded(picture, kind))
    tree.write("damaged/cut.png", png[: len(png) // 3])
    tree.write("damaged/cut.jpg", jpeg[: len(jpeg) // 2])
    tree.write("damaged/header-only.jpg", jpeg[:20])
    tree.write("damaged/noise.png", png[:40] + rng.bytes(400))
    turned = noise_picture(rng, 180, 130)
    for index, turn in enumerate([None, *Image.Transpose]):
        copy = turned if turn is None else turned.transpose(turn)
        tree.write(f"turned/{index}.png", encoded(copy, "PNG"))
    for index in range(12):
        tree.write(f"papers/{index}.bin", rng.bytes(int(rng.integers(1, 9000))))
    tree.write("papers/says-jpeg.jpg", b"not a picture at all\n")
    tree.write("papers/one-byte", b"\xff")
    for index in range(3):
        tree.write(f"empty/{index}.jpg", b"")
    for quality in (48, 49, 50, 51):
        tree.write(f"quality/{quality}.png", encoded(with_quality(rng, quality), "PNG"))
    os.link(tree.written[0], os.path.join(tree.root, b"pictures/hard-link.jpg"))
    os.symlink(b"pictures", os.path.join(tree.root, b"link-to-folder"))
    os.symlink(b"..", os.path.join(tree.root, b"pictures/link-up"))
    os.symlink(b"nowhere", os.path.join(tree.root, b"link-to-nothing"))
    os.mkfifo(os.path.join(tree.root, b"pipe"))


def flipped(hash_bytes: bytes, bits: int, chance: random.Random) -> bytes:
    value = int.from_bytes(hash_bytes, "big")
    for bit in chance.sample(range(256), bits):
        value ^= 1 << bit
    return value.to_bytes(32, "big")


def list_lines(tree: Tree, seed: int) -> list[str]:
    chance = random.Random(seed)
    lines = ["kind,hash,id,category,threshold"]
    fine = [path for path in tree.written if os.path.getsize(path) > 0]
    for index, path in enumerate(chance.sample(fine, 24)):
        kind = ("md5", "sha1", "sha256")[index % 3]
        digest = hashlib.new(kind, Path(os.fsdecode(path)).read_bytes()).hexdigest()
        digest = digest.upper() if index % 4 == 0 else digest
        lines.append(f"{kind},{digest},digest-{index},made,")
    hashes = [found for path in fine if (found := reference.examine(path)).quality is not None]
    good = [found for found in hashes if found.quality >= 50]
    for distance in range(46):
        near = flipped(chance.choice(good).pdq, distance, chance)
        lines.append(f"pdq,{near.hex()},near-{distance},made,")
    for found in hashes:
        folder, name = found.path.split(b"/")[-2:]
        if folder == b"quality":
            lines.append(f"pdq,{found.pdq.hex()},quality-{found.quality},floor,")
        if folder == b"turned" and name == b"0.png":
            lines.append(f"pdq,{found.pdq.hex()},turned,variants,")
    own = chance.choice(good).pdq
    lines.append(f"pdq,{flipped(own, 11, chance).hex()},strict-no,own,10")
    lines.append(f"pdq,{flipped(own, 10, chance).hex()},strict-yes,own,10")
    for index in range(30):
        lines.append(f"pdq,{chance.randbytes(32).hex()},nobody-{index},made,")
        lines.append(f"sha1,{chance.randbytes(20).hex()},,made,")
    lines.append(f"md5,{hashlib.md5(b'').hexdigest()},nothing,made,")
    lines.append(lines[5])
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--files", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    rng = numpy.random.default_rng(options.seed)
    tree = Tree(options.folder / "tree")
    add_pictures(tree, rng, max(options.files - 50, 8))
    add_oddities(tree, rng)
    known = options.folder / "known.csv"
    known.write_text("\n".join(list_lines(tree, options.seed)) + "\n")
    print(f"{len(tree.written)} files in {options.folder / 'tree'}, list in {known}")


if __name__ == "__main__":
    main()
