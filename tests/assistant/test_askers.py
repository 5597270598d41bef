"""Several people in one thread are told apart, and a question can be taken back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.past import Past
from assistant.settings import Settings
from assistant.threads import Threads


@pytest.fixture(scope="module")
def assistant(samples: Path, settings: Settings) -> Iterator[Assistant]:
    with Assistant.open(samples, settings) as opened:
        yield opened


@pytest.fixture
def threads(tmp_path: Path) -> Iterator[Threads]:
    opened = Threads(tmp_path)
    yield opened
    opened.close()


def asked(threads: Threads, asker: str = "") -> list[str]:
    return [past.question for past in threads.past("t", asker)]


def test_what_the_asker_said_comes_last(threads: Threads) -> None:
    for asker, question in [("ann", "a1"), ("bob", "b1"), ("ann", "a2"), ("bob", "b2")]:
        threads.remember("t", Past(question), asker, question)
    assert asked(threads, "ann") == ["b1", "b2", "a1", "a2"]
    assert asked(threads, "bob") == ["a1", "a2", "b1", "b2"]
    assert asked(threads, "new") == ["a1", "b1", "a2", "b2"]


def test_a_retracted_question_is_forgotten_and_no_other(threads: Threads) -> None:
    for number in (1, 2):
        threads.remember("t", Past(f"q{number}"), "ann", f"k{number}")
        threads.remember("u", Past(f"q{number}"), "ann", f"k{number}")
    threads.retract("t", "k1")
    threads.retract("t", "unknown")
    assert asked(threads) == ["q2"]
    assert [past.question for past in threads.past("u")] == ["q1", "q2"]


def test_a_follow_up_leans_on_what_its_asker_asked(assistant: Assistant) -> None:
    def ask(question: str, asker: str) -> str:
        return assistant.ask(question, thread="two", asker=asker, key=question).standalone

    ask("What did Mirela Kostán say about the ration orders?", "ann")
    ask("When was the tram deal reached?", "bob")
    assert "Kostán" in ask("and what did she say about the withdrawal?", "ann")
    assert "tram" in ask("and who announced it?", "bob")


def test_a_retracted_question_is_leaned_on_no_more(assistant: Assistant) -> None:
    assistant.ask("When was the tram deal reached?", thread="back", key="1")
    assert "tram" in assistant.ask("and who announced it?", thread="back", key="2").standalone
    assistant.retract("back", "1")
    assistant.retract("back", "2")
    assert assistant.ask("and who announced it?", thread="back").standalone in (
        "",
        "and who announced it?",
    )
