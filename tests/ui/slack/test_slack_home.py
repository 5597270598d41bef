"""The Home tab, through Bolt and over HTTP."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import ArchiveUnwritable
from tests.support.block_kit import keep_limits
from tests.support.build import article
from tests.support.kept import answer, citation
from tests.support.slack_home import (
    Desk,
    Workplace,
    filled,
    found,
    opened,
    suggestible,
    typed,
    words,
    workplace,
)
from tests.support.slack_web import Called, Said, error
from ui.slack.blocks import home as page
from ui.slack.blocks.answer import SHOW_PASSAGES
from ui.slack.message import View
from ui.slack.preferences import WORKSPACE, Preferences, PreferenceStore

SMUGGLED = "<!channel> *bold* <https://evil.example|Ledger> :tada: <@U1>"


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workplace]:
    with opened(tmp_path) as workplace:
        yield workplace


def test_an_empty_archive_says_how_to_fill_it(place: Workplace) -> None:
    said = words(place.go_home())
    assert "The archive is empty" in said
    assert "onrecord ingest FOLDER" in said
    assert "Nothing yet" in said


def test_the_page_tells_what_the_archive_holds(place: Workplace) -> None:
    first = article("a1", source="Valley Courier", published_at=datetime(2025, 12, 31, tzinfo=UTC))
    last = article("a2", published_at=datetime(2026, 2, 3, 23, tzinfo=UTC))
    place.desk.archive.put([(first, [], []), (last, [], [])])
    said = words(place.go_home())
    assert "2 articles\n · 2 sources · 0 passages · 0 statements" in said
    assert "Published from 31 December 2025 to 3 February 2026" in said
    assert "Still to be read for who says what: 2 articles" in said
    assert "Answers are made of the articles' words" in said


def test_the_page_names_the_model_that_answers(place: Workplace) -> None:
    filled(place.desk.archive, "Valley Courier")
    settings = place.desk.settings.model_copy(update={"model": "openai:some-model"})
    other = workplace(
        place.web, place.views, Desk(place.desk.archive, settings), place.store, place.answers
    )
    assert "Answers are written by openai:some-model" in words(other.go_home())


def test_the_last_questions_of_this_person_lead_to_their_passages(place: Workplace) -> None:
    told = answer("The ferry sank.", cites=[citation()], question="what sank?")
    unknown = answer(question="who sang?")
    names = [
        place.answers.keep(each, surface="slack", workspace="T1", asker="U1")
        for each in (told, unknown)
    ]
    place.answers.keep(
        replace(told, question="of another"), surface="slack", workspace="T1", asker="U2"
    )
    view = place.go_home()
    assert [button["value"] for button in found(view, action_id=SHOW_PASSAGES)] == names[:1]
    said = words(view)
    assert said.index("who sang?") < said.index("what sank?")
    assert "of another" not in said
    contexts = [part["text"] for part in found(view, type="mrkdwn")]
    assert contexts[0].startswith("<!date^")
    assert contexts[0].endswith("· The archive does not know")
    assert contexts[1].endswith("· Answered with 1 quote")


def test_another_workspace_sees_nothing_though_its_ids_are_the_same(place: Workplace) -> None:
    told = answer("The ferry sank.", cites=[citation()], question="what sank?")
    place.answers.keep(told, surface="slack", workspace="T1", asker="U1")
    place.store.set("T1", WORKSPACE, Preferences(days=30), "U1")
    place.store.set("T1", "C1", Preferences(days=7), "U1")
    ours, theirs = words(place.go_home("T1")), words(place.go_home("T2"))
    assert "what sank?" in ours
    assert "what sank?" not in theirs
    assert "Last 30 days" in ours
    assert "Last" not in theirs.replace("Your last", "")
    assert found(place.home("T1"), channel_id="C1")
    assert not found(place.home("T2"), type="channel")
    opened = place.click(place.home("T2"), page.CHANGE_SETTINGS, team="T2")
    assert opened is not None
    assert found(opened, action_id="settings_days")[0]["initial_option"]["value"] == "0"


def test_the_messages_tab_publishes_nothing(place: Workplace) -> None:
    event = {"type": "app_home_opened", "user": "U1", "channel": "D1", "tab": "messages"}
    place.send({"type": "event_callback", "team_id": "T1", "event": event, "event_id": "Ev1"})
    assert place.web.calls == []


def test_a_page_that_was_replaced_meanwhile_is_made_anew(place: Workplace) -> None:
    before = place.go_home()
    place.go_home(view={"hash": before["hash"]})
    assert len(place.web.called("views.publish")) == 2
    place.web.methods["views.publish"] = _after(place.views.publish, place.store)
    place.go_home(view={"hash": before["hash"]})
    assert len(place.web.called("views.publish")) == 4
    assert "Last 90 days" in words(place.home())


def _after(publish: Callable[[Called], Said], store: PreferenceStore) -> Callable[[Called], Said]:
    """Somebody changes a setting while the first page is on its way."""

    def method(called: Called) -> Said:
        store.set("T1", WORKSPACE, Preferences(days=90), "U2")
        return publish(called)

    return method


def test_other_refusals_of_slack_are_not_hidden(
    place: Workplace, caplog: pytest.LogCaptureFixture
) -> None:
    place.web.methods["views.publish"] = lambda _: error("not_enabled")
    event = {"type": "app_home_opened", "user": "U1", "channel": "D1", "tab": "home"}
    place.send({"type": "event_callback", "team_id": "T1", "event": event, "event_id": "Ev1"})
    assert "not_enabled" in caplog.text
    assert len(place.web.called("views.publish")) == 1


def test_an_archive_that_cannot_be_read_says_so(place: Workplace) -> None:
    class Locked:
        def sources(self) -> list[str]:
            raise ArchiveUnwritable("database is locked")

    desk = Desk(Locked(), place.desk.settings)
    other = workplace(place.web, place.views, desk, place.store, place.answers)
    assert "cannot be read just now" in words(other.go_home())
    opened = other.click(other.home(), page.CHANGE_SETTINGS)
    assert opened is not None
    assert "cannot be read just now" in words(opened)
    assert "submit" not in opened
    assert other.act("block_suggestion", suggestible(), **typed("x")) == {"options": []}


def test_the_page_keeps_slacks_limits(place: Workplace) -> None:
    filled(place.desk.archive, *(f"Paper {n:03} {'x' * 200}" for n in range(150)))
    many = answer("Said.", cites=[citation()], question="why? " * 600)
    for _ in range(9):
        place.answers.keep(many, surface="slack", workspace="T1", asker="U1")
    sources = tuple(place.desk.archive.sources())
    for n in range(60):
        place.store.set("T1", f"C{n}", Preferences(sources, 7, "en", True), "U1")
    place.store.set("T1", WORKSPACE, Preferences((*sources, "Old Gazette")), "U1")
    view = place.go_home()
    keep_limits(view["blocks"], "home")
    assert len(json.dumps(view)) < 250_000
    assert "and 145 more" in words(view)
    assert "Old Gazette" in words(view)
    assert all(len(text) <= 3000 for text in words(view).split("\n"))


def test_nothing_is_smuggled_into_the_page(place: Workplace) -> None:
    filled(place.desk.archive, SMUGGLED)
    told = answer("Said.", cites=[citation()], question=SMUGGLED)
    place.answers.keep(told, surface="slack", workspace="T1", asker="U1")
    place.store.set("T1", WORKSPACE, Preferences((SMUGGLED, "<!here>"), None, SMUGGLED), "U1")
    place.store.set("T1", "C1", Preferences((SMUGGLED,), None, SMUGGLED), "U1")
    view = place.go_home()
    holding = [part for part in _with_text(view) if SMUGGLED in part["text"]]
    assert len(holding) >= 3
    assert {part["type"] for part in holding} == {"plain_text", "text"}
    assert not any(part.get("emoji") for part in holding)
    for part in _with_text(view):
        if part["type"] == "mrkdwn":
            assert _OWN.fullmatch(part["text"])


_OWN = re.compile(r"(?:Changed by <@U1>, )?<!date\^\d+\^[^<>|]+\|[^<>]+ UTC>(?: · [\w ]+)?")


def _with_text(view: View) -> list[dict[str, Any]]:
    kinds = ("plain_text", "mrkdwn", "text")
    return [part for kind in kinds for part in found(view, type=kind)]
