"""Whether a message is in its channel, for a process that was stopped before it could note it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from http.client import HTTPException

from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError

from ui.slack.quiet import quiet_logger

log = quiet_logger(__name__)

Posted = Callable[[str, str, str, datetime], bool | None]
"""Whether a channel of a workspace has a message with this block since then; None: unknown."""

_SLACK_AHEAD = timedelta(minutes=15)  # that a clock here may go before Slack's
_PAGE = 200
_PAGES = 10


def unknown(team: str, channel: str, block_id: str, since: datetime) -> bool | None:
    """The answer of somebody who cannot look."""
    del team, channel, block_id, since
    return None


def posted_by(clients: Callable[[str], WebClient | None]) -> Posted:
    """Looks in the history of channels, with the client of each workspace.

    It needs the scopes for reading the history, which a bot that hears follow-ups has.
    """

    def posted(team: str, channel: str, block_id: str, since: datetime) -> bool | None:
        client = clients(team)
        if client is None:
            return None
        oldest = f"{(since - _SLACK_AHEAD).timestamp():.6f}"
        try:
            return _is_there(client, channel, block_id, oldest)
        except (SlackClientError, HTTPException, OSError) as error:
            log.warning("the history of %s/%s cannot be read: %r", team, channel, error)
            return None

    return posted


def _is_there(client: WebClient, channel: str, block_id: str, oldest: str) -> bool | None:
    cursor = ""
    for _ in range(_PAGES):
        page = client.conversations_history(
            channel=channel, oldest=oldest, limit=_PAGE, cursor=cursor or None
        )
        for message in page["messages"]:
            if any(block.get("block_id") == block_id for block in message.get("blocks", ())):
                return True
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return False
    return None
