"""The verb `attribute`: who says what in a plain text file, without an archive."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from rich.markup import escape

from assistant.errors import SourceError
from assistant.statements.attribute import load_attributor
from assistant.types import Article, Span, Stance
from ingest.decode import decode
from ui.console import one_line

STANDARD_INPUT = "-"
LONGEST = 2_000_000  # characters; a news article has some thousand, a long book a million
_MOST_BYTES = 4 * LONGEST
_NO_TIME = datetime.fromtimestamp(0, UTC)


@dataclass(frozen=True, slots=True)
class Attribution:
    """A statement in a text; the JSON of `attribute`.

    The spans count code points of the decoded text from 0, line ends as they stand in the file; a
    byte order mark at its beginning is no part of the text. ``speaker``, ``role``, ``direct``,
    ``named`` and ``stance`` are as in `assistant.types.Statement`.
    """

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    direct: bool
    named: bool
    stance: Stance
    speaker: str
    role: str


def text_of(name: str) -> str:
    """The text of a file, or of standard input for "-"; empty where there is none.

    Raises:
        SourceError: it cannot be read, is no text, or is too long.
    """
    where = "standard input" if name == STANDARD_INPUT else name
    try:
        data = _bytes_of(name)
        text = decode(data) if data.strip() else ""
    except IsADirectoryError:
        raise SourceError(
            "it is a folder; name a text file, or - for standard input", where
        ) from None
    except (OSError, ValueError) as error:  # a ValueError: the name holds a null character
        reason = getattr(error, "strerror", None) or "it is no name of a file"
        raise SourceError(f"it cannot be read ({reason.lower()})", where) from error
    except SourceError as error:
        raise SourceError(error.reason, where) from error
    if len(text) > LONGEST or len(data) > _MOST_BYTES:
        raise SourceError(f"it is longer than {LONGEST:,} characters; cut it into parts", where)
    return text


def _bytes_of(name: str) -> bytes:
    """What the file holds, up to a little more than may be read."""
    if name == STANDARD_INPUT:
        return sys.stdin.buffer.read(_MOST_BYTES + 1)
    with Path(name).open("rb") as stream:
        return stream.read(_MOST_BYTES + 1)


def attributions(text: str) -> list[Attribution]:
    """The statements in ``text``, in its order.

    Raises:
        EmbeddingError: the package or its model is not installed.
    """
    if not text.strip():
        return []
    article = Article("text", None, "", "", (), None, _NO_TIME, None, text)
    (found,) = load_attributor().statements([article])
    return [
        Attribution(
            each.source_spans,
            each.cue_spans,
            each.content_spans,
            each.direct,
            each.named,
            each.stance,
            each.speaker,
            each.role,
        )
        for each in found
    ]


def attribution_lines(text: str, found: Sequence[Attribution]) -> Iterator[str]:
    """The statements as rich markup, two lines each: who and how, then the words."""
    if not found:
        yield "no statement found"
    for each in found:
        speaker = f"[bold]{_safe(each.speaker)}[/]" if each.speaker else ""
        unnamed = "" if each.named else "[yellow](unnamed)[/]"
        role = f"[dim]({_safe(each.role)})[/]" if each.role else ""
        who = " ".join(part for part in (speaker, unnamed, role) if part)
        words = " … ".join(_safe(text[start:end]) for start, end in each.content)
        start, end = each.content[0][0], each.content[-1][1]
        yield f"{who} [cyan]{each.stance}[/] [dim]{start}-{end}[/]"
        yield f"    {words}"


def _safe(text: str) -> str:
    return escape(one_line(text))
