#!/usr/bin/env python3
"""The peers of the inner loops, on one core.

    peer_kernels.py pdq FILE COUNT           milliseconds of pdqhash for the picture in memory
    peer_kernels.py hamming ENTRIES NEEDLES  nanoseconds a comparison of faiss IndexBinaryFlat
    peer_kernels.py search ENTRIES RADIUS…   JSON: microseconds a query of faiss
                                             IndexBinaryFlat, one by one and in batches, and of
                                             IndexBinaryMultiHash
"""

import json
import resource
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


# Hash tables of MultiHash, and bits of each: as many as the radii need flips of one or two bits.
TABLES, BITS = 16, 16


def cpu(call) -> float:
    start = time.process_time()
    call()
    return time.process_time() - start


def search(entries: int, radii: list[int]) -> str:
    import faiss

    faiss.omp_set_num_threads(1)
    chance = numpy.random.default_rng(1)
    hashes = chance.integers(0, 256, (entries, 32), dtype=numpy.uint8)
    flat = faiss.IndexBinaryFlat(256)
    flat.add(hashes)
    multi = faiss.IndexBinaryMultiHash(256, TABLES, BITS)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = {"build": cpu(lambda: multi.add(hashes)), "flat": {}, "batch": {}, "multi": {}}
    found["memory"] = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024
    one = chance.integers(0, 256, (10, 32), dtype=numpy.uint8)
    many = chance.integers(0, 256, (160, 32), dtype=numpy.uint8)

    def one_by_one(index, radius: int) -> float:
        # All below the radius, so one more.
        return cpu(lambda: [index.range_search(query[None], radius + 1) for query in one])

    for radius in radii:
        # No neighbour is missed: of sixteen parts one differs in no more bits.
        multi.nflip = radius // TABLES
        found["flat"][radius] = one_by_one(flat, radius) / len(one) * 1e6
        found["batch"][radius] = cpu(lambda: flat.range_search(many, radius + 1)) / len(many) * 1e6
        found["multi"][radius] = one_by_one(multi, radius) / len(one) * 1e6
    return json.dumps(found)


def main() -> None:
    measure = {"search": lambda: search(int(sys.argv[2]), list(map(int, sys.argv[3:]))),
               "pdq": lambda: pdq(sys.argv[2], int(sys.argv[3])),
               "hamming": lambda: hamming(int(sys.argv[2]), int(sys.argv[3]))}[sys.argv[1]]
    print(measure())


if __name__ == "__main__":
    main()
