"""What articles and people write stays words: no mention, no link, no formatting, no emoji."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from assistant.answers import KeptAnswer
from assistant.assistant import Assistant
from assistant.settings import Settings
from ingest.pipeline import ingest
from tests.support.slack import Message, People, SlackStandIn
from tests.support.slack_bot import answered, our_app, running
from tests.support.slack_meaning import live, markdown, mrkdwn, shown
from tests.support.slack_signin import database, listened
from ui.slack.blocks.buttons import SHOW_PASSAGES
from ui.slack.blocks.home import CHANGE_SETTINGS
from ui.slack.blocks.share import SHARE
from ui.slack.bot import Bot
from ui.slack.digests import Digests
from ui.slack.preferences import Preferences, PreferenceStore
from ui.slack.topics import TopicStore

DESK = "https://desk.example"
TITLE = "<!channel> *Dam* gates `shut` <@U2> :tada: [click](https://evil.example) &lt;!here&gt;"
SOURCE = "The <!here> *Weir* [Ledger](https://evil.example)"
# Each paragraph is one string here, and one line in the article.
DAM = "\n".join(
    [
        f"Title: {TITLE}",
        f"Source: {SOURCE}",
        "Authors: <@U2>",
        "Date: 2026-02-03T09:00:00+00:00",
        "URL: https://weir.example/dam?x=<!channel>|*bold*&y=(`a`)",
        "",
        "Petra Valen, the water minister, said the Orsk Mill dam closes on 3 May and <!channel> "
        "has to read <https://evil.example|click> first.",
        "",
        '"Alert <!here> and <@U2> about the Orsk Mill dam, see [click](https://evil.example), '
        '*bold* words, `code`, :tada: and &lt;!channel&gt;," Petra Valen said.',
        "",
        'Petra Valen denied that the *Orsk Mill dam* leaks: "<!channel> the dam does not leak, '
        '~no~ _never_, says https://evil.example and www.evil.example."',
        "",
        "# Not a heading about the dam",
        "",
        "- <!everyone> is no list, and > this is no quotation, said Jonas Reck of the Orsk Mill "
        "dam board.",
        "",
        "1. ![img](https://evil.example/x.png) is no picture of the dam, said Jonas Reck.",
    ]
)
NEWS = "\n".join(
    [
        "Title: <!here> New at the `dam`",
        "Source: *Upland* <!everyone>",
        "Date: 2026-02-05T09:00:00+00:00",
        "URL: javascript:alert('<!channel>')",
        "",
        'Petra Valen confirmed that the Orsk Mill dam leaks: "<!channel> it does leak, '
        '[see](https://evil.example), *badly*, `now` :tada: <@U2>."',
    ]
)
LEAKS = "who denied that the dam leaks?"
SAID = "what did Petra Valen say about the Orsk Mill dam?"
# As a person types it, in the form in which Slack hands it over.
TYPED = (
    "what about &lt;!channel&gt; and &lt;@U2&gt; at the *dam*, `so` :tada:, "
    "[click](https://evil.example) &amp;lt;!here&amp;gt;?"
)
# As one whose composer makes mentions and links of it.
MEANT = "<!channel> what about the dam, <https://evil.example|click> <@U2> <!here|here>?"
UNKNOWN = "who is the king of &lt;!here&gt; *Ruritania* <https://evil.example|click>?"
OWN = (
    "bold",
    "italic",
    "code",
    "strong_open",
    "user U1",
    "user UBOTT1",
    "channel C1",
    "<@U1>",
    "https://weir.example/dam?x=%3C!channel%3E%7C%2Abold%2A&y=%28%60a%60%29",
    f"{DESK}/articles/",
    "<!date^",
)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("slack-smuggling")
    article = folder / "dam.txt"
    article.write_text(DAM)
    with Assistant.open(folder / "archive", Settings.load(folder / "archive")) as assistant:
        report = ingest(assistant.indexer, [article], scribe=assistant.scribe)
        assert report.added == 1
    return folder / "archive"


@pytest.fixture(scope="module")
def slack() -> Iterator[SlackStandIn]:
    with SlackStandIn(our_app()) as started:
        yield started


@pytest.fixture(scope="module")
def team(slack: SlackStandIn) -> People:
    return slack.workspace("T1", users=["U1", "U2"], channels=["C1", "C2"])


@pytest.fixture(scope="module")
def bot(slack: SlackStandIn, team: People, archive: Path) -> Iterator[Bot]:
    with running(slack, team, archive, public_url=DESK) as started:
        yield started


@pytest.fixture(autouse=True)
def _nothing_got_through(slack: SlackStandIn, team: People, bot: Bot) -> Iterator[None]:
    calls, ephemerals = len(slack.calls), len(slack.ephemerals("T1"))
    there = {each: len(slack.messages("T1", each)) for each in ("C1", "C2")}
    yield
    listened(bot)
    slack.wait_until_settled()
    assert slack.faults == []
    made = slack.calls[calls:]
    for call in made:
        _is_harmless({**call.params})
    for shown_to_one in slack.ephemerals("T1")[ephemerals:]:
        _is_harmless({"text": shown_to_one.text, "blocks": shown_to_one.blocks})
    for channel, before in there.items():
        for message in slack.messages("T1", channel)[before:]:
            if message.bot_id:
                _is_harmless(_said(message))


def _said(message: Message) -> dict[str, Any]:
    # Of a streamed message the text is what Slack makes of its Markdown.
    text = "" if message.streamed else message.text
    return {"text": text, "blocks": message.blocks, "markdown_text": message.markdown}


def _is_harmless(said: dict[str, Any]) -> None:
    got_through = [each for each in live(said) if not each.startswith(OWN)]
    assert got_through == [], said


# The measure itself


@pytest.mark.parametrize(
    "text",
    ["<!channel>", "<@U2>", "<https://e.example|x>", "*b*", "a _b_.", "`c`", ":tada:", "~x~"],
)
def test_what_is_live_in_mrkdwn_is_seen(text: str) -> None:
    assert mrkdwn(f"say {text} now")
    assert mrkdwn("2 * 3 * 4 &lt;!channel&gt; snake_case_name 10:30:15 a") == [":30:"]


@pytest.mark.parametrize(
    "text",
    [
        "<!channel>",
        "[x](https://e.example)",
        "*b*",
        "**b**",
        "`c`",
        "~~x~~",
        "# h",
        "- l",
        "1. l",
        "> q",
        "![i](https://e.example/i.png)",
        "https://e.example",
        "www.e.example",
        ":tada:",
        "a@e.example",
    ],
)
def test_what_is_live_in_markdown_is_seen(text: str) -> None:
    assert markdown(text)
    assert markdown(r"plain words \*so\* \:tada: &lt;!here&gt; http\://e\.example") == []


def test_what_is_live_in_blocks_is_seen() -> None:
    assert [*live([{"type": "broadcast", "range": "channel"}])]
    assert [*live({"text": "<!here>", "blocks": []})] == ["<!here>"]
    assert [*live({"chunks": json.dumps([{"type": "markdown_text", "text": "*b*"}])})]
    assert [*live({"type": "plain_text", "text": ":tada:"})] == [":tada:"]
    link = {"type": "link", "url": "https://e.example", "text": "x"}
    rich = {"type": "rich_text_section", "elements": [link]}
    assert [*live({"blocks": [{"type": "rich_text", "elements": [rich]}]})] == ["https://e.example"]


# Everywhere


def _kept(bot: Bot, user: str = "U1") -> KeptAnswer:
    assert bot.desk.lanes.idle(20)
    return bot.assistant.answers.recent(workspace="T1", asker=user)[0]


def _words(text: str) -> str:
    """A text without what is ours in it: the markers of citations."""
    return " ".join(re.sub(r"\s*\[\d+\]", "", text).split())


@pytest.mark.parametrize("question", [LEAKS, SAID, TYPED, MEANT, "what did Jonas Reck say?"])
def test_a_streamed_answer_shows_the_words_as_they_stand(
    slack: SlackStandIn, team: People, bot: Bot, question: str
) -> None:
    [answer] = answered(slack, team.mention("U1", "C1", question))
    kept = _kept(bot)
    assert kept.answer.outcome == "answered"
    assert re.search(r"<!\w+>", kept.answer.text), "nothing would have been smuggled"
    assert answer.streamed
    assert _words(shown(answer.markdown)) == _words(kept.answer.text)
    assert any(each.startswith("https://weir.example/") for each in markdown(answer.markdown))


def test_an_answer_that_is_not_streamed(slack: SlackStandIn, team: People, bot: Bot) -> None:
    slack.switch_off("chat.startStream")
    try:
        for question in (LEAKS, TYPED, MEANT):
            [answer] = answered(slack, team.mention("U1", "C1", question))
            assert bot.desk.lanes.idle(20)
            assert not answer.streamed
            assert any("<!" in each for each in _literal(answer.blocks))
    finally:
        slack.switch_on("chat.startStream")
        bot.desk._without_streams.clear()


def _literal(value: Any) -> Iterator[str]:
    """The texts of blocks in which nothing is live."""
    if isinstance(value, dict):
        if value.get("type") in ("text", "link", "plain_text"):
            yield value["text"]
        for each in value.values():
            yield from _literal(each)
    elif isinstance(value, list):
        for each in value:
            yield from _literal(each)


def test_an_abstention(slack: SlackStandIn, team: People, bot: Bot) -> None:
    [answer] = answered(slack, team.mention("U1", "C1", UNKNOWN))
    assert _kept(bot).answer.outcome == "abstained"
    assert TITLE in " ".join(_literal(answer.blocks))


def test_an_edited_question(slack: SlackStandIn, team: People) -> None:
    asked = team.mention("U1", "C1", "when does the Orsk Mill dam close?")
    [answer] = answered(slack, asked)
    team.edit(asked, f"<@{team.bot_user}> {TYPED}")
    slack.wait_for(lambda: answer.edits)


def test_two_people_in_a_thread(slack: SlackStandIn, team: People) -> None:
    asked = team.mention("U2", "C1", SAID)
    answered(slack, asked)
    team.mention("U1", "C1", TYPED, thread=asked.ts)
    second = answered(slack, asked, 2)[1]
    assert second.markdown.startswith("<@U1> ")


def _commanded(slack: SlackStandIn, team: People, channel: str, command: str, text: str) -> None:
    """Have a command answered, to whomever."""

    def told() -> int:
        return len(slack.ephemerals("T1", "U1")) + len(slack.messages("T1", channel))

    before = told()
    team.command("U1", channel, command, text)
    slack.wait_for(lambda: told() > before)


def test_a_private_answer_and_what_is_shared_of_it(slack: SlackStandIn, team: People) -> None:
    for question in (LEAKS, TYPED, MEANT, UNKNOWN):
        _commanded(slack, team, "C2", "/ask", question)
    there = len(slack.messages("T1", "C2"))
    team.click("U1", slack.ephemerals("T1", "U1")[-4], SHARE)
    slack.wait_for(lambda: len(slack.messages("T1", "C2")) > there)


def test_the_passages(slack: SlackStandIn, team: People) -> None:
    for question in (LEAKS, UNKNOWN):
        [answer] = answered(slack, team.mention("U1", "C1", question))
        team.click("U1", answer, SHOW_PASSAGES)
        view = slack.wait_for(lambda: slack.view("T1", "U1"))
        assert TITLE in " ".join(_literal(view.blocks))
        team.close_view("U1", view)


def test_the_check_of_a_message(slack: SlackStandIn, team: People) -> None:
    claim = team.say(
        "U2",
        "C1",
        "Petra Valen said the *Orsk Mill* dam leaks <!channel>. The `dam` closes on 9 May, says "
        "<https://evil.example|click> :tada: &lt;!here&gt; [click](https://evil.example).",
    )
    before = len(slack.ephemerals("T1", "U1"))
    team.shortcut("U1", claim, "check_message")
    slack.wait_for(lambda: len(slack.ephemerals("T1", "U1")) > before)
    words = " ".join(_literal(slack.ephemerals("T1", "U1")[-1].blocks))
    assert "said the *Orsk Mill* dam leaks" in words
    assert "The `dam` closes on 9 May, says click :tada: <!here> [click](" in words


def test_home_and_the_settings(slack: SlackStandIn, team: People, bot: Bot, archive: Path) -> None:
    answered(slack, team.mention("U1", "C1", TYPED))
    assert bot.desk.lanes.idle(20)
    with database(archive) as engine:
        for channel in ("", "C1"):
            PreferenceStore(engine).set("T1", channel, Preferences((SOURCE, "gone <!here>")), "U1")
    try:
        team.open_home("U1")
        home = slack.wait_for(lambda: slack.home("T1", "U1"))
        words = " ".join(_literal(home.blocks))
        assert "what about <!channel> and <@U2> at the *dam*, `so` :tada:" in words
        assert SOURCE in words
        team.click("U1", home, CHANGE_SETTINGS)
        view = slack.wait_for(lambda: slack.view("T1", "U1"))
        team.submit("U1", view)
        slack.wait_for(lambda: slack.view("T1", "U1") is None)
    finally:
        with database(archive) as engine:
            PreferenceStore(engine).forget("T1")


def test_a_conversation_with_the_app(slack: SlackStandIn, team: People, bot: Bot) -> None:
    team.open_pane("U1")
    slack.wait_for(lambda: slack.calls_of("assistant.threads.setSuggestedPrompts"))
    asked = team.direct("U1", TYPED)
    answered(slack, asked)
    _is_harmless(_said(answered(slack, asked)[0]))
    # A title is shown as it stands: Slack's reference knows no formatting in it.
    assert slack.pane("T1", asked.channel, asked.ts).title.startswith("what about <!channel>")


def test_topics(slack: SlackStandIn, team: People) -> None:
    topic = "*dam* &lt;!channel&gt; `x` :tada: [click](https://evil.example) <@U2>"
    there = len(slack.messages("T1", "C1"))
    team.command("U1", "C1", "/onrecord", f"follow {topic}")
    slack.wait_for(lambda: len(slack.messages("T1", "C1")) > there)
    assert "*dam* <!channel> `x`" in " ".join(_literal(slack.messages("T1", "C1")[-1].blocks))
    for text in ("list", f"follow {topic}", f"stop {topic} and more", f"{topic}", f"stop {topic}"):
        _commanded(slack, team, "C1", "/onrecord", text)


def test_a_notice_that_there_is_no_answer(slack: SlackStandIn, team: People) -> None:
    [notice] = answered(slack, team.mention("U1", "C2", f"{TYPED} {'<!here> ' * 1200}"))
    assert "ask in at most" in notice.whole


def test_a_digest(
    slack: SlackStandIn, team: People, bot: Bot, archive: Path, tmp_path: Path
) -> None:
    there = len(slack.messages("T1", "C2"))
    team.command("U1", "C2", "/onrecord", "follow at once Orsk Mill *dam* &lt;!channel&gt;")
    slack.wait_for(lambda: len(slack.messages("T1", "C2")) > there)
    listened(bot)
    article = tmp_path / "news.txt"
    article.write_text(NEWS)
    assistant = bot.assistant
    assert ingest(assistant.indexer, [article], scribe=assistant.scribe).added == 1
    with database(archive) as engine:
        later = datetime.now(UTC) + timedelta(hours=1)
        Digests(assistant, TopicStore(engine), bot.post, clock=lambda: later).look()
    slack.wait_for(lambda: len(slack.messages("T1", "C2")) > there + 1)
    digest = slack.messages("T1", "C2")[-1]
    words = " ".join(_literal(digest.blocks))
    assert "<!here> New at the `dam`" in words
    assert '"<!channel> it does leak, [see](https://evil.example), *badly*' in words
