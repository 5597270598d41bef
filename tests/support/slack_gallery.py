"""Pictures of what Slack is sent, from the golden files.

    python -m tests.support.slack_gallery FOLDER [NAME ...]

Each file is drawn 400 and 720 pixels wide, light and dark, by the Chromium of this machine.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.support.golden import FOLDER
from tests.support.slack_preview import message, modal, page

WIDTHS = (400, 720)


def drawn(payload: Any) -> Iterator[str]:
    """What a golden file holds, each as HTML: a message, messages, streamed ones, a view."""
    if "view" in payload:
        yield modal(payload["view"])
    if payload.get("type") in ("modal", "home"):
        yield modal(payload)
    for each in payload.get("messages", [payload] if "text" in payload else []):
        yield message(each["blocks"], text=each["text"])
    for each in payload.get("streamed", []):
        yield message(each["blocks"], streamed=each["markdown"])


def main(folder: str, *names: str) -> None:
    """Draw the golden files, or those whose names are given, into a folder."""
    from playwright.sync_api import sync_playwright

    Path(folder).mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("chromium-browser"),
            args=["--no-sandbox", "--disable-gpu"],
        )
        for file in sorted(FOLDER.glob("*.json")):
            shown = list(drawn(json.loads(file.read_text(encoding="utf-8"))))
            if not shown or (names and file.stem not in names):
                continue
            for width in WIDTHS:
                for theme in ("light", "dark"):
                    opened = browser.new_page(viewport={"width": width, "height": 200})
                    opened.set_content(page(*shown, dark=theme == "dark"))
                    path = Path(folder) / f"slack_{file.stem}_{width}_{theme}.png"
                    opened.screenshot(path=path, full_page=True)
                    opened.close()
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
