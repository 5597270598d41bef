"""Two workspaces with the same ids in them, signed in by OAuth: neither reaches the other."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from assistant.answers import KeptAnswer
from tests.support.slack import People, SlackStandIn
from tests.support.slack_bot import answered, copied, our_app, said
from tests.support.slack_signin import clickable, database, listened, served, sign_in
from ui.slack.blocks.buttons import CANCEL, FEEDBACK, RETRY, SHOW_PASSAGES, actions, button
from ui.slack.blocks.passages import PASSAGES_PAGE
from ui.slack.blocks.share import SHARE
from ui.slack.bot import Bot
from ui.slack.place import Place, Question
from ui.slack.preferences import Preferences, PreferenceStore
from ui.slack.store import State
from ui.slack.topics import TopicStore

DISPUTED = "who disputed the withdrawal?"
LIBRARIES = "how many libraries close?"
RATIONS = "What did Mirela Kostán say about the ration orders?"


@pytest.fixture(scope="module")
def archive(sample_archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied(sample_archive, tmp_path_factory.mktemp("slack-two") / "archive")


@pytest.fixture(scope="module")
def slack() -> Iterator[SlackStandIn]:
    with SlackStandIn(our_app()) as started:
        yield started


@pytest.fixture(scope="module")
def teams(slack: SlackStandIn) -> tuple[People, People]:
    return tuple(  # type: ignore[return-value]
        slack.workspace(each, users=["U1", "U2"], channels=["C1", "C2"], installed=False)
        for each in ("T1", "T2")
    )


@pytest.fixture(scope="module")
def one(teams: tuple[People, People]) -> People:
    return teams[0]


@pytest.fixture(scope="module")
def two(teams: tuple[People, People]) -> People:
    return teams[1]


@pytest.fixture(scope="module")
def bot(slack: SlackStandIn, one: People, archive: Path) -> Iterator[Bot]:
    with served(slack, one, archive) as (started, address):
        for team in ("T1", "T2"):
            done = sign_in(slack, address, team)
            assert done.status_code == 200, done.text
            assert "OnRecord is in" in done.text
        yield started


@pytest.fixture(autouse=True)
def _no_fault(slack: SlackStandIn, bot: Bot) -> Iterator[None]:
    yield
    assert bot.desk.lanes.idle(20)
    slack.wait_until_settled()
    assert slack.faults == []


def test_answers_go_where_they_were_asked_for(
    slack: SlackStandIn, one: People, two: People, bot: Bot
) -> None:
    before = len(slack.calls)
    asked = [
        (team, team.mention(user, channel, text), words)
        for _ in range(2)
        for text, words in ((DISPUTED, "Velmar"), (LIBRARIES, "four"))
        for user, channel in (("U1", "C1"), ("U2", "C2"))
        for team in (one, two)
    ]
    for team, question, words in asked:
        [answer] = answered(slack, question)
        assert answer.team == team.id
        assert answer.user == team.bot_user
        assert words in said(answer)
    assert bot.desk.lanes.idle(20)
    for call in slack.calls[before:]:
        assert call.error is None, call
        assert call.params.get("recipient_team_id", call.team) == call.team


def test_a_command_is_answered_where_it_was_typed(
    slack: SlackStandIn, one: People, two: People, bot: Bot
) -> None:
    one.command("U2", "C1", "/ask", LIBRARIES)
    two.command("U2", "C1", "/ask", DISPUTED)
    [first] = slack.wait_for(lambda: slack.ephemerals("T1", "U2"))
    [second] = slack.wait_for(lambda: slack.ephemerals("T2", "U2"))
    assert "four" in said(first)
    assert "Velmar" in said(second)


def _kept(slack: SlackStandIn, team: People, bot: Bot, text: str = LIBRARIES) -> KeptAnswer:
    """An answer that U1 of a workspace was given."""
    answered(slack, team.mention("U1", "C1", text))
    assert bot.desk.lanes.idle(20)
    return bot.assistant.answers.recent(workspace=team.id, asker="U1")[0]


def _click(slack: SlackStandIn, team: People, bot: Bot, action_id: str, value: str) -> None:
    clicked = team.click("U1", clickable(team, action_id, value), action_id)
    slack.wait_for(lambda: clicked.settled)
    assert clicked.acknowledged
    listened(bot)


def test_an_answer_is_not_shown_to_another_workspace(
    slack: SlackStandIn, one: People, two: People, bot: Bot
) -> None:
    kept = _kept(slack, one, bot)
    opened = len(slack.calls_of("views.open"))
    _click(slack, two, bot, SHOW_PASSAGES, kept.id)
    slack.wait_for(lambda: any("no longer kept" in said(e) for e in slack.ephemerals("T2", "U1")))
    assert len(slack.calls_of("views.open")) == opened
    assert slack.view("T2", "U1") is None
    # What it would be in its own:
    _click(slack, one, bot, SHOW_PASSAGES, kept.id)
    view = slack.wait_for(lambda: slack.view("T1", "U1"))
    one.close_view("U1", view)


def test_a_page_of_an_answer_is_not_shown_to_another_workspace(
    slack: SlackStandIn, one: People, two: People, bot: Bot
) -> None:
    kept, own = _kept(slack, one, bot, DISPUTED), _kept(slack, two, bot)
    _click(slack, two, bot, SHOW_PASSAGES, own.id)
    view = slack.wait_for(lambda: slack.view("T2", "U1"))
    shown = json.dumps(view.blocks)
    page = json.dumps({"answer": kept.id, "first": 0})
    view.payload["blocks"].append(
        {"block_id": "forged", **actions(button("more", PASSAGES_PAGE, page))}
    )
    clicked = two.click("U1", view, PASSAGES_PAGE)
    slack.wait_for(lambda: clicked.settled)
    listened(bot)
    assert slack.calls_of("views.update") == []
    assert json.dumps(view.blocks[:-1]) == shown
    two.close_view("U1", view)


def test_an_answer_is_not_rated_by_another_workspace(
    slack: SlackStandIn, one: People, two: People, bot: Bot
) -> None:
    kept = _kept(slack, one, bot)
    for verdict in ("good", "bad"):
        _click(slack, two, bot, FEEDBACK, f"{kept.id}:{verdict}")
    assert bot.assistant.answers.ratings(kept.id, workspace="T1") == []
    _click(slack, one, bot, FEEDBACK, f"{kept.id}:bad")
    [rating] = bot.assistant.answers.ratings(kept.id, workspace="T1")
    assert (rating.by, rating.verdict) == ("U1", "bad")


def test_an_answer_is_not_shared_by_another_workspace(
    slack: SlackStandIn, one: People, two: People, bot: Bot
) -> None:
    kept = _kept(slack, one, bot)
    there = len(slack.messages("T2", "C2"))
    _click(slack, two, bot, SHARE, kept.id)
    assert len(slack.messages("T2", "C2")) == there + 1  # the button's own
    assert not any("four" in said(each) for each in slack.messages("T2", "C2")[there:])


def _waiting(bot: Bot, team: str, state: State) -> Question:
    """A question of U1 in a workspace that nobody answers."""
    ts = f"{time.time():.6f}"
    place = Place(team, "C1", ts)
    question = Question(f"{team}/C1/{ts}", place, "U1", LIBRARIES, "mention", _now(), ts)
    assert bot.desk.store.take(question)
    bot.desk.store.note(question.id, state)
    return question


def _now() -> datetime:
    return datetime.now(UTC)


def _state(bot: Bot, question: Question) -> str:
    kept = bot.desk.store.get(question.id, question.place.team)
    assert kept is not None
    return kept.state


def test_a_question_is_not_stopped_by_another_workspace(
    slack: SlackStandIn, one: People, two: People, bot: Bot
) -> None:
    question = _waiting(bot, "T1", "answering")
    _click(slack, two, bot, CANCEL, question.id)
    assert _state(bot, question) == "answering"
    [told] = [e for e in slack.ephemerals("T2", "U1") if "finished already" in said(e)]
    assert "libraries" not in said(told)
    _click(slack, one, bot, CANCEL, question.id)
    assert _state(bot, question) == "cancelled"


def test_a_question_is_not_asked_again_by_another_workspace(
    slack: SlackStandIn, one: People, two: People, bot: Bot
) -> None:
    question = _waiting(bot, "T1", "interrupted")
    before = len(slack.calls)
    _click(slack, two, bot, RETRY, question.id)
    assert _state(bot, question) == "interrupted"
    assert len(slack.calls) == before
    bot.desk.store.note(question.id, "done")


def _home(slack: SlackStandIn, team: str, user: str) -> str:
    """What stands on a person's page."""
    return json.dumps(slack.wait_for(lambda: slack.home(team, user)).blocks)


def test_settings_are_those_of_their_workspace(
    slack: SlackStandIn, one: People, two: People, bot: Bot, archive: Path
) -> None:
    with database(archive) as engine:
        chosen = Preferences(sources=("The Harbour Ledger",), days=1)
        PreferenceStore(engine).set("T1", "C1", chosen, "U1")
        try:
            [limited] = answered(slack, one.mention("U1", "C1", LIBRARIES))
            [free] = answered(slack, two.mention("U1", "C1", LIBRARIES))
            assert "four" not in said(limited)
            assert "four" in said(free)
            one.open_home("U1")
            two.open_home("U1")
            pages = [_home(slack, each, "U1") for each in ("T1", "T2")]
            assert "Harbour Ledger" in pages[0]
            assert "Harbour Ledger" not in pages[1]
        finally:
            PreferenceStore(engine).forget("T1")


def test_home_shows_the_questions_of_its_own_workspace(
    slack: SlackStandIn, one: People, two: People, bot: Bot
) -> None:
    for team, text in ((one, "how many libraries close in June?"), (two, "who left the council?")):
        answered(slack, team.mention("U2", "C1", text))
    assert bot.desk.lanes.idle(20)
    one.open_home("U2")
    two.open_home("U2")
    first, second = (_home(slack, each, "U2") for each in ("T1", "T2"))
    assert "libraries close in June" in first
    assert "libraries close in June" not in second
    assert "left the council" in second
    assert "left the council" not in first


def _told(slack: SlackStandIn, team: People, text: str) -> str:
    """What /onrecord answers U1."""
    before = len(slack.ephemerals(team.id, "U1"))
    team.command("U1", "C2", "/onrecord", text)
    slack.wait_for(lambda: len(slack.ephemerals(team.id, "U1")) > before)
    return said(slack.ephemerals(team.id, "U1")[-1])


def test_a_channel_follows_its_own_topics(
    slack: SlackStandIn, one: People, two: People, bot: Bot, archive: Path
) -> None:
    there = len(slack.messages("T1", "C2"))
    one.command("U1", "C2", "/onrecord", "follow library closures")
    slack.wait_for(lambda: len(slack.messages("T1", "C2")) > there)
    for text in ("list", "stop 1", "stop library closures"):
        assert "follows no topic" in _told(slack, two, text)
    with database(archive) as engine:
        assert [each.text for each in TopicStore(engine).in_channel("T1", "C2")] == [
            "library closures"
        ]
        assert TopicStore(engine).in_channel("T2", "C2") == []


def _elsewhere(slack: SlackStandIn, team: People, **event: Any) -> None:
    """An event that could be of any workspace but for who it is delivered to."""
    given = {"type": "message", "channel": "C1", "channel_type": "channel", **event}
    sent = slack.deliver_event(team.id, given)
    slack.wait_for(lambda: sent.settled)
    assert sent.acknowledged


def test_a_message_of_another_workspace_with_the_same_ts_changes_nothing(
    slack: SlackStandIn, one: People, two: People, bot: Bot
) -> None:
    asked = one.mention("U1", "C1", LIBRARIES)
    [answer] = answered(slack, asked)
    kept = bot.assistant.answers.recent(workspace="T1", asker="U1")[0]
    before = answer.whole
    edited = {
        "type": "message",
        "user": "U1",
        "ts": asked.ts,
        "text": DISPUTED,
        "edited": {"user": "U1", "ts": asked.ts},
    }
    now = f"{time.time():.6f}"
    _elsewhere(slack, two, subtype="message_changed", message=edited, ts=now, hidden=True)
    _elsewhere(slack, two, subtype="message_deleted", deleted_ts=asked.ts, ts=now, hidden=True)
    assert bot.desk.lanes.idle(20)
    assert slack.replies(asked) == [answer]
    assert (answer.whole, answer.edits) == (before, [])
    assert bot.assistant.answers.get(kept.id, workspace="T1") is not None


def test_a_thread_of_another_workspace_with_the_same_ts_is_another(
    slack: SlackStandIn, one: People, two: People, bot: Bot
) -> None:
    asked = one.mention("U1", "C1", RATIONS)
    answered(slack, asked)
    there = len(slack.messages("T2", "C1"))
    follow_up = "and what did she say about the withdrawal?"
    # It is a thread of the bot's in the other workspace, where no mention would be needed.
    _elsewhere(slack, two, user="U1", ts=f"{time.time():.6f}", thread_ts=asked.ts, text=follow_up)
    assert bot.desk.lanes.idle(20)
    assert len(slack.messages("T2", "C1")) == there
    mention = f"<@{two.bot_user}> {follow_up}"
    _elsewhere(slack, two, user="U1", ts=f"{time.time():.6f}", thread_ts=asked.ts, text=mention)
    assert bot.desk.lanes.idle(20)
    kept = bot.assistant.answers.recent(workspace="T2", asker="U1")[0].answer
    assert kept.question == follow_up
    assert "Kostán" not in (kept.standalone or "")
    own = one.mention("U1", "C1", follow_up, thread=asked.ts)
    answered(slack, own, 2)
    assert bot.desk.lanes.idle(20)
    kept = bot.assistant.answers.recent(workspace="T1", asker="U1")[0].answer
    assert "Kostán" in (kept.standalone or "")
