"""How quickly files are read: PDFs of twenty pages and web pages, against pdftotext and pdfium on the same files.

    python bench/extraction.py [--pdfs 1000] [--pages 5000]

Every reader gets all cores. `busy` is CPU time by what the cores could have given; `first` and `last` are the
memory of all processes together after a quarter of the files and at the end, in MB. Ours reads in guarded processes,
finds headings, takes out contact details and tells the language; the others give plain text. pdftotext is left out
where it is not installed.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from documents import PAGES, write_pages, write_pdfs

from indexer.errors import ExtractionError
from indexer.extract.pool import Pool

ROOT = Path(__file__).resolve().parent.parent
WORK = ROOT / "bench" / "work" / "extraction"
CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
MB = 1_000_000

Reader = Callable[[Sequence[Path]], Iterator[bool]]
"""Reads the files and yields, as each is done, whether it gave text."""


@dataclass(frozen=True, slots=True)
class Run:
    """Seconds of wall and CPU time, megabytes after a quarter of the files and at the end, files without text."""

    wall: float
    cpu: float
    first: float
    last: float
    failed: int

    def line(self, what: str, reader: str, units: int) -> str:
        """Return the run as a row of the table; `units` is the number of pages read."""
        busy = self.cpu / (self.wall * CORES)
        return (
            f"| {what} | {reader} | {units / self.wall:,.0f} | {units / self.cpu:,.0f} | {busy:.0%} "
            f"| {self.first:.0f} | {self.last:.0f} | {self.failed} |"
        )


def main() -> None:
    """Write the files, let every reader read them, print the table, and the time that a second run of ours takes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pdfs", type=int, default=1_000)
    parser.add_argument("--pages", type=int, default=5_000)
    arguments = parser.parse_args()
    shutil.rmtree(WORK, ignore_errors=True)
    documents = WORK / "corpus" / "documents"
    pdfs = write_pdfs(documents / "pdf", arguments.pdfs, ROOT / "corpus")
    pages = write_pages(documents / "html", arguments.pages, ROOT / "corpus")
    print("| files | reader | pages/s | pages/s of CPU | busy | first MB | last MB | no text |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for name, reader in _pdf_readers().items():
        print(measure(reader, pdfs).line(f"{len(pdfs):,} PDFs", name, len(pdfs) * PAGES), flush=True)
    print(measure(ours, pages).line(f"{len(pages):,} web pages", "Metodsök", len(pages)), flush=True)
    _index_twice()
    shutil.rmtree(WORK)


def measure(reader: Reader, paths: Sequence[Path]) -> Run:
    """Let `reader` read all `paths`."""
    start, before = time.perf_counter(), _cpu()
    failed = 0
    first = last = 0.0
    for done, given in enumerate(reader(paths), start=1):
        failed += not given
        if done == len(paths) // 4:
            first = _memory()
        if done == len(paths):
            last = _memory()
    return Run(time.perf_counter() - start, _cpu() - before, first, last, failed)


def ours(paths: Sequence[Path]) -> Iterator[bool]:
    """Read with the project's own pool."""
    with Pool() as pool:
        for _, answer in pool.extract(paths):
            yield not isinstance(answer, ExtractionError)


def pdfium(paths: Sequence[Path]) -> Iterator[bool]:
    """Read with pdfium alone, in as many processes as there are cores."""
    with ProcessPoolExecutor(CORES) as executor:
        yield from executor.map(_pdfium_text, paths)


def pdftotext(paths: Sequence[Path]) -> Iterator[bool]:
    """Read with poppler's command, as many at once as there are cores."""
    with ThreadPoolExecutor(CORES) as executor:
        yield from executor.map(_pdftotext, paths)


def _pdf_readers() -> dict[str, Reader]:
    readers: dict[str, Reader] = {"Metodsök": ours, "pdfium": pdfium}
    if shutil.which("pdftotext"):
        readers["pdftotext"] = pdftotext
    return readers


def _pdfium_text(path: Path) -> bool:
    document = pypdfium2.PdfDocument(path)
    texts = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    return any(texts)


def _pdftotext(path: Path) -> bool:
    command = ["pdftotext", str(path), "-"]
    return bool(subprocess.run(command, check=True, capture_output=True).stdout.strip())  # noqa: S603 (our own files)


def _index_twice() -> None:
    """Print what a first index run costs, and one that analyses all anew but finds every text in the cache."""
    metodsok = [str(Path(sys.executable).parent / "metodsok"), "-q"]
    options = ["--corpus", str(WORK / "corpus"), "--index", str(WORK / "index"), "index"]
    print("\n| index | wall s | CPU s |\n| --- | --- | --- |")
    print(_timed("everything read", [*metodsok, *options]))
    for generation in (WORK / "index" / "generations").iterdir():
        manifest = generation / "manifest.json"
        manifest.write_text(manifest.read_text("utf-8").replace('"analyzer": ', '"analyzer": 1'), encoding="utf-8")
    print(_timed("analysed anew, nothing read", [*metodsok, *options]))


def _timed(what: str, command: list[str]) -> str:
    start, before = time.perf_counter(), _cpu()
    subprocess.run(command, check=True)  # noqa: S603 (our own command)
    return f"| {what} | {time.perf_counter() - start:.0f} | {_cpu() - before:.0f} |"


def _cpu() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _memory() -> float:
    """Return the resident memory of this process and its descendants in MB, 0 where the system does not tell."""
    children = [os.getpid()]
    total = 0
    for pid in children:
        try:
            status = Path(f"/proc/{pid}/status").read_text("ascii")
            children += [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()]
        except OSError:
            continue
        total += sum(1024 * int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS:"))
    return total / MB


if __name__ == "__main__":
    main()
