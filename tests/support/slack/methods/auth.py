"""Tokens: api.test, auth.*, apps.connections.open, apps.uninstall and oauth.v2.access."""

from __future__ import annotations

import secrets

from tests.support.slack import events
from tests.support.slack.calls import Args
from tests.support.slack.methods import Reply, method
from tests.support.slack.refusals import Refused
from tests.support.slack.workspace import Workspace
from tests.support.slack.world import World


@method("auth.test")
def auth_test(world: World, team: Workspace, args: Args) -> Reply:
    return {
        "url": f"https://{team.domain}.slack.example/",
        "team": team.domain,
        "user": "onrecord",
        "team_id": team.id,
        "user_id": team.bot_user,
        "bot_id": team.bot_id,
        "is_enterprise_install": False,
    }


@method("auth.revoke", "test")
def revoke(world: World, team: Workspace, args: Args) -> Reply:
    if args.flag("test"):
        return {"revoked": False}
    sign_out(world, team)
    return {"revoked": True}


@method("apps.uninstall", "client_id client_secret")
def uninstall(world: World, team: Workspace, args: Args) -> Reply:
    _client(world, args)
    remove_app(world, team)
    return {}


def api_test(world: World, args: Args) -> Reply:
    """api.test, which needs no token."""
    if (error := args.maybe("error")) is not None:
        raise Refused(error)
    return {"args": dict(args.given)}


def connections_open(world: World) -> Reply:
    """apps.connections.open, which takes an app-level token: an address that works once."""
    if not world.socket_mode:
        raise Refused("not_allowed_token_type")
    ticket = secrets.token_hex(16)
    world.tickets.add(ticket)
    return {"url": f"{world.base.replace('http', 'ws', 1)}/socket?ticket={ticket}"}


def access(world: World, args: Args) -> Reply:
    """oauth.v2.access, which takes a code and needs no token."""
    _client(world, args)
    grant = world.grants.get(args.text("code", "invalid_code"))
    if grant is None:
        raise Refused("invalid_code")
    if grant.used:
        raise Refused("code_already_used")
    if grant.redirect_uri is not None and args.maybe("redirect_uri") != grant.redirect_uri:
        raise Refused("bad_redirect_uri")
    grant.used = True
    team = world.workspaces[grant.team]
    if not team.installed or team.revoked:
        # Who signs in again gets another token.
        world.revoked_tokens.add(team.bot_token)
        team.bot_token = f"{team.bot_token.rsplit('-', 1)[0]}-{secrets.token_hex(6)}"
    team.installed, team.revoked, team.scopes = True, False, world.app.scopes
    return {
        "access_token": team.bot_token,
        "token_type": "bot",
        "scope": ",".join(sorted(team.scopes)),
        "bot_user_id": team.bot_user,
        "app_id": world.app.id,
        "team": {"id": team.id, "name": team.domain},
        "enterprise": None,
        "is_enterprise_install": False,
        "authed_user": {"id": grant.user},
    }


def sign_out(world: World, team: Workspace) -> None:
    """Revoke the bot's token, and tell of it."""
    # Told first: of what happens to a workspace, an app hears by its last right.
    tokens = {"oauth": [], "bot": [team.bot_user]}
    events.tell(world, team, "tokens_revoked", {"type": "tokens_revoked", "tokens": tokens})
    team.revoked = True


def remove_app(world: World, team: Workspace) -> None:
    """Take the app out of the workspace, and tell of it: by two events, as Slack does."""
    sign_out(world, team)
    events.tell(world, team, "app_uninstalled", {"type": "app_uninstalled"})
    team.installed = False


def _client(world: World, args: Args) -> None:
    if args.maybe("client_id") != world.app.client_id:
        raise Refused("invalid_client_id")
    if args.maybe("client_secret") != world.app.client_secret:
        raise Refused("bad_client_secret")
