#!/usr/bin/env python3
"""The peers of the inner loops, on one core.

    peer_kernels.py pdq FILE COUNT           milliseconds of pdqhash for the picture in memory
    peer_kernels.py hamming ENTRIES NEEDLES  nanoseconds a comparison of faiss IndexBinaryFlat
"""

import sys
import time

import numpy


def pdq(path: str, count: int) -> float:
    import pdqhash
    from PIL import Image

    with Image.open(path) as picture:
        pixels = numpy.asarray(picture.convert("RGB"))
    start = time.process_time()
    for _ in range(count):
        pdqhash.compute(pixels)
    return (time.process_time() - start) / count * 1e3


def hamming(entries: int, needles: int) -> float:
    import faiss

    faiss.omp_set_num_threads(1)
    chance = numpy.random.default_rng(1)
    index = faiss.IndexBinaryFlat(256)
    index.add(chance.integers(0, 256, (entries, 32), dtype=numpy.uint8))
    queries = chance.integers(0, 256, (needles, 32), dtype=numpy.uint8)
    start = time.process_time()
    index.range_search(queries, 32)  # All below 32.
    return (time.process_time() - start) / (entries * needles) * 1e9


def main() -> None:
    measure = {"pdq": lambda: pdq(sys.argv[2], int(sys.argv[3])),
               "hamming": lambda: hamming(int(sys.argv[2]), int(sys.argv[3]))}[sys.argv[1]]
    print(measure())


if __name__ == "__main__":
    main()
