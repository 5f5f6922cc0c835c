"""Small pictures of JPEG files: skimmed, and decoded by libjpeg-turbo."""

import json
from pathlib import Path

import corpus
import measure


def compare(worker: str, files: list[Path], scale: int, repeats: int) -> dict:
    command = [worker, "skim", "--scale", str(scale), "--repeats", str(repeats)]
    return json.loads(measure.run([*command, *map(str, files)]).output)


def kinds(folder: Path) -> dict[str, list[Path]]:
    photographs = [path for path in corpus.photographs(folder) if path.suffix != ".png"]
    progressive = [path for path in photographs if b"\xff\xc2" in path.read_bytes()]
    baseline = [path for path in photographs if path not in progressive]
    return {
        "baseline, photographs": baseline, "progressive, photographs": progressive,
    } | corpus.recoded(folder)


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
