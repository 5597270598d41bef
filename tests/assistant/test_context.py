"""How tokens are counted, and what is said where not one passage fits."""

from __future__ import annotations

import hashlib
import logging
from pathlib import Path

import pytest

from assistant import context
from assistant.assistant import Assistant
from assistant.context import Budget, token_counter
from assistant.errors import SettingsError
from assistant.settings import Settings
from ingest.pipeline import ingest
from tests.support.openai_server import Call, ChatServer

TEXT = "Ærøskøbing, 日本 and 4,200 soldiers."


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    context._by_vocabulary.cache_clear()
    context._by_bytes.cache_clear()


@pytest.fixture
def no_vocabulary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize(
    ("model", "why"),
    [
        ("openai:gpt-5-mini", "tiktoken's vocabulary o200k_base is not on this machine"),
        ("openai:gpt-4", "tiktoken's vocabulary cl100k_base is not on this machine"),
        ("openai:not-heard-of-yet", "tiktoken's vocabulary o200k_base is not on this machine"),
        ("anthropic:claude-x", "anthropic has no counter of tokens that works on this machine"),
        ("ollama:llama3", "ollama has no counter of tokens that works on this machine"),
    ],
)
def test_bytes_where_nothing_better_is_at_hand_and_said_once(
    no_vocabulary: Path, caplog: pytest.LogCaptureFixture, model: str, why: str
) -> None:
    with caplog.at_level(logging.WARNING, logger="assistant.context"):
        counts = [token_counter(model)(TEXT) for _ in range(3)]
    assert counts == [len(TEXT.encode())] * 3
    (record,) = caplog.records
    assert record.getMessage().startswith(f"{why}: tokens are counted as bytes")


def test_a_vocabulary_that_is_there_is_used(
    no_vocabulary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """tiktoken's own reader of vocabularies, over one of single bytes; no network is needed."""
    import base64

    from tiktoken import load

    lines = [base64.b64encode(bytes([n])).decode() + f" {n}" for n in range(256)]
    address = "https://openaipublic.blob.core.windows.net/encodings/o200k_base.tiktoken"
    file = no_vocabulary / hashlib.sha1(address.encode()).hexdigest()
    file.write_text("\n".join(lines), encoding="ascii")
    # The file is ours, so that it cannot have the published sum.
    monkeypatch.setattr(load, "check_hash", lambda data, expected: True)
    monkeypatch.setattr("tiktoken.registry.ENCODINGS", {})
    assert token_counter("openai:gpt-5-mini")(TEXT) == len(TEXT.encode())


def test_a_passage_that_does_not_fit() -> None:
    with pytest.raises(SettingsError, match=r"ONRECORD_CONTEXT_TOKENS=500 is too small") as refused:
        Budget(500, len).refuse("x" * 1234)
    assert str(refused.value).endswith("set it to 3000 or more")


def test_a_window_too_small_for_a_passage_is_one_clear_line(
    no_vocabulary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = no_vocabulary / "archive"
    long = "The minister disputed the withdrawal of the troops, and said so again " * 10
    (no_vocabulary / "long.txt").write_text(f"Title: A minister speaks\n\n{long}.")
    with ChatServer() as server:
        monkeypatch.setenv("OPENAI_API_KEY", server.key)
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        settings = Settings.load(
            folder, model="openai:gpt-5-mini", model_url=server.url, context_tokens=500
        )
        server.will(Call("search_passages", '{"query": "who disputed the withdrawal"}'))
        with Assistant.open(folder, settings) as assistant:
            ingest(assistant.indexer, [no_vocabulary / "long.txt"])
            with pytest.raises(SettingsError, match="too small for a single passage"):
                assistant.ask("who disputed the withdrawal?")
