"""Lists of altered pictures: what becomes of a photograph on its way through the world, by Pillow,
and its PDQ hash by pdqhash."""

import io
import json
import os
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import corpus
import oracle

# Pictures are altered at this size, which is an alteration of its own.
SIDE = 640
# Percent of a side that is cut off, or that bars are wide.
SHARES = [1, 2, 3]
# Photographs are one picture at several sizes where their hashes are nearer than that.
ALIKE = 60
# Distances that matter: well within the threshold to well beyond threshold and margin.
DISTANCES = range(20, 46)
# Difficult pictures are altered at this one.
DIFFICULT_SIDE = 320
# The least quality of a picture whose alterations are listed.
QUALITY = 50
# Distances of turned ones.
THRESHOLD_RANGE = range(24, 35)


def crop(picture, share: int, sides: str):
    across, down = (round(length * share / 100) for length in picture.size)
    right, bottom = (across, down) if sides == "all" else (0, 0)
    return picture.crop((across, down, picture.width - right, picture.height - bottom))


def letterbox(picture, share: int, sides: str):
    from PIL import ImageOps

    across, down = (round(length * share / 100) for length in picture.size)
    return ImageOps.expand(picture, (across if sides == "all" else 0, down), fill=0)


def recompress(picture, quality: int):
    from PIL import Image

    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=quality)
    return Image.open(buffer).convert("RGB")


def finishes() -> dict:
    """What is done to a picture beside cutting it or putting bars around it."""
    from PIL import ImageEnhance, ImageFilter

    return {
        "as it is": lambda picture: picture,
        "JPEG 8": lambda picture: recompress(picture, 8),
        "blurred": lambda picture: picture.filter(ImageFilter.GaussianBlur(6)),
        "darker": lambda picture: ImageEnhance.Brightness(picture).enhance(0.5),
        "brighter, JPEG 15": lambda picture: recompress(
            ImageEnhance.Brightness(picture).enhance(1.6), 15
        ),
        "96 pixels": lambda picture: picture.resize((96, 96)),
    }


def alterations(picture) -> dict:
    cuts = {"whole": picture}
    for share in SHARES:
        for sides in ("all", "some"):
            cuts[f"crop {share} %, {sides} sides"] = crop(picture, share, sides)
            cuts[f"letterbox {share} %, {sides} sides"] = letterbox(picture, share, sides)
    return {
        f"{cut}, {name}": finish(before)
        for cut, before in cuts.items() for name, finish in finishes().items()
    }


def altered_hashes(
    path: str, variant: str = "original", side: int = SIDE
) -> dict[str, tuple[str, int]]:
    """Hash and quality of a picture's alterations by name, turned when all else is done."""
    import numpy
    from PIL import Image
    from reference import pdq_of_pixels

    Image.MAX_IMAGE_PIXELS = None
    with Image.open(path) as picture:
        picture = picture.convert("RGB")
    picture.thumbnail((side, side))
    return {
        name: pdq_of_pixels(oracle.turned(numpy.asarray(altered), variant))
        for name, altered in alterations(picture).items()
    }


def hashes(
    folder: Path, files: list[Path], name: str, side: int
) -> dict[Path, dict[str, tuple[str, int]]]:
    """Alterations of each picture, made once."""
    kept = folder / name
    names = [str(path.relative_to(folder)) for path in files]
    made = json.loads(kept.read_text(encoding="utf-8")) if kept.exists() else {}
    if missing := [name for name in names if name not in made]:
        with ProcessPoolExecutor(os.cpu_count()) as pool:
            paths = [str(folder / name) for name in missing]
            sides = [side] * len(missing)
            found = pool.map(altered_hashes, paths, ["original"] * len(missing), sides)
            made |= dict(zip(missing, found))
        kept.write_text(json.dumps(made), encoding="utf-8")
    return {path: made[name] for path, name in zip(files, names)}


def groups(folder: Path, files: list[Path]) -> list[list[Path]]:
    """The pictures, those together that are one at several sizes."""
    exact = oracle.hashes(folder, [(path, "original") for path in files])
    grouped: list[list[Path]] = []
    for path in files:
        near = [
            group for group in grouped
            if any((exact[path, "original"][0] ^ exact[other, "original"][0]).bit_count() < ALIKE
                   for other in group)
        ]
        grouped = [group for group in grouped if group not in near]
        grouped.append([path, *(other for group in near for other in group)])
    return grouped


def lists(folder: Path, count: int) -> list[dict[str, int]]:
    """Lists of names and hashes of altered photographs. In each there is one alteration a
    photograph, of several sizes of one only one: with more of them the nearest would hide what the
    others miss."""
    photographs = corpus.photographs(folder)
    altered = hashes(folder, photographs, "altered.json", SIDE)
    members = [[min(group)] * count for group in groups(folder, photographs)]
    return chosen(folder, altered, members)


def difficult_lists(folder: Path, files: list[Path], count: int) -> list[dict[str, int]]:
    """The same of difficult pictures that are rich enough; of those that are one picture another
    one in each list."""
    exact = oracle.hashes(folder, [(path, "original") for path in files])
    rich = [path for path in files if exact[path, "original"][1] >= QUALITY]
    members = [
        [sorted(group)[len(group) * turn // count] for turn in range(count)]
        for group in groups(folder, rich)
    ]
    used = sorted({path for group in members for path in group})
    altered = hashes(folder, used, "difficult/altered.json", DIFFICULT_SIDE)
    return chosen(folder, altered, members)


def chosen(
    folder: Path, altered: dict[Path, dict[str, tuple[str, int]]], members: list[list[Path]]
) -> list[dict[str, int]]:
    """A list for each of a group's members: of each its alteration at the next distance."""
    made: list[dict[str, int]] = [{} for _ in members[0]]
    for number, group in enumerate(members):
        exact = oracle.hashes(folder, [(path, "original") for path in group])
        left = {path: distances(altered[path], exact[path, "original"][0]) for path in group}
        for turn, (entries, path) in enumerate(zip(made, group)):
            wanted = DISTANCES[(7 * number + turn * len(DISTANCES) // len(made)) % len(DISTANCES)]
            name = min(left[path], key=lambda name: (abs(left[path][name] - wanted), name))
            del left[path][name]
            entries[f"{path.relative_to(folder)}: {name}"] = int(altered[path][name][0], 16)
    return made


def distances(altered: dict[str, tuple[str, int]], exact: int) -> dict[str, int]:
    return {
        name: (int(digits, 16) ^ exact).bit_count() for name, (digits, _) in altered.items()
    }


def turned_list(folder: Path) -> dict[str, int]:
    """One alteration a photograph, near the threshold, turned or mirrored: each way in turn."""
    kept = folder / "altered-turned.json"
    if not kept.exists():
        names = list(oracle.VARIANTS)[1:]
        made = {}
        with ProcessPoolExecutor(os.cpu_count()) as pool:
            paths = [min(group) for group in groups(folder, corpus.photographs(folder))]
            variants = [names[number % len(names)] for number in range(len(paths))]
            originals = oracle.hashes(folder, list(zip(paths, variants)))
            found = pool.map(altered_hashes, map(str, paths), variants)
            for number, (pair, altered) in enumerate(zip(zip(paths, variants), found)):
                left = distances(altered, originals[pair][0])
                wanted = THRESHOLD_RANGE[number % len(THRESHOLD_RANGE)]
                name = min(left, key=lambda name: (abs(left[name] - wanted), name))
                made[f"{pair[0].stem}: {name}, {pair[1]}"] = altered[name][0]
        kept.write_text(json.dumps(made), encoding="utf-8")
    made = json.loads(kept.read_text(encoding="utf-8"))
    return {name: int(digits, 16) for name, digits in made.items()}
