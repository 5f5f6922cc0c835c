"""Every level of the kernels over whole files, by the real programs, beside pdqhash."""

import json
import os

import findings
import measure
import oracle

LEVELS = ["baseline", "avx2", "avx512"]
# Names on a command line at a time.
PORTION = 200


def run(bench, level: str, program: list[str], names: list[str]) -> list[measure.Cost]:
    os.environ["TURNSTONE_KERNELS"] = level
    try:
        return [
            measure.run([*program, *names[start : start + PORTION]])
            for start in range(0, len(names), PORTION)
        ]
    finally:
        del os.environ["TURNSTONE_KERNELS"]


def hashes(bench, level: str, names: list[str], *options: str) -> dict[str, tuple]:
    program = [bench.turnstone, "hash", "--format", "jsonl", *options]
    records = [
        json.loads(line)
        for cost in run(bench, level, program, names) for line in cost.output.splitlines()
    ]
    return {
        record["path"]: (int(record["pdq"], 16), record["quality"], record["profile"])
        for record in records
    }


def seconds(bench, level: str, names: list[str]) -> float:
    """CPU seconds of hashing in full: that a level is really another one."""
    program = [bench.worker, "profile", "--exact"]
    return sum(json.loads(cost.output)["pdq"] for cost in run(bench, level, program, names))


def table(bench) -> str:
    paths = findings.files(bench)
    names = [str(path) for path in paths]
    known = oracle.hashes(bench.folder, [(path, "original") for path in paths])
    rows, screened = [], {}
    for level in LEVELS:
        try:
            exact = hashes(bench, level, names, "--exact")
        except measure.CommandFailed as error:
            if "no level that this processor can run" not in str(error):
                raise
            rows.append([level, "this processor cannot", *[""] * 6])
            continue
        screened[level] = hashes(bench, level, names)
        bits = [
            (exact[str(path)][0] ^ known[path, "original"][0]).bit_count() for path in paths
        ]
        qualities = sum(exact[str(path)][1] != known[path, "original"][1] for path in paths)
        first = screened[LEVELS[0]]
        others = sum(screened[level][name] != first[name] for name in names)
        rows.append([
            level, str(len(exact)), str(sum(count > 0 for count in bits)), str(max(bits)),
            str(qualities), str(sum(found[2] != "exact" for found in screened[level].values())),
            str(others), f"{seconds(bench, level, names):.2f}",
        ])
    heading = [
        "level", "files", "bits differ in", "most bits", "quality differs in", "screened",
        "of them not as baseline's", "exact PDQ, CPU s",
    ]
    return (
        "`TURNSTONE_KERNELS` makes the programs use one level of the kernels. `turnstone hash "
        "--exact` beside pdqhash over Pillow, and `turnstone hash` beside the level that any "
        "processor can run:\n\n" + bench.table(heading, rows)
    )
