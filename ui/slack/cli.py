"""The command line of the Slack bot: `onrecord slack ...`."""

from __future__ import annotations

from typing import Annotated

import typer

from assistant.errors import UsageError
from assistant.settings import Settings
from ui.console import err, one_line, out, write, write_json
from ui.options import chosen

slack = typer.Typer(
    invoke_without_command=True,
    help="Answer in Slack, and set the Slack app up.",
    epilog="`onrecord slack` alone runs the bot in Socket Mode; `onrecord serve` takes Slack's "
    "signed requests as well, where a signing secret is set. docs/SLACK.md leads through it.",
)
FAILED = 1

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@slack.callback()
def run(context: typer.Context) -> None:
    """Answer in Slack, and set the Slack app up."""
    if context.invoked_subcommand is not None:
        return
    from ui.session import loaded
    from ui.slack.run import run as answer

    def tell(said: str) -> None:
        loaded()
        err.print(said, markup=False)

    answer(chosen.archive, Settings.load(chosen.archive), tell)


@slack.command()
def manifest(
    http: Annotated[
        bool, typer.Option("--http", help="Reached at ONRECORD_PUBLIC_URL, not by Socket Mode.")
    ] = False,
    name: Annotated[str, typer.Option(help="The app's name in Slack.")] = "OnRecord",
    assistant_view: Annotated[
        bool,
        typer.Option(
            "--assistant-view", help="For an app from before July 2026 that has this view still."
        ),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json/--yaml", help="Print JSON, or YAML.")] = False,
) -> None:
    """Print the manifest to make the Slack app of."""
    from ui.slack.manifest import manifest as made
    from ui.slack.manifest import to_yaml

    found = made(
        Settings.load(chosen.archive).public_url,
        socket_mode=not http,
        name=name,
        view="assistant" if assistant_view else "agent",
    )
    if as_json:
        write_json(found)
    else:
        write(to_yaml(found))
    if out.is_terminal:
        err.print(
            "Paste it at https://api.slack.com/apps: Create New App, From a manifest", markup=False
        )


@slack.command()
def check(as_json: Json = False) -> None:
    """Check tokens, scopes, addresses and keys; each problem with its remedy."""
    from ui.render import finding_lines
    from ui.slack.checkup import examine
    from ui.wire import to_json

    with err.status("Asking Slack"):
        findings = examine(chosen.archive, Settings.load(chosen.archive))
    if as_json:
        write_json(to_json(findings))
    else:
        for line in finding_lines(findings):
            out.print(line)
    if not all(each.ok for each in findings):
        raise typer.Exit(FAILED)


@slack.command()
def key() -> None:
    """Print a new key for ONRECORD_SLACK_KEY, to encrypt the tokens of workspaces with."""
    from ui.slack.vault import Vault

    write(Vault.new_key() + "\n")


@slack.command()
def workspaces(
    remove: Annotated[
        str | None, typer.Option(help="Forget the workspace with this id, and its token.")
    ] = None,
    as_json: Json = False,
) -> None:
    """List the workspaces that signed in."""
    from ui.slack.workspaces import forget, signed_in
    from ui.wire import to_json

    settings = Settings.load(chosen.archive)
    if remove is not None:
        if not forget(chosen.archive, settings, remove):
            raise UsageError(f"no workspace {remove!r} has signed in")
        out.print(f"forgot {remove}", markup=False)
        return
    found = signed_in(chosen.archive, settings)
    if as_json:
        write_json(to_json(found))
        return
    for each in found:
        kind = "organisation" if each.org else "workspace"
        cells = (each.id, one_line(each.name), kind, f"{each.at:%Y-%m-%d}")
        write("\t".join(cells) + "\n")
