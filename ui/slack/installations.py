"""The workspaces that signed in, in the archive's database, with their tokens encrypted.

slack_sdk's store for SQLAlchemy does the work. It would keep the tokens as they are: here the
types of its columns are replaced, so that no way into the tables leads past the encryption.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self
from urllib.parse import urljoin

import sqlalchemy as sa
from slack_bolt.oauth import OAuthFlow
from slack_bolt.oauth.oauth_settings import OAuthSettings
from slack_sdk import WebClient
from slack_sdk.oauth.installation_store import Bot, Installation
from slack_sdk.oauth.installation_store.sqlalchemy import SQLAlchemyInstallationStore
from sqlalchemy.engine import Dialect

from assistant.archive import Archive
from assistant.errors import SettingsError
from assistant.schema import UtcDateTime
from assistant.settings import Settings
from ui.slack.manifest import INSTALL, REDIRECT, scope_names
from ui.slack.quiet import quiet_libraries, quiet_logger
from ui.slack.signin import HideCodes, SignIn, States, pages
from ui.slack.vault import Vault

# A webhook's address lets anybody who has it post, so it is kept like a token.
_SECRETS = (
    "bot_token",
    "bot_refresh_token",
    "user_token",
    "user_refresh_token",
    "incoming_webhook_url",
)


class Encrypted(sa.TypeDecorator[str]):
    """A text that is encrypted in the database; far longer there than the token itself."""

    impl = sa.Text
    cache_ok = True

    def __init__(self, vault: Vault) -> None:
        super().__init__()
        self.vault = vault

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        del dialect
        return None if value is None else self.vault.encrypt(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        del dialect
        return None if value is None else self.vault.decrypt(value)


@dataclass(frozen=True, slots=True)
class Workspace:
    """A workspace, or with ``org`` a whole organisation, that signed in; nothing of its tokens."""

    team: str
    name: str
    enterprise: str
    org: bool
    at: datetime
    scopes: tuple[str, ...]

    @property
    def id(self) -> str:
        """What it is removed by: the id of the workspace, or of the organisation."""
        return self.enterprise if self.org else self.team


class Installations(SQLAlchemyInstallationStore):
    """Finds and keeps the bot token of each workspace of one Slack app.

    An organisation that installed the app for all its workspaces has one row, without a team. Which
    workspaces it has is learnt from what Slack delivers, and kept: a digest is posted to a
    workspace when there is no delivery that names its organisation.
    """

    def __init__(self, client_id: str, engine: sa.Engine, vault: Vault) -> None:
        super().__init__(client_id, engine, logger=quiet_logger("onrecord.slack.installations"))
        quiet_libraries()
        for table in self.metadata.tables.values():
            for name in _SECRETS:
                if name in table.c:
                    table.c[name].type = Encrypted(vault)
        self._members = sa.Table(
            "slack_org_workspaces",
            self.metadata,
            sa.Column("client_id", sa.String(32), primary_key=True),
            sa.Column("team_id", sa.String(32), primary_key=True),
            sa.Column("enterprise_id", sa.String(32), nullable=False),
        )
        self._vault = vault
        self._seen: set[tuple[str, str]] = set()
        self._seeing = threading.Lock()
        self.metadata.create_all(engine)

    @classmethod
    def of(cls, settings: Settings, archive: Archive) -> Self:
        """Those of the settings' app, in the archive; with a new key, encrypted with that now.

        Raises:
            SettingsError: the client id or the key is missing, or tokens have another key.
        """
        if settings.slack_client_id is None:
            raise SettingsError(_NO_CLIENT)
        store = cls(settings.slack_client_id, archive.engine, Vault.of(settings))
        store.renew()
        return store

    def save(self, installation: Installation) -> None:
        """Keep an installation in place of an earlier one, so that no old token stays behind."""
        super().save(installation)
        newest = self._newest(self.installations, _whose(installation), installation.user_id)
        with self.engine.begin() as connection:
            connection.execute(newest)

    def save_bot(self, bot: Bot) -> None:
        """Keep a bot token in place of an earlier one."""
        super().save_bot(bot)
        with self.engine.begin() as connection:
            connection.execute(self._newest(self.bots, _whose(bot)))

    def find_bot(
        self,
        *,
        enterprise_id: str | None,
        team_id: str | None,
        is_enterprise_install: bool | None = False,
    ) -> Bot | None:
        """The bot of a workspace, or None.

        Where its organisation is not given, or was not known when it signed in, the team says all:
        Slack gives no id of a workspace twice.

        Raises:
            SettingsError: its token was encrypted with another key.
        """
        bot = super().find_bot(
            enterprise_id=enterprise_id,
            team_id=team_id,
            is_enterprise_install=is_enterprise_install,
        )
        if bot is not None and is_enterprise_install and enterprise_id and team_id:
            self._belongs(team_id, enterprise_id)
        if bot is None and team_id is not None and not is_enterprise_install:
            return self._of_team(team_id, enterprise_id)
        return bot

    def delete_bot(self, *, enterprise_id: str | None, team_id: str | None) -> None:
        """Forget a workspace or an organisation: without its bot token, the rest is of no use."""
        super().delete_bot(enterprise_id=enterprise_id, team_id=team_id)
        super().delete_installation(enterprise_id=enterprise_id, team_id=team_id)
        if team_id is not None:
            return
        c = self._members.c
        theirs = sa.and_(c.client_id == self.client_id, c.enterprise_id == enterprise_id)
        with self.engine.begin() as connection:
            connection.execute(self._members.delete().where(theirs))
        with self._seeing:
            self._seen.clear()

    def workspaces(self) -> list[Workspace]:
        """Who has signed in, by name; needs no key."""
        found = {each.id: each for each in self._all()}
        return sorted(found.values(), key=lambda each: (each.name.casefold(), each.id))

    def members(self, enterprise_id: str) -> list[str]:
        """The workspaces of an organisation that Slack has named so far."""
        c = self._members.c
        theirs = sa.and_(c.client_id == self.client_id, c.enterprise_id == enterprise_id)
        with self.engine.connect() as connection:
            return [*connection.execute(sa.select(c.team_id).where(theirs)).scalars()]

    def remove(self, id: str) -> bool:
        """Forget the workspace or organisation with this id; False where there is none."""
        found = [each for each in self._all() if each.id == id]
        for each in found:
            team = None if each.org else each.team
            self.delete_all(enterprise_id=each.enterprise or None, team_id=team)
        return bool(found)

    def renew(self) -> None:
        """Read every token; where an earlier key is named too, write it with the first one.

        Raises:
            SettingsError: a token was encrypted with a key that is not named; nothing is changed.
        """
        with self.engine.begin() as connection:
            for table in (self.bots, self.installations):
                c = table.c
                secrets = [c[name] for name in _SECRETS if name in c]
                mine = c.client_id == self.client_id
                ids = sa.select(c.id, c.team_id, c.enterprise_id).where(mine)
                for id, team, enterprise in connection.execute(ids).all():
                    this = c.id == id
                    try:
                        row = connection.execute(sa.select(*secrets).where(this)).mappings().one()
                    except SettingsError as error:
                        raise SettingsError(
                            f"{error}; `onrecord slack workspaces --remove {team or enterprise}` "
                            "forgets this one"
                        ) from None
                    if self._vault.changing:
                        connection.execute(table.update().where(this).values(**row))

    def _newest(
        self, table: sa.Table, whose: dict[str, str | None], user_id: str | None = None
    ) -> sa.Delete:
        """Deletes all but the newest row of a workspace and, where one is given, of a user."""
        c = table.c
        same = [c.client_id == self.client_id, *(c[name] == each for name, each in whose.items())]
        if user_id is not None:
            same.append(c.user_id == user_id)
        newest = sa.select(c.id).where(*same).order_by(c.installed_at.desc(), c.id.desc()).limit(1)
        return table.delete().where(*same, c.id.not_in(newest))

    def _of_team(self, team_id: str, enterprise_id: str | None) -> Bot | None:
        c, members = self.bots.c, self._members.c
        org = sa.select(members.enterprise_id).where(
            members.client_id == self.client_id, members.team_id == team_id
        )
        mine = sa.or_(c.team_id == team_id, sa.and_(c.team_id.is_(None), c.enterprise_id.in_(org)))
        wanted = [c.client_id == self.client_id, c.bot_token.is_not(None), mine]
        if enterprise_id is not None:
            wanted.append(c.enterprise_id.is_(None))
        # The workspace's own installation before that of its organisation.
        order = (c.team_id.is_(None), c.installed_at.desc())
        found = self.bots.select().where(*wanted).order_by(*order).limit(1)
        with self.engine.connect() as connection:
            row = connection.execute(found).mappings().first()
        return None if row is None else self.build_bot_entity(row)

    def _all(self) -> list[Workspace]:
        c = self.bots.c
        columns = (
            c.team_id,
            c.team_name,
            c.enterprise_id,
            c.enterprise_name,
            c.is_enterprise_install,
            sa.type_coerce(c.installed_at, UtcDateTime).label("at"),
            c.bot_scopes,
        )
        wanted = sa.select(*columns).where(c.client_id == self.client_id).order_by(c.installed_at)
        with self.engine.connect() as connection:
            return [_workspace(row) for row in connection.execute(wanted)]

    def _belongs(self, team_id: str, enterprise_id: str) -> None:
        with self._seeing:
            if (team_id, enterprise_id) in self._seen:
                return
            self._seen.add((team_id, enterprise_id))
        key = {"client_id": self.client_id, "team_id": team_id}
        with self.engine.begin() as connection:
            connection.execute(self._members.delete().filter_by(**key))
            connection.execute(self._members.insert().values(enterprise_id=enterprise_id, **key))


def _whose(installed: Installation | Bot) -> dict[str, str | None]:
    return {"enterprise_id": installed.enterprise_id, "team_id": installed.team_id}


def _workspace(row: Any) -> Workspace:
    org = bool(row.is_enterprise_install)
    return Workspace(
        team=row.team_id or "",
        name=(row.enterprise_name if org else row.team_name) or "",
        enterprise=row.enterprise_id or "",
        org=org,
        at=row.at,
        scopes=tuple(row.bot_scopes.split(",")) if row.bot_scopes else (),
    )


def oauth_flow(
    settings: Settings, store: Installations, client: WebClient, within: int = 600
) -> OAuthFlow:
    """The pages by which a workspace signs in, to be finished ``within`` so many seconds.

    Raises:
        SettingsError: the client's id or secret, or the public address is missing.
    """
    secret = settings.slack_client_secret
    if settings.slack_client_id is None or secret is None:
        raise SettingsError(_NO_CLIENT)
    if settings.public_url is None:
        raise SettingsError(
            "Slack leads people who sign in back to `onrecord serve`: set ONRECORD_PUBLIC_URL "
            "to its https address"
        )
    logger = quiet_logger("onrecord.slack.signin")
    if not any(isinstance(each, HideCodes) for each in logger.filters):
        logger.addFilter(HideCodes())
    states = States(within, store.engine, logger)
    states.metadata.create_all(store.engine)
    return SignIn(
        client=client,
        logger=logger,
        settings=OAuthSettings(
            client_id=settings.slack_client_id,
            client_secret=secret.get_secret_value(),
            scopes=scope_names(),
            user_scopes=[],
            redirect_uri=settings.public_url.rstrip("/") + REDIRECT,
            install_path=INSTALL,
            # Straight to Slack's page of consent; Bolt's own page loads a picture from elsewhere.
            install_page_rendering_enabled=False,
            redirect_uri_path=REDIRECT,
            callback_options=pages(),
            authorization_url=urljoin(settings.slack_url, "/oauth/v2/authorize"),
            installation_store=store,
            installation_store_bot_only=True,
            state_store=states,
            state_expiration_seconds=within,
            logger=logger,
        ),
    )


_NO_CLIENT = (
    "several workspaces sign in by OAuth: set ONRECORD_SLACK_CLIENT_ID and "
    "ONRECORD_SLACK_CLIENT_SECRET, as the app's page on api.slack.com shows them"
)
