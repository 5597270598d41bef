"""What is shown where the archive does not know: what was searched, and what is nearest."""

from __future__ import annotations

import re

from assistant.types import Answer
from ui.slack.blocks.buttons import SHOW_PASSAGES, actions, button, feedback
from ui.slack.blocks.rich import Element, listed, long_text, rich_text, section, text
from ui.slack.message import Block
from ui.slack.text import clipped, one_line

_MOST = 3  # passages
_TITLE = 200  # characters, with source and date
_SEARCHED = 1000
_EMPTY = "The archive is empty"
# As `assistant.abstention` lists them: the title, the source with the date, and an excerpt, which
# could be taken for an answer and is left out.
_LISTED = re.compile(r"- (?P<title>.*?) \((?P<where>[^()]*)\): ")
_PREAMBLE = ("The archive does not say.", "The nearest passages, which do not answer the question:")


def abstained(answer: Answer, answer_id: str, head: list[Element]) -> tuple[Block, ...]:
    """The blocks of an abstention; ``head`` is what stands before its first word."""
    if is_empty(answer):
        filling = [text("Fill it with "), text("onrecord ingest FOLDER", code=True)]
        said = [*head, text("The archive is empty. ", bold=True), *filling, text(", then ask.")]
        return (rich_text(section(said)),)
    said = [*head, text("Not in the archive. ", bold=True), *long_text(searched(answer))]
    titles = nearest(answer)
    if not titles:
        return (rich_text(section(said)), feedback(answer_id))
    near = section([text("Nearest, though no answer:", italic=True)])
    rows = listed([[text(title)] for title in titles])
    opened = actions(button("Show passages", SHOW_PASSAGES, answer_id))
    return (rich_text(section(said), near, rows), opened, feedback(answer_id))


def abstained_text(answer: Answer) -> str:
    """The same in plain words."""
    if is_empty(answer):
        return "The archive is empty. Fill it with onrecord ingest FOLDER, then ask."
    said = f"Not in the archive. {searched(answer)}"
    titles = nearest(answer)
    return f"{said} Nearest, though no answer: {'; '.join(titles)}." if titles else said


def is_empty(answer: Answer) -> bool:
    """Whether there is no article to answer from."""
    return not answer.hits and answer.text.startswith(_EMPTY)


def searched(answer: Answer) -> str:
    """What was searched and what would help, on one line."""
    lines = [line for line in answer.text.splitlines() if not line.startswith("- ")]
    told = [one_line(line) for line in lines if line.strip() not in _PREAMBLE]
    ended = [line if line[-1:] in ".!?:" else f"{line}." for line in told if line]
    return clipped(" ".join(ended), _SEARCHED)


def nearest(answer: Answer) -> list[str]:
    """The titles of the nearest passages, with source and date."""
    lines = [line for line in answer.text.splitlines() if line.startswith("- ")][:_MOST]
    return [clipped(_title(line), _TITLE) for line in lines]


def _title(line: str) -> str:
    found = _LISTED.match(line)
    if found is None:
        return one_line(line.removeprefix("- "))
    return f"{one_line(found['title'])} ({one_line(found['where'])})"
