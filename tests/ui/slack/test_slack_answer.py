"""Answers as Slack is sent them: streamed, and as whole messages."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from assistant.types import Answer, Citation, Sentence
from tests.support import slack_answers as answers
from tests.support.block_kit import (
    MOST_FALLBACK,
    action,
    keep_limits,
    kinds,
    links,
    read,
    texts,
    walk,
)
from tests.support.golden import check
from ui.slack.blocks.answer import FEEDBACK, SHOW_PASSAGES, closing, streamed, whole
from ui.slack.blocks.rich import weight
from ui.slack.text import plain

URL = "https://desk.example"
_MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
_SMUGGLED = ["<!channel>", "<@U1>", "[x](http://evil.example)", "*b*", "`c`", "[7]", "“", "”", "\n"]
_ADDRESSES = (
    "https://a.example/x_%28y%29?a=1&copy%3B#",
    "https://news.example/a%29b?x=1&copy%3B=2%3Cscript%3E#",
    "https://desk.example/articles/",
)
_WORDS = st.one_of(st.sampled_from(_SMUGGLED), st.text(min_size=1, max_size=8))
_SENTENCES = st.lists(_WORDS, min_size=1, max_size=30).map(" ".join).filter(str.strip)


@st.composite
def _answers(draw: st.DrawFn) -> Answer:
    """Any answer: words, titles, addresses and lengths that nobody has chosen with care."""
    count = draw(st.integers(0, 12))
    field = st.one_of(st.sampled_from(["<!here>", "a & b", "", "*x*"]), st.text(max_size=20))
    citations = [
        Citation(
            number=number,
            article_id=f"a{draw(st.integers(1, 5))}",
            passage_id="a/1/0",
            quote=draw(_SENTENCES) * draw(st.sampled_from([1, 1, 400])),
            start=0,
            end=1,
            title=draw(field) * draw(st.sampled_from([1, 50])),
            source=draw(field),
            url=draw(
                st.sampled_from([None, "https://a.example/x_(y)?a=1&copy;#z", "javascript:1"])
            ),
            published_at=draw(st.sampled_from([None, datetime(2026, 2, 3, tzinfo=UTC)])),
            speaker=draw(st.one_of(st.none(), field)),
            named=draw(st.booleans()),
        )
        for number in range(1, count + 1)
    ]
    numbers = st.lists(st.integers(1, max(count, 1)), max_size=3 if count else 0, unique=True)
    sentences = [
        Sentence(
            (draw(_SENTENCES) * draw(st.sampled_from([1, 1, 1, 30, 300]))).strip(),
            tuple(draw(numbers)),
            draw(st.sampled_from(["supported", "unsupported"])),
        )
        for _ in range(draw(st.integers(1, 5)))
    ]
    return answers.answered("what?", sentences, citations)


@given(_answers())
@example(answers.long())
@example(answers.smuggling())
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_messages_keep_slacks_limits_and_lose_nothing(answer: Answer) -> None:
    messages = whole(answer, "id", URL, "U9")
    for message in messages:
        keep_limits(message.blocks)
        assert len(message.text.encode()) <= MOST_FALLBACK
        assert not re.search(r"<(?!@U9>)|(?<!@U9)>", message.text)
    shown = _without_space(read([message.blocks for message in messages]))
    assert _without_space(plain(answer.text)).replace("[unsupported]", "⚠️unsupported") in shown
    for citation in answer.citations:
        assert any(
            each["elements"] and _counts(each, citation.number)
            for message in messages
            for each in walk(message.blocks)
            if each.get("style") == "ordered"
        )


@given(_answers())
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_nothing_can_be_smuggled_in(answer: Answer) -> None:
    blocks = [
        *[block for message in whole(answer, "id", URL, "U9") for block in message.blocks],
        *closing(answer, "id", URL),
    ]
    assert not kinds(blocks) & {"mrkdwn", "markdown", "broadcast", "channel", "usergroup", "emoji"}
    assert {each["user_id"] for each in walk(blocks) if "user_id" in each} == {"U9"}
    assert all(address.startswith(_ADDRESSES) for address in links(blocks))
    assert all(
        each.get("emoji") is False for each in walk(blocks) if each.get("type") == "plain_text"
    )


@given(_answers())
@example(answers.smuggling())
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_streamed_words_are_those_of_the_answer(answer: Answer) -> None:
    text = streamed(answer.text, answer.citations, URL)
    keep_limits(closing(answer, "id", URL))
    assert not re.search(r"<[!@#]|<http|[<>]", text)
    page = _MARKDOWN.parse(text)
    inline = [each for token in page for each in token.children or []]
    assert {each.type for each in inline} <= {
        *(
            "text",
            "softbreak",
            "hardbreak",
            "link_open",
            "link_close",
            "strong_open",
            "strong_close",
        )
    }
    shown = "".join(each.content for each in inline)
    expected = plain(answer.text).replace("[unsupported]", "⚠️ unsupported")
    assert _without_space(shown) == _without_space(expected)
    addresses = [str(each.attrs["href"]) for each in inline if each.type == "link_open"]
    assert all(address.startswith(_ADDRESSES) for address in addresses)


def test_streamed_citations_link_to_the_quote() -> None:
    answer = answers.several()
    text = streamed(answer.text, answer.citations, None)
    assert (
        r"on 3 February 2026\. [\[1\]](https://news.example/ledger-1#:~:text=%E2%80%9CThe%20timber"
        in text
    )
    assert text.endswith(r"Tomas Verrin estimates. **\[3\]** [\[1\]](" + _link(text, 1) + ")")
    assert r"[\[3\]](https://desk.example/articles/wire-1?" in streamed(
        answer.text, answer.citations, URL
    )


def test_pieces_of_a_stream_are_the_whole_stream() -> None:
    answer = answers.several()
    pieces = re.split(r"(?<=\])(?= [A-Z])", answer.text)
    assert len(pieces) == 3
    joined = "".join(streamed(piece, answer.citations, URL) for piece in pieces)
    assert joined == streamed(answer.text, answer.citations, URL)


def test_what_looks_like_a_marker_inside_a_sentence_is_left_alone() -> None:
    answer = answers.answered(
        "which rule?", [answers.said("She cited rule [1] and left.", 1)], [answers.ROTTEN]
    )
    (message,) = whole(answer, "id", None, None)
    assert texts(message.blocks)[:3] == ["She cited rule [1] and left.", " ", "[1]"]


def test_a_quotation_is_never_cut() -> None:
    answer = answers.long()
    quotation = answer.sentences[50].text
    holding = [m for m in whole(answer, "id", URL, None) if quotation in read(m.blocks)]
    assert len(quotation) > 5000
    assert len(holding) == 1


def test_the_plain_text_of_a_long_answer_is_all_of_it() -> None:
    told = [f"Pier {number} was inspected and found to be sound." for number in range(150)]
    sentences = [*map(answers.said, told[1:]), answers.said(told[0], 1)]
    answer = answers.answered("?", sentences, [answers.ROTTEN])
    messages = whole(answer, "id", URL, None)
    text = " ".join(message.text for message in messages)
    assert len(messages) == 3
    assert all(each in text for each in told)
    assert "…" not in text
    assert "[1] Council closes two piers — Ilse Marrow, harbour master" in text


def test_messages_leave_room_for_their_addresses() -> None:
    assert all(weight(each.blocks) <= 10_200 for each in whole(answers.long(), "id", URL, None))


def test_many_sources_of_a_streamed_answer_fit_and_none_is_missing() -> None:
    answer = answers.long()
    fewer = closing(replace(answer, citations=answer.citations[:50]), "id", URL)
    (listing,) = [each for each in walk(fewer) if each.get("style") == "ordered"]
    assert len(listing["elements"]) == 50
    assert "Ilse Marrow, harbour master" in read(listing)
    assert links(fewer) == []  # the numbers in the text have them
    twice = [replace(each, number=each.number + 60, named=False) for each in answer.citations]
    more = closing(replace(answer, citations=(*answer.citations, *twice)), "id", URL)
    keep_limits(more)
    assert "1, 61 Inspection 1 of the northern pier (source not named)" in read(more)
    assert "\n60, 120 Inspection 60" in read(more)


def test_faults_of_an_answer_are_told() -> None:
    for blocks in (closing(answers.faulty(), "id", URL), _only(answers.faulty()).blocks):
        told = read(blocks)
        assert "Sentences marked “unsupported” say something that the cited" in told
        assert "A quotation was withdrawn" in told
        assert "2 citations named no passage and were dropped." in told
    assert "⚠️" not in read(closing(answers.several(), "id", URL))


def test_an_unnamed_source_is_marked() -> None:
    elements = {
        each.get("text"): each
        for each in walk(_only(answers.several()).blocks)
        if isinstance(each.get("text"), str)
    }
    assert elements["a port official (not named)"]["style"] == {"italic": True}
    assert "style" not in elements["Ilse Marrow, harbour master"]


def test_an_abstention_is_short_and_names_what_is_nearest() -> None:
    message = _only(answers.unknown())
    told = read(message.blocks)
    assert "Not in the archive. Searched 28 articles for: who painted the lighthouse?" in told
    assert told.count("The Harbour Ledger") == 1
    assert "rotten" not in told.replace("Port disputes report on rotten piers", "")
    assert action(message.blocks, SHOW_PASSAGES)["value"] == "id"
    assert len(told) < 450


def test_an_empty_archive_says_how_to_fill_it() -> None:
    message = _only(answers.empty())
    assert read(message.blocks) == (
        "The archive is empty. Fill it with onrecord ingest FOLDER, then ask."
    )
    assert "actions" not in kinds(message.blocks)


def test_buttons_carry_the_answer() -> None:
    blocks = _only(answers.several()).blocks
    assert action(blocks, SHOW_PASSAGES)["value"] == "id"
    thumbs = action(blocks, FEEDBACK)
    assert thumbs["positive_button"]["value"] == "id:good"
    assert thumbs["negative_button"]["value"] == "id:bad"


def test_the_asker_is_named_where_several_ask() -> None:
    (message,) = whole(answers.several(), "id", URL, "U7")
    first = message.blocks[1]["elements"][0]["elements"][0]
    assert first == {"type": "user", "user_id": "U7"}
    assert message.text.startswith("<@U7> ")
    (message,) = whole(answers.unknown(), "id", URL, "U7")
    assert message.blocks[0]["elements"][0]["elements"][0] == first


def test_how_the_question_was_taken_stands_above() -> None:
    answer = replace(answers.several(), standalone="what is wrong with the old piers?", notes=())
    (message,) = whole(answer, "id", URL, None)
    assert texts(message.blocks)[0] == "Taken as: what is wrong with the old piers?"
    assert texts(closing(answer, "id", URL))[0] == "Taken as: what is wrong with the old piers?"


def test_a_day_behind_hebrew_words_stays_in_order() -> None:
    assert "עיתון החוף · \u200e1 February 2026" in read(_only(answers.scripts()).blocks)


@pytest.mark.parametrize("name", answers.ALL)
def test_golden(name: str) -> None:
    answer = answers.ALL[name]()
    asker = "U7" if name in ("several", "unknown") else None
    payload = {
        "messages": [
            {"text": each.text, "blocks": each.blocks}
            for each in whole(answer, "answer-1", URL, asker)
        ]
    }
    if answer.outcome == "answered":
        payload["streamed"] = [
            {
                "markdown": streamed(answer.text, answer.citations, URL),
                "blocks": closing(answer, "answer-1", URL),
            }
        ]
    check(f"answer_{name}", payload)


def _only(answer: Answer):  # type: ignore[no-untyped-def]
    (message,) = whole(answer, "id", URL, None)
    return message


def _link(text: str, number: int) -> str:
    found = re.search(rf"\[\\\[{number}\\\]\]\(([^)]*)\)", text)
    assert found
    return found[1]


def _counts(listing, number: int) -> bool:  # type: ignore[no-untyped-def]
    first = listing.get("offset", 0) + 1
    return first <= number < first + len(listing["elements"])


def _without_space(text: str) -> str:
    return "".join(text.split())
