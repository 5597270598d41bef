"""The one place that reads the environment: `Settings`."""

from __future__ import annotations

import os
import tempfile
import tomllib
from datetime import time
from pathlib import Path
from typing import Annotated, Any, Literal

import platformdirs
from pydantic import AfterValidator, Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from assistant.errors import SettingsError

CONFIG_FILE = "onrecord.toml"
PACKAGED_MODEL = "all-MiniLM-L6-v2"
PACKAGED_READER = "onrecord-reader"


def _provider_and_model(value: str | None) -> str | None:
    if value is not None and not all(part.strip() for part in value.partition(":")[::2]):
        raise ValueError(
            f"{value!r} does not name a provider and a model; write it like openai:gpt-5-mini"
        )
    return value


def _time_of_day(value: str) -> str:
    try:
        return time.fromisoformat(value).strftime("%H:%M")
    except ValueError:
        raise ValueError(f"{value!r} is no time of day; write it like 09:00") from None


class Settings(BaseSettings):
    """How one archive is kept and asked; `Settings.load` reads the three places they come from."""

    model_config = SettingsConfigDict(env_prefix="ONRECORD_", frozen=True, extra="forbid")

    model: Annotated[str | None, AfterValidator(_provider_and_model)] = Field(
        default=None,
        description="chat model as provider:model; unset, the embedded extractive model answers",
    )
    model_url: str | None = Field(
        default=None, description="base address of an OpenAI-compatible or other model server"
    )
    model_timeout: float = Field(
        default=60.0, gt=0, description="seconds to wait for the chat model's next bytes"
    )
    model_retries: int = Field(
        default=2, ge=0, le=10, description="tries after a failed call of the chat model"
    )
    embedding_model: str = Field(
        default=PACKAGED_MODEL, description="sentence-transformers model that makes the vectors"
    )
    reranker: str = Field(
        default=PACKAGED_READER,
        description="what judges which text answers: the packaged reader, or the name or folder of "
        "a sentence-transformers CrossEncoder that is on this machine",
    )
    chroma_url: str | None = Field(
        default=None, description="address of a Chroma server; unset, Chroma runs in process"
    )
    hits: int = Field(default=10, ge=1, le=100, description="passages found for one search")
    context_tokens: int = Field(
        default=6000, ge=500, description="tokens of passages and history given to a chat model"
    )
    searches: int = Field(
        default=6, ge=1, le=100, description="most tool calls of a chat model for one question"
    )
    unsupported: Literal["mark", "drop"] = Field(
        default="mark",
        description="what becomes of a sentence that its passages do not carry: mark or drop",
    )
    lock_wait: float = Field(
        default=5.0, ge=0, description="seconds to wait while another command holds the archive"
    )
    public_url: str | None = Field(
        default=None,
        description="address at which readers reach `onrecord serve`, for links and for Slack's "
        "sign-in; unset, links go to the publishers alone",
    )
    slack_bot_token: SecretStr | None = Field(
        default=None, description="bot token (xoxb-...) of the one workspace that is served"
    )
    slack_app_token: SecretStr | None = Field(
        default=None, description="app-level token (xapp-...), for Socket Mode"
    )
    slack_signing_secret: SecretStr | None = Field(
        default=None, description="signing secret, for requests that Slack sends to `serve`"
    )
    slack_client_id: str | None = Field(
        default=None, description="client id, where several workspaces sign in by OAuth"
    )
    slack_client_secret: SecretStr | None = Field(
        default=None, description="client secret, where several workspaces sign in by OAuth"
    )
    slack_key: SecretStr | None = Field(
        default=None,
        description="key that the tokens of signed-in workspaces are encrypted with; "
        "`onrecord slack key` makes one",
    )
    slack_url: str = Field(
        default="https://slack.com/api/", description="address of Slack's Web API"
    )
    slack_follow_ups: bool = Field(
        default=True,
        description="whether a follow-up in a thread that OnRecord answered in needs no mention",
    )
    slack_digest_at: Annotated[str, AfterValidator(_time_of_day)] = Field(
        default="09:00", description="time of day, in this machine's zone, of the daily digests"
    )
    cache_dir: Path = Field(
        default_factory=lambda: Path(platformdirs.user_cache_dir("onrecord", appauthor=False)),
        description="where the exported embedding model is kept",
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        del dotenv_settings, file_secret_settings
        toml = TomlConfigSettingsSource(settings_cls, cls.model_config.get("toml_file"))
        return init_settings, env_settings, toml

    @classmethod
    def load(cls, archive: Path, **overrides: Any) -> Settings:
        """Read ``overrides``, then ``ONRECORD_*``, then the archive's onrecord.toml, then defaults.

        Raises:
            SettingsError: a name or value is not known; the message names it.
        """
        file = archive / CONFIG_FILE

        class _Here(cls):  # type: ignore[valid-type, misc]
            model_config = SettingsConfigDict(toml_file=file if file.is_file() else None)

        try:
            return _Here(**overrides)
        except ValidationError as error:
            first = error.errors()[0]
            name = ".".join(str(part) for part in first["loc"]) or "settings"
            wrong = first["msg"].removeprefix("Value error, ")
            raise SettingsError(
                f"setting {name!r} (ONRECORD_{name.upper()} or {CONFIG_FILE}): {wrong}"
            ) from error
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise SettingsError(f"{file} is not valid TOML: {error}") from error
        except OSError as error:
            raise SettingsError(f"{file} cannot be read: {error.strerror or error}") from error


def default_archive() -> Path:
    """The archive folder of this user where none is named."""
    return Path(platformdirs.user_data_dir("onrecord", appauthor=False)) / "archive"


def tiktoken_cache() -> Path:
    """The folder in which tiktoken keeps the vocabularies that it has downloaded."""
    named = os.environ.get("TIKTOKEN_CACHE_DIR") or os.environ.get("DATA_GYM_CACHE_DIR")
    return Path(named) if named else Path(tempfile.gettempdir()) / "data-gym-cache"
