"""Runs a command and says what it cost, all its descendants included."""

import ctypes
import os
import resource
import subprocess
import tempfile
import time
from dataclasses import dataclass

PR_SET_CHILD_SUBREAPER = 36


@dataclass
class Cost:
    """Seconds: CPU of user and kernel together, and of the clock on the wall. Bytes: the largest
    resident memory of any one of its processes that was waited for."""

    cpu: float
    wall: float
    output: bytes
    code: int
    memory: int = 0


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
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=errors)
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.monotonic() - started
        child.returncode = code = os.waitstatus_to_exitcode(status)
        reap_orphans()
        output.seek(0)
        errors.seek(0)
        if code not in allowed:
            tail = errors.read().decode(errors="replace")[-800:]
            raise CommandFailed(f"{command[0]} {command[1]} ended with {code}: {tail}")
        return Cost(children_cpu() - before, wall, output.read(), code, usage.ru_maxrss * 1024)


def best(costs: list[Cost]) -> Cost:
    """The run that was disturbed least: the one with the least CPU."""
    return min(costs, key=lambda cost: cost.cpu)
