"""A Bolt app with the Home tab over a real archive, and a Slack that keeps its views."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from slack_bolt import App, BoltRequest, BoltResponse
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient

from assistant.answers import Answers
from assistant.archive import Archive
from assistant.settings import Settings
from tests.support.build import article
from tests.support.slack_web import Called, Said, SlackWeb, error
from ui.slack import home
from ui.slack.blocks import preferences as modal
from ui.slack.database import open_database
from ui.slack.message import View
from ui.slack.preferences import WORKSPACE, PreferenceStore


@dataclass
class Views:
    """The views of a Slack: each has a hash, and is replaced only by who knows it or names none."""

    homes: dict[tuple[str, str], View] = field(default_factory=dict)
    modals: dict[str, View] = field(default_factory=dict)
    spent: set[str] = field(default_factory=set)
    made: int = 0

    def attach(self, web: SlackWeb) -> None:
        web.methods |= {
            "views.publish": self.publish,
            "views.open": self.open,
            "views.update": self.update,
        }

    def publish(self, called: Called) -> Said:
        key = (called.authorization, called.arguments["user_id"])
        known = self.homes.get(key, {}).get("hash")
        if called.arguments.get("hash") not in (None, known):
            return error("hash_conflict")
        self.homes[key] = self._new(called, f"V{key[1]}")
        return Said({"ok": True, "view": self.homes[key]})

    def open(self, called: Called) -> Said:
        if called.arguments["trigger_id"] in self.spent:
            return error("exchanged_trigger_id")
        self.spent.add(called.arguments["trigger_id"])
        view = self._new(called, f"V{self.made}")
        self.modals[view["id"]] = view
        return Said({"ok": True, "view": view})

    def update(self, called: Called) -> Said:
        name = called.arguments["view_id"]
        if name not in self.modals:
            return error("not_found")
        if called.arguments["hash"] != self.modals[name]["hash"]:
            return error("hash_conflict")
        self.modals[name] = self._new(called, name)
        return Said({"ok": True, "view": self.modals[name]})

    def _new(self, called: Called, name: str) -> View:
        self.made += 1
        view = called.arguments["view"]
        view = json.loads(view) if isinstance(view, str) else view
        return {**view, "id": name, "hash": f"hash-{self.made}"}


@dataclass
class Desk:
    """What the Home tab stands on: an archive and the settings."""

    archive: Any
    settings: Settings


@dataclass
class Workplace:
    """A Bolt app with the Home tab; what is done there, as people do it."""

    app: App
    web: SlackWeb
    views: Views
    desk: Desk
    store: PreferenceStore
    answers: Answers

    def go_home(self, team: str = "T1", user: str = "U1", **more: Any) -> View:
        event = {"type": "app_home_opened", "user": user, "channel": "D1", "tab": "home", **more}
        body = {"type": "event_callback", "team_id": team, "event": event, "event_id": "Ev1"}
        assert self.send(body).status == 200
        return self.home(team, user)

    def home(self, team: str = "T1", user: str = "U1") -> View:
        return self.views.homes[f"Bearer xoxb-{team}", user]

    def click(self, view: View, action: str, trigger: str = "1.1", **more: Any) -> View | None:
        """Click in a view; the modal that there is then."""
        actions = [{"action_id": action, "block_id": "b", "type": "button", "action_ts": "1"}]
        assert self.act("block_actions", view, actions=actions, trigger_id=trigger, **more)
        return next(reversed(self.views.modals.values()), None)

    def act(self, kind: str, view: View, team: str = "T1", user: str = "U1", **more: Any) -> Any:
        body = {
            "type": kind,
            "team": {"id": team, "domain": "desk"},
            "user": {"id": user, "team_id": team},
            "view": view,
            **more,
        }
        response = self.send(body)
        assert response.status == 200
        return json.loads(response.body) if response.body else {"nothing": True}

    def send(self, body: dict[str, Any]) -> BoltResponse:
        return self.app.dispatch(BoltRequest(mode="socket_mode", body=body))


def authorized(enterprise_id: str | None, team_id: str) -> AuthorizeResult:
    return AuthorizeResult(
        enterprise_id=enterprise_id,
        team_id=team_id,
        bot_token=f"xoxb-{team_id}",
        bot_id="B1",
        bot_user_id="UBOT",
    )


@contextmanager
def opened(folder: Path) -> Iterator[Workplace]:
    """A workplace over an empty archive."""
    (folder / "archive").mkdir()
    engine = open_database(folder)
    answers = Answers(folder)
    with SlackWeb() as web, Archive.open(folder / "archive") as archive:
        desk = Desk(archive, Settings.load(folder, slack_follow_ups=True, model=None))
        views = Views()
        views.attach(web)
        yield workplace(web, views, desk, PreferenceStore(engine), answers)
    answers.close()
    engine.dispose()


def workplace(
    web: SlackWeb, views: Views, desk: Any, store: Any, answers: Answers, patience: float = 60
) -> Workplace:
    app = App(
        client=WebClient(base_url=web.url),
        authorize=authorized,
        request_verification_enabled=False,
        process_before_response=True,  # a listener is done when `dispatch` returns
    )
    home.register(app, desk, store, answers, patience=patience)
    return Workplace(app, web, views, desk, store, answers)


def filled(archive: Archive, *sources: str) -> None:
    made = [article(f"a{n}", source=name) for n, name in enumerate(sources)]
    archive.put([(each, [], []) for each in made])


def with_state(view: View, **chosen: Any) -> View:
    """The view as it is sent, with the first option of each input that is not chosen here."""
    values: dict[str, Any] = {}
    for block in view["blocks"]:
        for each in [block.get("element"), *block.get("elements", [])]:
            if each and "action_id" in each and each["type"] != "button":
                state = {"selected_option": each.get("initial_option")}
                if each["type"].startswith("multi"):
                    state = {"selected_options": each.get("initial_options", [])}
                if each["type"] == "conversations_select":
                    state = {"selected_conversation": each.get("initial_conversation")}
                state |= chosen.get(each["action_id"], {})
                values.setdefault(block["block_id"], {})[each["action_id"]] = state
    return {**view, "state": {"values": values}}


def scope(channel: str | None) -> dict[str, Any]:
    value = "workspace" if channel == WORKSPACE else "channel"
    return {
        modal.SETTINGS_SCOPE: {"selected_option": {"value": value}},
        modal.SETTINGS_CHANNEL: {"selected_conversation": channel},
    }


def option(value: str) -> dict[str, Any]:
    return {"selected_option": {"value": value}}


def words(view: View) -> str:
    """Every text of a view, one a line."""

    def texts(part: Any) -> Iterator[str]:
        if isinstance(part, dict):
            if isinstance(part.get("text"), str):
                yield part["text"]
            part = list(part.values())
        if isinstance(part, list):
            for each in part:
                yield from texts(each)

    return "\n".join(texts(view["blocks"]))


def found(view: View, **wanted: Any) -> list[dict[str, Any]]:
    """The parts of a view with these values, wherever they stand."""

    def parts(part: Any) -> Iterator[dict[str, Any]]:
        if isinstance(part, dict):
            if wanted.items() <= part.items():
                yield part
            part = list(part.values())
        if isinstance(part, list):
            for each in part:
                yield from parts(each)

    return list(parts(view["blocks"]))


def suggestible(channel: str = "C1") -> View:
    return {"id": "V1", "private_metadata": json.dumps({"channel": channel}), "blocks": []}


def typed(value: str) -> dict[str, Any]:
    return {"action_id": modal.SETTINGS_SOURCES, "block_id": "b", "value": value}
