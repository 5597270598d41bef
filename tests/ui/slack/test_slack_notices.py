"""Messages that are no answers."""

from __future__ import annotations

import pytest

from tests.support.block_kit import action, keep_limits, read
from tests.support.golden import check
from ui.slack.blocks import notices
from ui.slack.blocks.answer import CANCEL, RETRY
from ui.slack.message import Message

NOTICES = {
    "working": notices.working("Looking into the archive…", "question-1"),
    "interrupted": notices.interrupted("question-1"),
    "cancelled": notices.cancelled(),
    "failed": notices.failed("The chat model cannot be reached: does it run?", "question-1"),
    "refused": notices.refused("The question is empty."),
    "usage": notices.usage(),
}


@pytest.mark.parametrize("name", NOTICES)
def test_golden(name: str) -> None:
    message = NOTICES[name]
    keep_limits(message.blocks)
    check(f"notice_{name}", {"text": message.text, "blocks": message.blocks})


def test_a_button_stops_what_is_worked_on_and_stands_last() -> None:
    message = NOTICES["working"]
    assert action(message.blocks[-1], CANCEL)["value"] == "question-1"


@pytest.mark.parametrize("name", ["interrupted", "failed"])
def test_what_went_wrong_can_be_asked_again(name: str) -> None:
    assert action(NOTICES[name].blocks, RETRY)["value"] == "question-1"


def test_a_problem_of_any_length_is_shown_literally() -> None:
    problem = "<!channel> *failed* " * 400
    for message in (notices.failed(problem, "q"), notices.refused(problem)):
        keep_limits(message.blocks)
        assert "<!channel> *failed* <!channel>" in read(message.blocks)
        assert "<" not in message.text
        assert len(message.text.encode()) < 4000
        assert isinstance(message, Message)
