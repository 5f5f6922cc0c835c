"""Runs a command and says what it cost, all its descendants included.

A command runs below a small process of its own, this same file: the kernel counts what a process
holds before exec(2) as its memory, and the benchmark's own may be larger than the command's.
"""

import ctypes
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass

PR_SET_CHILD_SUBREAPER = 36


@dataclass
class Cost:
    """Seconds: CPU of user and kernel together, and of the clock on the wall. Bytes: the largest
    resident memory of any one of its processes."""

    cpu: float
    wall: float
    memory: int
    code: int
    output: bytes
    errors: str


class CommandFailed(Exception):
    pass


def run(command: list[str], allowed: tuple[int, ...] = (0,)) -> Cost:
    """`allowed` are the exit codes that are answers; any other raises CommandFailed."""
    figures, writer = os.pipe()
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        meter = [sys.executable, "-B", os.path.abspath(__file__), str(writer), *command]
        with subprocess.Popen(
            meter, stdin=subprocess.DEVNULL, stdout=output, stderr=errors, pass_fds=[writer]
        ):
            os.close(writer)
            with os.fdopen(figures, "rb") as pipe:
                cost = json.loads(pipe.read())
        output.seek(0)
        errors.seek(0)
        said = errors.read().decode(errors="replace")
        if cost["code"] not in allowed:
            raise CommandFailed(
                f"{command[0]} {command[1]} ended with {cost['code']}: {said[-800:]}"
            )
        return Cost(**cost, output=output.read(), errors=said)


def best(costs: list[Cost]) -> Cost:
    """The run that was disturbed least: the one with the least CPU."""
    return min(costs, key=lambda cost: cost.cpu)


def adopt_orphans() -> None:
    """Grandchildren that outlive their parent become ours: their CPU is counted when reaped."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_CHILD_SUBREAPER)")


def meter(figures: int, command: list[str]) -> None:
    adopt_orphans()
    os.set_inheritable(figures, False)
    started = time.monotonic()
    child = subprocess.Popen(command)
    _, status = os.waitpid(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    wall = time.monotonic() - started
    try:
        while True:
            os.wait()
    except ChildProcessError:
        pass
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    cost = {
        "cpu": usage.ru_utime + usage.ru_stime, "wall": wall,
        "memory": usage.ru_maxrss * 1024, "code": child.returncode,
    }
    os.write(figures, json.dumps(cost).encode())


if __name__ == "__main__":
    meter(int(sys.argv[1]), sys.argv[2:])
