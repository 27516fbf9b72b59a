"""Picture every page, light, dark and on a telephone, for the README, the handbook, and whoever reviews how it looks.

    python tools/screenshots.py [NAME…]

The service is started on a copy of the shipped corpus; the pictures go to docs/bilder/ as WebP. Chromium is the one
that the tests use: the system's, or the one named in CHROMIUM.
"""

from __future__ import annotations

import io
import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, sync_playwright
from service import ROOT, served

PICTURES = ROOT / "docs" / "bilder"
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--force-color-profile=srgb"]
COLLECTED = "d=kallkritik-for-vuxna&d=mediemyndigheten-mik&d=boksamtal-utan-facit"
PAGES: Mapping[str, str] = {
    "start": "/",
    "sok": "/?q=%C3%B6vning+i+k%C3%A4llkritik+f%C3%B6r+vuxna",
    "inget": "/?q=rymdh%C3%B6jning&exakt=1&tema=mik",
    "finska": "/?sprak=fi",
    "teman": "/teman",
    "tema": "/tema/mik",
    "region": "/region/12",
    "planer": "/planer",
    "dokument": "/d/kallkritik-for-vuxna?q=k%C3%A4llkritik",
    "utskick": f"/utskick?{COLLECTED}",
    "lista": "/lista?q=bokcirkel",
    "om": "/om",
    "tillganglighet": "/tillganglighet",
    "status": "/status",
}
LOOKS: Mapping[str, Mapping[str, Any]] = {
    "ljus": {"viewport": {"width": 1100, "height": 1000}, "color_scheme": "light"},
    "mork": {"viewport": {"width": 1100, "height": 1000}, "color_scheme": "dark"},
    "mobil": {"viewport": {"width": 390, "height": 844}, "color_scheme": "light", "device_scale_factor": 1.5},
}
QUALITY = 78
DRAWN = "footer.m-fot"


def main(names: list[str]) -> None:
    """Picture the named pages, or all."""
    PICTURES.mkdir(exist_ok=True)
    with served('contact = "mailto:metoder@example.se"\n') as server, sync_playwright() as playwright:
        found = os.environ.get("CHROMIUM") or shutil.which("chromium") or playwright.chromium.executable_path
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        for look, settings in LOOKS.items():
            for name in names or PAGES:
                picture(browser, settings, server.address + PAGES[name], PICTURES / f"{name}-{look}.webp")
        browser.close()
    print(f"{sum(path.stat().st_size for path in PICTURES.glob('*.webp')) / 1e6:.1f} MB in {PICTURES}")


def picture(browser: Browser, settings: Mapping[str, Any], address: str, path: Path) -> None:
    """Write what a visitor sees at an address, once it is drawn."""
    with browser.new_context(locale="sv-SE", reduced_motion="reduce", **settings) as context:
        page = context.new_page()
        page.goto(address)
        page.wait_for_selector(DRAWN)
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(400)
        Image.open(io.BytesIO(page.screenshot())).save(path, "WEBP", quality=QUALITY, method=6)


if __name__ == "__main__":
    main(sys.argv[1:])
