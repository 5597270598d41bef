"""Whether a message in a thread is meant for OnRecord, though it mentions nobody."""

from __future__ import annotations

import re

# How a question or an order to search begins; "and the mayor?" ends like one.
_OPENS = re.compile(
    r"\W*(?:(?:and|but|so|ok(?:ay)?|then|also)\b\W*)*"
    r"(?:who|whom|whose|what|when|where|why|which|how|is|are|was|were|did|does|do|has|have|had|"
    r"can|could|will|would|should|show|find|list|summari[sz]e|compare|quote|name|tell)\b",
    re.IGNORECASE,
)
_OTHERS = re.compile(r"<@[UW][A-Z0-9]+|<![a-z]|<!subteam")


def meant_for_us(text: str) -> bool:
    """Whether a message, as Slack sends it, reads as a follow-up question to the assistant.

    People also talk with each other in a thread: what mentions somebody else is theirs, and so is
    what asks nothing.
    """
    if _OTHERS.search(text):
        return False
    return text.rstrip().endswith("?") or _OPENS.match(text) is not None
