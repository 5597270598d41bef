"""What Slack delivers, as questions."""

from __future__ import annotations

from typing import Any

import pytest

from ui.slack import intake
from ui.slack.addressed import meant_for_us
from ui.slack.place import Place

BOT = "UBOT"


def event(text: str, **more: Any) -> dict[str, Any]:
    return {"type": "message", "channel": "C1", "user": "U1", "ts": "12.5", "text": text, **more}


def test_a_mention_is_taken_out_and_what_slack_escapes_is_put_back() -> None:
    said = event("<@UBOT>: who said “1 &lt; 2 &amp; 3”  <https://example.org/a|there>?")
    question = intake.from_message("T1", said, BOT, "mention")
    assert question.text == "who said “1 < 2 & 3” there?"
    assert question.place == Place("T1", "C1", "12.5")
    assert question.id == "T1/C1/12.5"


def test_a_message_of_a_thread_belongs_to_the_thread() -> None:
    question = intake.from_message("T1", event("and then?", thread_ts="3.0"), BOT, "message")
    assert question.place.thread == "3.0"
    assert question.ts == "12.5"


def test_a_command_is_a_conversation_of_its_asker() -> None:
    body = {
        "team_id": "T1", "channel_id": "C1", "user_id": "U1", "trigger_id": "9.9", "text": "who?",
    }  # fmt: skip
    first, second = intake.from_command(body), intake.from_command({**body, "user_id": "U2"})
    assert first.place.memory != second.place.memory
    assert first.id == intake.from_command(body).id


@pytest.mark.parametrize(
    "more",
    [
        {"bot_id": "B1"},
        {"subtype": "bot_message"},
        {"subtype": "channel_join"},
        {"user": None},
        {"user": "USLACKBOT"},
    ],
)
def test_only_people_ask(more: dict[str, Any]) -> None:
    assert intake.by_a_person(event("who?"))
    assert not intake.by_a_person(event("who?", **more))


@pytest.mark.parametrize(
    ("text", "ours"),
    [
        ("and what did the mayor say?", True),
        ("What happened then", True),
        ("ok, and who disputed it", True),
        ("the budget?", True),
        ("thanks!", False),
        ("I will call her about it.", False),
        ("<@U2> can you check that?", False),
        ("<!here> who knows?", False),
        ("whatever", False),
        ("island ferries are late", False),
    ],
)
def test_chatter_in_a_thread_is_not_for_us(text: str, ours: bool) -> None:
    assert meant_for_us(text) is ours
