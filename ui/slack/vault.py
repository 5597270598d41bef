"""Encrypts what may not lie about in the clear: the tokens of the workspaces that signed in.

Fernet (AES in CBC mode, with an HMAC) of the `cryptography` package; a token that was changed or
that belongs to another key is refused, never read as something else.
"""

from __future__ import annotations

import re

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from assistant.errors import SettingsError
from assistant.settings import Settings

_SETTING = "ONRECORD_SLACK_KEY"
_KEY = re.compile(r"[A-Za-z0-9_-]{43}=")  # 32 bytes


class Vault:
    """Encrypts with the first of its keys, and decrypts with any of them.

    ``key`` holds one key, or several separated by commas: the new one first, then those that the
    stored tokens may still be encrypted with.
    """

    def __init__(self, key: str) -> None:
        keys = [part for each in key.split(",") if (part := each.strip())]
        if not keys:
            raise SettingsError(_MISSING)
        # Fernet passes over what is no base64, and so would over a second key after a blank.
        if not all(_KEY.fullmatch(each) for each in keys):
            raise SettingsError(
                f"{_SETTING} holds no key that `onrecord slack key` made; several are separated "
                "by commas, the new one first"
            )
        self._fernet = MultiFernet([Fernet(each) for each in keys])
        self.changing = len(keys) > 1
        """Whether an earlier key is named as well, to be replaced by the first."""

    @classmethod
    def of(cls, settings: Settings) -> Vault:
        """The vault with the key of the settings.

        Raises:
            SettingsError: there is none, or it is none that `new_key` made.
        """
        if settings.slack_key is None:
            raise SettingsError(_MISSING)
        return cls(settings.slack_key.get_secret_value())

    @staticmethod
    def new_key() -> str:
        """A new random key."""
        return Fernet.generate_key().decode("ascii")

    def encrypt(self, token: str) -> str:
        """``token`` in a form that only a holder of the key can read; each time another one."""
        return self._fernet.encrypt(token.encode()).decode("ascii")

    def decrypt(self, kept: str) -> str:
        """The token that `encrypt` was given.

        Raises:
            SettingsError: it was encrypted with a key that is not named, or is damaged.
        """
        try:
            return self._fernet.decrypt(kept.encode()).decode()
        except InvalidToken:
            raise SettingsError(
                f"{_SETTING} is not the key that the stored tokens were encrypted with; name the "
                f"earlier key after it ({_SETTING}=NEW,EARLIER), or let the workspaces sign in "
                "again"
            ) from None


_MISSING = (
    f"tokens of several workspaces are kept encrypted: set {_SETTING} to a key that "
    "`onrecord slack key` prints"
)
