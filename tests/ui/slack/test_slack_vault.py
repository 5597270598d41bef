"""The vault: what it encrypts only a holder of the key reads, and a key can be changed."""

from __future__ import annotations

import traceback
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import SettingsError
from assistant.settings import Settings
from ui.slack.vault import Vault

OLD, NEW, OTHER = Vault.new_key(), Vault.new_key(), Vault.new_key()
TOKEN = "xoxb-1-secret"


@given(st.text())
def test_what_is_encrypted_can_be_decrypted(token: str) -> None:
    assert Vault(OLD).decrypt(Vault(OLD).encrypt(token)) == token


def test_nothing_of_the_token_shows_and_no_two_are_alike() -> None:
    vault = Vault(OLD)
    first, second = vault.encrypt(TOKEN), vault.encrypt(TOKEN)
    assert first != second
    assert TOKEN not in first + repr(vault) + str(vars(vault))


def test_keys_are_new_each_time() -> None:
    assert len({Vault.new_key() for _ in range(20)}) == 20


def test_a_key_is_changed_by_naming_the_new_one_first() -> None:
    kept = Vault(OLD).encrypt(TOKEN)
    both = Vault(f" {NEW} , {OLD},")
    assert both.changing
    assert both.decrypt(kept) == TOKEN
    assert Vault(NEW).decrypt(both.encrypt(TOKEN)) == TOKEN


def test_another_key_is_refused_with_what_to_do() -> None:
    kept = Vault(OLD).encrypt(TOKEN)
    with pytest.raises(SettingsError, match=r"ONRECORD_SLACK_KEY=NEW,EARLIER") as raised:
        Vault(f"{NEW},{OTHER}").decrypt(kept)
    assert raised.value.__suppress_context__


@pytest.mark.parametrize("kept", ["", "gAAAA", TOKEN, "näh", "gAAAA" * 40])
def test_what_no_vault_made_is_refused(kept: str) -> None:
    with pytest.raises(SettingsError, match="not the key"):
        Vault(OLD).decrypt(kept)


def test_a_changed_token_is_refused() -> None:
    kept = Vault(OLD).encrypt(TOKEN)
    for place in range(0, len(kept) - 2, 7):
        other = "A" if kept[place] != "A" else "B"
        with pytest.raises(SettingsError, match="not the key"):
            Vault(OLD).decrypt(kept[:place] + other + kept[place + 1 :])


@pytest.mark.parametrize(
    "key",
    [OLD[:-4], "a key of my own", "kéy" * 15, f"{OLD} {NEW}", f"{OLD},{NEW[:-2]}", f"{OLD}{NEW}"],
    ids=["short", "words", "accents", "a blank between", "the second short", "no comma"],
)
def test_what_is_no_key_is_refused_without_showing_it(key: str) -> None:
    with pytest.raises(SettingsError, match="`onrecord slack key`") as raised:
        Vault(key)
    assert key not in "".join(traceback.format_exception(raised.value))


@pytest.mark.parametrize("key", ["", " ", ",,"])
def test_a_missing_key_is_asked_for(key: str) -> None:
    with pytest.raises(SettingsError, match="set ONRECORD_SLACK_KEY"):
        Vault(key)


def test_the_key_of_the_settings() -> None:
    nowhere = Path("no-such-folder")
    kept = Vault(OLD).encrypt(TOKEN)
    assert Vault.of(Settings.load(nowhere, slack_key=OLD)).decrypt(kept) == TOKEN
    with pytest.raises(SettingsError, match="set ONRECORD_SLACK_KEY"):
        Vault.of(Settings.load(nowhere))
