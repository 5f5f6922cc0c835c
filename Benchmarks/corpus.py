"""What is measured: Debian's photographs, and trees of small made files."""

import random
import shutil
import subprocess
from pathlib import Path

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


def hash_list(folder: Path, entries: int = 20_000) -> Path:
    """A list that matches nothing: half PDQ hashes, half SHA-1."""
    path = folder / f"list-{entries}.csv"
    if not path.exists():
        chance = random.Random(entries)
        with open(path, "w", encoding="ascii") as file:
            file.write("kind,hash\n")
            for number in range(entries):
                kind, size = ("pdq", 32) if number % 2 else ("sha1", 20)
                file.write(f"{kind},{chance.randbytes(size).hex()}\n")
    return path
