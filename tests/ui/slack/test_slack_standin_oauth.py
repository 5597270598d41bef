"""Signing a workspace in and out of the Slack stand-in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from tests.support.slack import SlackStandIn


@pytest.fixture
def slack() -> Iterator[SlackStandIn]:
    with SlackStandIn() as standin:
        standin.workspace("T1", installed=False)
        yield standin


def access(slack: SlackStandIn, code: str, **more: Any) -> Any:
    given = {
        "client_id": slack.app.client_id,
        "client_secret": slack.app.client_secret,
        "code": code,
        **more,
    }
    return WebClient(base_url=slack.url).oauth_v2_access(**given)


def error_of(call: Callable[[], Any]) -> str:
    with pytest.raises(SlackApiError) as raised:
        call()
    return str(raised.value.response["error"])


def test_a_code_is_exchanged_once(slack: SlackStandIn) -> None:
    code = slack.grant("T1", "U2")
    told = access(slack, code)
    assert (told["team"]["id"], told["authed_user"]["id"]) == ("T1", "U2")
    assert set(told["scope"].split(",")) == slack.app.scopes
    client = WebClient(told["access_token"], base_url=slack.url)
    assert client.auth_test()["bot_id"] == "BT1"
    assert error_of(lambda: access(slack, code)) == "code_already_used"


def test_what_is_refused_of_a_code(slack: SlackStandIn) -> None:
    there = "https://desk.example/slack/oauth_redirect"
    code = slack.grant("T1", redirect_uri=there)
    assert error_of(lambda: access(slack, "nonsense")) == "invalid_code"
    assert error_of(lambda: access(slack, code, client_id="1.1")) == "invalid_client_id"
    assert error_of(lambda: access(slack, code, client_secret="x")) == "bad_client_secret"
    assert error_of(lambda: access(slack, code, redirect_uri="https://evil.example")) == (
        "bad_redirect_uri"
    )
    assert access(slack, code, redirect_uri=there)["ok"]


def test_who_signs_in_again_gets_another_token(slack: SlackStandIn) -> None:
    first = access(slack, slack.grant("T1"))["access_token"]
    slack.uninstall("T1")
    old = WebClient(first, base_url=slack.url)
    assert error_of(old.auth_test) == "account_inactive"
    second = access(slack, slack.grant("T1"))["access_token"]
    assert second != first
    assert WebClient(second, base_url=slack.url).auth_test()["ok"]
    assert error_of(old.auth_test) == "account_inactive"


def test_an_app_may_sign_itself_out(slack: SlackStandIn) -> None:
    client = WebClient(access(slack, slack.grant("T1"))["access_token"], base_url=slack.url)
    assert client.auth_revoke(test=True)["revoked"] is False
    assert client.auth_revoke()["revoked"] is True
    assert error_of(client.auth_test) == "token_revoked"
    assert [each.event["type"] for each in slack.deliveries] == ["tokens_revoked"]


def test_an_app_may_uninstall_itself(slack: SlackStandIn) -> None:
    client = WebClient(access(slack, slack.grant("T1"))["access_token"], base_url=slack.url)
    client.apps_uninstall(client_id=slack.app.client_id, client_secret=slack.app.client_secret)
    assert error_of(client.auth_test) == "account_inactive"
