"""The six sites: hosts, platforms, and the sentences that stand on each of their pages."""

from __future__ import annotations

from tests.sites.article import Site


def _site(id_: str, name: str, host: str, platform: str, chrome: str, **more: object) -> Site:
    return Site(id_, name, host, platform, tuple(chrome.split(" | ")), **more)  # type: ignore[arg-type]


SITES = (
    _site("almdal", "Region Almdal", "www.regionalmdal.example", "sitevision",
          "Biblioteksutveckling Almdal är en del av förvaltningen för bildning och finns på tredje våningen i Gamla mejeriet."
          " | Vi svarar på frågor från länets folkbibliotek varje vardag och lånar gärna ut vår mötesvagn.",
          county="17", aliases=("bibliotek.regionalmdal.example",)),
    _site("granland", "Region Granland", "www.regiongranland.example", "optimizely",
          "Granlands länsbibliotek samordnar transporter, fjärrlån och fortbildning för elva kommuner.",
          county="24", alert="Vi har stängt för inventering under vecka 44 och öppnar igen på måndag."),
    _site("metodbruket", "Metodbruket", "metodbruket.example", "wordpress",
          "Metodbruket samlar arbetssätt som andra har provat. Skicka in ditt eget genom formuläret.",
          kind="guidance", rights="full-text"),
    _site("lanssam", "Länsbiblioteket Sam", "www.lanssam.example", "arena",
          "Kortet fungerar på alla bibliotek i länet. Har du glömt koden kan du byta den i närmaste disk.",
          county="08"),
    _site("havsbygd", "Region Havsbygd", "www.regionhavsbygd.example", "sitevision",
          "Texten är framtagen i samverkan inom Kustnätet, som består av sju kommuner och två folkhögskolor.",
          county="10", prefix="/biblioteksutveckling"),
    _site("hylltanken", "Hylltanken", "hylltanken.example", "wordpress",
          "Hylltanken drivs utan vinst och svarar inte för innehållet på andra webbplatser.",
          kind="national"),
)  # fmt: skip


def source_toml(site: Site) -> str:
    """Return the site as an entry of `sources.toml`."""
    more = f'county_code = "{site.county}"\n' if site.county else ""
    more += f'rights = "{site.rights}"\n' if site.rights else ""
    more += f'paths = ["{site.prefix}/"]\n' if site.prefix else ""
    more += f"alias_hosts = {list(site.aliases)}\n".replace("'", '"') if site.aliases else ""
    return (
        f'\n[[source]]\nid = "{site.id}"\nname = "{site.name}"\nkind = "{site.kind}"\nhosts = ["{site.host}"]\n'
        f'{more}start_urls = ["https://{site.host}{site.prefix}/"]\n'
    )
