#!/usr/bin/env python3
"""Compares the PDQ hashes of real pictures with those of pdqhash over Pillow.

    turnstone hash --format csv --exact FILE... | compare_corpus.py FOLDER
    compare_corpus.py FOLDER hashes.csv

Each line of the CSV is `pdq,quality,path`; paths that are not absolute are under FOLDER. Prints
how many files, bits and qualities differ, and which; the exit code is 1 if any does, or if a JPEG
or PNG file of the folder has no line.
"""
import sys
from pathlib import Path

from reference import pdq_of_file

SUFFIXES = {".jpg", ".jpeg", ".png"}


def main() -> int:
    folder = Path(sys.argv[1])
    source = open(sys.argv[2], encoding="utf-8") if len(sys.argv) > 2 else sys.stdin
    expected = {path.resolve() for path in folder.rglob("*")
                if path.suffix.lower() in SUFFIXES and path.is_file()}
    seen, bits, qualities, failures = set(), 0, 0, 0
    for line in source:
        fields = line.rstrip("\n").split(",", 2)
        if len(fields) != 3 or fields[0] == "pdq":
            continue
        path = (folder / fields[2]).resolve()
        if path in seen:
            continue
        seen.add(path)
        hash_hex, quality = pdq_of_file(path)
        distance = bin(int(hash_hex, 16) ^ int(fields[0], 16)).count("1")
        if distance or quality != int(fields[1]):
            print(f"{path}: {distance} bits, quality {fields[1]} for {quality}")
        bits += distance
        qualities += quality != int(fields[1])
        failures += bool(distance or quality != int(fields[1]))
    missing = sorted(expected - seen)
    for path in missing:
        print(f"{path}: no line")
    print(f"{len(seen)} files, {failures} differ, {bits} bits, {qualities} qualities,"
          f" {len(missing)} missing")
    return 1 if failures or missing or not seen else 0


if __name__ == "__main__":
    sys.exit(main())
