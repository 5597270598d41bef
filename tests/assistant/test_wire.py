"""A hosted chat model over the real wire, against a server on this machine."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant import models
from assistant.assistant import Assistant
from assistant.errors import (
    ModelError,
    ModelRateLimited,
    ModelUnauthorized,
    ModelUnavailable,
    OnRecordError,
)
from assistant.settings import Settings
from assistant.types import Answer, Delta, Event, Step
from prompts import CANNOT_ANSWER
from tests.support.openai_server import (
    Call,
    ChatServer,
    Drop,
    Fail,
    HangUp,
    Hiccup,
    Reply,
    Request,
    Say,
    keys_shown,
)

NAME = "openai:gpt-test"
SOON = {"retry-after-ms": "1"}  # keeps the client's own waits out of the tests
WHO = "who disputed the withdrawal?"
SEARCH = Call("search_passages", '{"query": "who disputed the withdrawal"}')
QUOTE = "They have been moved around the valley, not out of it."
CLAIM = f"Signe Aldqvist disputed the withdrawal, saying: “{QUOTE}”"


@pytest.fixture(scope="module")
def server() -> Iterator[ChatServer]:
    with ChatServer() as chat:
        yield chat


@pytest.fixture(scope="module")
def assistant(samples: Path, server: ChatServer) -> Iterator[Assistant]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OPENAI_API_KEY", server.key)
        patch.setenv("NO_PROXY", "127.0.0.1")
        settings = Settings.load(samples, model=NAME, model_url=server.url, model_retries=1)
        with Assistant.open(samples, settings) as opened:
            yield opened


def test_the_connections_are_closed_with_the_archive(
    samples: Path, server: ChatServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", server.key)
    copy = tmp_path / "archive"
    shutil.copytree(samples, copy)
    settings = Settings.load(copy, model=NAME, model_url=server.url)
    for _ in range(2):  # a model of the same address is not touched by the end of another
        with Assistant.open(copy, settings) as opened:
            server.will(SEARCH, citing(f"{CLAIM} [{{key}}]."))
            assert opened.ask(WHO).outcome == "answered"
            client = opened.parts.chat_model().http_client
            assert not client.is_closed
        assert client.is_closed


@pytest.fixture(autouse=True)
def _nothing_left(server: ChatServer) -> Iterator[None]:
    """Each test starts with an empty script and uses its own up; no request was malformed."""
    server.will()
    yield
    assert server.left == 0
    assert [each for each in server.refusals if "API key" not in each] == []


def key_of(quote: str, request: Request) -> str:
    """The key of the passage with these words, as the tool message of the request shows it."""
    keys = [key for key, text in keys_shown(request).items() if quote in text]
    assert keys, f"no passage with {quote!r} was shown"
    return keys[0]


def citing(text: str, quote: str = QUOTE) -> Callable[[Request], Reply]:
    """A reply whose ``{key}`` is the key that the request shows for the passage with ``quote``."""
    return lambda request: Say(text.replace("{key}", key_of(quote, request)))


def answer_of(events: list[Event]) -> Answer:
    assert isinstance(events[-1], Answer)
    return events[-1]


def assert_exact(assistant: Assistant, answer: Answer) -> None:
    for citation in answer.citations:
        article = assistant.archive.article(citation.article_id)
        assert article.text[citation.start : citation.end] == citation.quote


def still_works(server: ChatServer, assistant: Assistant, thread: str) -> None:
    """The thread answers again, and the server takes the history that is sent."""
    server.will(SEARCH, citing(f"{CLAIM} [{{key}}]."))
    answer = assistant.ask(WHO, thread=thread)
    assert answer.outcome == "answered"
    assert answer.citations[0].speaker == "Signe Aldqvist"
    assert server.refusals == []


def test_search_answer_citations(server: ChatServer, assistant: Assistant) -> None:
    server.will(SEARCH, citing(f"{CLAIM} [{{key}}]. She spoke in Lindehavn [{{key}}]."))
    events = list(assistant.stream(WHO))
    answer = answer_of(events)

    assert events[0] == Step("Searching the archive for: who disputed the withdrawal")
    assert answer.text == f"{CLAIM}. [1] She spoke in Lindehavn. [1]"
    first = answer.citations[0]
    assert (first.number, first.source, first.speaker) == (
        1,
        "The Meridian Herald",
        "Signe Aldqvist",
    )
    assert QUOTE in first.quote
    assert_exact(assistant, answer)
    assert {sentence.support for sentence in answer.sentences} == {"supported"}
    assert answer.model == NAME
    assert answer.dropped_citations == 0
    assert [hit.rank for hit in answer.hits] == list(range(1, len(answer.hits) + 1))

    asked, replied = server.requests
    assert asked["stream"] is True
    assert {tool["function"]["name"] for tool in asked["tools"]} == {
        "search_passages",
        "read_article",
        "who_said",
        "positions",
    }
    assert [m["role"] for m in replied["messages"]] == ["system", "user", "assistant", "tool"]
    assert CANNOT_ANSWER in asked["messages"][0]["content"]


def test_text_comes_in_several_deltas(server: ChatServer, assistant: Assistant) -> None:
    said = f"{CLAIM} [{{key}}]. She spoke on Saturday [{{key}}]. She was in Lindehavn [{{key}}]."
    server.will(SEARCH, citing(said))
    events = list(assistant.stream(WHO))
    deltas = [event for event in events if isinstance(event, Delta)]
    answer = answer_of(events)
    assert len(deltas) >= 3
    assert "".join(delta.text for delta in deltas) == answer.text
    assert tuple(c for delta in deltas for c in delta.citations) == answer.citations


def test_a_model_that_cannot_stream(
    server: ChatServer, samples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = models.hosted_model
    monkeypatch.setattr(
        models, "hosted_model", lambda s: real(s).model_copy(update={"disable_streaming": True})
    )
    monkeypatch.setenv("OPENAI_API_KEY", server.key)
    shutil.copytree(samples, tmp_path / "archive")
    settings = Settings.load(tmp_path, model=NAME, model_url=server.url)
    with Assistant.open(tmp_path / "archive", settings) as assistant:
        server.will(SEARCH, citing(f"{CLAIM} [{{key}}]."))
        events = list(assistant.stream(WHO))
    assert not any(request.get("stream") for request in server.requests)
    assert answer_of(events).text == f"{CLAIM}. [1]"
    assert "".join(e.text for e in events if isinstance(e, Delta)) == answer_of(events).text


def test_a_follow_up_can_cite_what_the_thread_has_seen(
    server: ChatServer, assistant: Assistant
) -> None:
    key = ""

    def first(request: Request) -> Reply:
        nonlocal key
        key = key_of(QUOTE, request)
        return Say(f"{CLAIM} [{key}].")

    server.will(SEARCH, first)
    assistant.ask(WHO, thread="follow-up")
    server.will(lambda request: Say(f"She spoke in Lindehavn [{key}]."))
    answer = assistant.ask("and where did she speak?", thread="follow-up")

    roles = [m["role"] for m in server.requests[0]["messages"]]
    assert roles == ["system", "user", "assistant", "user"]
    assert CLAIM in server.requests[0]["messages"][2]["content"]
    assert answer.outcome == "answered"
    assert QUOTE in answer.citations[0].quote or "Lindehavn" in answer.citations[0].quote
    assert answer.dropped_citations == 0


def test_a_key_of_another_thread_is_dropped_and_counted(
    server: ChatServer, assistant: Assistant
) -> None:
    stolen = ""

    def first(request: Request) -> Reply:
        nonlocal stolen
        stolen = key_of(QUOTE, request)
        return Say(f"{CLAIM} [{stolen}].")

    server.will(SEARCH, first)
    assistant.ask(WHO, thread="theirs")
    server.will(SEARCH, lambda request: Say(f"{CLAIM} [{stolen}]."))
    answer = assistant.ask(WHO, thread="mine")

    assert stolen not in keys_shown(server.requests[-1])
    assert answer.outcome == "abstained"
    assert answer.dropped_citations == 1
    assert stolen not in answer.text
    assert answer.hits


def test_invented_keys_and_numbers_never_show(server: ChatServer, assistant: Assistant) -> None:
    server.will(
        SEARCH, citing(f"{CLAIM} [{{key}}]. She left early [pzzzzzz7]. It rained [1] [23].")
    )
    answer = assistant.ask(WHO)
    assert answer.dropped_citations == 3
    assert "pzzzzzz7" not in answer.text
    assert answer.text.count("[1]") == 1
    assert "[23]" not in answer.text
    assert [s.support for s in answer.sentences] == ["supported", "unsupported", "unsupported"]


def test_what_is_said_before_a_tool_call_is_no_answer(
    server: ChatServer, assistant: Assistant
) -> None:
    chatty = Call(SEARCH.name, SEARCH.arguments, text="Let me look that up for you. One moment.")
    server.will(chatty, citing(f"{CLAIM} [{{key}}]."))
    assert assistant.ask(WHO).text.startswith("Signe Aldqvist")


def test_read_article(server: ChatServer, assistant: Assistant) -> None:
    def read(request: Request) -> Reply:
        arguments = json.dumps({"key": key_of(QUOTE, request)})
        return Call("read_article", arguments, id="call_2")

    photographs = "The photographs could not be independently verified."
    server.will(SEARCH, read, citing(f"{photographs} [{{key}}]", photographs))
    events = list(assistant.stream(WHO))
    assert [e.text for e in events if isinstance(e, Step)][1] == "Reading the article"
    assert answer_of(events).citations[0].quote == photographs


def test_reading_a_key_that_no_tool_returned(server: ChatServer, assistant: Assistant) -> None:
    server.will(
        Call("read_article", '{"key": "pzzzzzz7"}'),
        lambda request: Say(f"It said {request['messages'][-1]['content']}"),
    )
    answer = assistant.ask(WHO)
    assert "no passage with this key" in server.requests[1]["messages"][-1]["content"]
    assert answer.outcome == "abstained"


def test_cannot_answer_abstains(server: ChatServer, assistant: Assistant) -> None:
    server.will(SEARCH, Say(CANNOT_ANSWER))
    events = list(assistant.stream("what did the French president say?"))
    answer = answer_of(events)
    assert answer.outcome == "abstained"
    assert CANNOT_ANSWER not in answer.text
    assert "Searched 29 articles" in answer.text
    assert answer.hits
    assert answer.citations == ()
    assert "".join(e.text for e in events if isinstance(e, Delta)) == answer.text


@pytest.mark.parametrize("said", ["", "I believe it was the minister.", "  \n "])
def test_no_citation_no_answer(server: ChatServer, assistant: Assistant, said: str) -> None:
    """Also where the model did not search: the reader is shown what a search finds."""
    server.will(Say(said))
    answer = assistant.ask(WHO, thread=f"nothing {said!r}")
    assert answer.outcome == "abstained"
    assert answer.sentences == ()
    assert "I believe" not in answer.text
    assert answer.hits, "what the abstention says it searched was searched"
    still_works(server, assistant, f"nothing {said!r}")


FAILURES: list[tuple[str, list[Reply], type[OnRecordError], str]] = [
    (
        "rate limited",
        [Fail(429, "slow down", {"retry-after": "0.01"})] * 2,
        ModelRateLimited,
        f"{NAME} is limiting requests; ask again in 0.01 seconds",
    ),
    (
        "rate limited for longer than the client waits",
        [Fail(429, "slow down", {"retry-after": "300"})],
        ModelRateLimited,
        f"{NAME} is limiting requests; ask again in 300 seconds",
    ),
    (
        "rate limited without a time",
        [Fail(429, "slow down", {"x-should-retry": "false"})],
        ModelRateLimited,
        f"{NAME} is limiting requests; ask again in a while",
    ),
    (
        "failed",
        [Fail(500, "oops", SOON)] * 2,
        ModelUnavailable,
        f"{NAME} failed (HTTP 500); ask again later",
    ),
    (
        "rejected",
        [Fail(400, "this model has no tools")],
        ModelError,
        f"{NAME} rejected the request (HTTP 400)",
    ),
    ("hung up", [HangUp(), HangUp()], ModelUnavailable, f"{NAME} cannot be reached or broke off"),
    (
        "dropped in the middle",
        [Drop("Signe Aldqvist disputed it.")],
        ModelUnavailable,
        f"{NAME} cannot be reached or broke off; ask again",
    ),
    (
        "broke off with an error in the stream",
        [Hiccup("Signe Aldqvist disputed it.")],
        ModelUnavailable,
        f"{NAME} cannot be reached or broke off; ask again",
    ),
]


@pytest.mark.parametrize(
    ("replies", "kind", "message"), [f[1:] for f in FAILURES], ids=[f[0] for f in FAILURES]
)
@pytest.mark.parametrize("searched", [False, True], ids=["at once", "after a search"])
def test_a_failure_is_one_line_and_the_thread_goes_on(
    server: ChatServer,
    assistant: Assistant,
    replies: list[Reply],
    kind: type[OnRecordError],
    message: str,
    searched: bool,
    request: pytest.FixtureRequest,
) -> None:
    thread = request.node.name
    still_works(server, assistant, thread)
    server.will(*([SEARCH] if searched else []), *replies)
    with pytest.raises(kind) as failed:
        assistant.ask("and who else?", thread=thread)
    assert type(failed.value) is kind
    assert str(failed.value).startswith(message)
    assert "\n" not in str(failed.value)
    assert server.left == 0
    still_works(server, assistant, thread)


@pytest.mark.parametrize(
    "failure",
    [Fail(429, "slow down", {"retry-after": "0.01"}), Fail(503, "busy", SOON), HangUp()],
    ids=["429", "503", "hung up"],
)
def test_a_passing_failure_is_not_noticed(
    server: ChatServer, assistant: Assistant, failure: Reply
) -> None:
    server.will(failure, SEARCH, failure, citing(f"{CLAIM} [{{key}}]."))
    assert assistant.ask(WHO).outcome == "answered"
    assert len(server.requests) == 4


def test_a_refused_key(server: ChatServer, assistant: Assistant) -> None:
    still_works(server, assistant, "refused")
    server.will()
    right, server.key = server.key, "sk-other"
    try:
        with pytest.raises(ModelUnauthorized, match="refused the key") as failed:
            assistant.ask(WHO, thread="refused")
    finally:
        server.key = right
    assert "sk-" not in str(failed.value)
    still_works(server, assistant, "refused")


def test_a_model_that_calls_tools_for_ever(server: ChatServer, assistant: Assistant) -> None:
    """It is called without tools at last, and told so; what it still calls is not carried out."""
    server.will(*[SEARCH] * 7, citing(f"{CLAIM} [{{key}}]."))
    answer = assistant.ask(WHO, thread="for ever")
    assert answer.outcome == "answered"
    assert all("tools" in request for request in server.requests[:6])
    for request in server.requests[6:]:
        assert "tools" not in request
        assert "You have used all the searches" in request["messages"][0]["content"]
    still_works(server, assistant, "for ever")


def test_many_calls_at_once_are_cut_to_what_is_left(
    server: ChatServer, samples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", server.key)
    shutil.copytree(samples, tmp_path / "archive")
    settings = Settings.load(tmp_path, model=NAME, model_url=server.url, searches=1)
    with Assistant.open(tmp_path / "archive", settings) as assistant:
        server.will(SEARCH, SEARCH, citing(f"{CLAIM} [{{key}}]."))
        events = list(assistant.stream(WHO))
    assert sum(isinstance(event, Step) for event in events) == 1
    assert answer_of(events).outcome == "answered"


@pytest.mark.parametrize(
    "arguments",
    ['{"query": "withdra', "{}", '{"query": 7}', '{"query": "", "k": 3}', "[]", "null"],
)
def test_a_broken_tool_argument_is_told_to_the_model(
    server: ChatServer, assistant: Assistant, arguments: str
) -> None:
    thread = f"broken {arguments}"
    again = Call(SEARCH.name, SEARCH.arguments, id="call_2")
    server.will(Call(SEARCH.name, arguments), again, citing(f"{CLAIM} [{{key}}]."))
    answer = assistant.ask(WHO, thread=thread)
    assert answer.outcome == "answered"
    told = server.requests[1]["messages"][-1]
    assert told["role"] == "tool"
    still_works(server, assistant, thread)


def test_a_tool_that_does_not_exist(server: ChatServer, assistant: Assistant) -> None:
    again = Call(SEARCH.name, SEARCH.arguments, id="call_2")
    server.will(Call("open_url", '{"url": "x"}'), again, citing(f"{CLAIM} [{{key}}]."))
    assert assistant.ask(WHO, thread="no tool").outcome == "answered"
    still_works(server, assistant, "no tool")


def test_a_reader_who_leaves_in_the_middle(server: ChatServer, assistant: Assistant) -> None:
    server.will(SEARCH, citing(f"{CLAIM} [{{key}}]. She spoke in Lindehavn [{{key}}]. She left."))
    events = assistant.stream(WHO, thread="left")
    assert isinstance(next(events), Step)
    events.close()
    server.will()
    still_works(server, assistant, "left")


def test_filters_reach_the_prompt_and_bind_the_tool(
    server: ChatServer, assistant: Assistant
) -> None:
    server.will(SEARCH, Say(CANNOT_ANSWER))
    answer = assistant.ask(WHO, sources=["lindehavn post"])
    articles = {assistant.archive.article(hit.passage.article_id).source for hit in answer.hits}
    assert articles == {"Lindehavn Post"}
    assert "by lindehavn post" in server.requests[0]["messages"][0]["content"]


def test_a_server_that_is_not_there(samples: Path, tmp_path: Path) -> None:
    shutil.copytree(samples, tmp_path / "archive")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OPENAI_API_KEY", "sk-right")
        patch.setenv("NO_PROXY", "127.0.0.1")
        with ChatServer() as gone:
            url = gone.url
        settings = Settings.load(tmp_path, model=NAME, model_url=url, model_retries=0)
        with (
            Assistant.open(tmp_path / "archive", settings) as assistant,
            pytest.raises(ModelUnavailable, match="cannot be reached"),
        ):
            assistant.ask(WHO)
