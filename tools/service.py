"""The service started as users start it, on loopback, for scripts that load it or picture it."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
METODSOK = Path(sys.executable).parent / "metodsok"


@dataclass(frozen=True, slots=True)
class Server:
    """A running service: its address, its process and its folder."""

    address: str
    pid: int
    folder: Path

    @property
    def megabytes(self) -> float:
        """Memory that the process holds."""
        status = Path(f"/proc/{self.pid}/status").read_text("ascii")
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024  # type: ignore[index]

    @property
    def cpu(self) -> float:
        """Seconds of CPU that the process' threads have used."""
        threads = Path(f"/proc/{self.pid}/task").glob("*/schedstat")
        return sum(int(thread.read_text("ascii").split()[0]) for thread in threads) / 1e9


@contextmanager
def served(settings: str = "") -> Iterator[Server]:
    """Start the service on a copy of the shipped corpus and an index of its own; `settings` is its metodsok.toml."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(ROOT / "corpus", folder / "corpus", ignore=shutil.ignore_patterns("harvest"))
        (folder / "metodsok.toml").write_text(settings, "utf-8")
        subprocess.run([METODSOK, "-q", "index"], cwd=folder, check=True)  # noqa: S603 - our own command
        command = [str(METODSOK), "serve", "--port", "0"]
        with (folder / "log").open("w+b") as log, subprocess.Popen(command, cwd=folder, stderr=log) as process:  # noqa: S603
            try:
                yield Server(_address(folder / "log"), process.pid, folder)
            finally:
                process.terminate()


def _address(log: Path) -> str:
    for _ in range(600):
        found = re.search(r"http://[\d.]+:\d+", log.read_text("utf-8"))
        if found:
            return found[0]
        time.sleep(0.1)
    raise SystemExit(f"The service did not start: {log.read_text('utf-8')}")
