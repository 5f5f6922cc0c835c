"""Small pictures of JPEG files: skimmed, and decoded by libjpeg-turbo."""

import json
from pathlib import Path

import corpus
import measure

# What files may have besides sizes and qualities.
KINDS = {
    "4:4:4": {"subsampling": 0}, "4:2:2": {"subsampling": 1}, "optimised": {"optimize": True},
    "restarts": {"restart_marker_blocks": 7}, "grey": {},
}


def unusual_kinds(folder: Path) -> list[Path]:
    """Some photographs, 2000 pixels long, in every one of those kinds by Pillow."""
    from PIL import Image

    tree = folder / "jpeg-kinds"
    if not (tree / "complete").exists():
        tree.mkdir(exist_ok=True)
        for number, path in enumerate(corpus.photographs(folder)[::15]):
            with Image.open(path) as picture:
                picture = picture.convert("RGB")
            picture.thumbnail((2000, 2000))
            for name, options in KINDS.items():
                made = picture.convert("L") if name == "grey" else picture
                for kind in ("baseline", "progressive"):
                    made.save(
                        tree / f"{number:03}-{name.replace(':', '')}-{kind}.jpg", quality=85,
                        progressive=kind == "progressive", **options,
                    )
        (tree / "complete").touch()
    return sorted(tree.glob("*.jpg"))


def compare(worker: str, files: list[Path], scale: int, repeats: int) -> dict:
    command = [worker, "skim", "--scale", str(scale), "--repeats", str(repeats)]
    return json.loads(measure.run([*command, *map(str, files)]).output)


def kinds(folder: Path) -> dict[str, list[Path]]:
    """All JPEG files by how they were made."""
    photographs = [path for path in corpus.photographs(folder) if path.suffix != ".png"]
    progressive = [path for path in photographs if b"\xff\xc2" in path.read_bytes()]
    found = {
        "baseline, photographs": [path for path in photographs if path not in progressive],
        "progressive, photographs": progressive,
    }
    for path in corpus.reencoded(folder):
        _, side, quality, kind = path.stem.split("-")
        found.setdefault(f"{kind}, {int(side):4} px, quality {quality}", []).append(path)
    for path in unusual_kinds(folder):
        _, name, kind = path.stem.split("-")
        found.setdefault(f"{kind}, {name}", []).append(path)
    return {kind: found[kind] for kind in sorted(found)}


def table(bench) -> str:
    rows, files, different, unusual = [], 0, 0, 0
    for kind, paths in kinds(bench.folder).items():
        cells = []
        for scale in (8, 4, 2):
            if scale < 8 and kind.startswith("progressive"):
                cells.append("")
                continue
            answer = compare(bench.worker, paths, scale, bench.repeats)
            different += answer["different"]
            unusual += answer["unusual"]
            cells.append(f"{answer['library'] / answer['skim']:.1f}×" if answer["skim"] else "")
            if scale == 8:
                files += answer["files"]
                cells = [f"{1e3 * answer[name]:.1f}" for name in ("library", "skim")] + cells
        rows.append([kind, str(len(paths)), *cells])
    heading = ["", "files", "libjpeg ms", "skim ms", "1/8", "1/4", "1/2"]
    return (
        "Luma at an eighth, a quarter and half the size, beside `tjDecompress2`, which is given "
        "only the scans of means of progressive files; milliseconds of CPU at 1/8. Of "
        f"{files} files {different} came out different, {unusual} were left to libjpeg.\n\n"
        + bench.table(heading, rows)
    )
