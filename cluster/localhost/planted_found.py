#!/usr/bin/python3
"""Says of each planted copy whether the findings name it, and how far from its original it is.

    planted_found.py PLANTED.tsv FINDINGS.jsonl

Exits 1 if one was missed, or found only as a copy of another original.
"""

import json
import sys
from pathlib import Path


def main() -> int:
    with open(sys.argv[1], encoding="utf-8") as file:
        planted = [line.rstrip("\n").split("\t") for line in file]
    best: dict[tuple[str, str], str] = {}
    with open(sys.argv[2], encoding="utf-8") as file:
        for finding in map(json.loads, file):
            how = finding["kind"]
            if finding.get("distance") is not None:
                how += f", distance {finding['distance']}"
            # A digest of the very bytes says more than a distance, even than distance 0.
            key = (finding["path"], finding["entry"].removesuffix("-bytes"))
            if key not in best or finding["kind"] != "pdq":
                best[key] = how
    missed = 0
    for path, original, what in planted:
        how = best.get((path, Path(original).stem))
        missed += how is None
        name = "/".join(Path(path).parts[-2:])
        print(f"  {name:28} {Path(original).stem:13} {what:45} {how or 'MISSED'}")
    print(f"  {len(planted) - missed} of {len(planted)} planted copies found")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
