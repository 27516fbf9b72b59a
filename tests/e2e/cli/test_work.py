"""The installed command, from outside: what a consultant types, and what comes back."""

from __future__ import annotations

import json
import os
import pty
import subprocess
from collections.abc import Callable
from pathlib import Path

Command = Callable[..., subprocess.CompletedProcess[str]]
MakePdf = Callable[..., bytes]
LockPdf = Callable[[bytes], bytes]
PROMISED = ["query", "total", "engine", "took_ms", "expanded", "suggestion", "facets", "hits"]
HIT = [*["id", "title", "publisher", "regions", "type", "issued", "valid", "status", "themes", "language"],
       *["url", "permalink", "score", "passages", "why"]]  # fmt: skip
FILTERS = ["theme", "region", "type", "publisher", "year", "language", "status"]


def test_a_folder_becomes_a_search(metodsok: Command) -> None:
    """Two commands lead from files to the right one, and a second index run has nothing to do."""
    first = metodsok("index")
    assert (first.returncode, first.stderr) == (0, "")
    assert "Indexet är klart: 2 material, 2 stycken (whoosh); 2 nya." in first.stdout
    assert "Inget har ändrats." in metodsok("index").stdout
    found = metodsok("search", "läsfrämjande", "övning")
    assert found.returncode == 0
    assert "1. Bokcirkel på äldreboendet\n    Provbiblioteket · Övning · 2024\n" in found.stdout
    assert "id: bokcirkel" in found.stdout
    assert "\x1b" not in found.stdout


def test_references_are_written_in_the_order_given(metodsok: Command) -> None:
    """What has no address of its own is cited without one; an unknown id gives nothing and is named."""
    metodsok("index")
    assert metodsok("cite", "bokcirkel").stdout == "Provbiblioteket. (2024). Bokcirkel på äldreboendet.\n"
    both = json.loads(metodsok("cite", "kallkritik", "bokcirkel", "--format", "csl-json").stdout)
    assert [each["id"] for each in both] == ["kallkritik", "bokcirkel"]
    told = json.loads(metodsok("cite", "bokcirkel", "--json").stdout)
    reference = "Provbiblioteket. (2024). Bokcirkel på äldreboendet."
    assert told == {"format": "apa", "references": [{"id": "bokcirkel", "reference": reference}]}
    unknown = metodsok("cite", "bokcirkel", "finns-inte")
    assert (unknown.returncode, unknown.stdout) == (1, "")
    assert "finns-inte" in unknown.stderr


def test_a_newsletter_is_had_as_values_too(metodsok: Command) -> None:
    """With --json a program gets each document by itself, and the newsletter as it is written without."""
    metodsok("index")
    asked = ("newsletter", "bokcirkel", "kallkritik", "--title", "Tips", "--format", "text")
    told = json.loads(metodsok(*asked, "--json").stdout)
    assert (told["title"], told["format"]) == ("Tips", "text")
    assert [each["id"] for each in told["items"]] == ["bokcirkel", "kallkritik"]
    assert told["content"] == metodsok(*asked).stdout.removesuffix("\n")


def test_no_hits_is_done(metodsok: Command) -> None:
    """A question without an answer is no failure, and the reader is told what to try."""
    metodsok("index")
    found = metodsok("search", "xyzzyqwert")
    assert found.returncode == 0
    assert "Inget material matchade xyzzyqwert." in found.stdout
    assert "Prova färre ord" in found.stdout


def test_words_may_be_excluded(metodsok: Command) -> None:
    """A minus before a word is part of the question, not an option."""
    metodsok("index")
    answer = json.loads(metodsok("search", "gruppen", "-jämför", "--json").stdout)
    assert (answer["query"], answer["total"]) == ("gruppen -jämför", 0)
    assert json.loads(metodsok("search", "gruppen", "--json").stdout)["total"] == 1


def test_json_is_exactly_as_promised(metodsok: Command) -> None:
    """Programs find the fields that the interface names, in its order, and nothing but JSON on stdout."""
    metodsok("index")
    answer = json.loads(metodsok("search", "högt", "--json").stdout)
    assert [key for key in answer if key in PROMISED] == PROMISED
    assert list(answer["facets"]) == FILTERS
    assert answer["facets"]["type"] == [{"value": "exercise", "label": "Övning", "count": 1}]
    [hit] = answer["hits"]
    assert list(hit) == HIT
    assert (hit["id"], hit["permalink"], hit["issued"]) == ("bokcirkel", "/d/bokcirkel", "2024")
    passage = hit["passages"][0]
    assert list(passage) == ["text", "marks", "heading", "page", "link"]
    [[start, end]] = passage["marks"]
    assert passage["text"][start:end] == "högt"


def test_added_found_shown_removed_and_gone(corpus: Path, metodsok: Command, make_pdf: MakePdf) -> None:
    """The life of a document, from a file on the desk until nothing of it is left."""
    desk = corpus / "handledning.pdf"
    desk.write_bytes(make_pdf("Bokprat i parken", "Ta med bubbelvattenflaskor"))
    added = metodsok("add", str(desk), "--title", "Bokprat ute", "--year", "2025", "--type", "övning", "--region", "14")
    assert (added.returncode, added.stdout) == (0, "handledning\n")
    assert "metodsok index" in added.stderr
    assert metodsok("index").returncode == 0
    assert "sida 2" in metodsok("search", "bubbelvattenflaskor").stdout
    shown = metodsok("show", "handledning", "--text").stdout
    assert "Bokprat ute" in shown
    assert "Ta med bubbelvattenflaskor" in shown
    removed = metodsok("remove", "handledning")
    assert (removed.returncode, removed.stdout) == (0, "handledning är borttaget.\n")
    assert json.loads(metodsok("search", "bubbelvattenflaskor", "--json").stdout)["total"] == 0
    gone = metodsok("show", "handledning")
    assert (gone.returncode, gone.stdout, gone.stderr) == (1, "", "handledning är borttaget.\n")
    assert not (corpus / "corpus" / "documents" / "handledning.pdf").exists()
    assert len(list((corpus / "index" / "generations").iterdir())) == 1
    assert metodsok("index").returncode == 0
    assert metodsok("remove", "handledning").returncode == 1


def test_an_address_is_recorded(corpus: Path, metodsok: Command) -> None:
    """An address whose page does not answer is taken in where a title is given, and the consultant is told."""
    nowhere = 'delay = 0\nloopback = { "example.org" = "127.0.0.1:1" }\n'
    (corpus / "metodsok.toml").write_text(nowhere, encoding="utf-8")
    assert metodsok("add", "https://example.org/mik").returncode == 1
    added = metodsok("add", "https://example.org/mik", "--title", "Mediekunnighet för seniorer", "--year", "2023")
    assert (added.returncode, added.stdout) == (3, "mediekunnighet-for-seniorer\n")
    assert "kunde inte hämtas" in added.stderr
    metodsok("index")
    assert "https://example.org/mik" in metodsok("search", "mediekunnighet").stdout
    assert metodsok("remove", "https://example.org/mik").returncode == 0


def test_a_batch_gives_a_trec_run(corpus: Path, metodsok: Command) -> None:
    """Each answer is a line that trec_eval reads, best first; evaluate reads the same questions."""
    metodsok("index")
    queries, qrels, out = corpus / "frågor.tsv", corpus / "facit.txt", corpus / "körning.txt"
    queries.write_text("1\thögläsning övning\n2\tvem står bakom\n3\txyzzyqwert\n", encoding="utf-8")
    qrels.write_text("1 0 bokcirkel 1\n2 0 kallkritik 1\n", encoding="utf-8")
    assert metodsok("search", "--batch", str(queries), "--run", str(out)).returncode == 0
    rows = [line.split() for line in out.read_text(encoding="utf-8").splitlines()]
    assert [row[:4] for row in rows if row[3] == "1"] == [["1", "Q0", "bokcirkel", "1"], ["2", "Q0", "kallkritik", "1"]]
    assert all(len(row) == 6 and float(row[4]) > 0 and row[5] == "metodsok" for row in rows)
    measured = json.loads(metodsok("evaluate", "--queries", str(queries), "--qrels", str(qrels), "--json").stdout)
    assert measured["MRR@10"] == 1.0
    assert "success@5" in metodsok("evaluate", "--queries", str(queries), "--qrels", str(qrels)).stdout


def test_lists_are_made_for_pipes(metodsok: Command) -> None:
    """One document a line, columns by tabs, filters as in the search."""
    metodsok("index")
    rows = [line.split("\t") for line in metodsok("list").stdout.splitlines()]
    assert [row[0] for row in rows] == ["bokcirkel", "kallkritik"]
    assert {len(row) for row in rows} == {6}
    assert metodsok("list", "--type", "exercise", "--year", "2023..").stdout.startswith("bokcirkel\tÖvning\t2024")
    [document] = json.loads(metodsok("list", "--type", "plan", "--json").stdout) or [None]
    assert document is None


def test_extract_prints_the_text_page_by_page(
    corpus: Path, metodsok: Command, make_pdf: MakePdf, lock_pdf: LockPdf
) -> None:
    """What would be indexed comes to stdout, pages separated by form feed; an unreadable file is exit code 1."""
    file = corpus / "två.pdf"
    file.write_bytes(make_pdf("Första sidan", "Andra sidan"))
    assert metodsok("extract", str(file)).stdout == "Första sidan\fAndra sidan\n"
    file.write_bytes(lock_pdf(file.read_bytes()))
    locked = metodsok("extract", str(file))
    assert (locked.returncode, locked.stdout) == (1, "")
    assert "lösenord" in locked.stderr


def test_the_commands_work_in_any_locale(metodsok: Command) -> None:
    """Swedish comes out of a machine that speaks C or Latin-1."""
    metodsok("index")
    for locale in ("C", "POSIX", "C.UTF-8"):
        run = metodsok("search", "äldreboendet", LC_ALL=locale, LANGUAGE="en")
        assert "1. Bokcirkel på äldreboendet" in run.stdout, locale
    assert "Så här:" in metodsok("--help", LC_ALL="en_US.UTF-8", LANGUAGE="en").stdout


def test_progress_is_shown_on_a_terminal_only(corpus: Path, executable: Path) -> None:
    """A person at a terminal sees that something happens, and then the summary."""
    leader, follower = pty.openpty()
    terminal = os.environ | {"TERM": "xterm"}
    with subprocess.Popen([executable, "index"], cwd=corpus, env=terminal, stdout=follower, stderr=follower) as process:
        os.close(follower)
        seen = b""
        while process.poll() is None or not seen:
            try:
                seen += os.read(leader, 65536)
            except OSError:
                break
    os.close(leader)
    assert process.returncode == 0
    assert "Läser" in seen.decode()
    assert "Indexet är klart" in seen.decode()
