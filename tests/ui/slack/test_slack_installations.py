"""The workspaces that signed in: found by who they are, and never readable without the key."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from slack_sdk.oauth.installation_store import Bot, Installation
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

from assistant.archive import Archive
from assistant.errors import SettingsError
from assistant.settings import Settings
from ui.slack.installations import Installations, Workspace
from ui.slack.vault import Vault

KEY = Vault.new_key()
CLIENT = "11.22"
AT = datetime(2026, 2, 3, 12, tzinfo=UTC)
_later = itertools.count()


@pytest.fixture
def archive(folder: Path) -> Iterator[Archive]:
    with Archive.open(folder) as opened:
        yield opened


@pytest.fixture
def kept(archive: Archive) -> Installations:
    return Installations(CLIENT, archive.engine, Vault(KEY))


def installation(
    team: str | None,
    token: str | None = None,
    *,
    enterprise: str | None = None,
    user: str = "U1",
    name: str = "The Desk",
) -> Installation:
    """An installation, each a minute after the one before."""
    return Installation(
        app_id="A1",
        enterprise_id=enterprise,
        enterprise_name=enterprise and f"{name} Group",
        team_id=team,
        team_name=team and name,
        bot_token=token or f"xoxb-{enterprise}-{team}",
        bot_id="B1",
        bot_user_id="U0",
        bot_scopes=["chat:write", "commands"],
        bot_refresh_token="xoxe-1-refresh",
        user_id=user,
        user_token="xoxp-user",
        user_refresh_token="xoxe-1-of-user",
        incoming_webhook_url="https://hooks.example/services/T/B/opens-a-door",
        is_enterprise_install=team is None,
        installed_at=AT + timedelta(minutes=next(_later)),
    )


def token(kept: Installations, team: str | None, enterprise: str | None = None) -> str | None:
    bot = kept.find_bot(enterprise_id=enterprise, team_id=team, is_enterprise_install=team is None)
    return bot.bot_token if bot else None


def rows(archive: Archive, table: str) -> int:
    with archive.engine.connect() as connection:
        return int(connection.scalar(sa.text(f"SELECT count(*) FROM {table}")) or 0)


# Finding


def test_a_workspace_is_found_with_all_that_was_kept(kept: Installations) -> None:
    kept.save(installation("T1", "xoxb-1"))
    bot = kept.find_bot(enterprise_id=None, team_id="T1")
    assert isinstance(bot, Bot)
    assert (bot.bot_token, bot.bot_refresh_token) == ("xoxb-1", "xoxe-1-refresh")
    assert (bot.team_id, bot.team_name, bot.bot_scopes) == (
        "T1", "The Desk", ["chat:write", "commands"],
    )  # fmt: skip
    whole = kept.find_installation(enterprise_id=None, team_id="T1", user_id="U1")
    assert whole is not None
    assert (whole.user_token, whole.user_refresh_token) == ("xoxp-user", "xoxe-1-of-user")
    assert whole.incoming_webhook_url == "https://hooks.example/services/T/B/opens-a-door"


def test_another_workspace_organisation_or_app_finds_nothing(
    kept: Installations, archive: Archive
) -> None:
    kept.save(installation("T1"))
    kept.save(installation("T2", enterprise="E2"))
    assert token(kept, "T9") is None
    assert token(kept, "T1", "E2") == "xoxb-None-T1"  # it came to an organisation afterwards
    assert token(kept, "T2", "E9") is None
    assert token(kept, None, "E2") is None
    assert token(kept, None, None) is None
    other = Installations("33.44", archive.engine, Vault(KEY))
    assert (token(other, "T1"), other.workspaces()) == (None, [])


def test_a_workspace_of_an_organisation_is_found_by_its_team_alone(kept: Installations) -> None:
    kept.save(installation("T1", enterprise="E1"))
    assert token(kept, "T1", "E1") == token(kept, "T1") == "xoxb-E1-T1"


def test_an_organisation_answers_for_the_workspaces_that_slack_has_named(
    kept: Installations, archive: Archive
) -> None:
    kept.save(installation(None, enterprise="E1"))
    kept.save(installation(None, enterprise="E2"))
    assert token(kept, "T1") is None
    for _ in range(2):
        bot = kept.find_bot(enterprise_id="E1", team_id="T1", is_enterprise_install=True)
        assert bot is not None
        assert bot.bot_token == "xoxb-E1-None"
    assert rows(archive, "slack_org_workspaces") == 1
    assert token(kept, "T1") == "xoxb-E1-None"
    assert token(kept, "T2") is None
    # Another process knows it as well; a workspace may move to another organisation.
    again = Installations(CLIENT, archive.engine, Vault(KEY))
    assert token(again, "T1") == "xoxb-E1-None"
    again.find_bot(enterprise_id="E2", team_id="T1", is_enterprise_install=True)
    assert token(again, "T1") == "xoxb-E2-None"


def test_a_workspace_comes_before_its_organisation(kept: Installations) -> None:
    kept.save(installation("T1", "xoxb-own", enterprise="E1"))
    kept.save(installation(None, enterprise="E1"))
    kept.find_bot(enterprise_id="E1", team_id="T1", is_enterprise_install=True)
    assert token(kept, "T1") == "xoxb-own"


# Signing in again, and out


def test_signing_in_again_leaves_no_old_token(kept: Installations, archive: Archive) -> None:
    kept.save(installation("T1", "xoxb-old"))
    kept.save(installation("T1", "xoxb-new"))
    kept.save(installation("T2", "xoxb-other"))
    kept.save(installation("T1", "xoxb-newest", user="U2"))
    assert token(kept, "T1") == "xoxb-newest"
    assert token(kept, "T2") == "xoxb-other"
    assert (rows(archive, "slack_bots"), rows(archive, "slack_installations")) == (2, 3)
    kept.delete_all(enterprise_id=None, team_id="T1")
    assert token(kept, "T1") is None
    assert (rows(archive, "slack_bots"), rows(archive, "slack_installations")) == (1, 1)


def test_a_revoked_bot_token_takes_the_rest_with_it(kept: Installations, archive: Archive) -> None:
    kept.save(installation("T1"))
    kept.delete_bot(enterprise_id=None, team_id="T1")
    assert token(kept, "T1") is None
    assert (rows(archive, "slack_bots"), rows(archive, "slack_installations")) == (0, 0)


def test_an_organisation_signs_out_with_its_workspaces(
    kept: Installations, archive: Archive
) -> None:
    for enterprise, team in (("E1", "T1"), ("E2", "T2")):
        kept.save(installation(None, enterprise=enterprise))
        kept.find_bot(enterprise_id=enterprise, team_id=team, is_enterprise_install=True)
    kept.delete_all(enterprise_id="E1", team_id=None)
    assert (token(kept, "T1"), token(kept, "T2")) == (None, "xoxb-E2-None")
    assert rows(archive, "slack_org_workspaces") == 1
    kept.save(installation(None, enterprise="E1"))
    kept.find_bot(enterprise_id="E1", team_id="T1", is_enterprise_install=True)
    assert token(kept, "T1") == "xoxb-E1-None"


def test_they_are_listed_and_forgotten_by_id(kept: Installations) -> None:
    kept.save(installation("T2", name="beta"))
    kept.save(installation("T1", name="Alpha"))
    kept.save(installation(None, enterprise="E1", name="Gamma"))
    kept.save(installation("T2", enterprise="E7", name="beta"))  # it joined an organisation
    listed = kept.workspaces()
    assert [each.id for each in listed] == ["T1", "T2", "E1"]
    assert [each.name for each in listed] == ["Alpha", "beta", "Gamma Group"]
    assert listed[2].org
    assert not listed[0].org
    assert AT <= listed[0].at < AT + timedelta(days=1)
    assert listed[0].scopes == ("chat:write", "commands")
    assert kept.remove("T2")
    assert not kept.remove("T2")
    assert token(kept, "T2") is None
    assert token(kept, "T2", "E7") is None
    assert kept.remove("E1")
    assert [each.id for each in kept.workspaces()] == ["T1"]


# Secrets


SECRETS = ("xoxb-", "xoxe-", "xoxp-", "hooks.example")


def test_the_file_holds_no_token(kept: Installations, folder: Path) -> None:
    for team in ("T1", "T2", "T1"):
        kept.save(installation(team))
    written = b"".join(file.read_bytes() for file in folder.glob("archive.db*"))
    assert b"The Desk" in written
    assert not [secret for secret in SECRETS if secret.encode() in written]


def test_nothing_of_a_token_shows_in_an_object(kept: Installations) -> None:
    kept.save(installation("T1"))
    shown = repr([kept, kept.workspaces(), kept.find_bot(enterprise_id=None, team_id="T1")])
    assert isinstance(kept.workspaces()[0], Workspace)
    assert not [secret for secret in SECRETS if secret in shown]


def test_without_the_key_nobody_is_found_and_the_error_says_what_to_do(
    kept: Installations, archive: Archive
) -> None:
    kept.save(installation("T1"))
    stranger = Installations(CLIENT, archive.engine, Vault(Vault.new_key()))
    with pytest.raises(SettingsError, match="ONRECORD_SLACK_KEY") as raised:
        token(stranger, "T1")
    assert not [secret for secret in SECRETS if secret in str(raised.value)]
    assert [each.id for each in stranger.workspaces()] == ["T1"]
    assert stranger.remove("T1")


@pytest.mark.parametrize("more", [[], [Vault.new_key()]], ids=["one key", "two keys"])
def test_a_lost_key_is_told_at_the_start(
    kept: Installations, archive: Archive, folder: Path, more: list[str]
) -> None:
    kept.save(installation("T1"))
    Installations("33.44", archive.engine, Vault(Vault.new_key())).save(installation("T2"))
    assert token(Installations.of(settings_with(folder), archive), "T1")  # others' keys are theirs
    lost = settings_with(folder, slack_key=",".join([Vault.new_key(), *more]))
    with pytest.raises(SettingsError, match="`onrecord slack workspaces --remove T1`"):
        Installations.of(lost, archive)


def settings_with(folder: Path, **more: str | None) -> Settings:
    given = {"slack_client_id": CLIENT, "slack_key": KEY, **more}
    return Settings.load(folder, **{name: each for name, each in given.items() if each})


def test_a_new_key_takes_over_at_the_next_start(
    kept: Installations, archive: Archive, folder: Path
) -> None:
    kept.save(installation("T1"))
    kept.save(installation(None, enterprise="E1"))
    new = Vault.new_key()
    both = Installations.of(settings_with(folder, slack_key=f"{new},{KEY}"), archive)
    assert token(both, "T1") == "xoxb-None-T1"
    alone = Installations.of(settings_with(folder, slack_key=new), archive)
    assert (token(alone, "T1"), token(alone, None, "E1")) == ("xoxb-None-T1", "xoxb-E1-None")
    whole = alone.find_installation(enterprise_id=None, team_id="T1")
    assert whole is not None
    assert whole.user_token == "xoxp-user"
    with pytest.raises(SettingsError, match="not the key"):
        token(kept, "T1")


def test_a_key_is_not_changed_by_halves(
    kept: Installations, archive: Archive, folder: Path
) -> None:
    kept.save(installation("T1"))
    lost = Vault.new_key()
    Installations(CLIENT, archive.engine, Vault(lost)).save(installation("T2"))
    both = settings_with(folder, slack_key=f"{Vault.new_key()},{KEY}")
    with pytest.raises(SettingsError, match="--remove T2"):
        Installations.of(both, archive)
    assert token(kept, "T1") == "xoxb-None-T1"


@pytest.mark.parametrize(
    ("missing", "named"),
    [("slack_client_id", "ONRECORD_SLACK_CLIENT_ID"), ("slack_key", "ONRECORD_SLACK_KEY")],
)
def test_what_is_missing_is_named(archive: Archive, folder: Path, missing: str, named: str) -> None:
    with pytest.raises(SettingsError, match=named):
        Installations.of(settings_with(folder, **{missing: None}), archive)


# The database


def test_an_archive_with_these_tables_stays_an_archive(folder: Path) -> None:
    with Archive.open(folder) as archive:
        Installations(CLIENT, archive.engine, Vault(KEY)).save(installation("T1"))
    with sqlite3.connect(folder / "archive.db") as database:  # as an older OnRecord left it
        database.execute("DROP TABLE unread")
        database.execute("DROP INDEX articles_by_source")
    database.close()
    with Archive.open(folder) as archive:
        assert archive.count() == (0, 0)
        assert archive.damage() is None
        kept = Installations(CLIENT, archive.engine, Vault(KEY))
        assert token(kept, "T1") == "xoxb-None-T1"


def test_another_database_has_room_for_an_encrypted_token(kept: Installations) -> None:
    longest = Vault(KEY).encrypt("x" * 255)
    assert len(longest) > 200
    made = [
        str(CreateTable(table).compile(dialect=postgresql.dialect()))
        for table in kept.metadata.sorted_tables
    ]
    lines = [line.strip() for text in made for line in text.splitlines()]
    secret = [line for line in lines if "token " in line or "webhook_url " in line]
    assert len(secret) == 7
    assert all(line.rstrip(", ").endswith(" TEXT") for line in secret), secret
