"""What the Home tab and the settings modal send to Slack, as files."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from assistant.answers import KeptAnswer
from assistant.types import Answer
from tests.support import golden
from tests.support.block_kit import keep_limits
from tests.support.slack_answers import LEDGER, POST, WIRE, several, smuggling, unknown
from ui.slack.blocks.home import Holdings, Home, home_view, unreadable_view
from ui.slack.blocks.preferences import Form, preferences_view, told_view
from ui.slack.message import View
from ui.slack.preferences import WORKSPACE, Change, Preferences

NOW = datetime(2026, 3, 2, 15, 30, tzinfo=UTC)
LONG = "The Voice of the Northern Isles and of the Fishing Villages of the Western Shore, " * 2
SMUGGLED = "<!channel> *Bold* & [x](http://evil.example) :tada:"
SOURCES = (*sorted({LEDGER.source, POST.source, WIRE.source}), LONG + "Evening", SMUGGLED)
NARROW = Preferences((LEDGER.source, POST.source), 30, "en", False)
EVERYTHING = Preferences((), 0, "", True)


def kept(number: int, answer: Answer) -> KeptAnswer:
    at = NOW - timedelta(hours=5 * number)
    return KeptAnswer(f"answer-{number}", at, "slack", "T1", "U1", "slack/T1/C1/1.0", answer)


HOMES = {
    "home": Home(
        Holdings(12_804, 151_220, 40_911, 5, 37, LEDGER.published_at, WIRE.published_at),
        [kept(1, several()), kept(2, unknown()), kept(3, smuggling())],
        NARROW,
        Change("U7", NOW),
        ("Old Gazette",),
        {"C1": Preferences((), 7), "C2": Preferences((SMUGGLED, LONG), follow_ups=True)},
        "UBOT",
    ),
    "home_empty": Home(Holdings(), workspace=EVERYTHING),
}
MODALS = {
    "settings_workspace": Form(WORKSPACE, NARROW, EVERYTHING, SOURCES, ("de", "en")),
    "settings_channel": Form(
        "C1", Preferences((LONG + "Evening", "Old Gazette"), 7), NARROW, SOURCES, ("de", "en")
    ),
    "settings_choose": Form(None),
    "settings_many": Form(
        "C2", Preferences(("Paper 7",)), NARROW, tuple(f"Paper {n}" for n in range(150))
    ),
}
VIEWS: dict[str, View] = {
    **{name: home_view(each) for name, each in HOMES.items()},
    "home_unreadable": unreadable_view(),
    **{name: preferences_view(each) for name, each in MODALS.items()},
    "settings_looking": told_view("Looking up the settings…"),
}


@pytest.mark.parametrize("name", VIEWS)
def test_what_is_sent_is_as_it_was(name: str) -> None:
    keep_limits(VIEWS[name]["blocks"], VIEWS[name]["type"])
    golden.check(name, VIEWS[name])
