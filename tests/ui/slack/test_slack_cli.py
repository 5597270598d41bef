"""`onrecord slack`: what each command prints, the status it exits with, and what it loads."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
import yaml
from slack_sdk.oauth.installation_store import Installation

from assistant.archive import Archive
from tests.support.command import ROOT, Run, environment
from tests.support.slack_web import SlackWeb, error
from ui.slack.cli import slack
from ui.slack.installations import Installations
from ui.slack.manifest import SCOPES, manifest
from ui.slack.vault import Vault

BOT, APP = "xoxb-1-bot", "xapp-1-A1-app"


@pytest.fixture
def web() -> Iterator[SlackWeb]:
    with SlackWeb() as running:
        yield running


@pytest.fixture
def workspaces(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An archive in which two workspaces have signed in; the key is lost."""
    with Archive.open(folder) as archive:
        kept = Installations("11.22", archive.engine, Vault(Vault.new_key()))
        for team, name in (("T1", "The \x1b[31mDesk"), ("T2", "Agency")):
            kept.save(
                Installation(
                    app_id="A1",
                    team_id=team,
                    team_name=name,
                    bot_token=f"xoxb-{team}",
                    bot_id="B1",
                    bot_user_id="U0",
                    user_id="U1",
                    installed_at=1770120000.0,
                )
            )
    monkeypatch.setenv("ONRECORD_SLACK_CLIENT_ID", "11.22")
    return folder


@pytest.fixture
def tokens(web: SlackWeb, run: Run, monkeypatch: pytest.MonkeyPatch) -> SlackWeb:
    """Settings of one workspace; after `run`, which starts from none."""
    monkeypatch.setenv("ONRECORD_SLACK_BOT_TOKEN", BOT)
    monkeypatch.setenv("ONRECORD_SLACK_APP_TOKEN", APP)
    monkeypatch.setenv("ONRECORD_SLACK_URL", web.url)
    return web


# The manifest


def test_manifest(run: Run, folder: Path) -> None:
    done = run("--archive", folder, "slack", "manifest")
    assert (done.status, done.err) == (0, "")
    assert yaml.safe_load(done.out) == manifest(socket_mode=True)
    assert "# hears direct messages" in done.out


def test_manifest_as_json_with_a_name(run: Run, folder: Path) -> None:
    done = run("--archive", folder, "slack", "manifest", "--json", "--name", "Archive")
    assert (done.status, done.err) == (0, "")
    assert done.json == manifest(socket_mode=True, name="Archive")


def test_manifest_for_a_server(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refused = run("--archive", folder, "slack", "manifest", "--http")
    assert refused.status == 2
    assert "set ONRECORD_PUBLIC_URL" in refused.complaint
    monkeypatch.setenv("ONRECORD_PUBLIC_URL", "https://desk.example")
    done = run("--archive", folder, "slack", "manifest", "--http", "--json")
    assert done.json == manifest("https://desk.example", socket_mode=False)


def test_manifest_of_an_older_app(run: Run, folder: Path) -> None:
    done = run("--archive", folder, "slack", "manifest", "--assistant-view", "--json")
    assert done.json == manifest(socket_mode=True, view="assistant")


def test_a_name_that_is_too_long(run: Run, folder: Path) -> None:
    refused = run("--archive", folder, "slack", "manifest", "--name", "n" * 36)
    assert (refused.status, refused.out) == (2, "")
    assert "1 to 35 characters" in refused.complaint


# The check


def test_check(run: Run, samples: Path, tokens: SlackWeb) -> None:
    done = run("--archive", samples, "slack", "check")
    assert (done.status, done.err) == (0, "")
    assert done.out.splitlines() == [
        "ok    archive: 29 articles",
        "ok    settings: Socket Mode, one workspace",
        f"ok    Slack: {tokens.url} answers",
        "ok    bot token: onrecord in The Desk (T0001)",
        "ok    scopes: all 7 that are used",
        "ok    Socket Mode: a connection can be opened",
    ]


def test_check_of_what_is_wrong(run: Run, samples: Path, tokens: SlackWeb) -> None:
    tokens.methods["auth.test"] = lambda _: error("invalid_auth")
    done = run("--archive", samples, "slack", "check")
    assert (done.status, done.err) == (1, "")
    assert "fault bot token: Slack refuses it (invalid_auth): copy the token once more" in done.out
    assert "xoxb" not in done.out


def test_check_as_json(run: Run, samples: Path, tokens: SlackWeb) -> None:
    tokens.methods["apps.connections.open"] = lambda _: error("missing_scope")
    done = run("--archive", samples, "slack", "check", "--json")
    assert (done.status, done.err) == (1, "")
    assert [set(each) for each in done.json] == [{"check", "ok", "detail"}] * 6
    assert [each["check"] for each in done.json if not each["ok"]] == ["Socket Mode"]


# Keys and workspaces


def test_key(run: Run, folder: Path) -> None:
    first, second = (run("--archive", folder, "slack", "key") for _ in range(2))
    assert (first.status, first.err) == (0, "")
    assert first.out != second.out
    vault = Vault(f"{second.out.strip()},{first.out.strip()}")
    assert vault.decrypt(Vault(first.out).encrypt("xoxb-1")) == "xoxb-1"


def test_workspaces(run: Run, workspaces: Path) -> None:
    listed = run("--archive", workspaces, "slack", "workspaces")
    assert (listed.status, listed.err) == (0, "")
    assert listed.out.splitlines() == [
        "T2\tAgency\tworkspace\t2026-02-03",
        "T1\tThe [31mDesk\tworkspace\t2026-02-03",
    ]
    whole = run("--archive", workspaces, "slack", "workspaces", "--json").json
    assert [(each["team"], each["org"]) for each in whole] == [("T2", False), ("T1", False)]
    assert "xoxb" not in str(whole)


def test_a_workspace_is_forgotten(run: Run, workspaces: Path) -> None:
    done = run("--archive", workspaces, "slack", "workspaces", "--remove", "T1")
    assert (done.status, done.out) == (0, "forgot T1\n")
    again = run("--archive", workspaces, "slack", "workspaces", "--remove", "T1")
    assert (again.status, again.complaint) == (2, "no workspace 'T1' has signed in")
    assert run("--archive", workspaces, "slack", "workspaces").out.startswith("T2")


def test_workspaces_without_oauth_or_archive(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nowhere = tmp_path / "nowhere"
    refused = run("--archive", nowhere, "slack", "workspaces")
    assert refused.status == 2
    assert "ONRECORD_SLACK_CLIENT_ID" in refused.complaint
    monkeypatch.setenv("ONRECORD_SLACK_CLIENT_ID", "11.22")
    refused = run("--archive", nowhere, "slack", "workspaces")
    assert refused.status == 1
    assert "holds no archive" in refused.complaint
    assert not nowhere.exists()


# The group


def test_a_command_that_is_none(run: Run, folder: Path) -> None:
    refused = run("--archive", folder, "slack", "manifesto")
    assert refused.status == 2
    assert "manifesto" in refused.complaint


def test_the_bot_says_which_token_it_misses(run: Run, folder: Path) -> None:
    refused = run("--archive", folder, "slack")
    assert refused.status == 2
    assert "ONRECORD_SLACK_APP_TOKEN" in refused.complaint


LOADED = """
import os
import sys
from ui.cli import main
try:
    main()
finally:
    heavy = {"torch", "gradio", "sentence_transformers", "transformers", "pandas", "uvicorn"}
    heavy |= set(os.environ["WITHOUT"].split(","))
    print("loaded:", *sorted(heavy & set(sys.modules)), file=sys.stderr)
"""


@pytest.mark.parametrize(
    ("arguments", "without"),
    [
        (["slack", "manifest"], "slack_bolt,slack_sdk,chromadb,langchain,cryptography"),
        (["slack", "key"], "slack_bolt,chromadb,langchain"),
        (["slack", "--help"], "slack_bolt,slack_sdk,chromadb,langchain,cryptography"),
        (["slack", "check", "--json"], "onnxruntime"),
    ],
)
def test_what_is_loaded(folder: Path, arguments: list[str], without: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOADED, "--archive", str(folder), *arguments],
        env=environment(ONRECORD_SLACK_URL="http://127.0.0.1:9/", WITHOUT=without),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in (0, 1)
    assert done.stdout
    assert done.stderr == "loaded:\n"


# The page that leads through it


def test_the_page_names_every_command_and_scope() -> None:
    text = (ROOT / "docs" / "SLACK.md").read_text(encoding="utf-8")
    rows = [f"| `{each.name}` | {each.reason} |" for each in SCOPES]
    table = "\n".join(["| scope | what for |", "|---|---|", *rows])
    assert f"<!-- slack-scopes -->\n{table}\n<!-- /slack-scopes -->" in text
    group = typer.main.get_command(slack)
    rows = [f"| `onrecord slack` | {group.help} |"]
    for name, command in group.commands.items():  # type: ignore[attr-defined]
        rows.append(f"| `onrecord slack {name}` | {command.help} |")
    table = "\n".join(["| command | does |", "|---|---|", *rows])
    assert f"<!-- slack-commands -->\n{table}\n<!-- /slack-commands -->" in text
