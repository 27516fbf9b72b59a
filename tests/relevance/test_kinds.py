"""Sections recognised as something to do, to tick off or to talk about, against sections judged by reading them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from indexer.language.kinds import kind_of
from indexer.search.searcher import Searcher

LINES = (Path(__file__).parent / "kinds.tsv").read_text(encoding="utf-8").splitlines()
SHEETS = [line.split("\t") for line in LINES if not line.startswith("#")]
# Written by us in the manner of the regions' pages: heading, text, what it is for.
PAGES = [
    ("Prata om!", "Hur ser det ut hos oss? Vad har vi redan gjort?", "questions"),
    ("Att diskutera i arbetslaget", "Vilka grupper når vi i dag? Vilka når vi inte?", "questions"),
    ("Frågor att ta med till nästa möte", "Vem möter vi först? Vad säger skylten? Hur vet vi det?", "questions"),
    ("Checklista inför programmet", "Lokalen är bokad. Hörslingan fungerar. Inbjudan är utskickad.", "checklist"),
    ("Innan ni öppnar", "☐ Skylten hänger\n☐ Hyllan är fylld\n☐ Personalen är introducerad", "checklist"),
    ("Kom ihåg", "Boka lokalen. Skriv ut affischerna.", "checklist"),
    ("Schysta tips", "Skriv kort. Välj bilder med omsorg.", "checklist"),
    ("Övning 2: Vem syns på affischen?", "Dela in er i grupper och titta på affischerna.", "exercise"),
    ("Gruppövning", "Läs texten och diskutera den två och två.", "exercise"),
    ("Uppgift 3", "Skriv ned tre saker var. Jämför i gruppen.", "exercise"),
    ("Steg 1: Samla (15 minuter)", "Var och en skriver lappar. Sätt upp dem på tavlan.", "exercise"),
    ("Värderingsövning", "Ställ er på linjen. Berätta för den som står bredvid varför.", "exercise"),
    ("Om regionens övningar i krisberedskap", "Regionen höll en övning i oktober tillsammans med kommunerna.", "-"),
    ("Vanliga frågor", "Vem får söka? Alla folkbibliotek. När? I mars. Hur? På blanketten.", "-"),
    ("Fokusområde 2: Läsfrämjande", "Regionen stödjer kommunernas arbete. Nätverket träffas två gånger om året.", "-"),
    ("Del 2: Bakgrund", "Projektet pågick i tre år. Sex kommuner deltog. Resultaten redovisas nedan.", "-"),
    ("Steg 4 i planeringen", "Nämnden fattar beslut i juni. Planen skickas på remiss.", "-"),
    ("Anmälan", "Anmäl dig senast den 3 mars. Välj workshop. Skriv om du behöver teckentolk.", "-"),
    ("Kontakt", "Hör av dig om du har frågor. Ring eller mejla gruppen.", "-"),
    ("Nätverksträff den 4 april (3 timmar)", "Programmet börjar med en föreläsning. Därefter följer lunch.", "-"),
    ("Ur rapporten", "Varför läser unga mindre? Forskningen ger flera svar. Ett är att tiden inte räcker.", "-"),
    ("Arbetsgruppen", "Gruppen består av fem personer. Den läser ansökningarna och skriver ett yttrande.", "-"),
]


def judged(searcher: Searcher) -> Iterator[tuple[str | None, str]]:
    """Yield for each judged section what was found and what would be right."""
    for name, rows in groupby(SHEETS, key=lambda row: row[0]):
        texts: dict[str, list[str]] = {}
        for passage in searcher.passages(name):
            texts.setdefault(passage.heading or "", []).append(passage.text)
        for _, heading, right in rows:
            yield kind_of(heading or None, "\n".join(texts[heading])), right
    for heading, text, right in PAGES:
        yield kind_of(heading, text), right


def test_sections_are_recognised_for_what_they_are(shipped: Searcher) -> None:
    """What is marked is right, and most of what there is to do is marked."""
    pairs = list(judged(shipped))
    right = sum(found in truth.split("|") for found, truth in pairs if found)
    assert len(pairs) >= 130
    assert right / sum(1 for found, _ in pairs if found) >= 0.95
    assert right / sum(1 for _, truth in pairs if truth != "-") >= 0.8
