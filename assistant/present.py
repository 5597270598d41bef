"""Questions that speak of the present: "this week", "the new mayor", "recently"."""

from __future__ import annotations

import math
import re
from datetime import date

_PRESENT = re.compile(
    r"\b(?i:recent(?:ly)?|latest|newest|now|nowadays|current(?:ly)?|today|tonight|yesterday|soon|"
    r"upcoming|still|so far|these days|this (?:week|weekend|month|year|season|morning|evening)|"
    r"last (?:week|weekend|night)|on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b"
    r"|\bnew\b"  # in small letters: "New" is mostly a town's
)


def speaks_of_the_present(text: str) -> bool:
    """Whether a question is about what is new when it is asked."""
    return _PRESENT.search(text) is not None


def freshness(published_at: date | None, present: date, days: float) -> float:
    """How far an article is of the present: 1 on the day, a third so many ``days`` away."""
    if published_at is None:
        return 0.0
    return math.exp(-abs((present - published_at).total_seconds()) / 86_400 / days)
