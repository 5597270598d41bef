"""The Slack stand-in's Socket Mode, frame by frame, and with slack_sdk's own client."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode import SocketModeClient
from slack_sdk.socket_mode.response import SocketModeResponse
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from tests.support.slack import Documented, People, SlackStandIn

_PATIENCE = 10.0


@pytest.fixture
def slack() -> Iterator[SlackStandIn]:
    with SlackStandIn(retries=(0.0, 0.0, 0.0)) as standin:
        yield standin


@pytest.fixture
def team(slack: SlackStandIn) -> People:
    return slack.workspace("T1")


def url(slack: SlackStandIn) -> str:
    """An address to connect to, once."""
    client = WebClient(base_url=slack.url)
    return str(client.apps_connections_open(app_token=slack.app.app_token)["url"])


@contextmanager
def opened(slack: SlackStandIn) -> Iterator[ClientConnection]:
    """A connection after its greeting."""
    with connect(url(slack), proxy=None) as socket:
        assert heard(socket)["type"] == "hello"
        yield socket


def heard(socket: ClientConnection) -> dict[str, Any]:
    """The next thing that is said on a connection."""
    said: dict[str, Any] = json.loads(socket.recv(_PATIENCE))
    return said


def ack(socket: ClientConnection, envelope: dict[str, Any], payload: Any = None) -> None:
    more = {} if payload is None else {"payload": payload}
    socket.send(json.dumps({"envelope_id": envelope["envelope_id"], **more}))


def test_an_envelope_is_delivered_and_acknowledged(slack: SlackStandIn, team: People) -> None:
    with opened(slack) as socket:
        asked = team.say("U1", "C1", "who?")
        envelope = heard(socket)
        assert (envelope["type"], envelope["retry_attempt"], envelope["retry_reason"]) == (
            "events_api",
            0,
            "",
        )
        assert envelope["accepts_response_payload"] is False
        assert envelope["payload"]["event"]["text"] == "who?"
        (delivery,) = asked.deliveries
        assert not delivery.acknowledged
        ack(socket, envelope)
        slack.wait_until_settled()
        assert delivery.acknowledged
        assert delivery.latency is not None
        assert 0 < delivery.latency < 3
        assert slack.faults == []


def test_what_is_not_acknowledged_in_time_comes_again_and_then_no_more() -> None:
    with SlackStandIn(ack_within=0.05, retries=(0.0, 0.0)) as slack:
        team = slack.workspace("T1")
        with opened(slack) as socket:
            asked = team.say("U1", "C1", "who?")
            envelopes = [heard(socket) for _ in range(3)]
            assert [each["retry_attempt"] for each in envelopes] == [0, 1, 2]
            assert [each["retry_reason"] for each in envelopes] == ["", "timeout", "timeout"]
            assert len({each["envelope_id"] for each in envelopes}) == 3
            assert len({each["payload"]["event_id"] for each in envelopes}) == 1
            slack.wait_until_settled()
            (delivery,) = asked.deliveries
            assert (delivery.acknowledged, delivery.failed) == (False, "timeout")
            # An answer that comes too late is noted as such, and changes nothing.
            ack(socket, envelopes[0])
            slack.wait_for(lambda: delivery.attempts[0].late)
            assert not delivery.acknowledged


def test_a_command_that_is_not_acknowledged_is_not_repeated() -> None:
    with SlackStandIn(ack_within=0.05) as slack:
        team = slack.workspace("T1")
        with opened(slack):
            delivery = team.command("U1", "C1", "/ask", "who?")
            slack.wait_until_settled()
            assert (delivery.failed, len(delivery.attempts)) == ("operation_timeout", 1)


def test_a_cut_connection_gives_its_envelopes_to_the_next(
    slack: SlackStandIn, team: People
) -> None:
    with opened(slack) as first:
        asked = team.say("U1", "C1", "who?")
        lost = heard(first)
        assert slack.sockets.cut() == 1
        with pytest.raises(ConnectionClosed):
            first.recv(_PATIENCE)
    with opened(slack) as second:
        again = heard(second)
        assert again["payload"] == lost["payload"]
        assert (again["retry_attempt"], again["envelope_id"] != lost["envelope_id"]) == (1, True)
        ack(second, again)
        slack.wait_until_settled()
    assert [each.socket for each in asked.deliveries[0].attempts] == [1, 2]


def test_what_happens_without_a_connection_waits_for_one(slack: SlackStandIn, team: People) -> None:
    team.say("U1", "C1", "who?")
    with opened(slack) as socket:
        envelope = heard(socket)
        assert envelope["retry_attempt"] == 0
        ack(socket, envelope)
        slack.wait_until_settled()


@pytest.mark.parametrize(("lost", "arrives"), [(False, True), (True, False)])
def test_a_cut_falls_on_the_frame_that_it_was_told(
    slack: SlackStandIn, team: People, lost: bool, arrives: bool
) -> None:
    with opened(slack) as socket:
        slack.sockets.cut_at(1, lost=lost)
        team.say("U1", "C1", "who?")
        slack.wait_for(lambda: slack.sockets.cuts == 1)
        if not arrives:
            with pytest.raises(ConnectionClosed):
                heard(socket)
        else:
            assert heard(socket)["type"] == "events_api"


@pytest.mark.parametrize(("lost", "acknowledged"), [(False, True), (True, False)])
def test_an_acknowledgement_may_be_lost_with_its_connection(
    slack: SlackStandIn, team: People, lost: bool, acknowledged: bool
) -> None:
    with opened(slack) as socket:
        slack.sockets.cut_at(2, lost=lost)
        asked = team.say("U1", "C1", "who?")
        ack(socket, heard(socket))
        slack.wait_for(lambda: slack.sockets.cuts == 1 and slack.sockets.count == 0)
    assert asked.deliveries[0].acknowledged is acknowledged


def test_each_envelope_goes_to_one_of_several_connections(
    slack: SlackStandIn, team: People
) -> None:
    with opened(slack) as first, opened(slack) as second:
        for number in range(4):
            team.say("U1", "C1", f"number {number}")
        texts = []
        for socket in (first, second):
            for _ in range(2):
                envelope = heard(socket)
                texts.append(envelope["payload"]["event"]["text"])
                ack(socket, envelope)
        assert sorted(texts) == [f"number {number}" for number in range(4)]
        slack.wait_until_settled()


def test_one_connection_too_many_is_told_so() -> None:
    with (
        SlackStandIn(most_sockets=1) as slack,
        opened(slack),
        connect(url(slack), proxy=None) as two,
    ):
        told = heard(two)
        assert (told["type"], told["reason"]) == ("disconnect", "too_many_websockets")
        with pytest.raises(ConnectionClosed):
            two.recv(_PATIENCE)


def test_a_ticket_opens_one_connection(slack: SlackStandIn) -> None:
    ticket = url(slack)
    with connect(ticket, proxy=None), pytest.raises(InvalidStatus), connect(ticket, proxy=None):
        pass


def test_after_a_refresh_nothing_more_comes_on_the_old_connection(
    slack: SlackStandIn, team: People
) -> None:
    with opened(slack) as old:
        assert slack.sockets.disconnect("warning") == 1
        assert heard(old)["reason"] == "warning"
        team.say("U1", "C1", "still here")
        ack(old, heard(old))
        slack.sockets.disconnect("refresh_requested")
        assert heard(old)["reason"] == "refresh_requested"
        with opened(slack) as new:
            team.say("U1", "C1", "there")
            envelope = heard(new)
            assert envelope["payload"]["event"]["text"] == "there"
            ack(new, envelope)
            slack.wait_until_settled()


def test_a_disabled_link_is_closed(slack: SlackStandIn) -> None:
    with opened(slack) as socket:
        slack.sockets.disconnect("link_disabled")
        assert heard(socket)["reason"] == "link_disabled"
        with pytest.raises(ConnectionClosed):
            socket.recv(_PATIENCE)


def test_a_ping_is_answered_by_the_client(slack: SlackStandIn, team: People) -> None:
    with opened(slack) as socket:
        assert slack.sockets.ping() == 1
        team.say("U1", "C1", "who?")  # what comes after the ping finds the connection alive
        ack(socket, heard(socket))
        slack.wait_until_settled()


def test_what_is_no_acknowledgement_is_noted(slack: SlackStandIn, team: People) -> None:
    with opened(slack) as socket:
        socket.send("hello?")
        socket.send('{"envelope_id": "env-404"}')
        team.say("U1", "C1", "who?")
        ack(socket, heard(socket), {"text": "you"})
        slack.wait_until_settled()
    assert slack.faults == [
        "the app sent no acknowledgement: 'hello?'",
        "the app acknowledged an unknown envelope: 'env-404'",
        "the app answered an event: {'text': 'you'}",
    ]


def test_the_same_event_can_be_delivered_again_and_again(slack: SlackStandIn, team: People) -> None:
    with opened(slack) as socket:
        asked = team.say("U1", "C1", "who?")
        first = heard(socket)
        ack(socket, first)
        slack.wait_until_settled()
        slack.deliver_again(asked.deliveries[0], times=4)
        again = [heard(socket) for _ in range(4)]
        assert [each["retry_attempt"] for each in again] == [1, 2, 3, 4]
        assert all(each["payload"] == first["payload"] for each in again)
        for each in again:
            ack(socket, each)
        slack.wait_for(lambda: all(each.acked_at for each in asked.deliveries[0].attempts))
    assert slack.faults == []


def test_opening_connections_is_limited_too() -> None:
    with SlackStandIn(limits=Documented()) as slack:
        for _ in range(5):
            url(slack)
        with pytest.raises(SlackApiError, match="ratelimited"):
            url(slack)


@contextmanager
def sdk_client(slack: SlackStandIn, taken: list[str]) -> Iterator[SocketModeClient]:
    """Slack's own client, which acknowledges everything."""
    client = SocketModeClient(
        slack.app.app_token,
        web_client=WebClient(base_url=slack.url),
        ping_interval=0.2,
    )

    def take(_: Any, request: Any) -> None:
        taken.append(request.payload["event"]["text"])
        client.send_socket_mode_response(SocketModeResponse(envelope_id=request.envelope_id))

    client.socket_mode_request_listeners.append(take)
    client.connect()
    try:
        yield client
    finally:
        client.close()


def test_slacks_client_is_served_through_a_refresh_and_a_cut(
    slack: SlackStandIn, team: People
) -> None:
    taken: list[str] = []
    with sdk_client(slack, taken) as client:
        slack.wait_until_connected()
        team.say("U1", "C1", "one")
        slack.wait_until_settled()
        slack.sockets.disconnect("refresh_requested")
        slack.wait_for(lambda: len(slack.calls_of("apps.connections.open")) == 2)
        slack.wait_until_connected()
        team.say("U1", "C1", "two")
        slack.wait_until_settled()
        slack.sockets.cut()
        team.say("U1", "C1", "three")
        slack.wait_until_settled(30)
        assert client.is_connected()
    # The client does not read for up to three seconds while it changes connections: what it
    # acknowledges too late comes twice.
    assert list(dict.fromkeys(taken)) == ["one", "two", "three"]
    assert slack.faults == []
