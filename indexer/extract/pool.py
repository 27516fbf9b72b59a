"""Read many files in guarded worker processes, several at once, and lose none of them."""

from __future__ import annotations

import os
import selectors
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from indexer.errors import ExtractionError
from indexer.extract.limits import FIRST, Limits
from indexer.extract.sniff import kind, read_head
from indexer.extract.wire import Answer, answer_from_json, limits_to_json, unframe

_ROOT = Path(__file__).resolve().parents[2]
_CHUNK = 1 << 20
# A Python outside the system's own folders may find its libraries by LD_LIBRARY_PATH alone.
_PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "HOME", "TMPDIR", "LANG", "LC_ALL", "LC_CTYPE", "SYSTEMROOT")


class Pool:
    """A context manager that keeps up to `workers` reading processes (one a core where not given).

    Processes are started when there are files for them and used again for the next call; leaving the context ends
    them. One thread at a time may ask a pool.
    """

    def __init__(self, workers: int | None = None, limits: Limits | None = None) -> None:
        self._most = max(1, workers or _cores())
        self._limits = limits or Limits()
        self._idle: list[_Worker] = []
        self._busy: list[_Worker] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind_: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End all workers, whatever they are doing."""
        for worker in [*self._busy, *self._idle]:
            worker.kill()
        self._busy.clear()
        self._idle.clear()

    def extract(self, paths: Iterable[Path]) -> Iterator[tuple[Path, Answer]]:
        """Yield each path with its text, or with the reason why it has none, as they finish.

        Paths are drawn when a worker is free, so any number of them takes no more memory than a few.
        """
        waiting = iter(paths)
        try:
            while True:
                answered = self._collect() if self._busy else []
                # Before the caller gets to work on the answers, so that the workers have something to do meanwhile.
                answered += self._fill(waiting)
                yield from answered
                if not answered and not self._busy:
                    return
        finally:
            self._abandon()

    def _fill(self, waiting: Iterator[Path]) -> list[tuple[Path, Answer]]:
        """Give every free worker a file; return the answers of those that need none."""
        answered: list[tuple[Path, Answer]] = []
        while len(self._busy) < self._most and len(answered) < self._most:
            path = next(waiting, None)
            if path is None:
                break
            answered += self._begin(path)
        return answered

    def _begin(self, path: Path) -> list[tuple[Path, Answer]]:
        """Hand the file to a worker; a file that cannot even be opened is answered at once."""
        try:
            seconds = self._limits.seconds_for(kind(read_head(path)))
        except ExtractionError as error:
            return [(path, error)]
        worker = self._idle.pop() if self._idle else _Worker(self._limits)
        while not worker.begin(path, seconds * (1 if worker.warm else FIRST)):
            # It died while it waited, through no fault of this file's.
            worker.kill()
            worker = _Worker(self._limits)
        self._busy.append(worker)
        return []

    def _collect(self) -> list[tuple[Path, Answer]]:
        """Wait until a worker has answered, died or run out of time; return what is known then."""
        with selectors.DefaultSelector() as selector:
            for worker in self._busy:
                selector.register(worker.output, selectors.EVENT_READ, worker)
            soonest = min(worker.deadline for worker in self._busy)
            ready = [key.data for key, _ in selector.select(max(0.0, soonest - time.monotonic()))]
        answered = [(worker, worker.receive()) for worker in ready]
        now = time.monotonic()
        late = [(worker, worker.too_late()) for worker in self._busy if worker not in ready and worker.deadline <= now]
        return [self._finish(worker, answer) for worker, answer in answered + late if answer is not None]

    def _finish(self, worker: _Worker, answer: Answer) -> tuple[Path, Answer]:
        self._busy.remove(worker)
        if worker.usable:
            self._idle.append(worker)
        else:
            worker.kill()
        return worker.path, answer

    def _abandon(self) -> None:
        for worker in self._busy:
            worker.kill()
        self._busy.clear()


class _Worker:
    """One process, and the file that it is reading."""

    def __init__(self, limits: Limits) -> None:
        command = [sys.executable, "-P", "-m", "indexer.extract.worker", limits_to_json(limits), str(os.getpid())]
        self._process = subprocess.Popen(  # noqa: S603 – our own module, run by our own interpreter
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            bufsize=0,
        )
        self._buffer = bytearray()
        self.path = Path()
        self.deadline = 0.0
        self.usable = True
        self.warm = False

    @property
    def output(self) -> IO[bytes]:
        """The pipe on which answers come."""
        assert self._process.stdout is not None  # noqa: S101 – PIPE was asked for
        return self._process.stdout

    @property
    def pid(self) -> int:
        """The process's number."""
        return self._process.pid

    def begin(self, path: Path, seconds: float) -> bool:
        """Send the file and start its clock; False where the process is no longer there."""
        assert self._process.stdin is not None  # noqa: S101 – PIPE was asked for
        self.path, self.deadline = path, time.monotonic() + seconds
        try:
            self._process.stdin.write(os.fsencode(str(path.absolute()).replace("\n", "\0") + "\n"))
        except BrokenPipeError:
            return False
        return self._process.poll() is None

    def receive(self) -> Answer | None:
        """Return the answer if it is whole by now; the reason, if the process died or babbles."""
        chunk = os.read(self.output.fileno(), _CHUNK)
        if not chunk:
            self.usable = False
            return self._death()
        self._buffer += chunk
        # An answer that has begun to come may take its time: the parent is what keeps it waiting.
        self.deadline = max(self.deadline, time.monotonic() + 1.0)
        try:
            content = unframe(self._buffer)
            if content is None:
                return None
            self.usable, self.warm = not content.pop("retire", False), True
            return answer_from_json(content)
        except (ValueError, TypeError, KeyError, AttributeError):
            self.usable = False
            return ExtractionError("broken", f"{self.path.name} fick läsaren att svara fel. Filen tas inte med.")

    def too_late(self) -> Answer:
        """Give the file up."""
        self.usable = False
        return ExtractionError(
            "timeout", f"{self.path.name} tog för lång tid att läsa. Dela upp filen eller spara den på nytt."
        )

    def kill(self) -> None:
        """End the process and wait for it."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                pipe.close()

    def _death(self) -> Answer:
        """Say why the process ended: killed by the system is most often for want of memory."""
        status = self._process.wait()
        if status in {-9, os.EX_UNAVAILABLE}:
            return ExtractionError("memory", f"{self.path.name} kräver för mycket minne för att läsas. Dela upp filen.")
        return ExtractionError(
            "broken", f"{self.path.name} fick läsaren att krascha. Spara filen på nytt eller byt version."
        )


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _environment() -> dict[str, str]:
    """Return what a worker may know: where the program is, nothing of proxies or secrets."""
    known = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    # One thread is enough for language detection, and each thread of OpenBLAS takes address space.
    return {**known, "PYTHONPATH": str(_ROOT), "PYTHONUTF8": "1", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
