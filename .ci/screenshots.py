"""The pictures of README.md: the first page and IN10265's page of a built site, by Chromium, always of the same size.

    python .ci/screenshots.py outputs/report docs/images

`make run` builds the site. The fonts are those of the machine; the pages ask for Charter or Charis SIL and Inter first
(Debian: fonts-sil-charis, fonts-inter).
"""

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, ViewportSize, sync_playwright

SIZE = ViewportSize(width=1440, height=1000)
LARGEST = 300_000  # bytes
REPORT = "IN10265"


def main() -> None:
    """Make both pictures; exit with a sentence where the site, the browser or the size is wrong."""
    site, out = Path(sys.argv[1]).resolve(), Path(sys.argv[2])
    page = site / "reports" / f"{REPORT}.html"
    if not page.is_file():
        sys.exit(f"no {page}: `make run` builds the pages")
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        sys.exit("no Chromium here: apt-get install chromium")
    out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"] if os.geteuid() == 0 else [])
        take(browser, site / "index.html", out / "index.png", wait="html[data-charts=drawn]")
        take(browser, page, out / f"{REPORT}.png", wait=".claim-list li", hover="#text .c.e")
        browser.close()


def take(browser: Browser, page: Path, picture: Path, wait: str, hover: str | None = None) -> None:
    """One picture, the pointer on the first element that `hover` selects."""
    opened = browser.new_page(viewport=SIZE, color_scheme="light", reduced_motion="reduce")
    opened.goto(page.as_uri())
    opened.wait_for_selector(wait)
    if hover:
        opened.locator(hover).first.hover()
        opened.locator("#panel").wait_for(state="visible")
    opened.screenshot(path=picture)
    opened.close()
    size = picture.stat().st_size
    print(f"{picture}: {size:,} bytes")
    if size > LARGEST:
        sys.exit(f"{picture} is larger than {LARGEST:,} bytes")


if __name__ == "__main__":
    main()
