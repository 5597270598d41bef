"""A small Bolt app in Socket Mode against the Slack stand-in, as OnRecord is."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from slack_bolt import App, Assistant
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from tests.support.slack import People, ShownView, SlackStandIn


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def button(action_id: str, **more: Any) -> dict[str, Any]:
    return {"type": "button", "action_id": action_id, "text": plain(action_id), **more}


_FEEDBACK = {
    "type": "feedback_buttons",
    "action_id": "feedback",
    "positive_button": {"text": plain("Good"), "value": "7:good"},
    "negative_button": {"text": plain("Bad"), "value": "7:bad"},
}
_CLOSING = [
    {"type": "context_actions", "elements": [_FEEDBACK]},
    {"type": "actions", "elements": [button("show", value="7")]},
]
_FORM = {
    "type": "modal",
    "callback_id": "form",
    "title": plain("Form"),
    "submit": plain("Save"),
    "blocks": [
        {
            "type": "input",
            "block_id": "since",
            "label": plain("Since"),
            "element": {"type": "datepicker", "action_id": "day"},
        },
        {
            "type": "input",
            "block_id": "from",
            "optional": True,
            "label": plain("Sources"),
            "element": {"type": "multi_external_select", "action_id": "sources"},
        },
        {
            "type": "input",
            "block_id": "in",
            "label": plain("Language"),
            "element": {
                "type": "static_select",
                "action_id": "language",
                "initial_option": {"text": plain("English"), "value": "en"},
                "options": [
                    {"text": plain("English"), "value": "en"},
                    {"text": plain("Swedish"), "value": "sv"},
                ],
            },
        },
    ],
}


class Minimal:
    """A Bolt app that answers everything that the stand-in can do; ``saw`` is what it was given."""

    def __init__(self, client: WebClient) -> None:
        self.saw: dict[str, Any] = {}
        self.app = app = App(client=client)
        pane = Assistant()
        pane.thread_started(self._started)
        pane.user_message(lambda say: say("Answer."))
        app.assistant(pane)
        app.event("app_mention")(self._mention)
        app.event("app_home_opened")(self._home)
        app.event("message")(lambda: None)
        app.command("/ask")(self._command)
        app.shortcut("check")(self._shortcut)
        app.action("show")(self._show)
        app.action("feedback")(self._feedback)
        app.action("filter")(self._filter)
        app.options("sources")(self._options)
        app.view("form")(self._saved)

    def _started(self, say: Any, set_suggested_prompts: Any, set_title: Any) -> None:
        say("Hello.")
        set_title("News")
        set_suggested_prompts(prompts=["Who?", "Why?"], title="Try")

    def _mention(self, event: dict[str, Any], client: WebClient) -> None:
        stream = client.chat_stream(
            channel=event["channel"],
            thread_ts=event.get("thread_ts") or event["ts"],
            recipient_user_id=event["user"],
            recipient_team_id=event["team"],
        )
        stream.append(markdown_text="The mayor.")
        stream.stop(blocks=_CLOSING)

    def _home(self, event: dict[str, Any], client: WebClient) -> None:
        channels = {"type": "multi_channels_select", "action_id": "filter"}
        blocks = [{"type": "section", "text": plain("Where"), "accessory": channels}]
        client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})

    def _command(self, ack: Any, respond: Any, command: dict[str, Any]) -> None:
        ack("Searching.")
        respond(f"About {command['text']}", replace_original=True)

    def _shortcut(self, ack: Any, shortcut: dict[str, Any], respond: Any) -> None:
        ack()
        respond(f"Checked: {shortcut['message']['text']}")

    def _show(self, ack: Any, body: dict[str, Any], client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=_FORM)

    def _feedback(self, ack: Any, action: dict[str, Any]) -> None:
        self.saw["feedback"] = action["value"]
        ack()

    def _filter(self, ack: Any, action: dict[str, Any], body: dict[str, Any]) -> None:
        self.saw["filter"] = action["selected_channels"]
        self.saw["state"] = body["view"]["state"]
        ack()

    def _options(self, ack: Any, payload: dict[str, Any]) -> None:
        ack(options=[{"text": plain(payload["value"].title()), "value": payload["value"]}])

    def _saved(self, ack: Any, view: dict[str, Any]) -> None:
        values = view["state"]["values"]
        self.saw["form"] = values
        if values["since"]["day"]["selected_date"] < "2026-01-01":
            ack(response_action="errors", errors={"since": "Too early."})
        else:
            ack()


@pytest.fixture(scope="module")
def slack() -> Iterator[SlackStandIn]:
    with SlackStandIn() as standin:
        yield standin


@pytest.fixture(scope="module")
def team(slack: SlackStandIn) -> People:
    return slack.workspace("T1")


@pytest.fixture(scope="module")
def minimal(slack: SlackStandIn, team: People) -> Iterator[Minimal]:
    made = Minimal(WebClient(team.bot_token, base_url=slack.url))
    handler = SocketModeHandler(made.app, slack.app.app_token)
    handler.connect()  # type: ignore[no-untyped-call]
    slack.wait_until_connected()
    yield made
    handler.close()  # type: ignore[no-untyped-call]


@pytest.fixture(autouse=True)
def _served(slack: SlackStandIn, minimal: Minimal) -> Iterator[None]:
    yield
    slack.wait_until_settled()
    assert slack.faults == []
    assert all(each.acknowledged for each in slack.deliveries)


def test_a_mention_is_answered_in_its_thread(
    slack: SlackStandIn, team: People, minimal: Minimal
) -> None:
    asked = team.mention("U1", "C1", "who disputed it?")
    slack.wait_for(lambda: any(not each.streaming for each in slack.replies(asked)))
    (reply,) = slack.replies(asked)
    assert (reply.markdown, reply.thread_ts) == ("The mayor.", asked.ts)
    team.click("U1", reply, "feedback", "negative")
    slack.wait_for(lambda: minimal.saw.get("feedback") == "7:bad")
    team.click("U1", reply, "feedback", "positive")
    slack.wait_for(lambda: minimal.saw.get("feedback") == "7:good")


def test_a_form_is_opened_filled_in_and_saved(
    slack: SlackStandIn, team: People, minimal: Minimal
) -> None:
    asked = team.mention("U1", "C1", "who else?")
    slack.wait_for(lambda: any(not each.streaming for each in slack.replies(asked)))
    team.click("U1", slack.replies(asked)[0], "show")
    form: ShownView = slack.wait_for(lambda: slack.view("T1", "U1"))
    with pytest.raises(LookupError, match="must be filled in"):
        team.submit("U1", form)
    with pytest.raises(LookupError, match="not offered"):
        team.submit("U1", form, {"day": "2026-02-01", "language": "fr"})
    typed = team.suggest("U1", form, "sources", "ledger")
    slack.wait_for(lambda: typed.acknowledged)
    (source,) = typed.response["options"]
    assert source == {"text": plain("Ledger"), "value": "ledger"}
    early = team.submit("U1", form, {"day": "2025-12-31"})
    slack.wait_for(lambda: early.acknowledged)
    assert early.response["errors"] == {"since": "Too early."}
    assert slack.views("T1", "U1") == [form]
    team.submit("U1", form, {"day": "2026-02-01", "sources": [source], "language": "sv"})
    slack.wait_for(lambda: slack.view("T1", "U1") is None)
    assert minimal.saw["form"]["from"]["sources"]["selected_options"] == [source]
    assert minimal.saw["form"]["in"]["language"]["selected_option"]["value"] == "sv"


def test_a_command_is_answered_to_who_asked(slack: SlackStandIn, team: People) -> None:
    team.command("U2", "C1", "/ask", "the ferry")
    slack.wait_for(lambda: [each.text for each in slack.ephemerals("T1", "U2")] == _ABOUT)


_ABOUT = ["About the ferry"]


def test_a_message_is_checked(slack: SlackStandIn, team: People) -> None:
    said = team.say("U2", "C1", "The ferry sank.")
    team.shortcut("U1", said, "check")
    slack.wait_for(
        lambda: "Checked: The ferry sank." in [each.text for each in slack.ephemerals("T1", "U1")]
    )


def test_the_pane_greets_and_answers(slack: SlackStandIn, team: People) -> None:
    channel, thread = team.open_pane("U2")
    slack.wait_for(lambda: slack.pane("T1", channel, thread).prompts)
    pane = slack.pane("T1", channel, thread)
    assert (pane.title, pane.prompts_title) == ("News", "Try")
    assert [each["message"] for each in pane.prompts] == ["Who?", "Why?"]
    team.say("U2", channel, "who?", thread)
    slack.wait_for(
        lambda: (
            [each.text for each in slack.messages("T1", channel, thread)][1:]
            == ["Hello.", "who?", "Answer."]
        )
    )


def test_the_home_tab_is_made_and_used(slack: SlackStandIn, team: People, minimal: Minimal) -> None:
    team.open_home("U1")
    home = slack.wait_for(lambda: slack.home("T1", "U1"))
    team.click("U1", home, "filter", ["C1"])
    slack.wait_for(lambda: minimal.saw.get("filter") == ["C1"])
    (state,) = minimal.saw["state"]["values"].values()
    assert state["filter"]["selected_channels"] == ["C1"]


def test_many_people_at_once_each_get_their_answer(slack: SlackStandIn, team: People) -> None:
    asked = []
    together = threading.Barrier(4)

    def ask(number: int) -> None:
        together.wait()
        asked.append(team.mention("U1", "C1", f"question {number}"))

    people = [threading.Thread(target=ask, args=[number]) for number in range(4)]
    for each in people:
        each.start()
    for each in people:
        each.join()
    slack.wait_for(
        lambda: all(
            len(slack.replies(each)) == 1 and not slack.replies(each)[0].streaming for each in asked
        )
    )
