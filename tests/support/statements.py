"""Builds articles that say something, and what they say."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.archive import Archive
from assistant.types import Article, Stance, Statement
from tests.support.build import article

Saying = tuple[str, str]  # who, and what


def statement(
    of: Article,
    content: str,
    speaker: str,
    *,
    role: str = "",
    named: bool = True,
    stance: Stance = "asserts",
    direct: bool = False,
    cue: str = "said",
) -> Statement:
    """What an article says, at the first place where its words stand."""
    start = of.text.index(content)
    end = start + len(content)
    at = of.text.find(cue)
    return Statement(
        id=f"{of.id}/{of.version}/{start}-{end}@{at}",
        article_id=of.id,
        speaker=speaker,
        role=role,
        named=named,
        cue=cue if at >= 0 else "",
        stance=stance,
        content=content,
        direct=direct,
        start=start,
        end=end,
        source_spans=(),
        cue_spans=((at, at + len(cue)),) if at >= 0 else (),
        content_spans=((start, end),),
    )


def saying(id: str, *sayings: Saying, **changes: object) -> Article:
    """An article whose text these sayings make."""
    text = "\n".join(f"{content}, said {speaker}." for speaker, content in sayings)
    return article(id=id, text=text, **changes)


def tell(archive: Archive, of: Article, *made: Statement) -> Article:
    """Put an article and what it says on record; returns it as it stands there."""
    ((recorded, _),) = archive.put([(of, [], [])])
    archive.ledger.write([(recorded, made)])
    return recorded


def told(archive: Archive, id: str, *sayings: Saying, **changes: object) -> Article:
    """Put an article of these sayings on record, read."""
    of = saying(id, *sayings, **changes)
    return tell(archive, of, *(statement(of, what, who) for who, what in sayings))


def contents(found: Sequence[object]) -> list[str]:
    """What the statements of some findings say."""
    return [each.statement.content for each in found]  # type: ignore[attr-defined]
