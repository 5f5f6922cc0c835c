"""Trees of files in memory.

What is measured of a sweep is Turnstone, not the disk: a file that is not cached costs the kernel
more to read than Turnstone to examine, and what others do on the machine decides what is cached.
"""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# Linux has one on every machine.
MEMORY = Path("/dev/shm")
# Of what is free there, at most one part in so many is taken.
SHARE = 2


@contextmanager
def copied(tree: Path, times: int = 1) -> Iterator[Path]:
    """The same files in memory until the end, so many times; the tree itself, and a word about it,
    if there is no room."""
    size = times * sum(path.stat().st_size for path in tree.rglob("*") if path.is_file())
    if not MEMORY.is_dir() or shutil.disk_usage(MEMORY).free < SHARE * size:
        print(f"  {size / 1e6:,.0f} MB do not fit in {MEMORY}: measured on disk", file=sys.stderr)
        yield tree
        return
    folder = Path(tempfile.mkdtemp(dir=MEMORY, prefix="turnstone-bench-"))
    try:
        for time in range(times):
            shutil.copytree(tree, folder / f"{tree.name}-{time}")
        yield folder
    finally:
        shutil.rmtree(folder)
