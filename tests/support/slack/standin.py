"""Slack on this machine: a real Web API over HTTP, and real WebSockets for Socket Mode."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Self

import httpx

from tests.support.slack import events, signing
from tests.support.slack.app import SlackApp
from tests.support.slack.calls import Call
from tests.support.slack.clock import Clock
from tests.support.slack.courier import RETRIES, Courier
from tests.support.slack.delivery import Delivery
from tests.support.slack.limits import Limits
from tests.support.slack.message import Message
from tests.support.slack.methods import auth
from tests.support.slack.methods.conversations import in_order
from tests.support.slack.people import People
from tests.support.slack.server import Server
from tests.support.slack.sockets import LIMIT, Sockets
from tests.support.slack.workspace import (
    AssistantThread,
    Channel,
    Ephemeral,
    ShownView,
    Workspace,
)
from tests.support.slack.world import Grant, World

ACK_WITHIN = 3.0  # seconds that Slack waits for an acknowledgement


class SlackStandIn:
    """Slack, from entering it to leaving it.

    ``limits`` None limits nothing; see `limits` for Slack's own and others. ``ack_within`` is how
    long an acknowledgement may take, ``retries`` the seconds between the attempts after that. The
    clock gives timestamps, and measures limits, triggers and response addresses.
    """

    def __init__(
        self,
        app: SlackApp | None = None,
        *,
        limits: Limits | None = None,
        clock: Clock = time.time,
        ack_within: float = ACK_WITHIN,
        retries: Sequence[float] = RETRIES,
        most_sockets: int = LIMIT,
    ) -> None:
        self._world = World(app or SlackApp(), clock, limits)
        self.sockets = Sockets(self._world, most_sockets)
        self._courier = Courier(self._world, self.sockets, ack_within, retries)
        self._world.carrier = self._courier
        self._server = Server(self._world, self.sockets, self._courier)
        self._teams: dict[str, People] = {}

    def __enter__(self) -> Self:
        self._server.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.stop()

    # What it is

    @property
    def app(self) -> SlackApp:
        """The app that it hosts, with its secrets."""
        return self._world.app

    @property
    def url(self) -> str:
        """The base address of the Web API, as slack_sdk's clients take it."""
        return f"{self._world.base}/api/"

    def workspace(
        self,
        team: str = "T1",
        *,
        users: Iterable[str] = ("U1", "U2"),
        channels: Iterable[str] = ("C1",),
        private: Iterable[str] = (),
        outside: Iterable[str] = (),
        archived: Iterable[str] = (),
        scopes: Iterable[str] | None = None,
        installed: bool = True,
    ) -> People:
        """Make a workspace with the app in it, and return its people.

        ``channels`` are public and ``private`` ones are not; the app is in both, and not in
        those that are ``outside``.
        """
        state = Workspace(
            team,
            f"xoxb-{team}-1111-{team.lower()}token",
            frozenset(self.app.scopes if scopes is None else scopes),
            f"UBOT{team}",
            f"B{team}",
            users={user: user.lower() for user in users},
            installed=installed,
        )
        for channel in (*channels, *private, *outside, *archived):
            state.channels[channel] = Channel(
                channel,
                channel.lower(),
                private=channel in private,
                archived=channel in archived,
                member=channel not in outside,
            )
        with self._world.changed:
            self._world.workspaces[team] = state
        self._teams[team] = People(self._world, state)
        return self._teams[team]

    def people(self, team: str) -> People:
        """The people of a workspace."""
        return self._teams[team]

    def send_over_http(self, url: str | None) -> None:
        """From now on, deliver by signed requests to ``url``; None: over sockets again."""
        self._courier.url = url

    def switch_off(self, *methods: str) -> None:
        """Make methods unknown, as where a workspace does not have them."""
        with self._world.changed:
            self._world.switched_off.update(methods)

    def switch_on(self, *methods: str) -> None:
        """Take `switch_off` back."""
        with self._world.changed:
            self._world.switched_off.difference_update(methods)

    def limit(self, limits: Limits | None) -> None:
        """Limit calls otherwise from now on."""
        with self._world.changed:
            self._world.limits = limits

    def refuse(self, method: str, choose: Callable[[Mapping[str, Any]], str | None] | None) -> None:
        """Have a function look at the arguments of each call and choose an error, or None.

        ``internal_error`` and ``service_unavailable`` are answered with status 500 and 503.
        """
        with self._world.changed:
            self._world.broken.pop(method, None)
            if choose is not None:
                self._world.broken[method] = choose

    def end_streams(self) -> int:
        """End every stream from Slack's side, as it does after some minutes; how many."""
        with self._world.changed:
            streaming = [each for each in self._every_message() if each.streaming]
            for each in streaming:
                each.streaming = False
            self._world.changed.notify_all()
            return len(streaming)

    # Signing in and out

    def grant(self, team: str, user: str = "U1", redirect_uri: str | None = None) -> str:
        """Let a person allow the app in a workspace; the code that OAuth exchanges, once."""
        with self._world.changed:
            code = self._world.new_id("code-")
            self._world.grants[code] = Grant(team, user, redirect_uri)
            return code

    def uninstall(self, team: str) -> None:
        """Remove the app from a workspace: its token is dead, and it is told of it."""
        with self._world.changed:
            auth.remove_app(self._world, self._world.workspaces[team])
            self._world.changed.notify_all()

    def revoke(self, team: str) -> None:
        """Revoke the token of a workspace, and tell of it."""
        with self._world.changed:
            auth.sign_out(self._world, self._world.workspaces[team])
            self._world.changed.notify_all()

    # Delivering

    def deliver_event(self, team: str, event: dict[str, Any]) -> Delivery:
        """Deliver an event of the test's own making, subscribed to or not."""
        with self._world.changed:
            return events.deliver(self._world, self._world.workspaces[team], event)

    def deliver_again(self, delivery: Delivery, times: int = 1, reason: str = "timeout") -> None:
        """Deliver the same once more, or several times, whether it was acknowledged or not."""
        wanted = len(delivery.attempts) + times
        for _ in range(times):
            self._courier.again(delivery, reason)
        self.wait_for(lambda: len(delivery.attempts) >= wanted)

    def signed(
        self, body: bytes, *, secret: str | None = None, at: float | None = None
    ) -> dict[str, str]:
        """The headers by which ``body`` is signed: rightly, or with another secret or time."""
        now = time.time() if at is None else at
        return signing.headers(secret or self.app.signing_secret, body, int(now))

    def verify_url(self, url: str) -> bool:
        """Ask an address whether it is an app's, as Slack does when it is entered; True: it is."""
        challenge = self._world.new_id("challenge-")
        asked = {
            "token": self.app.verification_token,
            "type": "url_verification",
            "challenge": challenge,
        }
        body = json.dumps(asked).encode()
        headers = {"content-type": "application/json", **self.signed(body)}
        answer = httpx.post(url, content=body, headers=headers, trust_env=False)
        return answer.status_code == 200 and challenge in answer.text

    # What was done

    def messages(self, team: str, channel: str, thread: str | None = None) -> list[Message]:
        """The messages of a channel, oldest first; of one thread, its first message included."""
        with self._world.changed:
            found = in_order(self._world.workspaces[team].channels[channel])
            return [each for each in found if thread is None or thread in (each.ts, each.thread_ts)]

    def replies(self, message: Message) -> list[Message]:
        """What the app said in the thread of a message, oldest first."""
        root = message.thread_ts or message.ts
        bot = self._world.workspaces[message.team].bot_id
        found = self.messages(message.team, message.channel, root)
        return [each for each in found if each.bot_id == bot and each.ts != root]

    def deleted(self, team: str) -> list[Message]:
        """The messages that were deleted."""
        with self._world.changed:
            return list(self._world.workspaces[team].deleted)

    def ephemerals(self, team: str, user: str | None = None) -> list[Ephemeral]:
        """What only one person sees, now."""
        with self._world.changed:
            found = self._world.workspaces[team].ephemerals
            return [each for each in found if user in (None, each.user)]

    def view(self, team: str, user: str) -> ShownView | None:
        """The modal that a person sees."""
        with self._world.changed:
            state = self._world.workspaces[team]
            stack = state.stacks.get(user)
            return state.views[stack[-1]] if stack else None

    def views(self, team: str, user: str) -> list[ShownView]:
        """The modals of a person, the one that is seen last."""
        with self._world.changed:
            state = self._world.workspaces[team]
            return [state.views[each] for each in state.stacks.get(user, [])]

    def home(self, team: str, user: str) -> ShownView | None:
        """The home tab that the app made for a person."""
        with self._world.changed:
            return self._world.workspaces[team].homes.get(user)

    def pane(self, team: str, channel: str, thread: str) -> AssistantThread:
        """Status, title and prompts of an assistant thread."""
        with self._world.changed:
            return self._world.workspaces[team].threads[channel, thread]

    @property
    def calls(self) -> list[Call]:
        """Every call of the Web API, in order."""
        with self._world.changed:
            return list(self._world.calls)

    def calls_of(self, method: str) -> list[Call]:
        """The calls of one method."""
        return [each for each in self.calls if each.method == method]

    @property
    def deliveries(self) -> list[Delivery]:
        """Everything that was to be delivered, in order."""
        with self._world.changed:
            return list(self._world.deliveries)

    @property
    def faults(self) -> list[str]:
        """What the app did wrong that no answer told it of; a good app leaves none."""
        with self._world.changed:
            return list(self._world.faults)

    def wait_for(self, predicate: Callable[[], Any], timeout: float = 10.0) -> Any:
        """Wait until something is true here; it is looked at whenever anything changes.

        Raises:
            TimeoutError: it did not become true; the message says what there is.
        """
        with self._world.changed:
            found = self._world.changed.wait_for(predicate, timeout)
            if not found:
                raise TimeoutError(f"not within {timeout} s; {self._summary()}")
            return found

    def wait_until_connected(self, sockets: int = 1) -> None:
        """Wait until the app has opened so many connections."""
        self.wait_for(lambda: self.sockets.count >= sockets)

    def wait_until_settled(self, timeout: float = 10.0) -> None:
        """Wait until everything is acknowledged, or given up."""
        self.wait_for(lambda: all(each.settled for each in self._world.deliveries), timeout)

    def _every_message(self) -> list[Message]:
        return [
            message
            for team in self._world.workspaces.values()
            for channel in team.channels.values()
            for message in channel.messages.values()
        ]

    def _summary(self) -> str:
        world = self._world
        calls = [f"{each.method}: {each.error or 'ok'}" for each in world.calls[-8:]]
        waiting = sum(not each.settled for each in world.deliveries)
        said = [f"{each.user}: {each.whole[:80]!r}" for each in self._every_message()[-8:]]
        return (
            f"{self.sockets.count} sockets, {waiting} of {len(world.deliveries)} deliveries "
            f"open, last calls {calls}, messages {said}, faults {world.faults}"
        )
