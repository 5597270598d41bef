"""A checked message: each claim with what the archive says for and against it."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.checking import Bearing, Checked, CheckedClaim, Finding, Verdict, Why
from ui.slack.blocks.buttons import feedback
from ui.slack.blocks.parts import ROOM, Part, messages
from ui.slack.blocks.rich import (
    Element,
    context,
    long_text,
    quote,
    rich_text,
    section,
    text,
    weight,
)
from ui.slack.blocks.sources import fallback, row
from ui.slack.message import Message
from ui.slack.text import clipped, one_line

_VERDICTS: dict[Verdict, str] = {
    "supported": "The archive says so",
    "disputed": "The archive has both",
    "contradicted": "The archive says otherwise",
    "not_found": "The archive does not say",
}
_SIDES: dict[Bearing, str] = {"for": "For", "against": "Against", "about": "Nearest"}
# What a reader sees at once in a quotation needs no words.
_WHY: dict[Why, str] = {
    "says the opposite": "says the opposite",
    "another number": "gives another figure",
    "another name": "names another",
    "another date": "gives another date",
    "another speaker": "gives the words to somebody else",
    "denies it": "denies it",
    "disputes it": "disputes it",
    "doubts it": "doubts it",
    "nearest": "neither for nor against",
}
_LONGEST = 1000  # characters of a claim, which its reader has in full
_NOTHING = "There is no claim in this message to check."
_CAUTION = "Quotes are exact. They show what was printed and who said it, not what is true."


def checked_messages(
    checked: Checked, answer_id: str | None, public_url: str | None
) -> tuple[Message, ...]:
    """The claims of a message with the quotes on each side, in as few messages as Slack allows.

    With the id of a kept answer, the last one asks whether it was any good.
    """
    ended = [] if answer_id is None else [feedback(answer_id)]
    if not checked.claims:
        return (Message(_NOTHING, (rich_text(section([text(_NOTHING)])), *ended)),)
    parts = [part for each in checked.claims for part in _parts(each, public_url)]
    return tuple(messages(parts, [context(_CAUTION, *_left(checked)), *ended]))


def _left(checked: Checked) -> list[str]:
    if not checked.left:
        return []
    return [f"{checked.left} more of its claims were not checked: check them by themselves."]


def _parts(checked: CheckedClaim, public_url: str | None) -> Iterator[Part]:
    """The claim with its findings, in several parts where they are too long for one."""
    elements = _claim(checked)
    claimed = clipped(one_line(checked.claim.text), _LONGEST)
    words = [f"{_VERDICTS[checked.verdict]}: {claimed}"]
    side: Bearing | None = None
    for finding in checked.findings:
        shown = _finding(finding, side, public_url)
        if weight([*elements, *shown]) > ROOM:
            yield Part((rich_text(*elements),), "\n".join(words))
            elements, words = [], []
            shown = _finding(finding, None, public_url)
        elements, side = [*elements, *shown], finding.bearing
        words.append(_plain(finding))
    yield Part((rich_text(*elements),), "\n".join(words))


def _claim(checked: CheckedClaim) -> list[Element]:
    return [
        section([text(_VERDICTS[checked.verdict], bold=True)]),
        quote([text(clipped(one_line(checked.claim.text), _LONGEST))]),
    ]


def _finding(finding: Finding, side: Bearing | None, public_url: str | None) -> list[Element]:
    """A quote and whose it is, under the name of its side where that is a new one."""
    citation = finding.citation
    why = _WHY.get(finding.why)
    heading = [section([text(_SIDES[finding.bearing], bold=True)])]
    facts = [*row(citation, public_url), *([text(f" · {why}", italic=True)] if why else [])]
    return [
        *(heading if finding.bearing != side else []),
        quote(long_text(citation.quote)),
        section(facts),
    ]


def _plain(finding: Finding) -> str:
    """A finding in plain words."""
    citation = finding.citation
    return f"{_SIDES[finding.bearing]}: {one_line(citation.quote)} {fallback(citation)}"
