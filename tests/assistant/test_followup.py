"""Follow-ups over the world of the sample archive, and questions that must stay as they are."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant.followup import standalone
from assistant.past import Past

THREADS = {
    "disputed": Past(
        "Who disputed the withdrawal?",
        ("Signe Aldqvist", "Benoît Tessandier", "Mirela Kostán"),
        ("Velmar says Kestrovian troops were moved around the valley",),
        (date(2026, 1, 31),),
    ),
    "rations": Past("What did Mirela Kostán say about the ration order?", ("Mirela Kostán",)),
    "mayor": Past("What did the mayor say about the libraries?", ("Dorothea Pell",)),
    "count": Past("How many troops have left the Selk Valley?", ("Benoît Tessandier",)),
    "budget": Past("When did the council pass the budget?", dates=(date(2026, 2, 12),)),
    "strike": Past("Why did Bronagh Tilley reject the offer?", ("Bronagh Tilley",)),
    "trams": Past("Tell me about the tram strike", ("Piers Vandenholt",)),
    "race": Past("Who won the Five Capes Race?", ("Étienne Marrow",)),
    "captain": Past("Who was the captain of the Marigold Sound?"),
    "votes": Past("How many votes did Aldous Crane win in Dunmere East?"),
    "birds": Past("What happened to the kittiwakes in 2020?", ("Catrin Ashgrove",)),
    "hurt": Past("How many people were hurt in the ferry accident?", ("Ailsa Trenholm",)),
    "politics": Past("Who resigned in Scottish politics?", ("Mirela Kostán",)),
    "lately": Past("Who resigned in Scottish politics last week?"),
    "deaths": Past("How many people died in the Dunmere floods?", ("Catrin Ashgrove",)),
    "joined": Past("Did Velmar join NATO?", ("Jens Stoltenberg",)),
    "stopped": Past("What is happening with the tram strike?", ("Piers Vandenholt",)),
    "caused": Past("What caused the blackout in Velmar?"),
    "declined": Past("Who declined to comment on the withdrawal?", ("Imogen Thackwray",)),
    "deny": Past("Did Leopold Garrick-Moss take the bribes?", ("Pilar Whitcombe",)),
    "libraries": Past("Which libraries will close?"),
    "heading": Past("tram strike"),
    "nato": Past("What did NATO say about the withdrawal?", ("Jens Stoltenberg",)),
    "claim": Past("Why did Velmar reject the claim?", ("Signe Aldqvist",)),
    "passive": Past("Why was the withdrawal disputed?"),
    "plant": Past("How many jobs will the plant create?"),
}
# Thread, question and what it means, between tabs.
CASES = [
    line.split("\t")
    for line in (Path(__file__).parent.parent / "data" / "followups.tsv")
    .read_text(encoding="utf-8")
    .splitlines()
]
ALONE = [asked for _, asked, meant in CASES if asked == meant]


@pytest.mark.parametrize(("thread", "asked", "meant"), CASES, ids=[case[1] for case in CASES])
def test_a_follow_up_stands_alone(thread: str, asked: str, meant: str) -> None:
    assert standalone(asked, [THREADS[name] for name in thread.split()]) == meant


@pytest.mark.parametrize("asked", ALONE)
@pytest.mark.parametrize("thread", ["rations", "trams", "count"])
def test_a_question_that_stands_alone_is_left_alone(thread: str, asked: str) -> None:
    assert standalone(asked, [THREADS[thread]]) == asked


@pytest.mark.parametrize("asked", ["who?", "how many?", "which party?", "who was that?"])
def test_what_makes_no_sense_of_somebody_s_words_is_left_alone(asked: str) -> None:
    assert standalone(asked, [THREADS["rations"]]) == asked


@pytest.mark.parametrize("asked", [asked for _, asked, _ in CASES])
def test_without_a_thread_nothing_is_added(asked: str) -> None:
    assert standalone(asked, []) == asked


@pytest.mark.parametrize("thread", THREADS)
@pytest.mark.parametrize(
    "asked", ["?!", "…", "and", "a" * 2000, "it it it", "and in \\1?", "A " * 999]
)
def test_whatever_is_typed(thread: str, asked: str) -> None:
    assert standalone(asked, [THREADS[thread]])


def test_a_chain_of_follow_ups() -> None:
    """Each is understood by what the one before it came to."""
    past = [THREADS["disputed"]]
    meant = []
    for asked in ("and what did she say about it?", "and Benoît Tessandier?", "when was that?"):
        meant.append(standalone(asked, past))
        past.append(Past(meant[-1]))
    assert meant == [
        "What did Signe Aldqvist say about the withdrawal?",
        "What did Benoît Tessandier say about the withdrawal?",
        "When did Benoît Tessandier say that about the withdrawal?",
    ]
