"""Memory: what a worker and each of its lanes hold at most, by the kind of what they read."""

import os
import re
import shutil
import struct
import subprocess
import threading
import time
from pathlib import Path

import corpus
import measure

# 100 megapixels.
SIDE = 10_000
MIB = 1 << 20
# MiB that a worker may hold beside what it reads ahead, and a lane beside the picture.
WORKER, LANE = 100, 48
LIMITS = Path(__file__).resolve().parents[1] / "Sources/Worker/Lane/LaneLimits.swift"
# Seconds between two looks at the processes: a peak is the kernel's own word, only what a process
# reaches within its last moment can be missed.
PAUSE = 0.002


def limit(name: str) -> int:
    """MiB of a limit, as its source has it."""
    source = LIMITS.read_text(encoding="utf-8")
    return int(re.search(rf"static let {name} = (\d+) << 20", source)[1])


READ_AHEAD, KEPT = limit("readAheadByteCountMax"), limit("keptByteCount")


def status(process: int) -> dict[str, str]:
    try:
        text = Path(f"/proc/{process}/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return {}
    return dict(line.split(":\t", 1) for line in text.splitlines() if ":\t" in line)


def kind(process: int) -> str:
    """Coordinator, worker or lane, by the words it was started with; nothing once it has ended."""
    try:
        words = Path(f"/proc/{process}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return ""
    if words[0].endswith(b"turnstone-worker"):
        return "lane" if words[1] == b"lane" else "worker"
    return "coordinator" if words[0].endswith(b"turnstone") else ""


class Watch:
    """The peaks of a command's processes, by kind, while it runs: bytes. What is a process's own
    the kernel keeps no peak of; that is the most that was seen."""

    def __init__(self, process: int):
        self.process, self.is_over = process, False
        self.peaks: dict[str, int] = {}
        self.thread = threading.Thread(target=self.look)
        self.thread.start()

    def look(self) -> None:
        while not self.is_over:
            family, at = [self.process], 0
            while at < len(family):
                # Threads start processes too, each known to the thread that did.
                try:
                    threads = os.listdir(f"/proc/{family[at]}/task")
                except OSError:
                    threads = []
                for thread in threads:
                    family += child_of(family[at], thread)
                at += 1
            for process in family:
                self.note(process)
            time.sleep(PAUSE)

    def note(self, process: int) -> None:
        name, lines = kind(process), status(process)
        peak, own, code = (
            int(lines.get(line, "0 kB").split()[0]) * 1024
            for line in ("VmHWM", "RssAnon", "RssFile")
        )
        for label, count in ((name, peak), (f"{name}'s own", own + code)):
            if name:
                self.peaks[label] = max(self.peaks.get(label, 0), count)

    def end(self) -> dict[str, int]:
        self.is_over = True
        self.thread.join()
        return self.peaks


def child_of(process: int, thread: str) -> list[int]:
    try:
        path = Path(f"/proc/{process}/task/{thread}/children")
        return [int(word) for word in path.read_text(encoding="ascii").split()]
    except OSError:
        return []


def peaks(bench, paths: list[Path], lanes: int, *options: str) -> dict[str, int]:
    """The most that one process of each kind held in a sweep."""
    sweep = bench.scratch / "memory"
    command = [
        bench.turnstone, "scan", *map(str, paths), "--hashes", str(bench.list), "--workers", "1",
        "--lanes", str(lanes), "--sweep", str(sweep), "-q", *options,
    ]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        watch = Watch(process.pid)
        code = process.wait()
    found = watch.end()
    shutil.rmtree(sweep, ignore_errors=True)
    if code not in bench.answers:
        raise measure.CommandFailed(f"{command[0]} scan ended with {code}")
    return found


def large_pictures(folder: Path) -> dict[str, Path]:
    """A photograph of 100 megapixels in several forms, made once."""
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None
    tree = folder / "large"
    names = {
        "PNG, RGB": "rgb.png", "PNG, grey": "grey.png", "PNG, palette": "palette.png",
        "PNG, interlaced": "interlaced.png", "JPEG": "baseline.jpg",
        "JPEG, progressive": "progressive.jpg",
    }
    if not (tree / "complete").exists():
        tree.mkdir(exist_ok=True)
        path = max(corpus.photographs(folder), key=lambda path: path.stat().st_size)
        with Image.open(path) as picture:
            picture = picture.convert("RGB").resize((SIDE, SIDE), Image.Resampling.BICUBIC)
        picture.save(tree / "rgb.png", compress_level=1)
        picture.convert("L").save(tree / "grey.png", compress_level=1)
        picture.quantize(256).save(tree / "palette.png", compress_level=1)
        picture.save(tree / "baseline.jpg", quality=90)
        picture.save(tree / "progressive.jpg", quality=90, progressive=True)
        program = corpus.peer(folder, "peer_png", ["png"])
        subprocess.run(
            [program, "interlaced", tree / "rgb.png", tree / "interlaced.png"], check=True
        )
        (tree / "complete").touch()
    return {name: tree / file for name, file in names.items()}


# Samples of a pixel by PNG's kinds of colour.
SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}


def held(path: Path) -> int:
    """Bytes that decoding a file in full has to hold: of PNG what it inflates to, and once more
    what is compressed if it comes in several chunks; of JPEG R, G and B, and the coefficients of a
    progressive one."""
    from PIL import Image

    if path.suffix == ".png":
        content = path.read_bytes()
        width, height, depth, color = struct.unpack(">IIBB", content[16:26])
        row = width * SAMPLES[color] * depth // 8 + 1
        return row * height + len(content) * (content.count(b"IDAT") > 1)
    with Image.open(path) as picture:
        width, height = picture.size
        samples = sum(
            across * down / max(part[1] * part[2] for part in picture.layer)
            for _, across, down, _ in picture.layer
        )
        is_progressive = "progressive" in picture.info
    return round(width * height * (3 + 2 * samples * is_progressive))


def mib(count: float) -> str:
    return f"{count / MIB:,.0f}"


def held_to(most: int, count: int) -> str:
    return mib(count) + " (too much)" * (count > most)


def pictures(bench) -> str:
    """One picture of 100 megapixels in one lane, beyond its own bytes and what decoding holds."""
    rows = []
    for name, path in large_pictures(bench.folder).items():
        for way, options in (("screened", []), ("exact", ["--exact"])):
            peak = peaks(bench, [path], 1, *options)["lane"]
            size = path.stat().st_size
            needed = 0 if "JPEG" in name and way == "screened" else held(path)
            rows.append([
                f"{name}, {way}", mib(size), mib(needed), mib(peak), mib(peak - size - needed),
            ])
    return bench.table(["", "file", "decoder holds", "lane's peak", "the rest"], rows)


def sweeps(bench) -> str:
    large = large_pictures(bench.folder)
    trees = {
        "JPEG files of 10 kB": [corpus.small_pictures(bench.folder, 2_000)],
        "photographs": bench.folders(),
        "100 megapixels, PNG": [path for name, path in large.items() if "PNG" in name],
        "100 megapixels, JPEG": [path for name, path in large.items() if "JPEG" in name],
    }
    rows = []
    for name, paths in trees.items():
        files = [file for path in paths for file in ([path] if path.is_file() else
                 path.rglob("*")) if file.suffix in (".png", ".jpg", ".jpeg") and file.is_file()]
        largest = max(map(held, files))
        for lanes in (1, 2):
            for way, options in (("screened", []), ("exact", ["--exact"])):
                found = peaks(bench, paths, lanes, *options)
                worker = (WORKER + READ_AHEAD + KEPT * lanes) * MIB
                lane = largest + LANE * MIB
                rows.append([
                    f"{name}, {way}", str(lanes), mib(found["coordinator"]),
                    held_to(worker, found["worker"]), mib(worker), mib(found["lane"]),
                    held_to(lane, found["lane's own"]), mib(lane),
                ])
    heading = [
        "", "lanes", "coordinator", "worker", "its limit", "the largest lane", "its own", "limit",
    ]
    return bench.table(heading, rows)


def table(bench) -> str:
    return (
        "Peaks as the kernel has them (VmHWM), MiB, of whole sweeps with one worker. Files are in "
        "memory that worker and lanes share: what a process has touched of it is in its peak. A "
        f"worker may hold {WORKER} MiB, {READ_AHEAD} MiB read ahead and {KEPT} MiB of pages kept "
        f"a lane; of its own a lane may hold {LANE} MiB and what decoding a file in full takes: of "
        "PNG what it inflates to, and once more the compressed bytes where they come in several "
        "chunks; of JPEG R, G and B, and the coefficients of a progressive picture. The largest "
        f"counts, though few need be decoded in full:\n\n{sweeps(bench)}\n\nA lane with one "
        f"picture of {SIDE:,} × {SIDE:,} pixels; \"the rest\" is all else: code, tables, "
        f"libraries, rows and sums:\n\n{pictures(bench)}"
    )
