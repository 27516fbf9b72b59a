"""What a source's paths let in, which documents lie outside them, and start addresses that lead nowhere."""

from __future__ import annotations

import pytest

from tests.harvest.conftest import HOST, Site
from tests.harvest.server import Answer, Server, moved, page

PDF = Answer(b"%PDF-1.7\n%%EOF", headers=(("Content-Type", "application/pdf"),))
UUID = "/arkiv/0f8fad5b-d9cb-469f-a165-70867728950e"


def test_documents_are_fetched_wherever_they_lie(site: Site, server: Server) -> None:
    """A page's PDF in a folder of its own, or in an archive, comes along; next year too. Pages and pictures do not."""
    site.only('paths = ["/bibliotek"]', "/bibliotek")
    files = ["/globalassets/plan.pdf", "/download/18.2f/1/plan.pdf", UUID]
    others = ["/vard", "/globalassets/bild.jpg", "/globalassets/mapp/", "/bibliotek/a"]
    server.pages.update(dict.fromkeys(files, PDF))
    server.pages |= {
        "/bibliotek": page(*files, *others),
        "/bibliotek/a": page(),
        "/vard": page(),
        "/globalassets/mapp/": page("/globalassets/annan.pdf"),
    }
    for _ in range(2):
        assert not site.harvest().failed
        assert site.kept() == sorted([*files, "/bibliotek", "/bibliotek/a"])
    assert {"/vard", "/globalassets/bild.jpg", "/globalassets/annan.pdf"}.isdisjoint(server.asked)
    found = site.page(UUID)
    assert found is not None
    assert (found.source, found.link_text, found.context) == ("prov", f"Till {UUID}", "Prov")


def test_a_page_of_the_catalogue_is_fetched_outside_the_paths(site: Site, server: Server) -> None:
    """Somebody has chosen it; what it links to is left alone."""
    site.only('paths = ["/bibliotek"]', "/bibliotek")
    entry = f'[[document]]\nid = "plan"\ntitle = "Plan"\nurl = "https://{HOST}/nyheter/plan"\n'
    (site.root / "catalogue.toml").write_text(entry, encoding="utf-8")
    server.pages = {"/bibliotek": page(), "/nyheter/plan": page("/nyheter/annat"), "/nyheter/annat": page()}
    site.harvest()
    assert site.kept() == ["/bibliotek", "/nyheter/plan"]


def test_only_what_people_list_where_all_else_is_left_out(site: Site, server: Server) -> None:
    """Leaving out every path leaves the start addresses."""
    site.only('exclude = ["/"]', "/7946")
    server.pages = {"/7946": page("/5000", "/fil.pdf"), "/5000": page(), "/fil.pdf": PDF}
    site.harvest()
    assert site.kept() == ["/7946"]


@pytest.mark.parametrize(
    ("answer", "code"),
    [(Answer(b"", 404), "http-404"), (Answer(b"", 403), "http-403"), (moved(f"https://{HOST}/vard"), "off-site")],
)
def test_a_start_address_that_leads_nowhere_is_a_failure(site: Site, server: Server, answer: Answer, code: str) -> None:
    """The same answer from a page within is the site's own business."""
    site.only('paths = ["/bibliotek"]', "/bibliotek")
    server.pages = {"/bibliotek": answer}
    report = site.harvest()
    assert report.failed
    assert report.faults(report.sources[0]) == [(code, f"https://{HOST}/bibliotek")]
    server.pages = {"/bibliotek": page("/bibliotek/a"), "/bibliotek/a": answer}
    assert not site.harvest().failed


def test_a_start_address_that_robots_forbid_is_a_failure(site: Site, server: Server) -> None:
    """Nothing of the source is had, which somebody must know."""
    server.pages = {"/robots.txt": Answer(b"User-agent: *\nDisallow: /"), "/": page()}
    report = site.harvest()
    assert report.faults(report.sources[0]) == [("robots", f"https://{HOST}/")]
    assert server.asked == ["/robots.txt"]


def test_states_of_a_page_are_the_page(site: Site, server: Server) -> None:
    """SiteVision's targets are asked for once."""
    server.pages = {"/": page("/a?sv.target=12.4af", "/a?sv.target=12.99", "/a"), "/a": page()}
    site.harvest()
    assert server.asked == ["/robots.txt", "/", "/a"]
