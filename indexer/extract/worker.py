"""The guarded process that reads files: `python -m indexer.extract.worker LIMITS`.

It takes paths on standard input and gives answers on standard output, has no network, limited memory and a last
alarm clock, and ends with its parent.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import signal
import sys
import threading
import time
from pathlib import Path
from typing import Any, BinaryIO

from indexer.errors import ExtractionError
from indexer.extract.limits import FIRST, Limits
from indexer.extract.read import extract_file
from indexer.extract.sniff import kind, read_head
from indexer.extract.wire import Answer, answer_to_json, frame, limits_from_json

GRACE = 5.0
"""Seconds after the limit at which the worker ends itself, should its parent be gone and the file hold it fast."""
_NEW_NETWORK = 0x40000000  # CLONE_NEWNET, from <linux/sched.h>
_NEW_USER = 0x10000000  # CLONE_NEWUSER
_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG, from <linux/prctl.h>
_FORBIDDEN = ("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.fork")
_RETIRE_AFTER = 1_000
_RETIRE_ABOVE = 700_000_000


def main() -> None:
    """Read files until standard input ends."""
    limits = limits_from_json(sys.argv[1])
    answers = _claim_stdout()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _end_with_parent(int(sys.argv[2]))
    _leave_network()
    _watch_memory()
    for count, line in enumerate(sys.stdin, start=1):
        answer = _guarded(Path(line.rstrip("\n").replace("\0", "\n")), limits, FIRST if count == 1 else 1)
        retire = count >= _RETIRE_AFTER or _peak() > _RETIRE_ABOVE
        answers.write(frame({**answer_to_json(answer), "retire": retire}))
        answers.flush()
        if retire:
            return


def _guarded(path: Path, limits: Limits, patience: int) -> Answer:
    try:
        format_ = kind(read_head(path))
        _limit_memory(limits.memory_for(format_))
        signal.setitimer(signal.ITIMER_REAL, patience * limits.seconds_for(format_) + GRACE)
        return extract_file(path, limits)
    except ExtractionError as error:
        return error
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _claim_stdout() -> BinaryIO:
    """Return standard output for answers alone: what libraries print goes nowhere."""
    answers = os.fdopen(os.dup(1), "wb")
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    return answers


def _end_with_parent(parent: int) -> None:
    if sys.platform.startswith("linux"):
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_DEATH_SIGNAL, signal.SIGKILL)
    # The parent may have died before the signal was asked for.
    if os.getppid() != parent:
        sys.exit(1)


def _leave_network() -> None:
    """Enter a network of its own with nothing in it, where the system lets us, and forbid sockets in any case."""
    if sys.platform.startswith("linux"):
        # As root a new user namespace would take away the right to read others' files, and is not needed.
        flags = _NEW_NETWORK if os.geteuid() == 0 else _NEW_NETWORK | _NEW_USER
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).unshare(flags)
    sys.addaudithook(_forbid)


def _forbid(event: str, arguments: tuple[Any, ...]) -> None:
    if event.startswith(_FORBIDDEN):
        raise PermissionError(f"{event} is forbidden here: {arguments!r:.100}")


def _limit_memory(most: int) -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))


def _watch_memory() -> None:
    """End the process when it grows too big on systems that take no notice of RLIMIT_AS, as macOS."""
    if not sys.platform.startswith("linux"):
        threading.Thread(target=_watch, daemon=True).start()


def _watch() -> None:
    while _peak() < resource.getrlimit(resource.RLIMIT_AS)[0]:
        time.sleep(0.1)
    os._exit(os.EX_UNAVAILABLE)


def _peak() -> int:
    """Return the most memory in bytes that the process has held.

    On Linux `ru_maxrss` outlives exec and would tell of the parent's size, so the kernel's own account is read there.
    """
    with contextlib.suppress(OSError, StopIteration):
        lines = Path("/proc/self/status").read_text("ascii").splitlines()
        return 1024 * int(next(line for line in lines if line.startswith("VmHWM:")).split()[1])
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    main()
