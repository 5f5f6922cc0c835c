#!/usr/bin/env python3
"""Makes the fixtures: pictures, and what pdqhash over Pillow makes of them.

Needs pdqhash 0.2.8, Pillow and numpy, and cjpeg and djpeg of libjpeg-turbo 2.1 or later in the PATH
(Debian: libjpeg-turbo-progs). Run it without arguments; it writes Tests/Fixtures/pdq and
Tests/Fixtures/pictures.
"""
import ctypes
import io
import json
import subprocess
from pathlib import Path

import numpy
from PIL import Image

from made_pixels import made, waves
from made_png import CHANNELS, png
from reference import pdq_of_pixels, pixels_of

FIXTURES = Path(__file__).resolve().parent.parent / "Fixtures"
SIZES = [(1, 1), (4, 4), (4, 300), (5, 5), (7, 6), (64, 64), (63, 65), (65, 63), (128, 128),
         (128, 5), (129, 127), (5, 4000), (4000, 5), (257, 513), (512, 512), (700, 331)]
DEPTHS = {0: [1, 2, 4, 8, 16], 2: [8, 16], 3: [1, 2, 4, 8], 4: [8, 16], 6: [8, 16]}
KINDS = ["black", "flat", "ramp", "checker", "noise", "blocks"]


def run(program: str, *arguments: str, data: bytes) -> bytes:
    done = subprocess.run([program, *arguments], input=data, capture_output=True, check=False)
    assert done.returncode in (0, 2), done.stderr  # 2: decoded with warnings
    return done.stdout


def ppm(pixels: numpy.ndarray) -> bytes:
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "ppm")
    return stream.getvalue()


def pillow_jpeg(image: Image.Image, **options) -> bytes:
    stream = io.BytesIO()
    image.save(stream, "jpeg", **options)
    return stream.getvalue()


def turbo_ycck(inks: numpy.ndarray) -> bytes:
    """A YCCK file with an Adobe marker: TurboJPEG writes it of CMYK."""
    turbo = ctypes.CDLL("libturbojpeg.so.0")
    turbo.tjInitCompress.restype = ctypes.c_void_p
    handle = ctypes.c_void_p(turbo.tjInitCompress())
    buffer, size = ctypes.POINTER(ctypes.c_ubyte)(), ctypes.c_ulong()
    height, width, _ = inks.shape
    content = inks.tobytes()
    status = turbo.tjCompress2(handle, content, width, 0, height, 11, ctypes.byref(buffer),
                               ctypes.byref(size), 2, 85, 0)
    assert status == 0
    return bytes(buffer[: size.value])


def jpegs() -> dict[str, bytes]:
    pixels = waves(203, 149)
    image = Image.fromarray(pixels)
    grey = image.convert("L")
    inks = numpy.dstack([255 - pixels, made("blocks", 203, 149)[:, :, 0] // 3])
    cmyk = Image.frombytes("CMYK", (203, 149), inks.tobytes())
    source = ppm(pixels)
    files = {
        "444.jpg": pillow_jpeg(image, quality=90, subsampling=0),
        "422.jpg": pillow_jpeg(image, quality=85, subsampling=1),
        "420.jpg": pillow_jpeg(image, quality=75, subsampling=2),
        "411.jpg": run("cjpeg", "-sample", "4x1", data=source),
        "440.jpg": run("cjpeg", "-sample", "1x2", data=source),
        "410.jpg": run("cjpeg", "-sample", "4x2", data=source),
        "odd-sampling.jpg": run("cjpeg", "-sample", "2x2,1x2,2x1", data=source),
        "three-by-one.jpg": run("cjpeg", "-sample", "3x1", data=source),
        "rgb.jpg": run("cjpeg", "-rgb", data=source),
        "low-quality.jpg": pillow_jpeg(image, quality=8),
        "progressive.jpg": pillow_jpeg(image, quality=80, progressive=True),
        "progressive-444.jpg": pillow_jpeg(image, quality=80, progressive=True, subsampling=0),
        "optimized.jpg": pillow_jpeg(image, quality=70, optimize=True),
        "grey.jpg": pillow_jpeg(grey, quality=85),
        "grey-progressive.jpg": pillow_jpeg(grey, quality=85, progressive=True),
        "grey-2x2.jpg": run("cjpeg", "-grayscale", "-sample", "2x2", data=source),
        "cmyk.jpg": pillow_jpeg(cmyk, quality=85),
        "cmyk-progressive.jpg": pillow_jpeg(cmyk, quality=85, progressive=True),
        "ycck.jpg": turbo_ycck(255 - inks),
        "arithmetic.jpg": run("cjpeg", "-arithmetic", data=source),
        "arithmetic-progressive.jpg": run("cjpeg", "-arithmetic", "-progressive", data=source),
        "restart.jpg": run("cjpeg", "-restart", "3B", data=source),
        "restart-rows.jpg": run("cjpeg", "-restart", "1", "-progressive", data=source),
        "tiny-1x1.jpg": pillow_jpeg(Image.fromarray(made("noise", 1, 1))),
        "tiny-5x5.jpg": pillow_jpeg(Image.fromarray(made("noise", 5, 5)), subsampling=2),
        "sixty-four.jpg": pillow_jpeg(Image.fromarray(waves(64, 64))),
    }
    scans = FIXTURES.parent / "Oracle" / "separate.scans"
    scans.write_text("0;\n1;\n2;\n")
    files["separate-scans.jpg"] = run("cjpeg", "-scans", str(scans), data=source)
    scans.unlink()
    adobe = files["cmyk.jpg"].index(b"\xff\xee")
    files["cmyk-without-adobe.jpg"] = files["cmyk.jpg"][:adobe] + files["cmyk.jpg"][adobe + 16:]
    files["after-the-end.jpg"] = files["420.jpg"] + b"\xff\xd8\xff\xc3 more" + bytes(50)
    return files


def truncated(files: dict[str, bytes]) -> dict[str, bytes]:
    baseline, progressive = files["420.jpg"], files["progressive.jpg"]
    return {
        "truncated-baseline.jpg": baseline[: len(baseline) * 6 // 10],
        "truncated-progressive.jpg": progressive[: len(progressive) * 5 // 8],
        "without-end.jpg": files["444.jpg"][:-2],
    }


def pngs() -> dict[str, bytes]:
    files = {}
    for color, depths in DEPTHS.items():
        for depth in depths:
            base = made("ramp", 67, 45)[:, :, [0, 1, 2, 0][: CHANNELS[color]]].astype("uint32")
            grain = made("noise", 67, 45)[:, :, [1, 2, 0, 1][: CHANNELS[color]]]
            samples = (base * 256 + grain) >> (16 - depth)
            palette = made("noise", 1 << depth, 1).tobytes() if color == 3 else None
            for interlaced in (False, True):
                name = f"color{color}-depth{depth}{'-interlaced' if interlaced else ''}.png"
                files[name] = png(samples, color, depth, interlaced, palette)
            if color in (0, 2):
                transparent = b"".join(int(v).to_bytes(2, "big") for v in samples[3, 3])
                name = f"color{color}-depth{depth}-transparent.png"
                files[name] = png(samples, color, depth, False, None, transparent)
            if color == 3:
                name = f"color3-depth{depth}-transparent.png"
                files[name] = png(samples, color, depth, False, palette, bytes(range(1 << depth)))
    for width, height in SIZES[:14]:
        kind = "noise" if width * height < 10000 else "blocks"
        files[f"size-{width}x{height}.png"] = png(made(kind, width, height), 2, 8)
    for width, height in [(1, 1), (3, 2), (5, 5), (9, 1)]:
        name = f"size-{width}x{height}-interlaced.png"
        files[name] = png(made("noise", width, height), 2, 8, True)
    return files


def variants_of(pixels: numpy.ndarray) -> dict[str, str]:
    names = {}
    for prefix, flipped in (("", pixels), ("mirror", pixels[:, ::-1])):
        for turns in range(4):
            turned = numpy.ascontiguousarray(numpy.rot90(flipped, -turns))
            turn = f"rotate{90 * turns}" if turns else ""
            names["_".join(filter(None, [prefix, turn])) or "original"] = pdq_of_pixels(turned)[0]
    return names


def record(name: str, pixels: numpy.ndarray, warns: bool) -> dict:
    pdq, quality = pdq_of_pixels(pixels)
    return {"file": name, "width": pixels.shape[1], "height": pixels.shape[0], "pdq": pdq,
            "quality": quality, "warns": warns, "variants": variants_of(pixels)}


def main() -> None:
    vectors = []
    for kind in KINDS:
        for width, height in SIZES:
            pdq, quality = pdq_of_pixels(made(kind, width, height))
            vectors.append({"kind": kind, "width": width, "height": height, "pdq": pdq,
                            "quality": quality})
    (FIXTURES / "pdq").mkdir(parents=True, exist_ok=True)
    lines = ",\n".join(json.dumps(vector) for vector in vectors)
    (FIXTURES / "pdq" / "vectors.json").write_text(f"[\n{lines}\n]\n")

    folder = FIXTURES / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    records = []
    whole = jpegs()
    for name, content in {**whole, **pngs()}.items():
        (folder / name).write_bytes(content)
        records.append(record(name, pixels_of(Image.open(io.BytesIO(content))), False))
    for name, content in truncated(whole).items():
        # What libjpeg itself makes of them: Pillow leaves the missing rows black.
        (folder / name).write_bytes(content)
        pixels = numpy.asarray(Image.open(io.BytesIO(run("djpeg", "-ppm", data=content))))
        records.append(record(name, numpy.ascontiguousarray(pixels), True))
    lines = ",\n".join(json.dumps(entry) for entry in records)
    (folder / "pictures.json").write_text(f"[\n{lines}\n]\n")
    print(f"{len(vectors)} vectors, {len(records)} pictures")


if __name__ == "__main__":
    main()
