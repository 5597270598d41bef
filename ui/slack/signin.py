"""How a workspace signs in: Bolt's OAuth flow, with our own pages and nothing secret in a log."""

from __future__ import annotations

import html
import logging
import re
from datetime import UTC, datetime
from http.client import HTTPException

import sqlalchemy as sa
from slack_bolt.error import BoltError
from slack_bolt.oauth import OAuthFlow
from slack_bolt.oauth.callback_options import CallbackOptions, FailureArgs, SuccessArgs
from slack_bolt.request import BoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackClientError
from slack_sdk.oauth.installation_store import Installation
from slack_sdk.oauth.state_store.sqlalchemy import SQLAlchemyOAuthStateStore

from assistant.errors import OnRecordError
from ui.slack.quiet import quiet_logger

log = quiet_logger(__name__)

_TEAM = re.compile(r"[A-Z0-9]{1,32}")
_REASON = re.compile(r"[a-z0-9_]{1,64}")
_CODE = re.compile(r"(?<=code: )\S+")
_REASONS = {
    "access_denied": "The request was declined in Slack.",
    "invalid_browser": "The sign-in was begun in another browser, or this page was loaded again.",
    "invalid_state": "The sign-in took too long, or was finished before.",
    "missing_code": "Slack sent no code.",
    "invalid_code": "Slack did not confirm the sign-in; the log of OnRecord says why.",
    "storage_error": "The archive could not keep the sign-in; the log of OnRecord says why.",
}


class States(SQLAlchemyOAuthStateStore):
    """The sign-ins that have begun; each can be finished once, within its time."""

    def issue(self, *args: object, **kwargs: object) -> str:
        """A new state; those that nobody finished in time are deleted."""
        with self.engine.begin() as connection:
            connection.execute(
                self.oauth_states.delete().where(self.oauth_states.c.expire_at <= _now())
            )
        return super().issue(*args, **kwargs)

    def consume(self, state: str) -> bool:
        """Whether a state was issued and is not used yet; it is from now on.

        One statement, where slack_sdk looks first and deletes then: two requests at the same
        moment could both have found it.
        """
        c = self.oauth_states.c
        used = self.oauth_states.delete().where(c.state == state, c.expire_at > _now())
        with self.engine.begin() as connection:
            return connection.execute(used).rowcount == 1


class SignIn(OAuthFlow):
    """Bolt's flow; what goes wrong at Slack or in the archive becomes a page, not a traceback."""

    def build_authorize_url(self, state: str, request: BoltRequest) -> str:
        """Slack's page of consent; a ``team`` in the address may be an id and nothing else."""
        team = (request.query.get("team") or [""])[0]
        chosen = team if _TEAM.fullmatch(team) else None
        return self.settings.authorize_url_generator.generate(state, chosen)

    def run_installation(self, code: str) -> Installation | None:
        """Exchange a code for a token; None where Slack refuses it or cannot be reached."""
        try:
            return super().run_installation(code)
        except (SlackClientError, HTTPException, OSError) as error:
            log.warning("Slack could not be asked to confirm a sign-in: %r", error)
            return None

    def store_installation(self, request: BoltRequest, installation: Installation) -> None:
        """Keep an installation.

        Raises:
            BoltError: it could not be kept.
        """
        try:
            super().store_installation(request, installation)
        except (OnRecordError, sa.exc.SQLAlchemyError) as error:
            # SQLAlchemy's own message has the row in it; the driver's says what went wrong.
            reason = error.orig if isinstance(error, sa.exc.DBAPIError) else error
            log.error("a sign-in could not be kept: %s", reason)
            raise BoltError("the sign-in could not be kept") from None


class HideCodes(logging.Filter):
    """Takes the code out of what Bolt says of a refused sign-in."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        if (hidden := _CODE.sub("(hidden)", said)) != said:
            record.msg, record.args = hidden, ()
        return True


def pages() -> CallbackOptions:
    """The pages that a sign-in ends with; Bolt's own would write the request to the log."""
    return CallbackOptions(success=_signed_in, failure=_not_signed_in)


def _signed_in(args: SuccessArgs) -> BoltResponse:
    installed = args.installation
    org = installed.is_enterprise_install
    name = (installed.enterprise_name if org else installed.team_name) or "your workspace"
    log.info("signed in: %s", installed.enterprise_id if org else installed.team_id)
    said = f"<p>OnRecord is in <b>{html.escape(name)}</b>.</p>"
    if installed.team_id and installed.app_id:
        link = f"slack://app?team={installed.team_id}&id={installed.app_id}"
        said += f'<p><a href="{html.escape(link)}">Open it in Slack</a>, and ask a question.</p>'
    return _page(args, 200, "Signed in", said)


def _not_signed_in(args: FailureArgs) -> BoltResponse:
    reason = args.reason if _REASON.fullmatch(args.reason) else "unknown"
    log.warning("a workspace was not signed in: %s", reason)
    said = _REASONS.get(reason, f"Slack gives the reason {reason}.")
    again = html.escape(args.settings.install_path)
    body = f'<p>{html.escape(said)}</p><p><a href="{again}">Begin again</a></p>'
    return _page(args, args.suggested_status_code, "Not signed in", body)


def _page(args: SuccessArgs | FailureArgs, status: int, title: str, body: str) -> BoltResponse:
    head = f'<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>{title}</title>'
    return BoltResponse(
        status=status,
        headers={
            "Content-Type": "text/html; charset=utf-8",
            "Set-Cookie": args.settings.state_utils.build_set_cookie_for_deletion(),
            # The address of this page has a code in it.
            "Referrer-Policy": "no-referrer",
            "Cache-Control": "no-store",
        },
        body=f"{head}<h1>{title}</h1>{body}</html>",
    )


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
