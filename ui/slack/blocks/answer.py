"""An answer in Slack: as pieces of Markdown while it comes, and as whole messages."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.quotations import WITHDRAWN
from assistant.types import Answer, Citation
from ui.render import taken_as
from ui.slack.blocks.buttons import (
    CANCEL,
    FEEDBACK,
    RETRY,
    SHOW_PASSAGES,
    actions,
    button,
    feedback,
)
from ui.slack.blocks.nearest import abstained, abstained_text
from ui.slack.blocks.pages import prose_parts, source_parts
from ui.slack.blocks.parts import Part, messages, plain_words
from ui.slack.blocks.prose import as_markdown, by_sentence, runs
from ui.slack.blocks.rich import Element, context, rich_text, section, text, user
from ui.slack.blocks.sources import provenance, sources
from ui.slack.message import Block, Message
from ui.slack.text import clipped, one_line

__all__ = ["CANCEL", "FEEDBACK", "RETRY", "SHOW_PASSAGES", "closing", "streamed", "whole"]

_NOTE = 600  # characters of a line that says how a question was taken

_ROOM = 6000  # characters of the sources under a streamed answer, whose words take room as well


def streamed(said: str, citations: Sequence[Citation], public_url: str | None) -> str:
    """A piece of an answer as Markdown; ``citations`` are those of the answer so far.

    What an article says is literal in it. The markers link to the quoted words, at the publisher or
    else at the web desk whose address is ``public_url``.
    """
    return as_markdown(runs(said), citations, public_url)


def closing(answer: Answer, answer_id: str, public_url: str | None) -> tuple[Block, ...]:
    """What stands under an answer that was streamed: cautions, sources, buttons."""
    if answer.outcome == "abstained":
        return abstained(answer, answer_id, [])
    return (
        *_notes(answer),
        *_cautions(answer),
        *sources(answer.citations, public_url, _ROOM),
        *_foot(answer, answer_id),
    )


def whole(
    answer: Answer, answer_id: str, public_url: str | None, asker: str | None
) -> tuple[Message, ...]:
    """The same answer as complete messages, mostly one.

    ``asker`` is the id of whom it is for, where several people ask in one thread.
    """
    head: list[Element] = [user(asker), text(" ")] if asker else []
    mention = f"<@{asker}> " if asker else ""
    if answer.outcome == "abstained":
        blocks = (*_notes(answer), *abstained(answer, answer_id, head))
        return (Message(mention + plain_words(abstained_text(answer)), blocks),)
    units = by_sentence(answer.text, answer.sentences)
    parts = [
        *prose_parts(units, answer.citations, public_url, head),
        Part(_cautions(answer)),
        *source_parts(answer.citations, public_url),
    ]
    notes = Part(_notes(answer), "\n".join(taken_as(answer)))
    return tuple(messages([notes, *parts], _foot(answer, answer_id), mention))


def _notes(answer: Answer) -> tuple[Block, ...]:
    """How the question was taken, where that is not as it stands."""
    lines = [clipped(one_line(line), _NOTE) for line in taken_as(answer)]
    return tuple(context(line) for line in lines if line)


def _cautions(answer: Answer) -> tuple[Block, ...]:
    lines = []
    if any(sentence.support == "unsupported" for sentence in answer.sentences):
        lines.append("Sentences marked “unsupported” say something that the cited passages do not.")
    if WITHDRAWN in answer.text:
        lines.append("A quotation was withdrawn: it is not in the cited article.")
    if count := answer.dropped_citations:
        dropped = "1 citation" if count == 1 else f"{count} citations"
        was = "was" if count == 1 else "were"
        lines.append(f"{dropped} named no passage and {was} dropped.")
    if not lines:
        return ()
    return (rich_text(*(section([text(f"⚠️ {line}")]) for line in lines)),)


def _foot(answer: Answer, answer_id: str) -> tuple[Block, ...]:
    if not answer.citations:
        return (feedback(answer_id),)
    opened = actions(button("Show passages", SHOW_PASSAGES, answer_id))
    named = provenance(answer.citations)
    return (*([context(named)] if named else []), opened, feedback(answer_id))
