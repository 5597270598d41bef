"""The Slack stand-in's signed HTTP requests, and what it does with their answers."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import pytest
from slack_bolt import App, BoltRequest
from slack_sdk import WebClient
from slack_sdk.signature import SignatureVerifier
from slack_sdk.webhook import WebhookClient

from tests.support.slack import ManualClock, People, SlackStandIn


@dataclass
class Got:
    """A request as it arrived."""

    headers: dict[str, str]
    body: str


@dataclass
class Reply:
    """What is answered: at once, or not before ``hold`` is set."""

    status: int = 200
    body: str = ""
    content: str = "text/plain"
    headers: tuple[tuple[str, str], ...] = ()
    hold: threading.Event | None = None


class Receiver:
    """An app's address, at which ``answer`` decides what is said."""

    def __init__(self, answer: Callable[[Got], Reply]) -> None:
        self.got: list[Got] = []
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"])).decode()
                got = Got({name.lower(): value for name, value in self.headers.items()}, body)
                receiver.got.append(got)
                reply = answer(got)
                if reply.hold is not None:
                    reply.hold.wait(10)
                    return
                self.send_response(reply.status)
                self.send_header("content-type", reply.content)
                self.send_header("content-length", str(len(reply.body.encode())))
                for name, value in reply.headers:
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(reply.body.encode())

            def log_message(self, format: str, *args: Any) -> None:
                """Nothing."""

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._http.server_port}/slack/events"

    def __enter__(self) -> Receiver:
        threading.Thread(target=self._http.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._http.shutdown()
        self._http.server_close()


@pytest.fixture
def slack() -> Iterator[SlackStandIn]:
    with SlackStandIn(retries=(0.0, 0.0, 0.0), ack_within=1.0) as standin:
        yield standin


@pytest.fixture
def team(slack: SlackStandIn) -> People:
    return slack.workspace("T1")


def test_an_event_is_signed(slack: SlackStandIn, team: People) -> None:
    with Receiver(lambda got: Reply()) as app:
        slack.send_over_http(app.url)
        asked = team.say("U1", "C1", "who?")
        slack.wait_until_settled()
    (got,) = app.got
    verifier = SignatureVerifier(slack.app.signing_secret)
    assert verifier.is_valid_request(got.body, got.headers)
    assert not verifier.is_valid_request(got.body + " ", got.headers)
    assert not SignatureVerifier("another").is_valid_request(got.body, got.headers)
    assert json.loads(got.body)["event"]["text"] == "who?"
    assert "x-slack-retry-num" not in got.headers
    (attempt,) = asked.deliveries[0].attempts
    assert (attempt.status, asked.deliveries[0].acknowledged) == (200, True)


def test_a_test_may_sign_wrongly_or_long_ago(slack: SlackStandIn) -> None:
    verifier = SignatureVerifier(slack.app.signing_secret)
    assert verifier.is_valid_request("{}", slack.signed(b"{}"))
    assert not verifier.is_valid_request("{}", slack.signed(b"{}", secret="another"))
    assert not verifier.is_valid_request("{}", slack.signed(b"{}", at=1_780_000_000))


@pytest.mark.parametrize(
    ("reply", "reason"),
    [(Reply(status=500), "http_error"), (Reply(hold=threading.Event()), "http_timeout")],
)
def test_what_fails_is_repeated_and_says_why(reply: Reply, reason: str) -> None:
    with SlackStandIn(retries=(0.0, 0.0), ack_within=0.1) as slack:
        team = slack.workspace("T1")
        with Receiver(lambda got: Reply() if "x-slack-retry-num" in got.headers else reply) as app:
            slack.send_over_http(app.url)
            asked = team.say("U1", "C1", "who?")
            slack.wait_until_settled()
            if reply.hold is not None:
                reply.hold.set()
        first, second = app.got
        assert first.body == second.body
        assert second.headers["x-slack-retry-num"] == "1"
        assert second.headers["x-slack-retry-reason"] == reason
        assert asked.deliveries[0].acknowledged


def test_slack_gives_up_after_three_more_or_where_it_is_told_to(
    slack: SlackStandIn, team: People
) -> None:
    no_retry = Reply(status=500, headers=(("x-slack-no-retry", "1"),))
    with Receiver(lambda got: no_retry if "stop" in got.body else Reply(status=500)) as app:
        slack.send_over_http(app.url)
        team.say("U1", "C1", "who?")
        slack.wait_until_settled()
        assert len(app.got) == 4
        told = team.say("U1", "C1", "stop").deliveries[0]
        slack.wait_until_settled()
        assert len(app.got) == 5
        assert told.failed == "http_error"


def test_an_address_where_nobody_is_fails(slack: SlackStandIn, team: People) -> None:
    with Receiver(lambda got: Reply()) as app:
        slack.send_over_http(app.url)
    told = team.command("U1", "C1", "/ask")
    slack.wait_until_settled()
    assert told.failed == "connection_failed"


def test_a_command_is_a_form_and_its_answer_is_shown_to_who_asked(
    slack: SlackStandIn, team: People
) -> None:
    with Receiver(lambda got: Reply(body="Searching.")) as app:
        slack.send_over_http(app.url)
        team.command("U1", "C1", "/ask", "who?")
        slack.wait_until_settled()
    form = {name: values[0] for name, values in parse_qs(app.got[0].body).items()}
    assert (form["command"], form["text"], form["user_id"]) == ("/ask", "who?", "U1")
    assert [each.text for each in slack.ephemerals("T1", "U1")] == ["Searching."]


def test_an_answer_may_be_for_everybody_and_must_be_right(
    slack: SlackStandIn, team: People
) -> None:
    said = {"response_type": "in_channel", "text": "Nobody."}
    wrong = {"text": "x", "blocks": [{"type": "header"}]}

    def answer(got: Got) -> Reply:
        body = json.dumps(wrong if "why" in got.body else said)
        return Reply(body=body, content="application/json")

    with Receiver(answer) as app:
        slack.send_over_http(app.url)
        team.command("U1", "C1", "/ask", "who?")
        slack.wait_until_settled()
        assert [each.text for each in slack.messages("T1", "C1")] == ["Nobody."]
        team.command("U1", "C1", "/ask", "why?")
        slack.wait_for(lambda: slack.faults)
    assert "a command's acknowledgement is refused: invalid_blocks" in slack.faults[0]


def test_bolt_takes_them(slack: SlackStandIn, team: People) -> None:
    app = App(
        client=WebClient(team.bot_token, base_url=slack.url),
        signing_secret=slack.app.signing_secret,
    )
    app.event("app_mention")(lambda event, say: say("You.", thread_ts=event["ts"]))
    app.event("message")(lambda: None)

    def answer(got: Got) -> Reply:
        said = app.dispatch(BoltRequest(body=got.body, headers=dict(got.headers)))
        return Reply(said.status, said.body or "", said.first_headers()["content-type"])

    with Receiver(answer) as receiver:
        assert slack.verify_url(receiver.url)
        slack.send_over_http(receiver.url)
        asked = team.mention("U1", "C1", "who?")
        slack.wait_for(lambda: slack.replies(asked))
        slack.wait_until_settled()
    assert all(each.acknowledged for each in slack.deliveries)
    assert slack.faults == []


def test_a_response_address_works_five_times_in_half_an_hour() -> None:
    clock = ManualClock()
    with SlackStandIn(clock=clock) as slack:
        team = slack.workspace("T1")
        url = team.command("U1", "C1", "/ask").payload["response_url"]
        webhook = WebhookClient(url)
        sent = [webhook.send(text=f"number {number}") for number in range(6)]
        assert [each.status_code for each in sent] == [200] * 5 + [404]
        assert json.loads(sent[5].body)["error"] == "used_url"
        late = WebhookClient(team.command("U1", "C1", "/ask").payload["response_url"])
        clock.advance(1801)
        assert json.loads(late.send(text="x").body)["error"] == "expired_url"
        nobody = WebhookClient(url.rpartition("/")[0] + "/secret")
        assert json.loads(nobody.send(text="x").body)["error"] == "no_service"
        refused = WebhookClient(team.command("U1", "C1", "/ask").payload["response_url"])
        assert refused.send(text="x", blocks=[{"type": "header"}]).status_code == 400
        assert refused.send_dict({"response_type": "loud", "text": "x"}).status_code == 400


def test_what_was_said_there_can_be_replaced_and_taken_back(
    slack: SlackStandIn, team: People
) -> None:
    webhook = WebhookClient(team.command("U1", "C1", "/ask").payload["response_url"])

    def seen() -> list[str]:
        return [each.text for each in slack.ephemerals("T1", "U1")]

    webhook.send(text="Searching.")
    webhook.send(text="Found.", replace_original=True)
    assert seen() == ["Found."]
    webhook.send(text="More.")
    assert seen() == ["Found.", "More."]
    webhook.send_dict({"delete_original": True})
    assert seen() == ["Found."]
    webhook.send(text="For all.", response_type="in_channel")
    (message,) = slack.messages("T1", "C1")
    assert (message.text, message.subtype) == ("For all.", "bot_message")


def test_the_message_of_a_button_can_be_replaced(slack: SlackStandIn, team: People) -> None:
    button = {"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}}
    blocks = [{"type": "actions", "elements": [button]}]
    client = WebClient(team.bot_token, base_url=slack.url)
    client.chat_postMessage(channel="C1", text="Ready?", blocks=blocks)
    (message,) = slack.messages("T1", "C1")
    clicked = team.click("U1", message, "go")
    webhook = WebhookClient(clicked.payload["response_url"])
    webhook.send(text="Gone.", replace_original=True)
    assert (message.text, message.blocks) == ("Gone.", [])
    webhook.send_dict({"delete_original": True})
    assert slack.messages("T1", "C1") == []
