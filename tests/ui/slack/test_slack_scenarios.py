"""What people do in Slack and what they see, over a real socket and real HTTP."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.slack import People, SlackStandIn
from tests.support.slack_bot import answered, copied, our_app, running, said
from ui.slack.blocks.buttons import CANCEL, FEEDBACK, SHOW_PASSAGES
from ui.slack.bot import Bot

DISPUTED = "who disputed the withdrawal?"
LIBRARIES = "how many libraries close?"
UNKNOWN = "who is the king of Ruritania?"


@pytest.fixture(scope="module")
def archive(sample_archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied(sample_archive, tmp_path_factory.mktemp("slack") / "archive")


@pytest.fixture(scope="module")
def slack() -> Iterator[SlackStandIn]:
    with SlackStandIn(our_app()) as started:
        yield started


@pytest.fixture(scope="module")
def team(slack: SlackStandIn) -> People:
    return slack.workspace(
        "T1", users=["U1", "U2", "U3"], channels=["C1", "C2", "C3", "C4"], private=["G1"]
    )


@pytest.fixture(scope="module")
def bot(slack: SlackStandIn, team: People, archive: Path) -> Iterator[Bot]:
    with running(slack, team, archive) as started:
        yield started


@pytest.fixture(autouse=True)
def _no_fault(slack: SlackStandIn, bot: Bot) -> Iterator[None]:
    yield
    assert bot.desk.lanes.idle(20)
    slack.wait_until_settled()
    assert slack.faults == []
    refused = {(call.method, call.error) for call in slack.calls if call.error}
    assert refused <= {("chat.startStream", "unknown_method")}


# 1. Everywhere a person asks


@pytest.mark.parametrize("channel", ["C1", "G1"])
def test_a_mention_is_answered_in_its_thread(
    slack: SlackStandIn, team: People, channel: str
) -> None:
    asked = team.mention("U1", channel, DISPUTED)
    [answer] = answered(slack, asked)
    assert answer.streamed
    assert "Velmar" in said(answer)
    assert "[1]" in said(answer)
    slack.wait_until_settled()
    # Slack tells of a mention twice; it is answered once.
    assert len(asked.deliveries) == 2
    assert len(slack.replies(asked)) == 1


def test_a_direct_message_is_answered(slack: SlackStandIn, team: People) -> None:
    asked = team.direct("U1", LIBRARIES)
    [answer] = answered(slack, asked)
    assert "four" in said(answer)
    pane = slack.pane("T1", asked.channel, asked.ts)
    assert pane.title == LIBRARIES


def test_what_opens_the_messages_tab_is_offered_questions_that_are_answered(
    slack: SlackStandIn, team: People, bot: Bot
) -> None:
    team.open_pane("U3")
    call = slack.wait_for(
        lambda: next(
            (c for c in slack.calls if c.method == "assistant.threads.setSuggestedPrompts"), None
        )
    )
    prompts = call.params["prompts"]
    prompts = json.loads(prompts) if isinstance(prompts, str) else prompts
    assert 1 <= len(prompts) <= 4
    for each in prompts:
        assert bot.assistant.ask(each["message"]).outcome == "answered"


def test_the_command_answers_its_asker_alone_and_can_be_shared(
    slack: SlackStandIn, team: People
) -> None:
    before = len(slack.messages("T1", "C2"))
    team.command("U2", "C2", "/ask", LIBRARIES)
    shown = slack.wait_for(lambda: slack.ephemerals("T1", "U2"))[0]
    assert "four" in said(shown)
    assert slack.ephemerals("T1", "U1") == []
    assert len(slack.messages("T1", "C2")) == before
    team.click("U2", shown, "share")
    slack.wait_for(lambda: len(slack.messages("T1", "C2")) > before)
    shared = slack.messages("T1", "C2")[-1]
    assert "four" in said(shared)
    slack.wait_for(lambda: slack.ephemerals("T1", "U2") == [])


def test_a_follow_up_of_the_command_leans_on_its_asker(slack: SlackStandIn, team: People) -> None:
    team.command("U3", "C2", "/ask", "What did Mirela Kostán say about the ration orders?")
    slack.wait_for(lambda: slack.ephemerals("T1", "U3"))
    team.command("U3", "C2", "/ask", "and what did she say about the withdrawal?")
    slack.wait_for(lambda: len(slack.ephemerals("T1", "U3")) == 2)
    assert "Kostán" in said(slack.ephemerals("T1", "U3")[1])


def test_a_command_without_a_question_says_how_to_ask(slack: SlackStandIn, team: People) -> None:
    team.command("U1", "C3", "/ask", " ?! ")
    shown = slack.wait_for(lambda: slack.ephemerals("T1", "U1"))[-1]
    assert "/ask who disputed the withdrawal?" in said(shown)


def test_a_message_is_checked_against_the_archive(slack: SlackStandIn, team: People) -> None:
    claim = team.say("U2", "C4", "The council passed the budget by 41 votes.")
    before = len(slack.ephemerals("T1", "U1"))
    team.shortcut("U1", claim, "check_message")
    slack.wait_for(lambda: len(slack.ephemerals("T1", "U1")) > before)
    shown = slack.ephemerals("T1", "U1")[-1]
    assert "Against" in said(shown)
    assert "29" in said(shown)


# 2. Answers


def test_passages_open_with_the_quotes_in_their_paragraphs(
    slack: SlackStandIn, team: People
) -> None:
    [answer] = answered(slack, team.mention("U1", "C1", DISPUTED))
    team.click("U1", answer, SHOW_PASSAGES)
    view = slack.wait_for(lambda: slack.view("T1", "U1"))
    words = "\n".join(_texts(view.blocks))
    assert "troops" in words
    links = [each for each in _links(view.blocks) if ":~:text=" in each]
    assert links
    team.close_view("U1", view)


def test_an_abstention_is_short_and_is_not_streamed(slack: SlackStandIn, team: People) -> None:
    [answer] = answered(slack, team.mention("U1", "C1", UNKNOWN))
    assert not answer.streamed
    assert "Not in the archive" in said(answer)
    assert len(answer.blocks) <= 6
    team.click("U1", answer, SHOW_PASSAGES)
    view = slack.wait_for(lambda: slack.view("T1", "U1"))
    team.close_view("U1", view)


def test_feedback_is_kept_with_the_answer(slack: SlackStandIn, team: People, bot: Bot) -> None:
    [answer] = answered(slack, team.mention("U2", "C1", LIBRARIES))
    clicked = team.click("U1", answer, FEEDBACK, "negative")
    slack.wait_for(lambda: clicked.settled)
    kept = bot.assistant.answers.recent(workspace="T1", asker="U2")[0]
    [rating] = bot.assistant.answers.ratings(kept.id, workspace="T1")
    assert (rating.by, rating.verdict) == ("U1", "bad")


# 3. Threads are conversations


def test_a_follow_up_needs_no_mention_and_two_people_are_told_apart(
    slack: SlackStandIn, team: People
) -> None:
    asked = team.mention("U1", "C3", "What did Mirela Kostán say about the ration orders?")
    answered(slack, asked)
    team.mention("U2", "C3", "When was the tram deal reached?", thread=asked.ts)
    answered(slack, asked, 2)
    team.say("U1", "C3", "and what did she say about the withdrawal?", thread=asked.ts)
    third = answered(slack, asked, 3)[2]
    assert "Kostán" in said(third)
    assert "<@U1>" in third.whole
    team.say("U2", "C3", "thanks, that helps", thread=asked.ts)
    team.say("U2", "C3", "<@U1> do you call her?", thread=asked.ts)
    slack.wait_until_settled()
    assert len(slack.replies(asked)) == 3


def test_an_edited_question_is_answered_anew_in_place(slack: SlackStandIn, team: People) -> None:
    asked = team.mention("U1", "C1", DISPUTED)
    [first] = answered(slack, asked)
    team.edit(asked, f"<@{team.bot_user}> {LIBRARIES}")
    slack.wait_for(lambda: first.edits)
    assert "four" in said(first)
    assert "Velmar" not in said(first)
    assert slack.replies(asked) == [first]


def test_a_link_preview_is_no_edit(slack: SlackStandIn, team: People, bot: Bot) -> None:
    asked = team.mention("U1", "C1", LIBRARIES)
    [first] = answered(slack, asked)
    team.unfurl(asked)
    slack.wait_until_settled()
    assert bot.desk.lanes.idle(20)
    assert first.edits == []


def test_a_deleted_question_takes_its_answer_along(
    slack: SlackStandIn, team: People, bot: Bot
) -> None:
    asked = team.mention("U1", "C1", LIBRARIES)
    answered(slack, asked)
    assert bot.desk.lanes.idle(20)  # from here on, the question's lane alone takes it back
    kept = bot.assistant.answers.recent(workspace="T1", asker="U1")[0]
    team.delete(asked)
    slack.wait_for(lambda: slack.replies(asked) == [])
    assert bot.assistant.answers.get(kept.id, workspace="T1") is None


# 4. Manners


def test_the_same_event_five_times_is_one_answer(
    slack: SlackStandIn, team: People, bot: Bot
) -> None:
    asked = team.mention("U1", "C1", LIBRARIES)
    answered(slack, asked)
    for delivery in asked.deliveries:
        slack.deliver_again(delivery, times=5)
    slack.wait_until_settled()
    assert bot.desk.lanes.idle(20)
    assert len(slack.replies(asked)) == 1


def test_bots_are_not_answered(slack: SlackStandIn, team: People, bot: Bot) -> None:
    asked = team.mention("U1", "C1", LIBRARIES)
    answered(slack, asked)
    other = team.other_bot("C1", f"<@{team.bot_user}> {DISPUTED}")
    inside = team.other_bot("C1", DISPUTED, thread=asked.ts)
    slack.wait_until_settled()
    assert bot.desk.lanes.idle(20)
    assert slack.replies(other) == []
    assert inside.thread_ts == asked.ts
    assert len(slack.replies(asked)) == 1


def test_without_streaming_a_message_grows(slack: SlackStandIn, team: People, bot: Bot) -> None:
    slack.switch_off("chat.startStream")
    try:
        asked = team.mention("U1", "C2", DISPUTED)
        [answer] = answered(slack, asked)
        assert bot.desk.lanes.idle(20)
    finally:
        slack.switch_on("chat.startStream")
    assert not answer.streamed
    assert "Velmar" in said(answer)
    assert any(element["action_id"] == FEEDBACK for element in _elements(answer.blocks))
    assert not any(element["action_id"] == CANCEL for element in _elements(answer.blocks))


def _elements(blocks: list[dict]) -> list[dict]:
    return [
        element
        for block in blocks
        for element in block.get("elements", ())
        if "action_id" in element
    ]


def _texts(value: object) -> list[str]:
    if isinstance(value, dict):
        own = [value["text"]] if isinstance(value.get("text"), str) else []
        return own + [text for each in value.values() for text in _texts(each)]
    return [text for each in value for text in _texts(each)] if isinstance(value, list) else []


def _links(value: object) -> list[str]:
    if isinstance(value, dict):
        own = [value["url"]] if isinstance(value.get("url"), str) else []
        return own + [url for each in value.values() for url in _links(each)]
    return [url for each in value for url in _links(each)] if isinstance(value, list) else []
