"""What is measured: Debian's photographs, and trees of small made files."""

import io
import random
import shutil
import subprocess
import sys
from pathlib import Path

PYTHON = [sys.executable, "-B"]
PACKAGES = ["mate-backgrounds", "plasma-workspace-wallpapers"]


def photographs(folder: Path) -> list[Path]:
    """The JPEG and PNG files of both packages, fetched once; only names that say what they are."""
    for package in PACKAGES:
        unpacked = folder / package
        if not unpacked.exists():
            fetch(package, unpacked)
    files = [
        path for path in folder.rglob("*")
        if path.suffix.lower() in (".jpg", ".jpeg", ".png") and path.is_file()
        and not path.is_symlink() and path.relative_to(folder).parts[0] in PACKAGES
    ]
    if len(files) < 100:
        raise SystemExit(f"{len(files)} photographs in {folder}, 100 at least were expected")
    return sorted(files)


def copies(folder: Path, count: int) -> Path:
    """The photographs `count` times over, as files of their own: a sweep long enough that starting
    its processes does not hide the rest."""
    tree = folder / f"copies-{count}"
    if not (tree / "complete").exists():
        for copy in range(count):
            (tree / str(copy)).mkdir(parents=True, exist_ok=True)
            for number, path in enumerate(photographs(folder)):
                shutil.copyfile(path, tree / str(copy) / f"{number:04}{path.suffix}")
        (tree / "complete").touch()
    return tree


def fetch(package: str, unpacked: Path) -> None:
    """Debian's own client fetches and checks it."""
    scratch = unpacked.with_suffix(".part")
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    command = ["apt-get", "download", "-qq", "-o", "APT::Sandbox::User=root", package]
    if subprocess.run(command, cwd=scratch, check=False).returncode != 0:
        subprocess.run(["apt-get", "update", "-qq"], check=True)
        subprocess.run(command, cwd=scratch, check=True)
    archive = next(scratch.glob("*.deb"))
    subprocess.run(["dpkg-deb", "-x", archive, scratch / "files"], check=True)
    (scratch / "files").rename(unpacked)
    shutil.rmtree(scratch)


def reencoded(folder: Path) -> list[Path]:
    """Each photograph at four sizes by Pillow, at each in two of six ways in turn: qualities 40, 75
    and 92, baseline and progressive. Never much larger than it is."""
    from PIL import Image

    tree = folder / "reencoded"
    ways = [(quality, progressive) for quality in (40, 75, 92) for progressive in (False, True)]
    if not (tree / "complete").exists():
        tree.mkdir(exist_ok=True)
        for number, path in enumerate(photographs(folder)):
            with Image.open(path) as picture:
                picture = picture.convert("RGB")
            for step, side in enumerate((640, 1280, 2560, 4000)):
                scale = side / max(picture.size)
                if scale > 1.25:
                    continue
                size = [max(1, round(length * scale)) for length in picture.size]
                smaller = picture.resize(size, Image.Resampling.LANCZOS)
                for turn, (quality, progressive) in enumerate(ways):
                    if (number + step + turn) % 3 == 0:
                        kind = "progressive" if progressive else "baseline"
                        name = f"{number:03}-{side}-{quality}-{kind}.jpg"
                        smaller.save(tree / name, quality=quality, progressive=progressive)
        (tree / "complete").touch()
    return sorted(tree.glob("*.jpg"))


def peer(folder: Path, name: str, libraries: list[str]) -> str:
    """A small C program around a library that is measured, built of its source beside this file."""
    program = folder / name
    source = Path(__file__).resolve().parent / f"{name}.c"
    links = [f"-l{library}" for library in libraries]
    subprocess.run(["cc", "-O2", str(source), "-o", str(program), *links], check=True)
    return str(program)


def small_files(folder: Path, count: int) -> Path:
    """`count` files of 500 to 4000 random bytes, 500 a folder."""
    tree = folder / f"small-{count}"
    if not (tree / "complete").exists():
        chance = random.Random(count)
        for number in range(count):
            if number % 500 == 0:
                (tree / f"{number // 500:04}").mkdir(parents=True, exist_ok=True)
            path = tree / f"{number // 500:04}" / f"{number:06}.bin"
            path.write_bytes(chance.randbytes(chance.randint(500, 4000)))
        (tree / "complete").touch()
    return tree


def small_pictures(folder: Path, count: int) -> Path:
    """`count` JPEG files of about 10 kB, 320 pixels along the longer side, 500 a folder: parts of
    the photographs, no two alike."""
    tree = folder / f"small-jpeg-{count}"
    if (tree / "complete").exists():
        return tree
    from PIL import Image

    sources = []
    for path in photographs(folder):
        if path.suffix.lower() in (".jpg", ".jpeg"):
            with Image.open(path) as picture:
                picture.draft("RGB", (1280, 1280))
                picture = picture.convert("RGB")
                picture.thumbnail((640, 640))
                sources.append(picture)
    chance = random.Random(count)
    for number in range(count):
        if number % 500 == 0:
            (tree / f"{number // 500:04}").mkdir(parents=True, exist_ok=True)
        part = random_part(sources[number % len(sources)], chance)
        name = tree / f"{number // 500:04}" / f"{number:06}.jpg"
        name.write_bytes(jpeg_of(part, 10_000))
    (tree / "complete").touch()
    return tree


def random_part(picture, chance: random.Random):
    """A part of a picture, 320 pixels along its longer side."""
    share = chance.uniform(0.5, 0.9)
    width, height = int(picture.width * share), int(picture.height * share)
    left = chance.randint(0, picture.width - width)
    top = chance.randint(0, picture.height - height)
    part = picture.crop((left, top, left + width, top + height))
    scale = 320 / max(width, height)
    return part.resize((round(width * scale), round(height * scale)))


def jpeg_of(picture, size: int) -> bytes:
    """The picture as JPEG of the best quality that takes not more than `size` bytes."""
    best, low, high = b"", 5, 95
    while low <= high:
        quality = (low + high) // 2
        buffer = io.BytesIO()
        picture.save(buffer, "JPEG", quality=quality)
        if buffer.tell() <= size or not best:
            best = buffer.getvalue()
        if buffer.tell() <= size:
            low = quality + 1
        else:
            high = quality - 1
    return best


def empty_files(folder: Path, count: int) -> Path:
    """`count` files without bytes, 1000 a folder: what is planned is not read."""
    tree = folder / f"empty-{count}"
    if not (tree / "complete").exists():
        for number in range(count):
            if number % 1000 == 0:
                branch = tree / f"{number // 100_000:03}" / f"{number // 1000:05}"
                branch.mkdir(parents=True, exist_ok=True)
            (branch / f"{number:07}.jpg").touch()
        (tree / "complete").touch()
    return tree


def square_picture(folder: Path, size: int) -> Path:
    """The middle of a photograph, `size` pixels each way, as PNG: the first that is rich enough
    for its PDQ hash to be matched."""
    import numpy
    import pdqhash
    from PIL import Image

    path = folder / f"square-{size}.png"
    for photograph in [] if path.exists() else photographs(folder):
        with Image.open(photograph) as picture:
            left, top = (picture.width - size) // 2, (picture.height - size) // 2
            square = picture.convert("RGB").crop((left, top, left + size, top + size))
        if pdqhash.compute(numpy.asarray(square))[1] >= 80:
            square.save(path)
            break
    return path


# Bytes of each kind of hash.
SIZES = {"pdq": 32, "md5": 16, "sha1": 20, "sha256": 32}


def write_list(path: Path, entries: int, kinds: list[str]) -> Path:
    """A list of random hashes, which match nothing."""
    if not path.exists():
        chance = random.Random(entries)
        with open(path, "w", encoding="ascii") as file:
            file.write("kind,hash\n")
            for number in range(entries):
                kind = kinds[number % len(kinds)]
                file.write(f"{kind},{chance.randbytes(SIZES[kind]).hex()}\n")
    return path


def hash_list(folder: Path, entries: int = 20_000) -> Path:
    return write_list(folder / f"list-{entries}.csv", entries, ["sha1", "pdq"])


def pdq_list(folder: Path, entries: int) -> Path:
    return write_list(folder / f"pdq-{entries}.csv", entries, ["pdq"])


def mixed_list(folder: Path, entries: int) -> Path:
    return write_list(folder / f"mixed-{entries}.csv", entries, ["pdq", "md5", "sha256"])
