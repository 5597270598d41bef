"""The settings modal, through Bolt and over HTTP."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import ArchiveUnwritable
from tests.support.slack_home import (
    Desk,
    Workplace,
    filled,
    found,
    opened,
    option,
    scope,
    suggestible,
    typed,
    with_state,
    words,
    workplace,
)
from tests.support.slack_web import Called, Said
from ui.slack.blocks import home as page
from ui.slack.blocks import preferences as modal
from ui.slack.database import open_database
from ui.slack.preferences import WORKSPACE, Preferences, PreferenceStore


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workplace]:
    with opened(tmp_path) as workplace:
        yield workplace


def test_the_button_opens_the_settings_of_the_chosen_channel(place: Workplace) -> None:
    filled(place.desk.archive, "Valley Courier")
    place.store.set("T1", "C1", Preferences(days=7), "U9")
    view = place.go_home()
    opened = place.click(with_state(view), page.CHANGE_SETTINGS, "1.1")
    assert opened is not None
    assert modal.shown_in(opened) == WORKSPACE
    chosen = with_state(view, **{page.HOME_CHANNEL: {"selected_conversation": "C1"}})
    opened = place.click(chosen, page.CHANGE_SETTINGS, "1.2")
    assert opened is not None
    assert modal.shown_in(opened) == "C1"
    assert found(opened, action_id="settings_days")[0]["initial_option"]["value"] == "7"
    assert place.click(chosen, page.HOME_CHANNEL) is opened


def test_a_click_that_comes_twice_opens_once(place: Workplace) -> None:
    view = place.go_home()
    place.click(view, page.CHANGE_SETTINGS)
    place.click(view, page.CHANGE_SETTINGS)
    assert len(place.views.modals) == 1


def test_a_slow_archive_opens_the_modal_first(place: Workplace) -> None:
    opened = threading.Event()

    class Slow:
        def sources(self) -> list[str]:
            assert opened.wait(30)
            return ["Valley Courier"]

        def languages(self) -> list[str]:
            return []

    def open_modal(called: Called) -> Said:
        said = place.views.open(called)
        opened.set()
        return said

    place.web.methods["views.open"] = open_modal
    slow = workplace(
        place.web,
        place.views,
        Desk(Slow(), place.desk.settings),
        place.store,
        place.answers,
        patience=0,
    )
    shown = slow.click({"id": "V0", "blocks": []}, page.CHANGE_SETTINGS)
    assert shown is not None
    assert [call.method for call in place.web.calls] == ["views.open", "views.update"]
    assert "Looking up" in str(place.web.called("views.open")[0].arguments["view"])
    assert found(shown, action_id=modal.SETTINGS_SOURCES)


def test_another_scope_shows_what_is_set_there(place: Workplace) -> None:
    place.store.set("T1", "C2", Preferences(days=365), "U1")
    shown = place.click(place.go_home(), page.CHANGE_SETTINGS)
    assert shown is not None
    shown = place.click(with_state(shown, **scope(None)), modal.SETTINGS_SCOPE)
    assert shown is not None
    assert modal.shown_in(shown) is None
    shown = place.click(with_state(shown, **scope("C2")), modal.SETTINGS_CHANNEL)
    assert shown is not None
    assert found(shown, action_id="settings_days")[0]["initial_option"]["value"] == "365"
    shown = place.click(with_state(shown, **scope(WORKSPACE)), modal.SETTINGS_SCOPE)
    assert shown is not None
    assert modal.shown_in(shown) == WORKSPACE
    updates = len(place.web.called("views.update"))
    place.click(with_state(shown, **scope(WORKSPACE)), modal.SETTINGS_SCOPE)
    assert len(place.web.called("views.update")) == updates == 3


@pytest.mark.parametrize("passed", ["closed", "changed"])
def test_a_modal_that_has_gone_on_is_left_alone(
    place: Workplace, passed: str, caplog: pytest.LogCaptureFixture
) -> None:
    shown = place.click(place.go_home(), page.CHANGE_SETTINGS)
    assert shown is not None
    if passed == "closed":
        place.views.modals.clear()
    else:
        place.views.modals[shown["id"]] = {**shown, "hash": "newer"}
    place.click(with_state(shown, **scope(None)), modal.SETTINGS_SCOPE)
    assert len(place.web.called("views.update")) == 1
    assert all(view["hash"] == "newer" for view in place.views.modals.values())
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


def test_saving_keeps_the_settings_and_shows_them(place: Workplace) -> None:
    filled(place.desk.archive, "Northern Post", "Valley Courier")
    shown = place.click(place.go_home(), page.CHANGE_SETTINGS)
    assert shown is not None
    picked = found(shown, action_id=modal.SETTINGS_SOURCES)[0]["options"][1]
    sent = with_state(
        shown,
        settings_days=option("30"),
        settings_follow_ups=option("no"),
        settings_sources={"selected_options": [picked]},
    )
    assert place.act("view_submission", sent, user="U7") == {"response_action": "clear"}
    kept = place.store.get("T1", WORKSPACE)
    assert (kept.sources, kept.days, kept.follow_ups) == (("Valley Courier",), 30, False)
    view = place.home(user="U7")
    assert "Only Valley Courier\nLast 30 days" in words(view)
    assert "only with a mention" in words(view)
    assert "Changed by <@U7>, <!date^" in words(view)
    assert "Last 30 days" not in words(place.home(user="U1"))


def test_saving_for_a_channel_leaves_the_workspace(place: Workplace) -> None:
    place.store.set("T1", WORKSPACE, Preferences(days=30), "U1")
    chosen = with_state(place.go_home(), **{page.HOME_CHANNEL: {"selected_conversation": "C1"}})
    shown = place.click(chosen, page.CHANGE_SETTINGS)
    assert shown is not None
    sent = with_state(shown, **scope("C1"), settings_days=option("7"))
    assert place.act("view_submission", sent) == {"response_action": "clear"}
    assert place.store.get("T1", WORKSPACE) == Preferences(days=30)
    assert place.store.get("T1", "C1") == Preferences(days=7)
    assert place.store.get("T2", "C1") == Preferences()
    assert found(place.home(), type="channel", channel_id="C1")


def test_a_mistake_stands_beneath_its_input_and_nothing_is_kept(place: Workplace) -> None:
    shown = place.click(place.go_home(), page.CHANGE_SETTINGS)
    assert shown is not None
    shown = place.click(with_state(shown, **scope(None)), modal.SETTINGS_SCOPE)
    assert shown is not None
    pages = len(place.web.called("views.publish"))
    assert place.act("view_submission", with_state(shown)) == {
        "response_action": "errors",
        "errors": {modal.SETTINGS_CHANNEL: "Choose a channel."},
    }
    assert place.store.changed("T1", WORKSPACE) is None
    assert len(place.web.called("views.publish")) == pages


def test_what_cannot_be_saved_says_so_in_the_modal(place: Workplace, tmp_path: Path) -> None:
    class Full(PreferenceStore):
        def set(self, *args: Any, **more: Any) -> None:
            raise ArchiveUnwritable("database or disk is full")

    engine = open_database(tmp_path)
    full = workplace(place.web, place.views, place.desk, Full(engine), place.answers)
    shown = full.click(full.go_home(), page.CHANGE_SETTINGS)
    assert shown is not None
    said = full.act("view_submission", with_state(shown))
    engine.dispose()
    assert said["response_action"] == "errors"
    assert "could not be saved" in said["errors"][modal.SETTINGS_SCOPE]


def test_a_hundred_and_fifty_sources_are_looked_up_as_they_are_typed(place: Workplace) -> None:
    names = [f"Paper {n:03}" for n in range(149)] + ["The " + "Long " * 40 + "Gazette"]
    filled(place.desk.archive, *names)
    said = place.act("block_suggestion", suggestible(), **typed("gazette"))
    (long,) = said["options"]
    assert len(long["text"]["text"]) <= 75
    assert long["text"]["text"].endswith("Gazette")
    every = place.act("block_suggestion", suggestible(), **typed(""))["options"]
    assert (len(every), every[0]["text"]["text"]) == (100, "All sources")
    every = place.act("block_suggestion", suggestible(WORKSPACE), **typed(""))["options"]
    assert every[0]["text"]["text"] == "Paper 000"

    shown = place.click(place.go_home(), page.CHANGE_SETTINGS)
    assert shown is not None
    sent = with_state(shown, settings_sources={"selected_options": [long]})
    assert place.act("view_submission", sent) == {"response_action": "clear"}
    assert place.store.get("T1", WORKSPACE).sources == (names[-1],)
    again = place.click(place.home(), page.CHANGE_SETTINGS, "1.2")
    assert again is not None
    assert found(again, type="multi_external_select")[0]["initial_options"] == [long]
