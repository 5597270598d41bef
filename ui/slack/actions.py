"""The buttons under an answer: passages, feedback, cancel, ask again, share."""

from __future__ import annotations

import json
from typing import Any

from slack_bolt import Ack, App, BoltContext, Respond
from slack_sdk import WebClient

from assistant.answers import KeptAnswer
from assistant.assistant import Assistant
from ui.slack.blocks import answer as blocks
from ui.slack.blocks.passages import PASSAGES_PAGE, passages_view, shown
from ui.slack.blocks.share import SHARE
from ui.slack.desk import Desk
from ui.slack.once import once

_NOT_YOURS = "Only the person who asked can stop this answer."
_OVER = "This answer is finished already."
_FORGOTTEN = "This answer is no longer kept."


class Actions:
    """Answers clicks; each is looked up in the workspace that it comes from."""

    def __init__(self, assistant: Assistant, desk: Desk) -> None:
        self._assistant = assistant
        self._desk = desk

    def register(self, app: App) -> None:
        """Make Bolt call these."""
        first = [once(self._desk.store)]
        app.action(blocks.SHOW_PASSAGES, middleware=first)(self._show)
        app.action(PASSAGES_PAGE, middleware=first)(self._page)
        app.action(blocks.FEEDBACK)(self._rate)
        app.action(blocks.CANCEL, middleware=first)(self._cancel)
        app.action(blocks.RETRY, middleware=first)(self._retry)
        app.action(SHARE, middleware=first)(self._share)

    def _show(
        self,
        ack: Ack,
        action: dict[str, Any],
        body: dict[str, Any],
        context: BoltContext,
        client: WebClient,
        respond: Respond,
    ) -> None:
        ack()
        kept = self._answer(action["value"], context)
        if kept is None:
            if body.get("response_url"):
                respond(_FORGOTTEN, response_type="ephemeral", replace_original=False)
            return
        client.views_open(trigger_id=body["trigger_id"], view=self._view(kept, 0))

    def _page(
        self,
        ack: Ack,
        action: dict[str, Any],
        body: dict[str, Any],
        context: BoltContext,
        client: WebClient,
    ) -> None:
        ack()
        wanted = json.loads(action["value"])
        kept = self._answer(wanted["answer"], context)
        if kept is not None:
            view = body["view"]
            client.views_update(
                view_id=view["id"], hash=view["hash"], view=self._view(kept, wanted["first"])
            )

    def _rate(self, ack: Ack, action: dict[str, Any], context: BoltContext) -> None:
        answer_id, _, verdict = action["value"].rpartition(":")
        self._assistant.answers.rate(
            answer_id,
            workspace=context.team_id or "",
            by=context.user_id or "",
            verdict="good" if verdict == "good" else "bad",
        )
        ack()

    def _cancel(
        self, ack: Ack, action: dict[str, Any], context: BoltContext, respond: Respond
    ) -> None:
        ack()
        team, user = context.team_id or "", context.user_id or ""
        if self._desk.cancel(action["value"], team, user):
            return
        kept = self._desk.store.get(action["value"], team)
        theirs = kept is not None and kept.question.user != user
        said = _NOT_YOURS if theirs else _OVER
        respond(said, response_type="ephemeral", replace_original=False)

    def _retry(self, ack: Ack, action: dict[str, Any], context: BoltContext) -> None:
        self._desk.retry(action["value"], context.team_id or "")
        ack()

    def _share(
        self, ack: Ack, action: dict[str, Any], context: BoltContext, respond: Respond
    ) -> None:
        ack()
        kept = self._answer(action["value"], context)
        if kept is None or kept.asker != context.user_id:
            respond(_FORGOTTEN, response_type="ephemeral", replace_original=False)
            return
        url = self._assistant.settings.public_url
        for message in blocks.whole(kept.answer, kept.id, url, kept.asker):
            respond(
                message.text,
                blocks=list(message.blocks),
                response_type="in_channel",
                replace_original=False,
            )
        respond(delete_original=True)

    def _answer(self, answer_id: str, context: BoltContext) -> KeptAnswer | None:
        return self._assistant.answers.get(answer_id, workspace=context.team_id or "")

    def _view(self, kept: KeptAnswer, first: int) -> dict[str, Any]:
        url = self._assistant.settings.public_url
        return passages_view(kept.id, shown(self._assistant.archive, kept.answer, url), first)
