"""Four ways to wrap an article, with the traps that each kind of platform is known for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

from tests.sites import furniture as f
from tests.sites.article import Article, Page
from tests.sites.prose import Part

_MONTHS = [
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
]


def render(page: Page) -> bytes:
    """Return the page as its site's platform would send it."""
    source = _PLATFORMS[page.site.platform](page)
    return source.encode("utf-8")


def _sitevision(page: Page) -> str:
    article = page.article
    crumbs = "".join(f'<li><a href="{url}">{escape(text)}</a></li>' for url, text in page.crumbs)
    body = f"""
<a class="sv-skip" href="#innehall">Hoppa till innehåll</a>
<div class="env-cookie-consent" role="dialog"><h2>Kakor</h2><p>{f.COOKIES}</p><button>Godkänn alla kakor</button></div>
{_header(page)}
<div class="sv-vertical sv-layout"><div class="sv-row"><ol class="sv-breadcrumbs">{crumbs}<li>{escape(article.title)}</li></ol></div>
<nav class="sv-local-menu"><ul>{_menu(page)}</ul></nav>
<main id="innehall" class="sv-grid-main"><div class="pagecontent sv-layout">
{_alert(page)}<div class="sv-text-portlet rs_preserve"><button class="rsbtn">Lyssna</button></div>
<div class="sv-text-portlet sv-use-margins"><h1 class="heading" id="h-{_anchor(article.title)}">{escape(article.title)}</h1>
<p class="ingress">{escape(article.lead)}</p></div>
{_picture(article, times=1)}
<div class="sv-text-portlet"><div class="sv-text-portlet-content">{_parts(article.parts, _sitevision_fold)}{_quotes(article)}</div></div>
{_links(page, after=f' <span class="env-assistive-text">{f.OUTSIDE}</span>')}
{_children(page)}{_contacts_sitevision(article)}
<div class="sv-text-portlet">{_chrome(page)}</div>
<div class="sv-text-portlet"><p>Sidan uppdaterad {article.updated or ""}</p></div>
<div class="sv-script-portlet"><p>{f.HELPED}</p><button>Ja</button><button>Nej</button></div>
<p class="sv-top"><a href="#">{f.TO_TOP}</a></p>
</div></main></div>{_footer(page)}"""
    return _document(page, body)


def _optimizely(page: Page) -> str:
    article = page.article
    crumbs = " / ".join(f'<a href="{url}">{escape(text)}</a>' for url, text in page.crumbs)
    body = f"""
<div id="CybotCookiebotDialog" class="cookie-banner"><p>{f.COOKIES}</p><a href="#">Endast nödvändiga kakor</a></div>
{_header(page)}
<div class="container"><p class="crumb-line">{crumbs} / {escape(article.title)}</p>
<div class="row"><aside class="left"><ul>{_menu(page)}</ul></aside>
<div class="col-8" role="main">
<h1>{escape(article.title)}</h1>
{_alert(page)}<p>{f.CONSENT}</p>
<div class="page-tools"><a href="#">Lyssna</a> <a href="?print=1">Skriv ut</a></div>
<div class="preamble"><p>{escape(article.lead)}</p></div>
{_picture(article, times=3)}
<div class="xhtml-string">{_parts(article.parts, _optimizely_fold)}{_quotes(article)}</div>
<p>{f.LOADING} + + +</p>
{_links(page, after="")}{_children(page)}{_contacts_paragraphs(article)}
<div class="block">{_chrome(page)}</div>
<div class="page-info">Senast granskad: {_swedish(article.updated)}{_editor(article)}</div>
<div class="feedback"><p>{f.USEFUL}</p></div>
<p>Dela: Facebook, LinkedIn, E-post</p>
</div></div></div>{_footer(page)}"""
    return _document(page, body)


def _wordpress(page: Page) -> str:
    article = page.article
    by = (
        f'<div class="post-meta">Publicerad av <a href="/forfattare/1">{escape(article.editor.name)}</a></div>'
        if article.editor
        else ""
    )
    body = f"""
{_header(page)}<div id="content" class="site-content"><div id="primary">
<article class="post type-post hentry"><header class="entry-header"><h1 class="entry-title">{escape(article.title)}</h1>
<time class="entry-date published" datetime="{article.published or ""}">{_swedish(article.published)}</time>{by}</header>
<div class="entry-content"><p>{escape(article.lead)}</p>
{_picture(article, times=1)}{_parts(article.parts, _wordpress_fold)}{_quotes(article)}
{_links(page, after="")}{_children(page)}
<div class="sharedaddy"><h3>Dela det här:</h3><ul><li>{f.SHARE}</li><li>Dela på LinkedIn</li></ul></div>
<div class="wp-block-group">{_chrome(page)}</div>
<h3>Relaterade inlägg</h3><p>{f.RELATED}</p></div>
{_contacts_table(article)}
</article></div><aside id="secondary" class="widget-area"><h2>Senaste inläggen</h2><ul>{_menu(page)}</ul></aside></div>
{_footer(page)}<div id="cookie-law-info-bar"><span>{f.COOKIES}</span></div>"""
    return _document(page, body)


def _arena(page: Page) -> str:
    article = page.article
    body = f"""
{_header(page)}<div class="portlet-layout"><div class="portlet-column" id="column-1">
<div class="portlet-boundary portlet-journal-content"><section class="portlet"><h2 class="portlet-title">{escape(article.title)}</h2>
<div class="portlet-content"><div class="journal-content-article">
<h1>{escape(article.title)}</h1><div class="arena-alert">{_alert(page)}</div>
<p><strong>{escape(article.lead)}</strong></p>
{_picture(article, times=2)}{_parts(article.parts, _arena_fold)}{_quotes(article)}
{_links(page, after="")}{_children(page)}
<table class="booklist"><tr><td>101</td></tr><tr><td>102</td></tr><tr><td>103</td></tr></table>
{_contacts_plain(article)}
<div>{_chrome(page)}</div></div></div></section></div>
<div class="portlet-boundary"><section class="portlet"><h2>Genvägar</h2><ul>{_menu(page)}</ul></section></div></div></div>
{_footer(page)}<div class="cookie-message">{f.COOKIES}</div>"""
    return _document(page, body)


def _document(page: Page, body: str) -> str:
    article = page.article
    metas = [f'<meta property="og:site_name" content="{escape(page.site.name)}">']
    if article.published and page.site.platform != "arena":
        metas.append(f'<meta property="article:published_time" content="{article.published}T08:00:00+01:00">')
    if article.updated and page.site.platform == "wordpress":
        metas.append(f'<meta property="article:modified_time" content="{article.updated}T09:30:00+01:00">')
    if page.canonical and page.site.platform != "arena":
        metas.append(f'<link rel="canonical" href="{page.canonical}">')
    return f"""<!DOCTYPE html>
<html lang="{article.language}"><head><meta charset="utf-8"><title>{escape(article.title)} – {escape(page.site.name)}</title>
{"".join(metas)}<link rel="stylesheet" href="/style.css"><script>var state = {{"left": "$left"}};</script></head>
<body class="{page.site.platform}">{body}</body></html>"""


def _header(page: Page) -> str:
    links = "".join(f'<li><a href="{url}">{escape(text)}</a></li>' for url, text in page.site.menu)
    return f"""<header class="page-head"><a href="{page.site.prefix}/">{escape(page.site.name)}</a>
<nav><ul>{links}</ul></nav><form action="{page.site.prefix}/sok"><input name="q"><button>Sök</button></form></header>"""


def _footer(page: Page) -> str:
    return f"""<footer class="page-foot"><p>{escape(page.site.name)}, Box 1, 000 00 Ingenstans. Växel: 08-465 004 00.
<a href="https://www.delanden.example/dela?u=x">Dela</a> <a href="/intern/logga-in">Logga in</a>
<a href="mailto:info@{page.site.host}">info@{page.site.host}</a></p></footer>"""


def _menu(page: Page) -> str:
    return "".join(f'<li><a href="{url}">{escape(text)}</a></li>' for url, text in page.site.menu)


def _alert(page: Page) -> str:
    return f"<p>{escape(page.site.alert)}</p>" if page.site.alert else ""


def _chrome(page: Page) -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in page.site.chrome)


def _children(page: Page) -> str:
    if not page.children:
        return ""
    items = "".join(f'<li><a href="{link.address}">{escape(link.text)}</a></li>' for link in page.children)
    return f'<nav aria-label="Undersidor"><ul>{items}</ul></nav>'


def _links(page: Page, after: str) -> str:
    items = []
    for link in page.article.links:
        told = f" {link.document}." if link.document else after
        items.append(f'<li><a href="{escape(link.address)}">{escape(link.text)}</a>{told}</li>')
    return f'<div class="relaterade"><ul>{"".join(items)}</ul></div>' if items else ""


def _picture(article: Article, times: int) -> str:
    """Return a picture whose text platforms repeat, with a caption that names people."""
    if not article.picture:
        return ""
    alt = escape(article.picture)
    names = " och ".join(escape(who.name) for who in article.pictured)
    by = f" Foto: {escape(article.photographer.name)}" if article.photographer else ""
    caption = f"<figcaption>{names}.{by}</figcaption>" if names or by else ""
    # The text once for the eye, once for the ear, once for a script that never ran.
    again = (f'<span class="visually-hidden">{alt}</span>', f"<p>Syntolkning: {alt}</p>")[: times - 1]
    return f'<figure><img src="/bild.jpg" alt="{alt}" title="{alt}">{caption}</figure>{"".join(again)}'


def _quotes(article: Article) -> str:
    return "".join(
        f"<p>– {escape(text)}, säger {escape(who.name)}, {escape(who.title.lower())}.</p>"
        for text, who in article.quotes
    )


def _editor(article: Article) -> str:
    return f"<p>Innehållsansvarig: {escape(article.editor.name)}</p>" if article.editor else ""


def _contacts_sitevision(article: Article) -> str:
    cards = "".join(
        f"""<div class="sv-employee"><p>{escape(who.name)}</p><p>{escape(who.title)}</p><p>Telefonnummer {who.phone}</p>
<p>Mobil: {who.mobile}</p><p>Personnummer: {who.identity}</p><p><a href="mailto:{who.email}">{who.email}</a></p></div>"""
        for who in article.contacts
    )
    return f"<h2>Kontakt</h2>{cards}" if cards else ""


def _contacts_paragraphs(article: Article) -> str:
    return "".join(
        f"<h3>{escape(who.name)}</h3><p>{escape(who.title)}<br>Tel {who.phone}<br>Personnummer {who.identity}<br>{who.email.replace('@', ' (at) ')}</p>"
        for who in article.contacts
    )


def _contacts_table(article: Article) -> str:
    rows = "".join(
        f"<tr><td>{escape(who.name)}</td><td>{escape(who.title)}</td><td>{who.mobile}</td><td>{who.email}</td></tr>"
        for who in article.contacts
    )
    return f"<table><tr><th>Namn</th><th>Titel</th><th>Telefon</th><th>E-post</th></tr>{rows}</table>" if rows else ""


def _contacts_plain(article: Article) -> str:
    """Return names, titles and an empty label on lines of their own, as a script leaves them."""
    return "".join(
        f"<div>{escape(who.name)}</div><div>{escape(who.title)}</div><div>Telefonnummer</div>"
        for who in article.contacts
    )


Fold = Callable[[Part, str], str]


def _parts(parts: Sequence[Part], fold: Fold) -> str:
    return "".join(_part(part, fold) for part in parts)


def _part(part: Part, fold: Fold) -> str:
    tag = "ol" if part.numbered else "ul"
    items = "".join(f"<li>{escape(item)}</li>" for item in part.items)
    inner = "".join(f"<p>{escape(text)}</p>" for text in part.paragraphs) + (f"<{tag}>{items}</{tag}>" if items else "")
    if part.folded:
        return fold(part, inner)
    return (f'<h2 id="h-{_anchor(part.heading)}">{escape(part.heading)}</h2>' if part.heading else "") + inner


def _sitevision_fold(part: Part, inner: str) -> str:
    return f"""<div class="env-accordion"><h2><button aria-expanded="false">{escape(part.heading or "")}</button></h2>
<div class="env-collapse" hidden style="display:none">{inner}</div></div>"""


def _optimizely_fold(part: Part, inner: str) -> str:
    return f"<details><summary>{escape(part.heading or '')}</summary>{inner}</details>"


def _wordpress_fold(part: Part, inner: str) -> str:
    return f"""<div class="wp-block-accordion toggle"><button aria-expanded="false">{escape(part.heading or "")}</button>
<div class="toggle-content" aria-hidden="true">{inner}</div></div>"""


def _arena_fold(part: Part, inner: str) -> str:
    return f'<h3 class="dragspel">{escape(part.heading or "")}</h3><div class="dragspel-innehall" style="display: none">{inner}</div>'


def _anchor(text: str) -> str:
    return "".join(letter if letter.isascii() and letter.isalnum() else "" for letter in text)


def _swedish(day: str | None) -> str:
    if not day:
        return ""
    year, month, date = day.split("-")
    return f"{int(date)} {_MONTHS[int(month) - 1]} {year}"


_PLATFORMS: dict[str, Callable[[Page], str]] = {
    "sitevision": _sitevision,
    "optimizely": _optimizely,
    "wordpress": _wordpress,
    "arena": _arena,
}
