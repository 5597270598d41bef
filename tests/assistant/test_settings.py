"""Settings come from the call, the environment, onrecord.toml and defaults, in this order."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import SettingsError
from assistant.settings import CONFIG_FILE, PACKAGED_MODEL, Settings, default_archive


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"ONRECORD_{name.upper()}", raising=False)


def test_defaults(folder: Path) -> None:
    found = Settings.load(folder)
    assert (found.model, found.embedding_model, found.hits) == (None, PACKAGED_MODEL, 10)


def test_what_is_nearer_wins(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / CONFIG_FILE).write_text('hits = 3\ncontext_tokens = 700\nmodel = "ollama:qwen3"')
    monkeypatch.setenv("ONRECORD_HITS", "4")
    monkeypatch.setenv("ONRECORD_CONTEXT_TOKENS", "800")
    found = Settings.load(folder, hits=5)
    assert (found.hits, found.context_tokens, found.model) == (5, 800, "ollama:qwen3")


@pytest.mark.parametrize(
    ("name", "value"),
    [("HITS", "many"), ("HITS", "0"), ("MODEL", "gpt-5"), ("MODEL", ":x"), ("LOCK_WAIT", "-1")],
)
def test_a_bad_variable_is_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"ONRECORD_{name}", value)
    with pytest.raises(SettingsError, match=rf"setting '{name.lower()}' \(ONRECORD_{name} or"):
        Settings.load(folder)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"hits = ", "is not valid TOML"),
        (b'model = "caf\xe9"', "is not valid TOML"),
        (b"hitz = 3", "setting 'hitz'.*not permitted"),
        (b'hits = "x"', "setting 'hits'"),
    ],
)
def test_a_bad_file_is_named_in_one_line(folder: Path, content: bytes, expected: str) -> None:
    (folder / CONFIG_FILE).write_bytes(content)
    with pytest.raises(SettingsError, match=expected) as caught:
        Settings.load(folder)
    assert "\n" not in str(caught.value)


def test_settings_do_not_change(folder: Path) -> None:
    found = Settings.load(folder)
    with pytest.raises(ValueError, match="frozen"):
        found.hits = 3  # type: ignore[misc]


def test_the_default_archive_is_the_users_own() -> None:
    assert default_archive().is_absolute()
    assert default_archive().parts[-2:] == ("onrecord", "archive")
