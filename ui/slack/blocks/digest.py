"""Digests, and what is said of the topics that a channel follows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.types import Citation
from ui.render import day, told_in
from ui.slack.blocks.address import address
from ui.slack.blocks.parts import Part, messages, plain_words
from ui.slack.blocks.rich import (
    MOST,
    Element,
    context,
    link,
    listed,
    long_text,
    quote,
    rich_text,
    section,
    text,
    user,
)
from ui.slack.blocks.sources import speaker, title_of, where
from ui.slack.digest import Digest, Item
from ui.slack.message import Message
from ui.slack.text import one_line, split
from ui.slack.topics import Topic

_TOGETHER = 2  # pieces of a long quote that stand in one message
_REASONS = {
    "not_in_channel": "I am not in this channel; /invite me",
    "channel_not_found": "I cannot see this channel; /invite me",
    "is_archived": "the channel is archived",
    "restricted_action": "posting in this channel is restricted",
    "missing_scope": "the app lacks a permission; install it again",
    "token_revoked": "the app was taken out of the workspace",
    "token_expired": "the app's sign-in has expired",
    "invalid_auth": "the app's token is not valid any more",
    "account_inactive": "the app was taken out of the workspace",
}


def digest_messages(digest: Digest, public_url: str | None) -> tuple[Message, ...]:
    """The digest as one message; as more only where its quotes are too long for one."""
    parts = [_head(digest)]
    for item in digest.items:
        parts += _item(item, public_url)
    return tuple(messages(parts, (context(_foot(digest)),)))


def topic_list(topics: Sequence[Topic]) -> Message:
    """What a channel follows, with the numbers that `stop` takes."""
    if not topics:
        return _said([text("This channel follows no topic. "), *_example()])
    head = [text("This channel follows", bold=True)]
    rows = [_listed(each) for each in topics]
    how = section([text("/onrecord stop NUMBER", code=True), text(" ends one of them.")])
    return Message(
        plain_words("This channel follows " + "; ".join(_plain_row(each) for each in topics)),
        (rich_text(section(head), listed(rows), how),),
    )


def followed(topic: Topic, new: bool = True, notes: Sequence[str] = ()) -> Message:
    """That a topic is followed now, told to the channel; or, to who asked, that it was already."""
    often = "once a day" if topic.every == "daily" else "as it comes in"
    if new:
        said = [user(topic.user), text(" follows "), _name(topic), text(" in this channel: ")]
    else:
        said = [text("This channel follows "), _name(topic), text(": ")]
    said.append(text(f"what is new comes with its sources, {often}."))
    stop = [text(" "), text(f"/onrecord stop {topic.number}", code=True), text(" ends it.")]
    more = [text(f"\n{one_line(note)}", italic=True) for note in notes]
    plain = f"This channel follows {topic.text}: what is new comes with its sources, {often}."
    return _said([*said, *stop, *more], plain)


def stopped(topic: Topic, by: str = "") -> Message:
    """That a topic is not followed any more, told to the channel."""
    if by:
        said = [user(by), text(" stopped following "), _name(topic), text(".")]
    else:
        said = [text("This channel no longer follows "), _name(topic), text(".")]
    return _said(said, f"This channel no longer follows {topic.text}.")


def unheard(topic_text: str, reason: str) -> Message:
    """That a topic cannot be followed, as nothing can be posted in the channel."""
    why = _reason(reason)
    said = [text("I cannot follow "), text(one_line(topic_text), bold=True), text(f" here: {why}.")]
    return _said(said, f"I cannot follow {topic_text} here: {why}.")


def refused(problem: str) -> Message:
    """What is wrong with a command, and how it is written."""
    return with_problem(problem, onrecord_usage())


def with_problem(problem: str, message: Message) -> Message:
    """What is wrong with a command, above what helps to write it."""
    said = rich_text(section([text(one_line(problem))]))
    return Message(plain_words(problem), (said, *message.blocks))


def onrecord_usage() -> Message:
    """How the command is written."""
    rows = [
        ("/onrecord follow library closures", "what is new on it, once a day"),
        ("/onrecord follow at once library closures", "as it comes in"),
        ("/onrecord list", "what this channel follows"),
        ("/onrecord stop 1", "no longer, by its number or its words"),
    ]
    lines = listed([[text(how, code=True), text(f" – {what}")] for how, what in rows])
    plain = "; ".join(f"{how} – {what}" for how, what in rows)
    return Message(plain_words(plain), (rich_text(lines),))


def _head(digest: Digest) -> Part:
    said = [text("New on "), _name(digest.topic)]
    return Part((rich_text(section(said)),), f"New on {digest.topic.text}")


def _foot(digest: Digest) -> str:
    more = f"and {digest.more:,} more · " if digest.more else ""
    return f"{more}/onrecord stop {digest.topic.number} ends this"


def _item(item: Item, public_url: str | None) -> Iterator[Part]:
    """A statement and what its speaker departs from; a very long quote in several parts."""
    yield from _cited(item.citation, _heading(item.citation), public_url)
    if item.before is not None:
        said = f"Before that, on {day(item.before.published_at)}:"
        yield from _cited(item.before, [text(said, italic=True)], public_url)


def _heading(citation: Citation) -> list[Element]:
    told = speaker(citation)
    # Most statements only say something.
    if told and citation.stance not in ("", "asserts"):
        told.append(text(f" · {citation.stance}"))
    return told


def _cited(citation: Citation, heading: list[Element], public_url: str | None) -> Iterator[Part]:
    facts = " · ".join(part for part in (where(citation), told_in(citation)) if part)
    source = [link(address(citation, public_url), title_of(citation))]
    source.append(text(f" · {facts}" if facts else ""))
    groups = [[quote(long_text(piece))] for piece in split(citation.quote, MOST)]
    if heading:
        groups[0].insert(0, section(heading))
    groups[-1].append(section(source))
    blocks = [rich_text(*group) for group in groups]
    said = "".join(each["text"] for each in heading)
    printed = ", ".join(part for part in (title_of(citation), facts) if part)
    plain = f"{said}: {one_line(citation.quote)} ({printed})" if said else one_line(citation.quote)
    if len(blocks) <= _TOGETHER:
        yield Part(tuple(blocks), plain)
    else:
        yield from (Part((block,), "" if n else plain) for n, block in enumerate(blocks))


def _name(topic: Topic) -> Element:
    return text(one_line(topic.text), bold=True)


def _listed(topic: Topic) -> list[Element]:
    row = [text(f"{topic.number}  ", bold=True), text(one_line(topic.text)), text(_state(topic))]
    if topic.paused:
        row.append(text(f" · paused: {_reason(topic.paused)}", italic=True))
    return row


def _plain_row(topic: Topic) -> str:
    paused = f", paused: {_reason(topic.paused)}" if topic.paused else ""
    return f"{topic.number} {one_line(topic.text)}{_state(topic)}{paused}"


def _state(topic: Topic) -> str:
    last = f", last on {day(topic.sent_at)}" if topic.sent_at else ""
    return f" · {topic.every}{last}"


def _reason(code: str) -> str:
    """Why Slack takes no digest, and what to do; an error that is not known as it stands."""
    return _REASONS.get(code) or one_line(code).replace("_", " ")


def _example() -> list[Element]:
    return [text("/onrecord follow library closures", code=True), text(" begins one.")]


def _said(elements: Sequence[Element], plain: str = "") -> Message:
    plain = plain or "".join(each.get("text", "") for each in elements)
    return Message(plain_words(plain), (rich_text(section(elements)),))
