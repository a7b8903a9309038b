"""Find the browser of the journeys: CHROME_PATH, the system's, or Playwright's own."""

import os
import shutil
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PLAYWRIGHT_FOLDERS = (".cache/ms-playwright", "Library/Caches/ms-playwright")
PLAYWRIGHT_PATTERNS = ("chromium-*/chrome-linux*/chrome", "chromium-*/chrome-mac*/*/*/*/Chromium")


def find() -> str | None:
    """Return the path of the first one there is; a CHROME_PATH that leads nowhere finds none."""
    if named := os.environ.get("CHROME_PATH"):
        return shutil.which(named)
    return next(filter(None, map(shutil.which, NAMES)), None) or _of_playwright()


def _of_playwright() -> str | None:
    set_folder = os.environ.get("PLAYWRIGHT_BROWSERS_PATH")
    folders = [Path(set_folder)] if set_folder else [Path.home() / f for f in PLAYWRIGHT_FOLDERS]
    found = [
        str(path)
        for folder in folders
        for pattern in PLAYWRIGHT_PATTERNS
        for path in folder.glob(pattern)
    ]
    return max(found, default=None)
