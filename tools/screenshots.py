"""Picture every page, light, dark and on a telephone, for the README, the handbook, and whoever reviews how it looks.

    python tools/screenshots.py [NAME…]

The service is started on a copy of the shipped corpus; the pictures go to docs/bilder/ as WebP. Chromium is the one
that the tests use: the system's, or the one named in CHROMIUM.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "bilder"
METODSOK = Path(sys.executable).parent / "metodsok"
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
    with served() as address, sync_playwright() as playwright:
        found = os.environ.get("CHROMIUM") or shutil.which("chromium") or playwright.chromium.executable_path
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        for look, settings in LOOKS.items():
            for name in names or PAGES:
                picture(browser, settings, address + PAGES[name], PICTURES / f"{name}-{look}.webp")
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


@contextmanager
def served() -> Iterator[str]:
    """Start the service on a copy of the shipped corpus and give its address."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(ROOT / "corpus", folder / "corpus", ignore=shutil.ignore_patterns("harvest"))
        (folder / "metodsok.toml").write_text('contact = "mailto:metoder@example.se"\n', "utf-8")
        subprocess.run([METODSOK, "-q", "index"], cwd=folder, check=True)  # noqa: S603 - our own command
        command = [str(METODSOK), "serve", "--port", "0"]
        with (folder / "log").open("w+b") as log, subprocess.Popen(command, cwd=folder, stderr=log) as process:  # noqa: S603
            try:
                yield _address(folder / "log")
            finally:
                process.terminate()


def _address(log: Path) -> str:
    for _ in range(600):
        found = re.search(r"http://[\d.]+:\d+", log.read_text("utf-8"))
        if found:
            return found[0]
        time.sleep(0.1)
    raise SystemExit(f"The service did not start: {log.read_text('utf-8')}")


if __name__ == "__main__":
    main(sys.argv[1:])
