"""Runs a command and says what it cost, all its descendants included."""

import ctypes
import os
import resource
import subprocess
import time
from dataclasses import dataclass

PR_SET_CHILD_SUBREAPER = 36


@dataclass
class Cost:
    """Seconds: CPU of user and kernel together, and of the clock on the wall."""

    cpu: float
    wall: float
    output: bytes
    code: int


class CommandFailed(Exception):
    pass


def adopt_orphans() -> None:
    """Grandchildren that outlive their parent become ours: their CPU is counted when reaped."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_CHILD_SUBREAPER)")


def reap_orphans() -> None:
    try:
        while True:
            os.wait()
    except ChildProcessError:
        pass


def children_cpu() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def run(command: list[str], allowed: tuple[int, ...] = (0,)) -> Cost:
    """`allowed` are the exit codes that are answers; any other raises CommandFailed."""
    before, started = children_cpu(), time.monotonic()
    done = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    wall = time.monotonic() - started
    reap_orphans()
    if done.returncode not in allowed:
        tail = done.stderr.decode(errors="replace")[-800:]
        raise CommandFailed(f"{command[0]} {command[1]} ended with {done.returncode}: {tail}")
    return Cost(children_cpu() - before, wall, done.stdout, done.returncode)


def best(costs: list[Cost]) -> Cost:
    """The run that was disturbed least: the one with the least CPU."""
    return min(costs, key=lambda cost: cost.cpu)
