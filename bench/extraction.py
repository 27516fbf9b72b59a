"""How quickly files are read: PDFs of twenty pages and web pages, against pdftotext and pdfium on the same files.

    python bench/extraction.py [--pdfs 1000] [--pages 5000]

Every reader gets all cores. `busy` is its CPU time by what the cores could have given, `others` what other work took
of them meanwhile; `ready` is the share of the time in which its processes ran or waited for nothing but a core, and so
what `busy` would be on an idle machine. `first` is the memory of all its processes together after a hundred files,
`most` the highest after that, in MB. Ours reads in guarded processes, finds headings and rows, takes out contact
details and tells the language; the others give plain text. Where pdftotext (Debian: poppler-utils) is not installed,
a line says so.
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
from documents import PAGES, fonts, write_pages, write_pdfs

from indexer.errors import ExtractionError
from indexer.extract.pool import Pool

ROOT = Path(__file__).resolve().parent.parent
WORK = ROOT / "bench" / "work" / "extraction"
CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
MB = 1_000_000
SAMPLED = 100
"""Files between two looks at the memory."""
INDEXED = 10
"""One file in so many is indexed: most of an index run is analysis, which is measured elsewhere."""

Reader = Callable[[Sequence[Path]], Iterator[bool]]
"""Reads the files and yields, as each is done, whether it gave text."""


@dataclass(frozen=True, slots=True)
class Run:
    """Seconds of wall time, and of CPU time that it took, that others took, and that its processes were ready to take.

    Then megabytes after a hundred files and at most later, and how many files gave no text.
    """

    wall: float
    cpu: float
    others: float
    ready: float
    first: float
    most: float
    failed: int

    def line(self, what: str, reader: str, units: int) -> str:
        """Return the run as a row of the table; `units` is the number of pages read."""
        busy, others, ready = (f"{part / (self.wall * CORES):.0%}" for part in (self.cpu, self.others, self.ready))
        return (
            f"| {what} | {reader} | {units / self.wall:,.0f} | {units / self.cpu:,.0f} | {busy} | {others} "
            f"| {ready if self.ready else '–'} | {self.first:.0f} | {self.most:.0f} | {self.failed} |"
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
    print(f"Fonts: {', '.join(regular for regular, _ in fonts())}. Load: {os.getloadavg()[0]:.1f}.")
    print("pdftotext is there." if shutil.which("pdftotext") else "pdftotext is not installed, and was not measured.")
    print("\n| files | reader | pages/s | pages/s of CPU | busy | others | ready | first MB | most MB | no text |")
    print("|" + " --- |" * 10)
    for name, reader in _pdf_readers().items():
        print(measure(reader, pdfs).line(f"{len(pdfs):,} PDFs", name, len(pdfs) * PAGES), flush=True)
    print(measure(ours, pages).line(f"{len(pages):,} web pages", "Metodsök", len(pages)), flush=True)
    _index_twice([*pdfs[::INDEXED], *pages[::INDEXED]])
    shutil.rmtree(WORK)


def measure(reader: Reader, paths: Sequence[Path]) -> Run:
    """Let `reader` read all `paths`."""
    start, own, whole = time.perf_counter(), _cpu(), _busy()
    failed = 0
    memory: list[float] = []
    ready: dict[int, float] = {}
    for done, given in enumerate(reader(paths), start=1):
        failed += not given
        if done % SAMPLED == 0 or done == len(paths):
            family = _family()
            memory.append(sum(map(_memory, family)))
            ready |= {pid: _ready(pid) for pid in family[1:]}
    wall, cpu = time.perf_counter() - start, _cpu() - own
    others = max(0.0, _busy() - whole - cpu)
    return Run(wall, cpu, others, sum(ready.values()), memory[0], max(memory[1:] or memory), failed)


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


def _index_twice(paths: Sequence[Path]) -> None:
    """Print what a first index run costs, and one that analyses all anew but finds every text in the cache."""
    corpus = WORK / "some" / "documents"
    corpus.mkdir(parents=True)
    for path in paths:
        os.link(path, corpus / path.name)
    metodsok = [str(Path(sys.executable).parent / "metodsok"), "-q"]
    options = ["--corpus", str(corpus.parent), "--index", str(WORK / "index"), "index"]
    print(f"\n| index of {len(paths):,} of these files | wall s | CPU s |\n| --- | --- | --- |")
    print(_timed("everything read", [*metodsok, *options]), flush=True)
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


def _busy() -> float:
    """Return the seconds of CPU time that all work on the machine has taken, 0 where the system does not tell."""
    times = [int(part) for part in _told("/proc/stat").partition("\n")[0].split()[1:8]]
    return (sum(times) - sum(times[3:5])) / os.sysconf("SC_CLK_TCK")


def _family() -> list[int]:
    """Return the numbers of this process and its descendants; its own alone where the system does not tell."""
    family = [os.getpid()]
    for pid in family:
        children = _told(f"/proc/{pid}/task/{pid}/children")
        family += [int(child) for child in children.split()]
    return family


def _memory(pid: int) -> float:
    """Return the resident memory of a process in MB."""
    lines = _told(f"/proc/{pid}/status").splitlines()
    return sum(1024 * int(line.split()[1]) for line in lines if line.startswith("VmRSS:")) / MB


def _ready(pid: int) -> float:
    """Return for how many seconds a process has had a core or waited for one."""
    return sum(map(int, _told(f"/proc/{pid}/schedstat").split()[:2])) / 1e9


def _told(path: str) -> str:
    """Return what the system tells of a process, nothing where it is gone."""
    try:
        return Path(path).read_text("ascii")
    except OSError:
        return ""


if __name__ == "__main__":
    main()
