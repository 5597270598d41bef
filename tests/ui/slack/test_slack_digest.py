"""What a digest tells, and how it looks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.schema import articles
from assistant.settings import Settings
from assistant.types import Citation
from tests.support.block_kit import keep_limits, links, read, texts, walk
from tests.support.golden import check
from tests.support.lighthouse import BAKERS, DEBATE, FOG, FOG_COPY, SAFE, SMUGGLED, bring
from ui.slack.blocks import digest as blocks
from ui.slack.digest import SHOWN, Digest, Item, digest_of
from ui.slack.message import Message
from ui.slack.topics import Topic

NOW = datetime(2026, 3, 12, 9, tzinfo=UTC)
DESK = "https://desk.example"


@pytest.fixture
def assistant(folder: Path, settings: Settings) -> Iterator[Assistant]:
    with Assistant.open(folder, settings) as opened:
        bring(opened, SAFE)
        yield opened


def topic(assistant: Assistant | None = None, text: str = "Tolm lighthouse") -> Topic:
    cursor = assistant.archive.arrivals.newest() if assistant else 0
    return Topic(3, "T1", "C1", 1, text, "U1", "daily", cursor, NOW, NOW)


def digest(assistant: Assistant, about: Topic) -> Digest | None:
    return digest_of(assistant, about, assistant.archive.arrivals.newest())


def cited(number: int, **changes: object) -> Citation:
    fields: dict[str, object] = {
        "article_id": "a",
        "passage_id": "a/1/0-100",
        "quote": "“The lamp is not safe,” said Odda Brenwick.",
        "start": 0,
        "end": 43,
        "title": "Lamp fails in fog",
        "source": "Coast Radio",
        "url": "https://coast.example/fog",
        "published_at": datetime(2026, 3, 9, tzinfo=UTC),
        "speaker": "Odda Brenwick",
        "role": "harbour master",
        "stance": "asserts",
    }
    return Citation(number=number, **{**fields, **changes})  # type: ignore[arg-type]


# What it tells


def test_nothing_new_is_no_digest(assistant: Assistant) -> None:
    about = topic(assistant)
    assert digest(assistant, about) is None
    bring(assistant, BAKERS)
    assert digest(assistant, about) is None


def test_who_says_what_where_with_what_was_said_before(assistant: Assistant) -> None:
    about = topic(assistant)
    bring(assistant, FOG, FOG_COPY)
    found = digest(assistant, about)
    assert found is not None
    assert (found.topic, found.more) == (about, 0)
    changed, denied, unnamed = found.items
    quote = '"The lamp of the Tolm lighthouse is not safe," said Odda Brenwick, the harbour master.'
    assert changed.citation.quote == quote
    assert (changed.citation.speaker, changed.citation.role) == ("Odda Brenwick", "harbour master")
    assert (changed.citation.articles, changed.citation.origins) == (2, 1)
    assert changed.before is not None
    assert changed.before.quote == quote.replace("not safe", "safe")
    assert changed.before.published_at == datetime(2026, 3, 2, tzinfo=UTC)
    assert (denied.citation.stance, denied.before) == ("denies", None)
    assert not unnamed.citation.named


def test_quotes_are_cut_out_of_their_articles(assistant: Assistant) -> None:
    about = topic(assistant)
    bring(assistant, FOG, DEBATE, SMUGGLED)
    found = digest(assistant, about)
    assert found is not None
    for item in found.items:
        for each in filter(None, (item.citation, item.before)):
            text = assistant.archive.article(each.article_id).text
            assert text[each.start : each.end] == each.quote
            passage = assistant.archive.passages_by_id([each.passage_id])[each.passage_id]
            assert passage.start <= each.start < passage.end


def test_at_most_a_few_and_how_many_more(assistant: Assistant) -> None:
    about = topic(assistant)
    bring(assistant, FOG, DEBATE)
    found = digest(assistant, about)
    assert found is not None
    assert len(found.items) == SHOWN
    assert found.more == 5
    assert found.items[0].before is not None
    assert len({item.citation.speaker for item in found.items}) == SHOWN
    assert [item.citation.number for item in found.items] == [1, 2, 3, 4, 5]


def test_a_sentence_is_shown_once(assistant: Assistant) -> None:
    about = topic(assistant)
    twice = (
        "Title: Tolm lighthouse row\nSource: Isles Post\nDate: 2026-03-13\n\n"
        "Odda Brenwick disputed the sale of the Tolm lighthouse on Friday, saying: "
        '"They have sold the stairs of the Tolm lighthouse, not the lamp."\n'
    )
    bring(assistant, twice)
    found = digest(assistant, about)
    assert found is not None
    assert [item.citation.stance for item in found.items] == ["disputes"]


def test_a_topic_that_is_spelled_wrong_is_meant(assistant: Assistant) -> None:
    about = topic(assistant, "trawlres")
    bring(assistant, FOG, FOG_COPY)
    assert digest(assistant, about) is not None


def test_a_channel_has_its_sources(assistant: Assistant) -> None:
    about = topic(assistant)
    bring(assistant, FOG, DEBATE)
    until = assistant.archive.arrivals.newest()
    found = digest_of(assistant, about, until, {"sources": ("Coast Radio",)})
    assert found is not None
    assert {item.citation.source for item in found.items} == {"Coast Radio"}
    late = datetime(2026, 4, 1, tzinfo=UTC)
    assert digest_of(assistant, about, until, {"after": late}) is None
    with assistant.archive.engine.begin() as connection:
        connection.execute(articles.update().values(language="en"))
    assert digest_of(assistant, about, until, {"language": "de"}) is None


# How it looks

LONG = "The lamp is " + "very " * 500 + "old. "
DIGESTS = {
    "digest": Digest(
        topic(),
        (
            Item(
                cited(1, articles=3, origins=1),
                cited(
                    1,
                    quote="“The lamp is safe,” said Odda Brenwick.",
                    title="Lamp works, says board",
                    source="The Harbour Ledger",
                    url="https://ledger.example/lamp",
                    published_at=datetime(2026, 3, 2, tzinfo=UTC),
                ),
            ),
            Item(
                cited(
                    2,
                    quote="Pilot Hesk Varrow denied that it had been dark before.",
                    speaker="Hesk Varrow",
                    role="Pilot",
                    stance="denies",
                )
            ),
            Item(
                cited(
                    3,
                    quote="A senior official said that it would be sold in May.",
                    speaker="a senior official",
                    role="",
                    named=False,
                    stance="predicts",
                )
            ),
        ),
        12,
    ),
    "digest_smuggling": Digest(
        topic(text="<!channel> *sale* <https://evil.example|x>"),
        (
            Item(
                cited(
                    1,
                    quote="“It <!here> is *not* <@U1> for `sale` :tada: & never was.”",
                    title="<!everyone> _Sale_ [x](http://evil.example)",
                    source="Isles & Sea <#C1>",
                    url="javascript:alert(1)",
                    speaker="~Ansa~ <@U2>",
                    role="*mayor*",
                )
            ),
        ),
    ),
    "digest_undated": Digest(topic(), (Item(cited(1, published_at=None, url=None, title="")),)),
}


@pytest.mark.parametrize("name", DIGESTS)
def test_golden(name: str) -> None:
    messages = blocks.digest_messages(DIGESTS[name], DESK)
    for each in messages:
        keep_limits(each.blocks)
    shown = [{"text": each.text, "blocks": each.blocks} for each in messages]
    check(name, {"messages": shown})


def test_one_message_with_exact_quotes_and_links() -> None:
    (message,) = blocks.digest_messages(DIGESTS["digest"], DESK)
    said = read(message.blocks)
    for item in DIGESTS["digest"].items:
        assert item.citation.quote in said
    assert "Before that, on 2 March 2026:" in said
    assert "a senior official (not named)" in said
    assert "denies" in said
    assert "asserts" not in said
    assert "3 articles, 1 origin" in said
    assert "and 12 more · /onrecord stop 1 ends this" in said
    assert [link.split("#")[0] for link in links(message.blocks)] == [
        "https://coast.example/fog",
        "https://ledger.example/lamp",
        "https://coast.example/fog",
        "https://coast.example/fog",
    ]


def test_nothing_is_smuggled_in() -> None:
    (message,) = blocks.digest_messages(DIGESTS["digest_smuggling"], None)
    assert links(message.blocks) == []
    assert {each["type"] for each in walk(message.blocks) if "type" in each} <= {
        "rich_text", "rich_text_section", "rich_text_quote", "text", "context", "plain_text",
    }  # fmt: skip
    assert "<" not in message.text
    assert "“It <!here> is *not* <@U1> for `sale` :tada: & never was.”" in texts(message.blocks)


def test_a_quote_of_any_length_is_whole() -> None:
    items = tuple(Item(cited(n, quote=LONG * size)) for n, size in ((1, 1), (2, 2), (3, 6)))
    messages = blocks.digest_messages(Digest(topic(), items), DESK)
    assert len(messages) > 1
    for each in messages:
        keep_limits(each.blocks)
    said = read([each.blocks for each in messages])
    assert said.count("very") == 9 * 500
    assert LONG * 6 in said


# What is said of topics

TOPICS = (
    topic(),
    replace(
        topic(text="tram strike"), number=2, every="at once", sent_at=NOW, paused="not_in_channel"
    ),
    replace(topic(text="<!channel> & *co*"), number=4, paused="some_new_error"),
)
SAID: dict[str, Message] = {
    "topics": blocks.topic_list(TOPICS),
    "topics_none": blocks.topic_list(()),
    "topic_followed": blocks.followed(TOPICS[0]),
    "topic_known": blocks.followed(TOPICS[1], new=False, notes=["“stirke” is read as “strike”."]),
    "topic_stopped": blocks.stopped(TOPICS[2], "U2"),
    "topic_unheard": blocks.unheard("tram strike", "not_in_channel"),
    "onrecord_usage": blocks.onrecord_usage(),
    "onrecord_refused": blocks.refused("“folow” is no command. Did you mean: /onrecord follow x"),
}


@pytest.mark.parametrize("name", SAID)
def test_golden_of_topics(name: str) -> None:
    message = SAID[name]
    keep_limits(message.blocks)
    assert "<" not in message.text
    check(name, {"text": message.text, "blocks": message.blocks})


def test_a_list_says_why_a_topic_is_paused() -> None:
    said = read(SAID["topics"].blocks)
    assert "paused: I am not in this channel; /invite me" in said
    assert "paused: some new error" in said
    assert "<!channel> & *co*" in said
    assert "last on 12 March 2026" in said


def test_the_longest_list_keeps_the_limits() -> None:
    many = [replace(topic(text="<&>*_ " * 20), number=n, paused="x" * 500) for n in range(20)]
    keep_limits(blocks.topic_list(many).blocks)
