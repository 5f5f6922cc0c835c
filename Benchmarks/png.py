"""PNG: decoding and PDQ beside libpng, which only reads the rows of the same files."""

import json
import subprocess
from pathlib import Path

import corpus
import measure

# Every so manieth of the packages' pictures is copied: enough of each kind.
COPIED = 6
SIDES = [640, 1280, 2560, 4000]
# Of one size, as Pillow writes them: its mode and what it is told.
KINDS = {
    "grey": ("L", {}),
    "grey, 16 bits": ("I;16", {}),
    "palette": ("P", {}),
    "RGBA": ("RGBA", {}),
    "RGB, level 1": ("RGB", {"compress_level": 1}),
    "RGB, level 9": ("RGB", {"compress_level": 9}),
}
# Made of the RGB copies by libpng: Pillow does not write them.
BY_LIBPNG = {"RGB, 16 bits": "deep", "RGB, interlaced": "interlaced"}


def copy(source: Path, target: Path, side: int, mode: str, options: dict) -> None:
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None
    with Image.open(source) as picture:
        # Transparent pixels of flat colours would make a picture that is none.
        rgb = picture.convert("RGB")
    scale = side / max(rgb.size)
    rgb = rgb.resize([max(1, round(length * scale)) for length in rgb.size], Image.LANCZOS)
    if mode == "I;16":
        rgb = rgb.convert("L").convert("I").point(lambda value: value * 257)
    elif mode == "RGBA":
        rgb.putalpha(rgb.convert("L"))
    rgb.convert(mode).save(target, **options)


def files(folder: Path, program: str) -> dict[str, list[Path]]:
    """The pictures by kind; copies are made once."""
    originals = [path for path in corpus.photographs(folder) if path.suffix == ".png"]
    tree = folder / "png-copies"
    plans = {f"RGB, {side} pixels": (side, "RGB", {}) for side in SIDES}
    plans |= {name: (SIDES[2], *kind) for name, kind in KINDS.items()}
    if not (tree / "complete").exists():
        for name, (side, mode, options) in plans.items():
            (tree / name).mkdir(parents=True, exist_ok=True)
            for number, path in enumerate(originals[::COPIED]):
                copy(path, tree / name / f"{number:02}.png", side, mode, options)
        for name, what in BY_LIBPNG.items():
            (tree / name).mkdir(parents=True, exist_ok=True)
            for path in (tree / f"RGB, {SIDES[2]} pixels").glob("*.png"):
                subprocess.run([program, what, path, tree / name / path.name], check=True)
        (tree / "complete").touch()
    copies = {name: sorted((tree / name).glob("*.png")) for name in [*plans, *BY_LIBPNG]}
    return {"the packages' own": originals} | copies


def seconds(bench, program: str, paths: list[Path]) -> list[float]:
    """CPU seconds of the lane's decoding and hashing, screened and exact, and of libpng's rows: the
    best of turns."""
    names = [str(path) for path in paths]
    runs = []
    for _ in range(bench.repeats):
        turn = []
        for options in ([], ["--exact"]):
            cost = measure.run([bench.worker, "profile", *options, *names])
            stages = json.loads(cost.output)
            turn.append(stages["decode"] + stages["pdq"])
        turn.append(float(measure.run([program, "rows", *names]).output))
        runs.append(turn)
    return [min(times) for times in zip(*runs)]


def row(name: str, count: int, screened: float, exact: float, libpng: float) -> list[str]:
    return [
        name, str(count), f"{screened:.2f}", f"{exact:.2f}", f"{libpng:.2f}",
        f"{screened / libpng:.2f}", f"{exact / libpng:.2f}",
    ]


def table(bench) -> str:
    program = corpus.peer(bench.scratch, "peer_png", ["png"])
    rows, sums = [], [0, 0.0, 0.0, 0.0]
    for name, paths in files(bench.folder, program).items():
        figures = [len(paths), *seconds(bench, program, paths)]
        sums = [total + figure for total, figure in zip(sums, figures)]
        rows.append(row(name, *figures))
    heading = ["", "files", "screened", "exact", "libpng", "screened / libpng", "exact / libpng"]
    return (
        "Decoding and PDQ in a lane, screened and exact; libpng reads the rows and does nothing "
        "with them. CPU seconds on one core.\n\n"
        + bench.table(heading, [*rows, row("all", *sums)])
    )
