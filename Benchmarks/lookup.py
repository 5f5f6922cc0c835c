"""Digests in long lists: what opening a list and looking a digest up cost, warm and on pages that
are not in memory."""

import os
import random
import shutil
from pathlib import Path

import kernels
import measure

# Digests and PDQ hashes of a list; the last is made with --largest alone.
SIZES = [(1_000_000, 100_000), (10_000_000, 1_000_000), (100_000_000, 10_000_000)]
# Digests looked up in a measurement: so many that they are spread over the list, and so few that
# hardly two are on one page.
COUNT, COLD_COUNT = 1_000_000, 200
PIECE = 1_000_000


def write_list(path: Path, digests: int, hashes: int) -> Path:
    """MD5 digests and PDQ hashes by chance, as CSV."""
    chance = random.Random(digests)
    with open(path, "w", encoding="ascii") as file:
        file.write("kind,hash\n")
        for kind, size, count in (("md5", 16, digests), ("pdq", 32, hashes)):
            for _ in range(0, count, PIECE):
                piece = min(PIECE, count)
                lines = chance.randbytes(size * piece).hex("\n", size).replace("\n", f"\n{kind},")
                file.write(f"{kind},{lines}\n")
    return path


def evict(path: Path) -> None:
    """Takes a file's pages out of memory."""
    with open(path, "rb") as file:
        os.fsync(file.fileno())
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def warm(path: Path) -> None:
    with open(path, "rb") as file:
        while file.read(16 << 20):
            pass


def row(bench, digests: int, hashes: int) -> list[str]:
    source = write_list(bench.scratch / f"digests-{digests}.csv", digests, hashes)
    sweep = bench.scratch / f"digests-{digests}"
    command = [bench.turnstone, "plan", str(bench.list), "--hashes", str(source)]
    built = measure.run([*command, "--sweep", str(sweep), "-q"])
    source.unlink()
    compiled = next((sweep / "lists").glob("*.list"))
    cold = []
    for _ in range(bench.repeats):
        evict(compiled)
        cold.append(kernels.match(bench.worker, compiled, "--cold", f"--count={COLD_COUNT}"))
    warm(compiled)
    found = kernels.match(bench.worker, compiled, f"--count={COUNT}", "--threshold=0")
    size = compiled.stat().st_size
    shutil.rmtree(sweep)
    return [
        f"{digests:,}", f"{hashes:,}", f"{built.cpu:.1f}", f"{built.memory / 1e6:,.0f}",
        f"{size / 1e6:,.0f}", f"{found['open']:.0f}", f"{found['digest']:.2f}",
        f"{min(turn['first'] for turn in cold):.0f}",
    ]


def readahead(bench) -> str:
    """Kilobytes that the kernel reads at a time from that disk."""
    device = bench.folder.stat().st_dev
    path = Path(f"/sys/dev/block/{os.major(device)}:{os.minor(device)}")
    for queue in (path / "queue", path.resolve().parent / "queue"):
        if queue.exists():
            return (queue / "read_ahead_kb").read_text(encoding="ascii").strip()
    return "some"


def table(bench) -> str:
    sizes = SIZES[: 1 if bench.is_quick else 2] + SIZES[2:] * bool(bench.largest)
    heading = [
        "digests", "PDQ hashes", "compiled, CPU s", "memory, MB", "file, MB", "opened in, µs",
        "look-up, µs", "cold, µs",
    ]
    return (
        "Lists of MD5 digests with a tenth as many PDQ hashes, all by chance, compiled from CSV by "
        "`turnstone plan` (memory of mapped scratch files included). A look-up's CPU is the mean "
        f"of {COUNT:,} by one process, with the file in memory. \"Cold\" is the clock on the wall, "
        f"for the first {COLD_COUNT} after the file was taken out of memory: each waits for two "
        f"pages, around which the kernel here reads {readahead(bench)} kB ahead. With `--largest` "
        "a hundred million, too: 12 GB of disk.\n\n"
        + bench.table(heading, [row(bench, *size) for size in sizes])
    )
