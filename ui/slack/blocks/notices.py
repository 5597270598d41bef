"""Messages that are no answers: it takes longer, it was broken off, it cannot be done."""

from __future__ import annotations

from ui.slack.blocks.buttons import CANCEL, RETRY, actions, button
from ui.slack.blocks.rich import long_text, rich_text, section, text
from ui.slack.message import Message
from ui.slack.text import clipped, mrkdwn

_LONGEST = 1000  # characters of a problem
_WITHDRAWN = "The answer was stopped."


def working(status: str, question_id: str) -> Message:
    """What is being done, with a button that stops it; the button is in the last block."""
    said = rich_text(section([text(status, italic=True)]))
    return Message(mrkdwn(status), (said, actions(button("Cancel", CANCEL, question_id))))


def interrupted(question_id: str) -> Message:
    """The process was stopped while it answered."""
    return _again("The answer was interrupted.", "", question_id)


def failed(problem: str, question_id: str) -> Message:
    """There is no answer, for a reason that may pass."""
    return _again("There is no answer.", clipped(problem, _LONGEST), question_id)


def cancelled() -> Message:
    """The asker has stopped it."""
    return Message(_WITHDRAWN, (rich_text(section([text(_WITHDRAWN, italic=True)])),))


def refused(problem: str) -> Message:
    """It cannot be answered as it is asked."""
    return _with_example(clipped(problem, _LONGEST), "who disputed the withdrawal?")


def usage() -> Message:
    """How to ask, for somebody who asked nothing."""
    return _with_example("Ask a question after the command.", "/ask who disputed the withdrawal?")


def _again(what: str, why: str, question_id: str) -> Message:
    said = rich_text(section([text("⚠️ "), text(what, bold=True), text(f" {why}" if why else "")]))
    fallback = mrkdwn(f"{what} {why}".strip())
    return Message(fallback, (said, actions(button("Ask again", RETRY, question_id))))


def _with_example(said: str, example: str) -> Message:
    shown = section([*long_text(said), text(" For example: "), text(example, code=True)])
    return Message(mrkdwn(f"{said} For example: {example}"), (rich_text(shown),))
