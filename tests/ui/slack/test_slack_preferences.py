"""What a workspace and its channels choose, and the modal in which they do."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.slack.blocks import preferences as modal
from ui.slack.blocks.preferences import Form, preferences_from, preferences_view
from ui.slack.blocks.source_menu import suggested
from ui.slack.database import open_database
from ui.slack.message import View
from ui.slack.preferences import (
    NOTHING,
    WORKSPACE,
    Change,
    Preferences,
    PreferenceStore,
    gone,
    limits,
    usable,
)

NOW = datetime(2026, 3, 2, 15, 30, tzinfo=UTC)
SOURCES = ("The Harbour Ledger", "Northern Post", "Valley Courier")
MONTH = Preferences(days=30)
SMUGGLED = "<!channel> *bold* <https://evil.example|Ledger> :tada: <@U1>"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[PreferenceStore]:
    engine = open_database(tmp_path)
    yield PreferenceStore(engine)
    engine.dispose()


def filled_in(view: View, **chosen: Any) -> View:
    """The view as Slack sends it: with what is chosen in its inputs, or was from the beginning."""
    values: dict[str, Any] = {}
    for block in view["blocks"]:
        if block["type"] != "input":
            continue
        element = block["element"]
        action, kind = element["action_id"], element["type"]
        short = action.removeprefix("settings_")
        if kind == "conversations_select":
            picked = chosen.get(short, element.get("initial_conversation"))
            values[block["block_id"]] = {action: {"type": kind, "selected_conversation": picked}}
        elif kind.startswith("multi"):
            picked = element.get("initial_options", [])
            if short in chosen:
                picked = [each for each in element["options"] if text(each) in chosen[short]]
            values[block["block_id"]] = {action: {"type": kind, "selected_options": picked}}
        else:
            picked = element["initial_option"]
            if short in chosen:
                (picked,) = [each for each in element["options"] if text(each) == chosen[short]]
            values[block["block_id"]] = {action: {"type": kind, "selected_option": picked}}
    return {**view, "state": {"values": values}}


def text(option: dict[str, Any]) -> str:
    return option["text"]["text"]


def element(view: View, action: str) -> dict[str, Any]:
    (found,) = [
        block["element"]
        for block in view["blocks"]
        if block["type"] == "input" and block["element"]["action_id"] == action
    ]
    return found


def chosen_in(view: View, action: str) -> str:
    return text(element(view, action)["initial_option"])


# What is kept


def test_what_is_set_is_read_back_exactly(store: PreferenceStore) -> None:
    assert store.get("T1", "C1") == NOTHING
    for each in (
        Preferences(SOURCES, 7, "en", True),
        Preferences((), 0, "", False),
        NOTHING,
        Preferences(language="de"),
    ):
        store.set("T1", "C1", each, "U1")
        assert store.get("T1", "C1") == each


def test_a_channel_goes_before_its_workspace_and_that_before_the_default(
    store: PreferenceStore,
) -> None:
    assert store.resolved("T1", "C1", True) == Preferences(follow_ups=True)
    store.set("T1", WORKSPACE, Preferences(SOURCES[:1], 30, "en", False), "U1")
    assert store.resolved("T1", "C1", True) == Preferences(SOURCES[:1], 30, "en", False)
    store.set("T1", "C1", Preferences(sources=(), days=0), "U1")
    assert store.resolved("T1", "C1", True) == Preferences((), 0, "en", False)
    assert store.resolved("T1", "C2", True) == Preferences(SOURCES[:1], 30, "en", False)
    assert store.resolved("T1", WORKSPACE).days == 30


def test_a_workspace_has_its_own_whatever_the_ids(store: PreferenceStore) -> None:
    for channel in ("C1", WORKSPACE):
        store.set("T1", channel, MONTH, "U1", NOW)
        assert store.get("T2", channel) == NOTHING
        assert store.resolved("T2", channel) == NOTHING
        assert store.changed("T2", channel) is None
    assert store.channels_by("T2", "U1", 10) == {}
    store.set("T2", "C1", Preferences(days=7), "U1")
    store.forget("T2")
    assert store.get("T2", "C1") == NOTHING
    assert store.get("T1", "C1") == MONTH


def test_who_changed_it_last_is_known(store: PreferenceStore) -> None:
    assert store.changed("T1", WORKSPACE) is None
    store.set("T1", WORKSPACE, MONTH, "U1", NOW)
    store.set("T1", WORKSPACE, NOTHING, "U2", NOW + timedelta(hours=1))
    assert store.changed("T1", WORKSPACE) == Change("U2", NOW + timedelta(hours=1))


def test_a_person_is_shown_the_channels_that_he_set(store: PreferenceStore) -> None:
    for hour, (channel, by) in enumerate([("C1", "U1"), ("C2", "U2"), ("C3", "U1"), ("C4", "U1")]):
        store.set("T1", channel, MONTH, by, NOW + timedelta(hours=hour))
    store.set("T1", WORKSPACE, MONTH, "U1", NOW)
    store.set("T1", "C4", NOTHING, "U1", NOW)
    assert list(store.channels_by("T1", "U1", 10)) == ["C3", "C1"]
    assert list(store.channels_by("T1", "U1", 1)) == ["C3"]


def test_it_survives_its_process(tmp_path: Path) -> None:
    for expected in (NOTHING, MONTH):
        engine = open_database(tmp_path)
        store = PreferenceStore(engine)
        assert store.get("T1", "C1") == expected
        store.set("T1", "C1", MONTH, "U1")
        engine.dispose()


# What a search is limited to


def test_limits_are_what_a_search_takes() -> None:
    assert limits(NOTHING, NOW) == {}
    assert limits(Preferences((), 0, "", True), NOW) == {}
    assert limits(Preferences(SOURCES[:1], 7, "en"), NOW) == {
        "after": datetime(2026, 2, 23, tzinfo=UTC),
        "sources": SOURCES[:1],
        "language": "en",
    }


def test_a_source_that_has_left_the_archive_is_passed_over() -> None:
    chosen = Preferences(("Old Gazette", "northern post"), 7)
    assert usable(chosen, SOURCES) == Preferences(("Northern Post",), 7)
    assert gone(chosen, SOURCES) == ("Old Gazette",)
    assert limits(usable(Preferences(("Old Gazette",)), SOURCES), NOW) == {}
    assert usable(NOTHING, SOURCES) == NOTHING
    assert gone(NOTHING, SOURCES) == ()


def test_a_language_that_has_left_the_archive_is_passed_over() -> None:
    chosen = Preferences(language="de")
    assert usable(chosen, SOURCES) == chosen
    assert usable(chosen, SOURCES, ["de", "en"]) == chosen
    assert usable(chosen, SOURCES, ["en"]).language == ""


# The modal


@pytest.mark.parametrize("channel", [WORKSPACE, "C1"])
@pytest.mark.parametrize(
    "chosen",
    [
        NOTHING,
        Preferences(SOURCES[:2], 30, "en", True),
        Preferences(days=45, follow_ups=False),
        Preferences(SOURCES[::-1], 365, "de", False),
    ],
)
def test_saving_what_is_shown_changes_nothing(channel: str, chosen: Preferences) -> None:
    view = preferences_view(Form(channel, chosen, MONTH, SOURCES, ("de", "en")))
    sent = preferences_from(filled_in(view), SOURCES)
    # In the workspace there is nothing above these, so that silence and "any" are the same.
    expected = chosen if channel else Preferences(days=0, language="").over(NOTHING)
    expected = chosen if channel else chosen.over(expected)
    assert sent == modal.Submission(channel, expected, {})


def test_a_channel_can_widen_what_its_workspace_narrows() -> None:
    above = Preferences(SOURCES[:1], 30, "en", False)
    view = preferences_view(Form("C1", NOTHING, above, SOURCES, ("de", "en")))
    assert chosen_in(view, "settings_days") == "As in the workspace (last 30 days)"
    assert chosen_in(view, "settings_language") == "As in the workspace (English)"
    assert "only with a mention" in chosen_in(view, "settings_follow_ups")
    sent = preferences_from(
        filled_in(
            view,
            sources=["All sources"],
            days="Any time",
            language="Any language",
            follow_ups="No mention needed",
        ),
        SOURCES,
    )
    assert sent.preferences == Preferences((), 0, "", True)
    again = preferences_view(Form("C1", sent.preferences, above, SOURCES, ("de", "en")))
    assert preferences_from(filled_in(again), SOURCES).preferences == sent.preferences


def test_every_input_belongs_to_the_channel_that_it_is_for() -> None:
    ids = [
        {b["block_id"] for b in preferences_view(Form(channel, sources=SOURCES))["blocks"]}
        for channel in (WORKSPACE, "C1", "C2")
    ]
    assert ids[1] & ids[2] == {modal.SETTINGS_SCOPE, modal.SETTINGS_CHANNEL}
    assert ids[0] & ids[1] == {modal.SETTINGS_SCOPE}


def test_without_languages_there_is_no_menu_of_them() -> None:
    actions = [b["element"]["action_id"] for b in preferences_view(Form(WORKSPACE))["blocks"]]
    assert actions == [modal.SETTINGS_SCOPE, "settings_days", "settings_follow_ups"]


def test_a_channel_has_to_be_chosen() -> None:
    view = preferences_view(Form(None))
    assert preferences_from(filled_in(view), SOURCES).errors == {
        modal.SETTINGS_CHANNEL: "Choose a channel."
    }


@pytest.mark.parametrize(
    ("shown", "chosen", "where"),
    [
        ("C1", {"channel": "C2"}, modal.SETTINGS_CHANNEL),
        (None, {"channel": "C2"}, modal.SETTINGS_CHANNEL),
        ("C1", {"scope": "The whole workspace"}, modal.SETTINGS_SCOPE),
        (WORKSPACE, {"scope": "One channel"}, modal.SETTINGS_SCOPE),
    ],
)
def test_the_values_of_one_channel_are_not_saved_for_another(
    shown: str | None, chosen: dict[str, str], where: str
) -> None:
    view = preferences_view(Form(shown, sources=SOURCES))
    sent = preferences_from(filled_in(view, **chosen), SOURCES)
    assert list(sent.errors) == [where]
    assert where in {block["block_id"] for block in view["blocks"]}


def test_all_sources_and_some_of_them_is_refused() -> None:
    view = preferences_view(Form("C1", sources=SOURCES))
    sent = preferences_from(filled_in(view, sources=["All sources", SOURCES[0]]), SOURCES)
    assert sent.errors == {
        modal.block_id(modal.SETTINGS_SOURCES, "C1"): "Choose all sources, or some of them."
    }


def test_a_source_that_leaves_while_the_modal_is_open_is_refused() -> None:
    view = preferences_view(Form(WORKSPACE, sources=SOURCES))
    sent = preferences_from(filled_in(view, sources=[SOURCES[0]]), SOURCES[1:])
    (said,) = sent.errors.values()
    assert "no longer in the archive" in said


def test_sources_that_have_left_are_named_beneath_the_menu() -> None:
    form = Form("C1", Preferences(("Old Gazette " * 20, "Northern Post")), NOTHING, SOURCES)
    view = preferences_view(form)
    assert [text(o) for o in element(view, modal.SETTINGS_SOURCES)["initial_options"]] == [
        "Northern Post"
    ]
    (note,) = [b["elements"][0]["text"] for b in view["blocks"] if b["type"] == "context"]
    assert note.startswith("No longer in the archive, and passed over: Old Gazette Old")


@pytest.mark.parametrize(
    ("channel", "count", "kind"),
    [
        (WORKSPACE, 100, "multi_static_select"),
        (WORKSPACE, 101, "multi_external_select"),
        ("C1", 99, "multi_static_select"),
        ("C1", 100, "multi_external_select"),
    ],
)
def test_more_sources_than_a_menu_takes_are_looked_up(channel: str, count: int, kind: str) -> None:
    names = tuple(f"Paper {n:03}" for n in range(count))
    menu = element(preferences_view(Form(channel, sources=names)), modal.SETTINGS_SOURCES)
    assert menu["type"] == kind
    assert len(menu.get("options", [])) == (0 if "external" in kind else 100)


def test_what_is_typed_finds_sources() -> None:
    names = [
        "Évening Star",
        "Morning Star",
        "Star of the North",
        *(f"P {n:03}" for n in range(150)),
    ]
    assert [text(o) for o in suggested(names, "star", can_widen=True)] == [
        "Star of the North",
        "Évening Star",
        "Morning Star",
    ]
    assert [text(o) for o in suggested(names, "EVENING st", can_widen=False)] == ["Évening Star"]
    assert suggested(names, "nowhere", can_widen=True) == []
    first = suggested(names, "", can_widen=True)
    assert len(first) == 100
    assert text(first[0]) == "All sources"
    assert text(suggested(names, "", can_widen=False)[0]) == "Évening Star"


def test_long_names_that_begin_alike_can_be_told_apart() -> None:
    names = tuple(
        f"{'The Very Long Name of a Paper ' * 7}{edition}" for edition in ("East", "West")
    )
    view = preferences_view(Form(WORKSPACE, sources=names))
    shown = [text(o) for o in element(view, modal.SETTINGS_SOURCES)["options"]]
    assert len(set(shown)) == 2
    sent = preferences_from(filled_in(view, sources=[shown[1]]), names)
    assert sent.preferences.sources == (names[1],)


@given(st.lists(st.text(max_size=300), min_size=1, max_size=4, unique_by=str.casefold))
def test_any_name_fits_and_comes_back(names: list[str]) -> None:
    sources = tuple(names)
    view = preferences_view(Form("C1", Preferences(sources), NOTHING, sources))
    menu = element(view, modal.SETTINGS_SOURCES)
    for option in menu["options"]:
        assert option["text"]["type"] == "plain_text"
        assert 1 <= len(text(option)) <= 75
        assert 1 <= len(option["value"]) <= 150
    assert len({option["value"] for option in menu["options"]}) == len(names) + 1
    assert all(option in menu["options"] for option in menu["initial_options"])
    assert preferences_from(filled_in(view), sources).preferences.sources == sources
    json.dumps(view)


def test_nothing_is_smuggled_in_by_a_name() -> None:
    form = Form(
        "C1",
        Preferences(("<!here> Gone",), None, SMUGGLED),
        Preferences((SMUGGLED,), language=SMUGGLED),
        (SMUGGLED, *SOURCES),
        (SMUGGLED,),
    )
    written = json.dumps(preferences_view(form))
    assert "mrkdwn" not in written
    assert '"emoji": true' not in written
    assert SMUGGLED in written
