"""Where an article says where it was written: the place before the first words of a paragraph."""

from __future__ import annotations

import re

_PLACE = r"[^\W\d_a-z](?:[^\W\d_a-z]|(?:\. |[ .'’\-])(?=[^\W\d_a-z])){2,30}"
_DATELINE = re.compile(
    rf"^[ \t]*{_PLACE}\b(?:,[ \t][^\W\d_][\w. ]{{1,24}}?)?(?:,[ \t][^\W\d_][\w. ]{{1,12}}?)?"
    r"(?:[ \t]*\([^()\n]{2,30}\))?[ \t]*(?:[—–]|--?(?=[ \t]))"
    # A sentence follows: "NATO — the alliance, that is" goes on in small letters.
    r"(?=[ \t]*[\"“'‘]?[^\W_a-z])",
    re.MULTILINE,
)


def without_datelines(text: str) -> str:
    """``text`` with spaces in place of datelines, "LINDEHAVN (TMP) — ": all offsets stay."""
    return _DATELINE.sub(lambda found: " " * len(found[0]), text)
