"""Turns of a conversation as HTML."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.citations import link_to_quote
from assistant.types import Answer, Citation, Sentence
from ui.render import speaker_of, taken_as, told_in
from ui.web import markup
from ui.web.turn import Conversation, Turn

_MARKER = re.compile(r"[ \t]*\[(?:(\d{1,4})|unsupported)\]")
_GLUE = '<span class="glue"></span>'  # keeps a marker on the line of the word before it
_SHOWN = 600  # characters of a question
_GLIMPSE = 240  # characters of a nearest passage


def welcome(articles: int, examples: Sequence[str]) -> str:
    """What an empty chat shows: what it does, and a few questions to begin with."""
    if not articles:
        return (
            '<section class="welcome"><h2>The archive is empty</h2><p>Fill it with '
            "<code>onrecord ingest FOLDER</code>, then reload this page.</p></section>"
        )
    buttons = "".join(
        f'<li><button type="button" class="example" data-example="{number}">'
        f"{markup.text(question)}</button></li>"
        for number, question in enumerate(examples)
    )
    return (
        '<section class="welcome"><h2>Ask the archive</h2>'
        "<p>Answers quote the stored articles word for word, name who said it, and say so when "
        "the archive does not know.</p>"
        f'<ul class="examples" aria-label="Example questions">{buttons}</ul></section>'
    )


def notice(line: str) -> str:
    """A kind word to the reader that is no part of the conversation."""
    return f'<p class="notice" role="status">{markup.text(line)}</p>'


def transcript(conversation: Conversation) -> str:
    """All turns."""
    return "".join(turn_html(turn, place) for place, turn in enumerate(conversation.turns))


def turn_html(turn: Turn, place: int) -> str:
    """One turn; ``place`` is its index in the conversation, which its citation buttons carry."""
    if turn.problem is not None:
        kind, body = "failed", f'<p class="problem" role="alert">{markup.text(turn.problem)}</p>'
    elif turn.answer is None:
        kind, body = "working", _working(turn, place)
    elif turn.answer.outcome == "abstained":
        kind, body = "abstained", _abstained(turn, place)
    else:
        kind, body = "answered", _answered(turn, turn.answer, place)
    return (
        f'<article class="turn {kind}"><h2 class="question" dir="auto">'
        f'<span class="aside-text">Question: </span>{markup.clipped(turn.question, _SHOWN)}</h2>'
        f"{_taken(turn)}{body}</article>"
    )


def _taken(turn: Turn) -> str:
    """How the question was taken, between the question and its answer."""
    lines = taken_as(turn.answer) if turn.answer else ()
    return "".join(
        f'<p class="taken" dir="auto">{markup.clipped(line, _SHOWN)}</p>' for line in lines
    )


def _working(turn: Turn, place: int) -> str:
    if turn.text:
        said = _prose(turn.text, (), turn.citations, place)
        return f'<div class="prose" dir="auto">{said}</div>'
    steps = "".join(f"<li>{markup.clipped(step, _SHOWN)}</li>" for step in turn.steps)
    return f'<ul class="steps" role="status">{steps or "<li>Looking into the archive</li>"}</ul>'


def _answered(turn: Turn, answer: Answer, place: int) -> str:
    said = _prose(answer.text, answer.sentences, turn.citations, place)
    caution = ""
    if any(sentence.support == "unsupported" for sentence in answer.sentences):
        caution = (
            '<p class="caution">Sentences marked <span class="badge">unsupported</span> say '
            "something that the cited passages do not.</p>"
        )
    rows = "".join(_source_row(citation, place) for citation in turn.citations)
    sources = f'<h3>Sources</h3><ol class="sources">{rows}</ol>' if rows else ""
    return f'<div class="prose" dir="auto">{said}</div>{caution}{sources}'


def _abstained(turn: Turn, place: int) -> str:
    lines = turn.answer.text.splitlines() if turn.answer else []
    # Where the text lists the nearest passages itself, the list that can be opened takes its place.
    told = [line for line in lines if not _names_one_of(line, turn.citations)]
    rows = "".join(_nearest_row(citation, place) for citation in turn.citations)
    heading = "<h3>The nearest passages, none of which answers the question</h3>"
    near = f'{heading if told == lines else ""}<ol class="sources">{rows}</ol>' if rows else ""
    said = markup.text("\n".join(told))
    return (
        f'<p class="label">Not in the archive</p><div class="prose" dir="auto">{said}</div>{near}'
    )


def _names_one_of(line: str, citations: Sequence[Citation]) -> bool:
    return line.startswith("- ") and any(each.title in line for each in citations)


def _source_row(citation: Citation, place: int) -> str:
    said_by = f"said by {markup.text(speaker_of(citation))}" if citation.speaker else ""
    facts = markup.dotted(
        markup.text(citation.source),
        markup.day(citation.published_at),
        said_by,
        markup.text(told_in(citation)),
        markup.link(link_to_quote(citation), "quote at the publisher", "out"),
    )
    return (
        f'<li>{_number(citation, place)}<div><span class="title" dir="auto">'
        f'{markup.text(citation.title)}</span><span class="facts">{facts}</span></div></li>'
    )


def _nearest_row(citation: Citation, place: int) -> str:
    facts = markup.dotted(markup.text(citation.source), markup.day(citation.published_at))
    return (
        f'<li>{_number(citation, place)}<div><span class="title" dir="auto">'
        f'{markup.text(citation.title)}</span><span class="facts">{facts}</span>'
        f'<span class="glimpse" dir="auto">{markup.clipped(citation.quote, _GLIMPSE)}</span>'
        "</div></li>"
    )


def _number(citation: Citation, place: int) -> str:
    label = markup.text(f"Show citation {citation.number}: {citation.title}, {citation.source}")
    return (
        f'<button type="button" class="cite" data-turn="{place}" data-number="{citation.number}" '
        f'aria-label="{label}">{citation.number}</button>'
    )


def _prose(
    said: str, sentences: Sequence[Sentence], citations: Sequence[Citation], place: int
) -> str:
    """The answer's text with its markers as buttons.

    Markers stand between sentences. Inside a sentence "[1]" is what an article said, so it is left
    alone wherever the sentences are known and found.
    """
    parts, at = [], 0
    for sentence in sentences:
        start = said.find(sentence.text, at) if sentence.text else -1
        if start < 0:
            continue
        parts.append(_with_markers(said[at:start], citations, place))
        at = start + len(sentence.text)
        parts.append(f'<span class="{sentence.support}">{markup.text(sentence.text)}</span>')
    parts.append(_with_markers(said[at:], citations, place))
    return "".join(parts)


def _with_markers(said: str, citations: Sequence[Citation], place: int) -> str:
    known = {citation.number: citation for citation in citations}
    parts, at = [], 0
    for found in _MARKER.finditer(said):
        number = found.group(1)
        if number is None:
            shown = f'{_GLUE}<span class="badge">unsupported</span>'
        elif int(number) in known:
            shown = _GLUE + _number(known[int(number)], place)
        else:
            continue
        parts += [markup.text(said[at : found.start()]), shown]
        at = found.end()
    return "".join([*parts, markup.text(said[at:])])
