"""Keeps what is delivered again from being done again: a click or a command."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from slack_bolt import BoltContext, BoltResponse

from ui.slack.store import QuestionStore

Middleware = Callable[..., BoltResponse]


def once(store: QuestionStore) -> Middleware:
    """A middleware of Bolt that lets the first delivery through; the others are acknowledged.

    Of one click or command each delivery has the same ``trigger_id``.
    """

    def first(
        body: dict[str, Any], context: BoltContext, next: Callable[[], BoltResponse]
    ) -> BoltResponse:
        if store.first_delivery(f"{context.team_id}/{body['trigger_id']}"):
            return next()
        return BoltResponse(status=200, body="")

    return first
