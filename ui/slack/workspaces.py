"""The workspaces that signed in, for the command line: another process may have the archive."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assistant.archive import Archive
from assistant.errors import ArchiveError, SettingsError
from assistant.settings import Settings
from ui.slack.installations import Installations, Workspace
from ui.slack.vault import Vault


def signed_in(folder: Path, settings: Settings) -> list[Workspace]:
    """Who has signed in; errors as `forget` raises them."""
    with _kept(folder, settings) as kept:
        return kept.workspaces()


def forget(folder: Path, settings: Settings, id: str) -> bool:
    """Forget a workspace or an organisation; False where none has this id.

    Raises:
        SettingsError: the client id is missing.
        ArchiveError: there is no archive, or it cannot be written.
    """
    with _kept(folder, settings) as kept:
        return kept.remove(id)


@contextmanager
def _kept(folder: Path, settings: Settings) -> Iterator[Installations]:
    if settings.slack_client_id is None:
        raise SettingsError(
            "only where workspaces sign in by OAuth is there a list of them: set "
            "ONRECORD_SLACK_CLIENT_ID, or see docs/SLACK.md"
        )
    if not (folder / "archive.db").is_file():
        raise ArchiveError(f"{folder} holds no archive; name one with --archive")
    with Archive.open(folder) as archive:
        # With any key: names are not encrypted, and a token can be forgotten when its key is lost.
        vault = Vault(Vault.new_key())
        yield Installations(settings.slack_client_id, archive.engine, vault)
