"""Draw the picture that mail, chat and social media show beside a link to the service: web/static/delning.png.

    python tools/preview.py

It says what the service is and not what it is called, for that is the operator's to choose.
"""

from __future__ import annotations

import io
import os
import shutil
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

STATIC = Path(__file__).resolve().parent.parent / "web" / "static"
WIDTH, HEIGHT = 1200, 630
"""Pixels: the shape in which shared pictures are shown."""
COLOURS = 64
PAGE = """
<!DOCTYPE html><html lang="sv"><meta charset="utf-8"><base href="{base}/"><style>
@font-face {{ font-family: S; src: url("fonts/metodsok-serif.woff2"); font-weight: 600 700; }}
body {{ margin: 0; height: 630px; background: #14564b; color: #fff; display: flex; align-items: center; }}
main {{ padding: 0 110px; }} img {{ width: 150px; border: 3px solid #8fd3c1; border-radius: 34px; }}
h1 {{ font: 640 76px/1.16 S, serif; margin: 44px 0 0; letter-spacing: -.015em; }}
p {{ font: 600 36px/1.4 S, serif; margin: 26px 0 0; color: #ffe39a; }}
</style><main><img src="favicon.svg" alt=""><h1>Metodmaterial för<br>folkbibliotek</h1>
<p>Övningar, vägledningar och biblioteksplaner</p></main></html>
"""


def main() -> None:
    """Draw it with the browser that the tests use."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        path = found or playwright.chromium.executable_path
        browser = playwright.chromium.launch(executable_path=path, args=["--headless", "--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        page.goto(STATIC.as_uri())
        page.set_content(PAGE.format(base=STATIC.as_uri()))
        page.evaluate("document.fonts.ready.then(() => true)")
        picture = Image.open(io.BytesIO(page.screenshot()))
        browser.close()
    picture.convert("RGB").quantize(COLOURS).save(STATIC / "delning.png", optimize=True)


if __name__ == "__main__":
    main()
