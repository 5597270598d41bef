"""The Slack stand-in's modals, home tabs and assistant threads."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from tests.support.slack import ManualClock, People, SlackApp, SlackStandIn

_DIVIDER = {"type": "divider"}


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def slack(clock: ManualClock) -> Iterator[SlackStandIn]:
    with SlackStandIn(clock=clock) as standin:
        yield standin


@pytest.fixture
def team(slack: SlackStandIn) -> People:
    return slack.workspace("T1")


@pytest.fixture
def client(slack: SlackStandIn, team: People) -> WebClient:
    return WebClient(team.bot_token, base_url=slack.url)


def modal(title: str = "One", **more: Any) -> dict[str, Any]:
    heading = {"type": "plain_text", "text": title}
    return {"type": "modal", "title": heading, "blocks": [_DIVIDER], **more}


def trigger(team: People) -> str:
    return str(team.command("U1", "C1", "/ask").payload["trigger_id"])


def error_of(call: Callable[[], Any]) -> str:
    with pytest.raises(SlackApiError) as raised:
        call()
    return str(raised.value.response["error"])


def test_a_view_is_opened_with_a_trigger_that_works_once(
    slack: SlackStandIn, team: People, client: WebClient
) -> None:
    taken = trigger(team)
    opened = client.views_open(trigger_id=taken, view=modal())["view"]
    there = slack.view("T1", "U1")
    assert there is not None
    assert (there.id, opened["root_view_id"], opened["state"]) == (
        opened["id"],
        opened["id"],
        {"values": {}},
    )
    assert there.blocks[0]["block_id"]
    assert error_of(lambda: client.views_open(trigger_id=taken, view=modal())) == (
        "exchanged_trigger_id"
    )


def test_a_trigger_works_for_three_seconds_and_in_its_workspace(
    slack: SlackStandIn, team: People, client: WebClient, clock: ManualClock
) -> None:
    late = trigger(team)
    clock.advance(3.1)
    assert error_of(lambda: client.views_open(trigger_id=late, view=modal())) == (
        "expired_trigger_id"
    )
    theirs = trigger(slack.workspace("T2"))
    for wrong in (theirs, "nonsense"):
        with pytest.raises(SlackApiError, match="invalid_trigger_id"):
            client.views_open(trigger_id=wrong, view=modal())


def test_a_wrong_view_is_refused_with_what_is_wrong_and_costs_no_trigger(
    team: People, client: WebClient
) -> None:
    taken = trigger(team)
    with pytest.raises(SlackApiError) as raised:
        client.views_open(trigger_id=taken, view=modal("x" * 25))
    told = raised.value.response
    assert told["error"] == "invalid_arguments"
    assert told["response_metadata"]["messages"] == [
        "[ERROR] must be less than 25 characters [json-pointer:/view/title/text]"
    ]
    huge = modal(blocks=[{"type": "image", "alt_text": "a", "image_url": "https://p.example"}] * 9)
    huge["private_metadata"] = "x" * 250_000
    assert error_of(lambda: client.views_open(trigger_id=taken, view=huge)) == "view_too_large"
    assert client.views_open(trigger_id=taken, view=modal())["ok"]


def test_a_hash_guards_an_update(slack: SlackStandIn, team: People, client: WebClient) -> None:
    opened = client.views_open(trigger_id=trigger(team), view=modal())["view"]

    def update(title: str, **which: Any) -> Any:
        return client.views_update(view=modal(title), **which)["view"]

    changed = update("Two", view_id=opened["id"], hash=opened["hash"])
    assert changed["hash"] != opened["hash"]
    assert (
        error_of(lambda: update("Three", view_id=opened["id"], hash=opened["hash"]))
        == "hash_conflict"
    )
    update("Four", view_id=opened["id"])
    there = slack.view("T1", "U1")
    assert there is not None
    assert there.payload["title"]["text"] == "Four"
    assert error_of(lambda: update("Five", view_id="V404")) == "not_found"
    assert error_of(lambda: update("Five", external_id="mine")) == "not_found"


def test_an_external_id_names_one_view(team: People, client: WebClient) -> None:
    client.views_open(trigger_id=trigger(team), view=modal(external_id="mine"))
    client.views_update(external_id="mine", view=modal("Two", external_id="mine"))
    again = modal(external_id="mine")
    assert error_of(lambda: client.views_open(trigger_id=trigger(team), view=again)) == (
        "duplicate_external_id"
    )


def test_a_stack_has_three_views(slack: SlackStandIn, team: People, client: WebClient) -> None:
    client.views_open(trigger_id=trigger(team), view=modal("1", blocks=_BUTTON))

    def push(title: str) -> Any:
        there = slack.view("T1", "U1")
        assert there is not None
        clicked = team.click("U1", there, "more")
        return client.views_push(
            trigger_id=clicked.payload["trigger_id"], view=modal(title, blocks=_BUTTON)
        )

    assert push("2")["view"]["previous_view_id"]
    push("3")
    assert error_of(lambda: push("4")) == "push_limit_reached"
    assert error_of(lambda: client.views_push(trigger_id=trigger(team), view=modal())) == (
        "not_found"
    )
    shown = slack.view("T1", "U1")
    assert shown is not None
    team.close_view("U1", shown)
    below = slack.view("T1", "U1")
    assert below is not None
    assert below.payload["title"]["text"] == "2"


_BUTTON = [
    {
        "type": "actions",
        "elements": [
            {"type": "button", "action_id": "more", "text": {"type": "plain_text", "text": "+"}}
        ],
    }
]


def test_a_home_tab_is_each_persons_own(
    slack: SlackStandIn, team: People, client: WebClient
) -> None:
    def publish(user: str, **more: Any) -> Any:
        view = {"type": "home", "blocks": [_DIVIDER]}
        return client.views_publish(user_id=user, view=view, **more)["view"]

    first = publish("U1")
    second = publish("U1", hash=first["hash"])
    assert first["id"] == second["id"]
    assert error_of(lambda: publish("U1", hash=first["hash"])) == "hash_conflict"
    assert error_of(lambda: publish("U404")) == "invalid_arguments"
    assert error_of(lambda: client.views_publish(user_id="U1", view=modal())) == (
        "invalid_arguments"
    )
    assert slack.home("T1", "U2") is None


def test_the_app_hears_of_a_closed_view_where_it_asks(
    slack: SlackStandIn, team: People, client: WebClient
) -> None:
    for notify in (False, True):
        view = modal(notify_on_close=notify)
        client.views_open(trigger_id=trigger(team), view=view)
        there = slack.view("T1", "U1")
        assert there is not None
        told = team.close_view("U1", there)
        assert (told is not None) is notify
        assert slack.view("T1", "U1") is None


def test_a_thread_of_the_pane_has_status_title_and_prompts(
    slack: SlackStandIn, team: People, client: WebClient
) -> None:
    channel, thread = team.open_pane("U1")
    where: dict[str, Any] = {"channel_id": channel, "thread_ts": thread}
    client.assistant_threads_setStatus(**where, status="is searching")
    client.assistant_threads_setTitle(**where, title="The ferry")
    prompts = [{"title": "Ferry", "message": "who disputed it?"}]
    client.assistant_threads_setSuggestedPrompts(**where, title="Try", prompts=prompts)
    pane = slack.pane("T1", channel, thread)
    assert (pane.status, pane.title, pane.prompts) == ("is searching", "The ferry", prompts)
    client.chat_postMessage(channel=channel, thread_ts=thread, text="Found.")
    assert (pane.status, pane.statuses) == ("", ["is searching"])
    titled = slack.messages("T1", channel, thread)[0].deliveries[-1].event
    assert titled["message"]["assistant_app_thread"] == {"title": "The ferry"}


@pytest.mark.parametrize(
    ("error", "method", "given"),
    [
        ("invalid_arguments", "setTitle", {"title": "x" * 101}),
        ("invalid_arguments", "setTitle", {"title": ""}),
        ("invalid_arguments", "setStatus", {}),
        ("invalid_arguments", "setStatus", {"status": "x", "loading_messages": ["x"] * 11}),
        ("invalid_arguments", "setSuggestedPrompts", {"prompts": []}),
        (
            "invalid_arguments",
            "setSuggestedPrompts",
            {"prompts": [{"title": "x", "message": "y"}] * 5},
        ),
        ("invalid_arguments", "setSuggestedPrompts", {"prompts": [{"title": "x"}]}),
        ("channel_not_found", "setStatus", {"status": "x", "channel_id": "C404"}),
        ("invalid_thread_ts", "setStatus", {"status": "x", "thread_ts": "1.0"}),
    ],
)
def test_what_is_refused_of_a_thread(
    team: People, client: WebClient, error: str, method: str, given: dict[str, Any]
) -> None:
    channel, thread = team.open_pane("U1")
    arguments = {"channel_id": channel, "thread_ts": thread, **given}
    call = f"assistant.threads.{method}"
    assert error_of(lambda: client.api_call(call, json=arguments)) == error


def test_titles_and_prompts_belong_to_the_pane(team: People, client: WebClient) -> None:
    asked = team.say("U1", "C1", "who?")
    client.assistant_threads_setStatus(channel_id="C1", thread_ts=asked.ts, status="is searching")
    assert (
        error_of(
            lambda: client.assistant_threads_setTitle(
                channel_id="C1", thread_ts=asked.ts, title="x"
            )
        )
        == "channel_not_found"
    )


def test_in_the_agent_view_prompts_have_no_thread() -> None:
    with SlackStandIn(SlackApp(view="agent")) as slack:
        team = slack.workspace("T1")
        client = WebClient(team.bot_token, base_url=slack.url)
        team.open_pane("U1")
        asked = team.direct("U1", "who?")
        prompts = [{"title": "x", "message": "y"}]
        client.assistant_threads_setSuggestedPrompts(
            channel_id="DU1", thread_ts=asked.ts, prompts=prompts
        )
        assert slack.faults == ["setSuggestedPrompts with thread_ts does nothing in the agent view"]
        client.assistant_threads_setSuggestedPrompts(channel_id="DU1", prompts=prompts)
        assert slack.pane("T1", "DU1", "").prompts == prompts
