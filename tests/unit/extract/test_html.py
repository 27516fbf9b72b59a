"""Web pages: the main text in its real encoding, under headings with anchors, without the site around it."""

import contextlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.errors import ExtractionError
from indexer.extract import extract_file
from indexer.model import Extract

LONG = (
    "Biblioteket bjuder in till en studiecirkel där gruppen läser och pratar om källor och om vad man kan lita på. " * 4
)


def read(folder: Path, html: str | bytes, name: str = "sida.html") -> Extract:
    """Write the page and read it."""
    (folder / name).write_bytes(html if isinstance(html, bytes) else html.encode())
    return extract_file(folder / name)


def text_of(extract: Extract) -> str:
    """Return headings and text in order."""
    return "\n".join(f"{part.heading or ''}\n{part.text}" for part in extract.sections)


@pytest.mark.parametrize(
    ("declared", "real"),
    [("utf-8", "latin-1"), ("iso-8859-1", "utf-8"), ("utf-8", "utf-8"), ("windows-1252", "cp1252"), ("okänd", "utf-8")],
)
def test_the_real_encoding_counts(tmp_path: Path, declared: str, real: str) -> None:
    """A page that says one encoding and has another is read as what it is."""
    html = f"<head><meta charset='{declared}'></head><body><main><h1>Läsning på ön</h1><p>{LONG}</p></main></body>"
    extract = read(tmp_path, html.encode(real, errors="replace"))
    assert extract.metadata["title"] == "Läsning på ön"
    assert "där gruppen läser" in text_of(extract)


def test_a_short_page_is_whole(tmp_path: Path) -> None:
    """Where trafilatura finds little, the text of <main> is taken as it stands."""
    table = "<table><tr><td>Tid</td><td>5 min</td></tr></table>"
    html = f"<body><nav>Meny här</nav><main><h1>Runda</h1><p>Alla säger ett ord.</p>{table}</main>"
    extract = read(tmp_path, html)
    assert [part.text for part in extract.sections] == ["Alla säger ett ord.\n\nTid | 5 min"]


def test_folded_text_is_found(tmp_path: Path) -> None:
    """What an accordion hides on the screen is text all the same."""
    folded = "<details><summary>Paragraf 17</summary><p>Planer antas av kommuner.</p></details>"
    html = f"<main><h1>Lag</h1><p>{LONG}</p>{folded}</main>"
    extract = read(tmp_path, html)
    assert any("Planer antas av kommuner." in part.text and part.heading == "Paragraf 17" for part in extract.sections)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<ul><li><strong>Ankomst, 10 minuter.</strong> Kaffe.</li></ul>", "• Ankomst, 10 minuter. Kaffe."),
        ("<ul><li><a href='a'>Lagen</a></li><li><a href='b'>Boken</a></li></ul>", "• Lagen\n• Boken"),
        ("<ol><li>Läs.</li><li><b>Prata.</b> Kort.</li></ol>", "1. Läs.\n2. Prata. Kort."),
        ("<ol start='4'><li>Läs.</li><li value='9'>Prata.</li></ol>", "4. Läs.\n9. Prata."),
        ("<ol type='a'><li>Läs.</li><li>Prata.</li></ol>", "a) Läs.\nb) Prata."),
        (
            "<ol><li><p>Läs.</p><p>Nu.</p><ul><li>Kort.</li></ul></li><li>Vila.</li></ol>",
            "1. Läs.\nNu.\n• Kort.\n2. Vila.",
        ),
        ("<blockquote><p>Ett.</p><p>Två.</p></blockquote>", "Ett.\nTvå."),
        ("<dl><dt>Tid</dt><dd>10 minuter</dd></dl>", "Tid: 10 minuter"),
        (
            "<table><tr><td><p>Ett</p><p>två</p></td><td><ul><li>A</li><li>B</li></ul></td></tr></table>",
            "Ett två | A; B",
        ),
    ],
)
def test_no_word_of_the_main_element_is_lost(tmp_path: Path, html: str, text: str) -> None:
    """Lists keep their numbers and their leads, and paragraphs inside items, quotes and cells stay apart."""
    for around in (f"<p>{LONG}</p>", ""):
        extract = read(tmp_path, f"<main><h1>Cirkel</h1>{around}{html}</main>")
        assert text_of(extract).replace(LONG.strip(), "").strip() == text


def test_an_accordion_keeps_its_heading(tmp_path: Path) -> None:
    """A heading that is a button is a heading."""
    folded = "<h3><button aria-expanded='false'>Villkor</button></h3><div hidden><p>Alla kan söka.</p></div>"
    for shape in (folded, folded.replace("<h3>", "<div>").replace("</h3>", "</div>")):
        extract = read(tmp_path, f"<main><h1>Bidrag</h1><p>{LONG}</p>{shape}</main>")
        assert [(part.heading, part.text) for part in extract.sections][1:] == [("Villkor", "Alla kan söka.")]


def test_a_heading_written_twice_is_the_title(tmp_path: Path) -> None:
    """Some platforms repeat the heading; that makes it no less the title."""
    twice = f"<title>MIK - Arena</title><h1>Om källor</h1><div><h1>Om källor</h1><p>{LONG}</p></div>"
    assert read(tmp_path, f"<html>{twice}</html>").metadata["title"] == "Om källor"


def test_anchors_lead_to_headings(tmp_path: Path) -> None:
    """A heading's own id, or that of something inside it, is the section's anchor."""
    headings = ("<h2 id='ett'>Ett</h2>", "<h2><a name='tva'></a>Två</h2>", "<h2>Tre</h2>")
    html = "".join(f"{heading}<p>{LONG}</p>" for heading in headings)
    extract = read(tmp_path, f"<main>{html}</main>")
    assert [(part.heading, part.anchor) for part in extract.sections] == [("Ett", "ett"), ("Två", "tva"), ("Tre", None)]


@pytest.mark.parametrize(
    "furniture",
    [
        "<div class='cookie-consent'><p>Vi använder kakor för statistik.</p></div>",
        "<nav><p>Kultur och fritid</p></nav>",
        "<p>Hjälpte den här informationen dig?</p>",
        "<p>Formuläret kräver att du accepterar inställnings-cookies</p>",
        "<p>Start / Kultur / Bibliotek</p>",
        "<p>Sidan uppdaterades den 12 oktober, 2018</p>",
        "<figure><figcaption>Anna Påhittad läser.</figcaption></figure>",
        "<div class='vcard'><p>Anna Påhittad</p></div>",
        "<p>Syntolkning: bokhyllor på bibliotek</p>",
        "<p>Laddar… + + +</p>",
        "<p><a href='#'>Lyssna</a><a href='#'>Dela</a></p>",
        "<div><span>Dela:</span><a>Facebook</a><a>LinkedIn</a></div>",
        "<p>Uppdaterat: 11 april 2024 F3A7</p>",
        "<p>Till toppen</p>",
        "<div><p>1</p><p>2</p><p>3</p></div>",
        "<div role='search'><p>Sök på webbplatsen här</p></div>",
    ],
)
def test_furniture_goes(tmp_path: Path, furniture: str) -> None:
    """What belongs to the site and not to the text leaves no trace."""
    extract = read(tmp_path, f"<html><body><main><h1>Cirkel</h1>{furniture}<p>{LONG}</p></main></body></html>")
    assert text_of(extract).strip() == LONG.strip()


def test_a_page_in_a_form_is_read(tmp_path: Path) -> None:
    """Names such as `menu` or a form around everything do not take the main text with them."""
    main = f"<main><h1>Cirkel</h1><p>{LONG}</p></main>"
    html = f"<body class='has-sidebar'><form id='menu'><div class='share'>{main}</div></form></body>"
    assert LONG.strip() in text_of(read(tmp_path, html))


def test_inline_dates_stay_in_their_sentence(tmp_path: Path) -> None:
    """A `<time>` element is part of the text around it."""
    html = f"<main><p>{LONG}</p><p>Vi ses <time datetime='2026-11-22'>den 22 november</time> igen.</p></main>"
    assert "Vi ses den 22 november igen." in text_of(read(tmp_path, html))


@pytest.mark.parametrize(
    ("shape", "day"),
    [
        ("<p>Sidan uppdaterad 2024-02-20</p>", "2024-02-20"),
        ("<p>Publicerad: 20 nov 2023 11:12</p>", "2023-11-20"),
        ("<p>Senast granskad: 24 oktober 2023</p>", "2023-10-24"),
        ("<p>Sidan uppdaterades den 12 oktober, 2018</p>", "2018-10-12"),
        ("<p>NYHETER 2021-01-13</p>", "2021-01-13"),
        ("<time datetime='2022-09-08T14:04'>i höstas</time>", "2022-09-08"),
    ],
)
def test_dates_are_found(tmp_path: Path, shape: str, day: str) -> None:
    """The shapes in which sites write their dates are all understood."""
    assert read(tmp_path, f"<main><h1>A</h1><p>{LONG}</p>{shape}</main>").metadata["issued"] == day


def test_an_author_is_no_publisher(tmp_path: Path) -> None:
    """Persons are not kept; a body that is stated as author is the publisher."""
    person = read(tmp_path, f"<meta name='author' content='Anna Påhittad'><main><p>{LONG}</p></main>")
    body = read(tmp_path, f"<meta name='author' content='Region Exempel'><main><p>{LONG}</p></main>")
    assert "publisher" not in person.metadata
    assert body.metadata["publisher"] == "Region Exempel"


def test_nothing_outside_the_file_is_read(tmp_path: Path) -> None:
    """Entities that point to files stay unread."""
    (tmp_path / "hemlig.txt").write_text("hemligheten", encoding="utf-8")
    doctype = f"<!DOCTYPE html [<!ENTITY x SYSTEM 'file://{tmp_path}/hemlig.txt'>]>"
    html = f"{doctype}<html><body><main><p>&x; {LONG}</p></main></body></html>"
    assert "hemligheten" not in text_of(read(tmp_path, html))


def test_a_page_of_scripts_is_empty(tmp_path: Path) -> None:
    """A page that a script would fill is told as such; named .pdf it is mislabelled."""
    for name, code in (("sida.html", "empty"), ("sida.pdf", "mislabelled")):
        with pytest.raises(ExtractionError) as caught:
            read(tmp_path, "<!DOCTYPE html><html><body><div id='root'></div><script>x()</script></body></html>", name)
        assert caught.value.code == code


def test_html_named_pdf_is_read_with_a_note(tmp_path: Path) -> None:
    """Mislabelled content is read as what it is, and the consultant is told."""
    extract = read(tmp_path, f"<!DOCTYPE html><html><main><p>{LONG}</p></main></html>", "sida.pdf")
    assert any("heter .pdf men är en webbsida" in note for note in extract.notes)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet="<>/ahpdivltrm1 =\"'&;åä\n", max_size=300))
def test_any_soup_is_read_or_refused(tmp_path: Path, soup: str) -> None:
    """Broken markup gives text or an ExtractionError, never anything else."""
    with contextlib.suppress(ExtractionError):
        assert read(tmp_path, "<html>" + soup).sections


def test_a_picture_text_that_stands_again_goes(tmp_path: Path) -> None:
    """Platforms write it beside the picture too, for the eye and for the ear."""
    page = (
        '<main><h1>Hyllan</h1><p>Vi bygger en hylla av lådor.</p><img src="a.jpg" alt="En röd hylla">'
        "<span>En röd hylla</span><p>Syntolkning: En röd hylla.</p><p>En röd hylla räcker långt.</p></main>"
    )
    assert text_of(read(tmp_path, page)).strip() == "Vi bygger en hylla av lådor.\n\nEn röd hylla räcker långt."


def test_dates_of_issue_and_change_are_told_apart(tmp_path: Path) -> None:
    """Both from what stands on the page, in structured data only where nothing else is."""
    page = (
        "<main><h1>Sida</h1><p>{}</p><p>Publicerad: 20 nov 2023 11:12</p><p>Senast granskad: 24 oktober 2024</p></main>"
    )
    metadata = read(tmp_path, page.format("Läsning. " * 30)).metadata
    assert (metadata["issued"], metadata["updated"]) == ("2023-11-20", "2024-10-24")
    data = '<script type="application/ld+json">{"@type": "Article", "datePublished": "2022-05-04"}</script>'
    assert (
        read(tmp_path, f"<html><head>{data}</head><body><main><p>Läsning.</p></main></body></html>").metadata["issued"]
        == "2022-05-04"
    )


def test_the_lines_of_a_short_page_stay_apart(tmp_path: Path) -> None:
    """Where trafilatura gives all of it as one line."""
    shared = "<h3>Dela det här:</h3><ul><li>Dela på X</li></ul>"
    page = f"<article><h1>Tema</h1><div><p>En rad.</p>{shared}</div><p>Två rader.</p></article>"
    assert text_of(read(tmp_path, page)).strip() == "En rad.\n\nTvå rader."
