"""The quotes of an answer in their paragraphs, as the archive has them now."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.archive import Archive
from assistant.assistant import Assistant
from tests.support import slack_answers as answers
from tests.support.block_kit import action, keep_limits, kinds, links, read, walk
from tests.support.build import article
from tests.support.golden import check
from ui.slack.blocks.answer import closing, streamed, whole
from ui.slack.blocks.passages import PASSAGES_PAGE, Shown, passages_view, shown

URL = "https://desk.example"


@pytest.fixture
def archive(folder: Path) -> Iterator[Archive]:
    with Archive.open(folder) as opened:
        opened.put([(each, [], []) for each in (answers.LEDGER, answers.POST, answers.WIRE)])
        yield opened


def _bold(view: object) -> list[str]:
    return [each["text"] for each in walk(view) if each.get("style") == {"bold": True}]


def test_a_quote_stands_in_its_paragraph(archive: Archive) -> None:
    first, second, third = shown(archive, answers.several(), URL)
    assert (first.before, first.after) == (
        "",
        " She had asked for the money twice. The vote was nine to four.",
    )
    assert (second.state, second.after) == ("stands", " “Nobody told us,” the official said.")
    assert first.publisher == (
        "https://news.example/ledger-1#:~:text=%E2%80%9CThe%20timber%20is%20rotten%20to,"
        "Ilse%20Marrow%2C%20the%20harbour%20master."
    )
    assert third.publisher is None
    assert third.desk is not None
    assert third.desk.startswith("https://desk.example/articles/wire-1?quote=0-81")
    assert shown(archive, answers.several(), None)[2].desk is None


def test_the_modal_shows_the_quote_the_speaker_and_both_links(archive: Archive) -> None:
    view = passages_view("id", shown(archive, answers.several(), URL))
    keep_limits(view["blocks"], "modal")
    told = read(view["blocks"])
    assert "Ilse Marrow, harbour master · The Harbour Ledger · 3 February 2026" in told
    assert "a port official (not named) · Skerry Post · 9 February 2026" in told
    assert answers.ROTTEN.quote in _bold(view)
    assert sum(each.startswith(URL) for each in links(view)) == 4  # one is the title's
    assert sum(each.startswith("https://news.example") for each in links(view)) == 4
    assert not kinds(view) & {"mrkdwn", "markdown"}


def test_an_article_that_has_changed_or_is_gone_is_said_to_be(archive: Archive) -> None:
    answer = answers.several()
    changed = replace(answers.LEDGER, text="The council will vote again.", version=2)
    archive.put([(changed, [], [])])
    archive.remove(answers.POST.id)
    first, second, _ = shown(archive, answer, URL)
    assert (first.state, second.state) == ("changed", "gone")
    assert (first.before, first.after, second.desk) == ("", "", None)
    told = read(passages_view("id", (first, second)))
    assert "This article has changed since the answer was given. It then said:" in told
    assert "This article is no longer in the archive. The answer quoted:" in told
    assert answers.ROTTEN.quote in told
    assert answers.DENIED.quote in told


def test_an_abstention_shows_the_nearest_passages(archive: Archive) -> None:
    found = shown(archive, answers.unknown(), URL)
    assert [each.citation.title for each in found] == [
        answers.LEDGER.title,
        answers.POST.title,
        answers.WIRE.title,
    ]
    assert (found[0].state, found[0].before) == ("near", answers.LEDGER.text[:50])
    assert found[0].publisher is not None
    titles = [each.title for each in (answers.LEDGER, answers.POST, answers.WIRE)]
    assert not set(_bold(passages_view("id", found))) - {"1.  ", "2.  ", "3.  ", *titles}


def test_a_long_paragraph_is_shortened_around_the_quote_and_the_quote_is_not(
    archive: Archive,
) -> None:
    quote = "The pier is closed. " * 400 + "It is."
    around = "Nothing happened that day either. " * 60
    of = article("long", f"{around}{quote} {around}".strip())
    archive.put([(of, [], [])])
    cited = answers.cite(1, of, quote)
    answer = answers.answered("?", [answers.said("It is closed.", 1)], [cited])
    (found,) = shown(archive, answer, URL)
    assert found.before.startswith("… Nothing happened")
    assert found.after.endswith("either. …")
    assert 500 < len(found.before) <= 602
    view = passages_view("id", [found])
    keep_limits(view["blocks"], "modal")
    assert quote in read(view)


def test_many_passages_are_on_several_pages() -> None:
    many = [Shown(each) for each in answers.long().citations]
    numbers: list[str] = []
    first = 0
    for pages in range(1, 20):
        view = passages_view("id", many, first)
        keep_limits(view["blocks"], "modal")
        numbers += [each for each in _bold(view) if each.endswith(".  ")]
        buttons = [each for each in walk(view) if each.get("action_id") == PASSAGES_PAGE]
        values = {each["text"]["text"]: json.loads(each["value"]) for each in buttons}
        assert ("Earlier passages" in values) is (pages > 1)
        if "Later passages" not in values:
            break
        assert values["Later passages"]["answer"] == "id"
        first = values["Later passages"]["first"]
    assert numbers == [f"{number}.  " for number in range(1, 61)]
    assert pages == 3
    assert passages_view("id", many, 25)["blocks"] == passages_view("id", many, 20)["blocks"]


def test_there_may_be_nothing_to_show() -> None:
    view = passages_view("id", ())
    keep_limits(view["blocks"], "modal")
    assert "no passage to show" in read(view)
    with pytest.raises(ValueError, match="not enough values"):
        action(view, PASSAGES_PAGE)


def test_golden(archive: Archive) -> None:
    answer = answers.several()
    found = shown(archive, answer, URL)
    states = [
        replace(found[0], after="", state="changed"),
        replace(found[1], after="", state="gone"),
    ]
    check("passages", passages_view("answer-1", found))
    check("passages_cautions", passages_view("answer-1", states))
    many = [Shown(each) for each in answers.long().citations]
    check("passages_page", passages_view("answer-1", many, 20))


@pytest.mark.parametrize(
    ("name", "question"),
    [
        ("sample_disputed", "who disputed the withdrawal?"),
        ("sample_fact", "how many libraries close?"),
        ("sample_unknown", "who won the chess olympiad in Lima?"),
    ],
)
def test_real_answers(samples: Path, name: str, question: str) -> None:
    with Assistant.open(samples) as assistant:
        answer = assistant.ask(question)
        found = shown(assistant.archive, answer, URL)
    messages = whole(answer, "answer-1", URL, None)
    keep_limits(messages[0].blocks)
    assert {each.state for each in found} == {"stands" if answer.citations else "near"}
    payload = {
        "messages": [{"text": each.text, "blocks": each.blocks} for each in messages],
        "view": passages_view("answer-1", found),
    }
    if answer.outcome == "answered":
        text = streamed(answer.text, answer.citations, URL)
        payload["streamed"] = [{"markdown": text, "blocks": closing(answer, "answer-1", URL)}]
    check(name, payload)
