"""A chat model that lies, over the real wire: nothing false reaches a reader unmarked."""

from __future__ import annotations

import html
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from rich.console import Console

from assistant import models
from assistant.assistant import Assistant
from assistant.quotations import WITHDRAWN
from assistant.settings import Settings
from assistant.types import Answer, Delta, Event
from assistant.writer import LONGEST_ANSWER, UNSUPPORTED
from tests.support.openai_server import Call, ChatServer, Endless, Reply, Request, Say, keys_shown
from ui.render import answer_lines
from ui.web.transcript import turn_html
from ui.web.turn import Turn

WHO = "who disputed the withdrawal?"
SEARCH = Call("search_passages", '{"query": "Aldqvist moved valley, Kostán order bread soldiers"}')
QUOTE = "They have been moved around the valley, not out of it."
BREAD = "An army does not order bread for soldiers who have gone home."
TRUE = f"Signe Aldqvist disputed the withdrawal, saying: “{QUOTE}” [{{moved}}]."


@dataclass(frozen=True)
class Lie:
    """What a model says; what must not be read unmarked, and what must not be read at all.

    ``{moved}`` and ``{bread}`` are the keys of the passages with `QUOTE` and with `BREAD`.
    """

    said: str
    marked: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    dropped: int = 0


LIES = {
    "an invented key": Lie("She fled by sea [pzzzzzz7].", ("fled by sea",), ("pzzzzzz7",), 1),
    "an invented key beside a right one": Lie(
        "She spoke in Lindehavn [{moved}, pzzzzzz7].", (), ("pzzzzzz7",), 1
    ),
    "numbers as citations": Lie("She fled by sea [7].", ("fled by sea",), ("[7]",), 1),
    "one word of a quotation": Lie(
        "She said: “They have been driven around the valley, not out of it.” [{moved}]",
        gone=("driven around",),
    ),
    "one digit of a quotation": Lie(
        "Kestrovia said “4,300 of its 6,800 troops” had left [{moved}].", gone=("4,300",)
    ),
    "a quotation without its negation": Lie(
        "She said: “An army does order bread for soldiers who have gone home.” [{bread}]",
        gone=("does order bread",),
    ),
    "a negation left out with dots": Lie(
        "She said: “An army does … order bread for soldiers who have gone home.” [{bread}]",
        gone=("army does …",),
    ),
    "a negation put in brackets": Lie(
        "She said: “They have [never] been moved around the valley.” [{moved}]",
        gone=("[never]",),
    ),
    "a true quotation under the wrong article": Lie(
        f"It was said: “{BREAD}” [{{moved}}]", gone=("It was said: “An",)
    ),
    "a right quotation of the wrong speaker": Lie(
        f"Mirela Kostán said: “{QUOTE}” [{{moved}}]", ("Mirela Kostán said",)
    ),
    "a wrong speaker whom the article knows": Lie(
        f"Signe Aldqvist said: “{BREAD}” [{{bread}}] [{{moved}}]", ("Signe Aldqvist said: “An",)
    ),
    "a wrong name in brackets": Lie(
        "“We are asking for arithmetic,” she [Mirela Kostán] said [{moved}].", ("Mirela Kostán",)
    ),
    "a number from nowhere": Lie("Some 5,310 had left by then [{moved}].", ("5,310",)),
    "a number of another size": Lie("Fewer than 900 million left [{moved}].", ("million",)),
    "a share in place of a count": Lie("Fewer than 900% had crossed [{moved}].", ("900%",)),
    "a name from nowhere": Lie("Otto Brandl resigned over it [{moved}].", ("Otto Brandl",)),
    "the opposite": Lie(
        "Mirela Kostán did not reject the claim that 4,200 troops had been pulled out [{bread}].",
        ("did not reject",),
    ),
    "a number glued to letters": Lie("Some US$77 billion was lost [{moved}].", ("$77 billion",)),
    "a name in small letters": Lie("The pro-Brandl troops left [{moved}].", ("pro-Brandl",)),
    "two persons in one": Lie("Signe Kostán had moved them [{moved}, {bread}].", ("Signe Kost",)),
    "marks that English does not use": Lie(
        "She said 「they have fled the valley」 [{moved}].", gone=("have fled",)
    ),
    "a speaker behind a dash": Lie(f"“{QUOTE}” — Mirela Kostán [{{moved}}, {{bread}}]", ("— Mir",)),
    "a speaker behind a dash and a key": Lie(
        f"“{QUOTE}” [{{moved}}]\n— Mirela Kostán [{{bread}}]", ("— Mir",)
    ),
    "a crime from nowhere": Lie("She was arrested for murder [{moved}].", ("for murder",)),
    "no citation": Lie("The war is over.", ("The war is over",)),
    "a marker in a code fence": Lie(
        "```\nThe war is over [1] [pzzzzzz7]\n```", ("The war is over",), ("pzzzzzz7",), 2
    ),
    "a marker in a link": Lie(
        "The war is [over [1]](https://evil.example/pzzzzzz7) [2].",
        ("The war is",), ("pzzzzzz7",), 3,
    ),
    "a marker taken apart": Lie(
        "The war is over [p[1]zzzzzz7] [[2]3].", ("The war is over",), ("pzzzzzz7",), 4
    ),
    "a marker between invisible letters": Lie("The war\u200b is over [\u200b1].", ("is over",)),
    "a mark of ours": Lie(
        f"The war is over {WITHDRAWN} [1] {{moved}}xx.", ("The war is over",), dropped=1
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def server() -> Iterator[ChatServer]:
    with ChatServer() as chat:
        yield chat


@pytest.fixture(scope="module", params=["streamed", "whole"])
def assistant(
    samples: Path,
    server: ChatServer,
    tmp_path_factory: pytest.TempPathFactory,
    request: pytest.FixtureRequest,
) -> Iterator[Assistant]:
    archive = tmp_path_factory.mktemp("lying") / "archive"
    shutil.copytree(samples, archive)
    real = models.hosted_model
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OPENAI_API_KEY", server.key)
        patch.setenv("NO_PROXY", "127.0.0.1")
        if request.param == "whole":
            cannot_stream = {"disable_streaming": True}
            patch.setattr(
                models, "hosted_model", lambda s: real(s).model_copy(update=cannot_stream)
            )
        settings = Settings.load(
            archive, model="openai:gpt-test", model_url=server.url, model_retries=0
        )
        with Assistant.open(archive, settings) as opened:
            yield opened


def saying(text: str) -> Callable[[Request], Reply]:
    """A reply with the keys of this conversation in their places."""

    def reply(request: Request) -> Reply:
        shown = keys_shown(request).items()
        keys = {
            name: next((key for key, words in shown if quote[:-1] in words), "pzzzzzz2")
            for name, quote in (("moved", QUOTE), ("bread", BREAD))
        }
        return Say(text.format(**keys))

    return reply


def told(
    assistant: Assistant, server: ChatServer, *replies: Reply | Callable[[Request], Reply]
) -> Answer:
    """The answer, which has been looked at from all sides."""
    server.will(*replies)
    events = list(assistant.stream(WHO))
    assert_sound(assistant, events)
    answer = events[-1]
    assert isinstance(answer, Answer)
    return answer


def assert_sound(assistant: Assistant, events: list[Event]) -> None:
    """What holds of every answer: the stream is the answer, and each citation is exact."""
    answer = events[-1]
    assert isinstance(answer, Answer)
    deltas = [event for event in events if isinstance(event, Delta)]
    assert "".join(delta.text for delta in deltas) == answer.text
    if answer.outcome == "abstained":
        assert answer.sentences == answer.citations == ()
        return
    assert tuple(c for delta in deltas for c in delta.citations) == answer.citations
    for citation in answer.citations:
        article = assistant.archive.article(citation.article_id)
        assert article.text[citation.start : citation.end] == citation.quote
    numbers = [str(n) for sentence in answer.sentences for n in sentence.citations]
    assert re.findall(r"\[(\d+)\]", answer.text) == numbers
    assert answer.text.count(UNSUPPORTED) == sum(s.support != "supported" for s in answer.sentences)
    assert not re.search(r"\bp[a-z2-7]{6}[2-7]\b", answer.text)


def surfaces(answer: Answer) -> dict[str, str]:
    """What a reader sees of the answer's own words: in a terminal, and in a browser."""
    console = Console(width=10_000, no_color=True, highlight=False)
    with console.capture() as capture:
        for line in answer_lines(answer):
            console.print(line, soft_wrap=True)
    page = turn_html(Turn(WHO, answer=answer, citations=answer.citations), 0)
    seen = html.unescape(re.sub(r"<[^>]+>", " ", page))
    return {"answer": answer.text, "terminal": capture.get(), "browser": seen}


def unmarked(answer: Answer, surface: str) -> str:
    """What is left of a surface without the sentences that it shows as unsupported."""
    rest = plain(surface)
    for sentence in answer.sentences:
        if sentence.support == "unsupported":
            words = re.escape(plain(sentence.text))
            shown = re.search(rf"{words}(?:\s*\[?\d+\]?)*\s*\[?unsupported\]?", rest)
            assert shown, f"{sentence.text!r} is not shown as unsupported in {rest!r}"
            rest = rest.replace(shown[0], " ")
    return rest


def plain(text: str) -> str:
    return " ".join(text.replace("\u200b", "").split())


@pytest.mark.parametrize("name", LIES)
def test_a_lie(name: str, assistant: Assistant, server: ChatServer) -> None:
    lie = LIES[name]
    answer = told(assistant, server, SEARCH, saying(f"{TRUE} {lie.said}"))
    assert answer.outcome == "answered"
    assert answer.sentences[0].support == "supported"
    assert answer.dropped_citations == lie.dropped
    found = [s for s in answer.sentences if s.support == "unsupported"]
    assert bool(found) == bool(lie.marked or lie.gone) or lie.dropped
    for surface in surfaces(answer).values():
        for words in lie.gone:
            assert words not in plain(surface)
        rest = unmarked(answer, surface)
        for words in lie.marked:
            assert words in plain(surface), "what is marked is there to be seen"
            assert words not in rest


@pytest.mark.parametrize("name", LIES)
def test_nothing_but_a_lie(name: str, assistant: Assistant, server: ChatServer) -> None:
    lie = LIES[name]
    answer = told(assistant, server, SEARCH, saying(lie.said))
    for surface in surfaces(answer).values():
        rest = unmarked(answer, surface)
        for words in (*lie.gone, *lie.marked):
            assert words not in rest


def test_how_many_lies_there_are() -> None:
    assert len(LIES) >= 20
    assert all(lie.marked or lie.gone for lie in LIES.values())


def test_a_key_of_an_earlier_thread(assistant: Assistant, server: ChatServer) -> None:
    earlier = told(assistant, server, SEARCH, saying(TRUE))
    assert earlier.outcome == "answered"
    stolen = next(iter(keys_shown(server.requests[-1])))
    answer = told(assistant, server, SEARCH, saying(f"{TRUE} The war is over [{stolen}]."))
    assert [s.support for s in answer.sentences] == ["supported", "unsupported"]
    assert (answer.dropped_citations, stolen in answer.text) == (1, False)


def test_ten_thousand_markers(assistant: Assistant, server: ChatServer) -> None:
    answer = told(assistant, server, SEARCH, saying(TRUE + " [7] [pzzzzzz7]" * 5_000))
    assert 1_000 < answer.dropped_citations <= 10_000
    assert answer.text == TRUE.format(moved="x").replace(" [x].", ". [1]")


def test_an_answer_that_does_not_end(assistant: Assistant, server: ChatServer) -> None:
    answer = told(assistant, server, SEARCH, saying(f"{TRUE} " + "The valley is quiet. " * 1_500))
    first, *others = answer.sentences
    assert first.support == "supported"
    assert {each.support for each in others} <= {"unsupported"}
    assert len(others) * len("The valley is quiet. ") < LONGEST_ANSWER


@pytest.mark.parametrize("assistant", ["streamed"], indirect=True)
def test_an_endless_stream_is_not_read_to_its_end(assistant: Assistant, server: ChatServer) -> None:
    endless = Endless("The valley is quiet. " * 7, times=40_000)
    told(assistant, server, SEARCH, endless)
    assert endless.over.wait(60)
    assert len(endless.sent) < endless.times


@pytest.mark.parametrize("arguments", ['{"query": "withdra', '{"query": {"$gt": ""}}', "{}"])
def test_broken_arguments(assistant: Assistant, server: ChatServer, arguments: str) -> None:
    again = Call(SEARCH.name, SEARCH.arguments, id="call_2")
    answer = told(assistant, server, Call(SEARCH.name, arguments), again, saying(TRUE))
    assert [s.support for s in answer.sentences] == ["supported"]


@pytest.mark.parametrize(
    "said",
    ["", " \n ", "I’m sorry, but I can’t help with that.", "…", "[]", "[1]", "CANNOT_ANSWER [1]"],
)
def test_a_refusal_or_nothing(assistant: Assistant, server: ChatServer, said: str) -> None:
    answer = told(assistant, server, SEARCH, Say(said))
    assert answer.outcome == "abstained"
    assert "sorry" not in answer.text
    assert answer.hits
