"""Settings to a LangChain chat model, and a provider's failures to our errors."""

from __future__ import annotations

import re
from typing import Any

from langchain.chat_models import init_chat_model
from langchain_core.language_models import BaseChatModel

from assistant.errors import (
    ModelError,
    ModelRateLimited,
    ModelUnauthorized,
    ModelUnavailable,
    SettingsError,
)
from assistant.settings import Settings

EXTRAS = {"openai": "openai", "anthropic": "anthropic", "ollama": "ollama"}
_CLIENTS = {*EXTRAS, "httpx", "httpx2", "httpcore", "httpcore2"}


def hosted_model(settings: Settings) -> BaseChatModel:
    """The chat model that ``settings.model`` names as provider:model.

    Raises:
        SettingsError: the provider is unknown, or its package or its key is missing.
    """
    name = settings.model or ""
    provider, _, model = name.partition(":")
    options: dict[str, Any] = {"timeout": settings.model_timeout}
    if provider != "ollama":
        options["max_retries"] = settings.model_retries
    else:
        options = {"client_kwargs": options}
    if settings.model_url:
        options["base_url"] = settings.model_url
    try:
        if provider == "openai":
            # The package shares its clients among all models, and closes none.
            from openai import DefaultHttpxClient

            options["http_client"] = DefaultHttpxClient(timeout=settings.model_timeout)
        chosen: BaseChatModel = init_chat_model(model, model_provider=provider, **options)
    except ImportError as error:
        extra = EXTRAS.get(provider)
        remedy = f"pip install 'onrecord[{extra}]'" if extra else f"pip install {_package(error)}"
        raise SettingsError(f"the model {name!r} needs a package: {remedy}") from error
    except ValueError as error:
        known = ", ".join(sorted(EXTRAS))
        raise SettingsError(
            f"ONRECORD_MODEL={name!r} names no provider that is known; try one of: {known}"
        ) from error
    # Each provider's client has its own error for a missing key, and none is a common type.
    except Exception as error:
        raise SettingsError(f"the model {name!r} cannot be used: {_first_line(error)}") from error
    return chosen


def close_model(model: BaseChatModel) -> None:
    """Close the connections of a model of `hosted_model`, which has none to use after that."""
    client = getattr(model, "http_client", None)
    if client is not None:
        client.close()


def as_model_error(error: Exception, name: str) -> ModelError | None:
    """What a failed call of the model means to its user; None where it is no such failure.

    The providers' clients share no base class. They do share the status code of the HTTP reply;
    what a client raises without one is a connection that failed, or a stream that broke off.
    """
    status = getattr(error, "status_code", None)
    if status is None:
        status = getattr(getattr(error, "response", None), "status_code", None)
    if status in (401, 403):
        return ModelUnauthorized(f"{name} refused the key; check the provider's API key variable")
    if status == 429:
        wait = _retry_after(error)
        when = f"in {wait} seconds" if wait else "in a while"
        return ModelRateLimited(f"{name} is limiting requests; ask again {when}")
    if isinstance(status, int) and status >= 500:
        return ModelUnavailable(f"{name} failed (HTTP {status}); ask again later")
    if isinstance(status, int) and status >= 400:
        return ModelError(f"{name} rejected the request (HTTP {status}): {_first_line(error)}")
    if _is_of_a_client(error):
        return ModelUnavailable(f"{name} cannot be reached or broke off; ask again")
    return None


def _is_of_a_client(error: BaseException) -> bool:
    """Whether a provider's client, or the HTTP client below it, raised ``error`` or its cause."""
    seen: BaseException | None = error
    while seen is not None:
        packages = {kind.__module__.partition(".")[0] for kind in type(seen).__mro__}
        if packages & _CLIENTS or isinstance(seen, ConnectionError | TimeoutError):
            return True
        seen = seen.__cause__ or seen.__context__
    return False


def _retry_after(error: Exception) -> str | None:
    headers = getattr(getattr(error, "response", None), "headers", None) or {}
    value = headers.get("retry-after")
    return value if value and re.fullmatch(r"[\d.]+", value) else None


def _package(error: ImportError) -> str:
    found = re.search(r"pip install -?U?\s*[`'\"]?([\w-]+)", str(error))
    return found[1] if found else (error.name or "the provider's LangChain package")


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
