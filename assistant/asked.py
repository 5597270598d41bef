"""Questions about people's statements: who spoke of it, who changed position, what it rests on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

_SPOKE = re.compile(
    r"^who(?: else)?(?: other than (?P<but>.+?))? (?:has |have )?"
    r"(?:spoke|spoken|talked|commented|said (?:any|some)thing) (?:about|on|of) (?P<subject>.+)"
)
_HAS_CHANGED = (
    r"(?:chang(?:e|ed|ing)|shift(?:ed)?|revers(?:e|ed)|alter(?:ed)?|soften(?:ed)?|harden(?:ed)?"
    r"|switch(?:ed)?|revis(?:e|ed))"
)
_ON = r"(?:on|about|over|towards?|regarding|of)"
# A river changes course over the years.
_POSITION_ON = (
    rf"(?:(?:positions?|stances?|views?|minds?|tune|line|story|opinions?|accounts?) {_ON}"
    r"|course (?:on|about|regarding))"
)
# What may be based on something, as fires and rivers are not, which have sources too.
_ACCOUNT = (
    r"\b(?:claim|figure|number|estimate|report|rumou?r|allegation|accusation|story|stories|account"
    r"|statement|information|quotation|quote|idea|news|statistic|data|count|toll)s?\b"
)
_CHANGED = (
    re.compile(
        rf"^(?:has|have|had|did|does|do|is|are) (?P<speaker>.+?) (?:ever )?{_HAS_CHANGED} "
        rf"(?:(?:his|her|its|their|the|your) )?(?:\w+ )?{_POSITION_ON} (?P<subject>.+)"
    ),
    re.compile(
        rf"^(?:how )?(?:has|have|had|did) (?P<speaker>.+?)(?:'s|(?<=s)') (?:\w+ )?{_POSITION_ON} "
        rf"(?P<subject>.+?) {_HAS_CHANGED}"
    ),
)
_BASIS = (
    re.compile(r"^(?:up)?on what (?:is|was|are|were) (?P<subject>.+?) based"),
    re.compile(r"^what (?:is|was|are|were) (?P<subject>.+?) based (?:up)?on"),
    re.compile(
        r"^what(?: is|'s| was| are| were) the "
        r"(?:(?:evidence|basis|grounds?|proof) (?:for|of|behind)"
        rf"|sources? (?:for|behind|of(?=.*{_ACCOUNT}))) (?P<subject>.+)"
    ),
    re.compile(rf"^where (?:does|did|do) (?P<subject>(?=.*{_ACCOUNT}).+?) come from$"),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked, of whose statements, on what, and who is left out; all folded."""

    kind: Literal["who_held", "changed", "basis"]
    subject: str
    speaker: str = ""
    but: str = ""


def asked_of_people(folded: str) -> Asked | None:
    """What a folded question asks of people's statements; None where it asks something else."""
    bare = folded.strip(" ?.!")
    if spoke := _SPOKE.match(bare):
        return Asked("who_held", spoke["subject"], but=spoke["but"] or "")
    for pattern in _CHANGED:
        if changed := pattern.match(bare):
            return Asked("changed", changed["subject"], changed["speaker"])
    for pattern in _BASIS:
        if basis := pattern.match(bare):
            return Asked("basis", basis["subject"])
    return None
