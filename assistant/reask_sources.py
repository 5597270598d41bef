"""Follow-ups about who vouches for what was answered: who else says so, on what it is based."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.past import Past, person
from assistant.past import subject as last_subject
from assistant.topic import NAMES

_IT = r"(?:so|that|this|it|the\s+same(?:\s+thing)?|as\s+much)"
_SAY = r"(?:say(?:s|ing)?|said|claim(?:s|ed)?|think(?:s)?|report(?:s|ed)?|believe[sd]?)"
_ELSE = re.compile(
    rf"^(?:(?:does|did|do|has|have|is)\s+(?:any|some)(?:one|body)|who)\s+else\s+{_SAY}(?:\s+{_IT})?$",
    re.I,
)
_BASIS = re.compile(
    r"^(?:(?:up)?on\s+what\s+(?:is|was|are|were)\s+(?:that|this|it|they)\s+based"
    r"|what\s+(?:is|was|are|were)\s+(?:that|this|it|they)\s+based\s+(?:up)?on"
    r"|what(?:['’]s|\s+is|\s+was)\s+the\s+(?:evidence|basis|sources?|proof)(?:\s+(?:for|of)\s+(?:that|this|it))?"
    r"|where\s+(?:does|did|do)\s+(?:that|this|it)\s+come\s+from)$",
    re.I,
)
_CHANGED = re.compile(
    rf"^(?P<has>has|have|had|did)\s+(?:(?P<who>he|she|they|it)|(?P<name>(?-i:(?:the\s+)?{NAMES})|the\s+\w+))\s+"
    r"(?P<change>(?:ever\s+)?(?:chang|shift|revers|alter|soften|harden)\w*)\s+(?:(?:his|her|their|its)\s+)?"
    r"(?P<what>position|stance|view|mind|tune|line|story|opinion|account)s?"
    r"(?:\s+(?:on|about|over)\s+(?:that|this|it))?$",
    re.I,
)


def about_sources(text: str, past: Sequence[Past]) -> str | None:
    """The question with its subject and its speakers in it; None for any other question."""
    subject = last_subject(past)
    if subject is None:
        return None
    if _ELSE.match(text):
        known = past[-1].speakers
        but = f" other than {' and '.join(known)}" if known else " else"
        return f"who{but} spoke about {subject}"
    if _BASIS.match(text):
        return f"what is {subject} based on"
    if changed := _CHANGED.match(text):
        who = changed["name"] or person(past)
        return f"{changed['has']} {who} changed position on {subject}" if who else None
    return None
