"""Small pictures of each type of page, light and dark, for docs/guides/pages.md: `make screenshots`.

They show the repository's own release in out/, with the sources of each fact, in the system's Chromium.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from playwright.sync_api import Browser, sync_playwright

from eulod.browsing.dataset import open_dataset
from eulod.browsing.index import built_folder
from eulod.config import read_settings
from eulod.pages.others import other_pages
from eulod.publication.release import current_release
from eulod.serving.page_routes import page_application

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "guides" / "pages"
SHOTS = {
    "home": "/en/",
    "search": "/en/search?q=cluster&kind=project",
    "project": "/en/doc/project/interreg-ivc-2007-2013/clusnet.html",
    "organisation": "/hu/doc/organisation/hun/budapest-fovaros-onkormanyzata.html",
    "programme": "/fr/doc/programme/interreg-ivc-2007-2013.html",
    "claim": "/en/doc/claim/records/415e8bb6df0b6308.html",
    "sources": "/hu/sources",
    "sparql": "/en/sparql",
    "ontology": "/fr/ontology",
    "report": "/en/report",
    "downloads": "/en/downloads",
    "not-found": "/hu/nothing",
}
"""An address of each type of page."""
_SIZE = {"width": 1120, "height": 840}
_SCALE = 0.5
_OPENED = {"project", "claim"}
"""The pages that show where their first fact comes from."""


def main() -> None:
    """Take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=SHOTS, nargs="*", default=list(SHOTS))
    asked = parser.parse_args()
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        sys.exit("no chromium: install it first")
    PICTURES.mkdir(exist_ok=True)
    with _served() as address, sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox", "--disable-gpu"])
        for scheme in ("light", "dark"):
            _take(opened, address, asked.only, scheme)
        opened.close()


def _take(browser: Browser, address: str, names: list[str], scheme: str) -> None:
    dark = "dark" if scheme == "dark" else "light"
    context = browser.new_context(color_scheme=dark, viewport=_SIZE, device_scale_factor=_SCALE)  # type: ignore[arg-type]
    page = context.new_page()
    for name in names:
        page.goto(address + SHOTS[name])
        if name in _OPENED:
            page.locator("details.source summary").first.click()
        page.screenshot(path=PICTURES / f"{name}-{scheme}.png")
    context.close()


@contextmanager
def _served() -> Iterator[str]:
    """The current release on loopback."""
    release = current_release(ROOT / "out")
    if release is None:
        sys.exit("nothing in out/: run `make export` first")
    browsing = open_dataset(release.folder, built_folder(release.folder), settings=read_settings(ROOT))
    app = page_application(browsing, others=other_pages(browsing))
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.05)
        if not thread.is_alive():
            sys.exit("the server ended")
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()


if __name__ == "__main__":
    main()
