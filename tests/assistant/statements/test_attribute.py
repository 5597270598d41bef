"""Articles to statements: a stand-in for the tagger for the rules, the real one at the end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from assistant.statements.attribute import Attributor, load_attributor, statements_of
from assistant.statements.relations import Relation
from assistant.types import Article, Statement
from tests.support.build import article

Marks = tuple[str, str, str]
"""The words of source, cue and content; "…" stands between the parts of a content."""

INTERRUPTED = "“We saw it,” Ada Quill said, “and left.” Nobody else did."
PARTS = ("Ada Quill", "said", "“We saw it,”…“and left.”")


def spans(text: str, parts: str) -> tuple[tuple[int, int], ...]:
    return tuple(
        (text.index(part), text.index(part) + len(part)) for part in parts.split("…") if part
    )


def relation(text: str, source: str, cue: str, content: str) -> Relation:
    return Relation(spans(text, source), spans(text, cue), spans(text, content))


def made(text: str, *marks: Marks, **changes: object) -> list[Statement]:
    of = article(**{"text": text, "authors": (), **changes})  # type: ignore[arg-type]
    return statements_of(of, [relation(text, *each) for each in marks])


class Scripted:
    """A tagger that finds what it was told to in each text, and remembers what it was given."""

    def __init__(self, found: dict[str, list[Relation]] | None = None) -> None:
        self.found = found or {}
        self.given: list[list[str]] = []

    def relations(self, texts: Sequence[str]) -> list[list[Relation]]:
        self.given.append(list(texts))
        return [self.found.get(text, []) for text in texts]


# One statement


def test_a_statement_has_what_the_article_says() -> None:
    text = "Ada Quill, the defence minister, said that the ferry was late."
    assert made(text, ("Ada Quill, the defence minister", "said", "that the ferry was late")) == [
        Statement(
            id="a1/1/38-61@33",
            article_id="a1",
            speaker="Ada Quill",
            role="defence minister",
            named=True,
            cue="said",
            stance="asserts",
            content="that the ferry was late",
            direct=False,
            start=38,
            end=61,
            source_spans=((0, 31),),
            cue_spans=((33, 37),),
            content_spans=((38, 61),),
        )
    ]


def test_what_is_interrupted_is_one_statement_from_its_first_word_to_its_last() -> None:
    (found,) = made(INTERRUPTED, PARTS)
    assert found.content == "“We saw it,” Ada Quill said, “and left.”"
    assert INTERRUPTED[found.start : found.end] == found.content
    assert [INTERRUPTED[a:b] for a, b in found.content_spans] == ["“We saw it,”", "“and left.”"]
    assert found.direct, "the words of its speaker between the marks are no part of it"


@pytest.mark.parametrize(
    ("content", "direct"),
    [
        ("“We saw it,”", True),
        ("“We saw it,”…“and left.”", True),
        ("We saw it", True),
        ("“and left.” Nobody", False),
        ("“We saw it,”…Nobody else did", False),
        ("Nobody else did", False),
    ],
)
def test_direct_is_what_stands_in_quotation_marks_with_all_its_parts(
    content: str, direct: bool
) -> None:
    (found,) = made(INTERRUPTED, ("Ada Quill", "said", content))
    assert found.direct is direct


def test_a_cue_of_several_parts_is_its_words() -> None:
    text = "Ada Quill made it clear that the ferry was late."
    (found,) = made(text, ("Ada Quill", "made…clear", "that the ferry was late"))
    assert found.cue == "made clear"
    assert found.cue_spans == ((10, 14), (18, 23))


def test_without_source_and_cue_nobody_says_it() -> None:
    (found,) = made("The ferry was late.", ("", "", "The ferry was late"))
    assert (found.speaker, found.cue, found.named) == ("", "", False)
    assert found.source_spans == found.cue_spans == ()
    assert found.id == "a1/1/0-18@0"


def test_the_stance_is_that_of_the_cue() -> None:
    (found,) = made(
        "Ada Quill denied that the ferry sank.", ("Ada Quill", "denied", "that the ferry sank")
    )
    assert found.stance == "denies"


def test_the_headline_knows_the_full_name() -> None:
    (found,) = made(
        "Quill said it rained.",
        ("Quill", "said", "it rained"),
        title="Ada Quill on the weather",
    )
    assert found.speaker == "Ada Quill"


# Several statements


TWO = "Ada Quill said that it rained. Piers Holt said that it snowed."
RAIN, SNOW = ("Ada Quill", "said", "that it rained"), ("Piers Holt", "said", "that it snowed")


def test_statements_are_in_the_order_of_the_text() -> None:
    assert [each.content for each in made(TWO, SNOW, RAIN)] == ["that it rained", "that it snowed"]


def test_ids_tell_statements_apart() -> None:
    same = "Ada Quill said and wrote that it rained."
    found = made(
        same, ("Ada Quill", "said", "that it rained"), ("Ada Quill", "wrote", "that it rained")
    )
    assert len({each.id for each in found}) == 2


def test_what_is_found_twice_is_one_statement() -> None:
    assert len(made(TWO, RAIN, RAIN)) == 1


def test_ids_are_the_same_every_time() -> None:
    assert made(TWO, RAIN, SNOW) == made(TWO, SNOW, RAIN)


def test_ids_are_of_one_version() -> None:
    (first,) = made(TWO, RAIN)
    (second,) = made(TWO, RAIN, version=2)
    (other,) = made(TWO, RAIN, id="a2")
    assert (first.id, second.id, other.id) == ("a1/1/15-29@10", "a1/2/15-29@10", "a2/1/15-29@10")


def test_a_report_in_a_report_is_the_outer_speakers() -> None:
    text = "An official said photographs showed a camp."
    (found,) = made(text, ("photographs", "showed", "a camp"))
    assert (found.speaker, found.cue, found.content) == (
        "an official",
        "said",
        "photographs showed a camp",
    )


def test_an_article_without_attributions_says_nothing() -> None:
    assert made("The ferry was late.") == []


def test_a_mark_alone_is_no_part_of_what_is_said() -> None:
    text = "Ada Quill said that it rained. “"
    (found,) = made(text, ("Ada Quill", "said", "that it rained…“"))
    assert found.content == "that it rained"
    assert made(text, ("Ada Quill", "said", "“")) == []
    assert made("Ada Quill said “👍”.", ("Ada Quill", "said", "“👍”")) != []


# The tagger


def test_the_tagger_reads_no_datelines() -> None:
    tagger = Scripted()
    Attributor(tagger).statements([article(text="LINDEHAVN — It rained.")])
    assert tagger.given == [["            It rained."]]


def test_no_place_is_taken_for_a_speaker() -> None:
    text = "ORSA — Quill said it rained."
    tagger = Scripted({text.replace("ORSA —", "      "): [relation(text, "Quill", "said", "it")]})
    ((found,),) = Attributor(tagger).statements([article(text=text)])
    assert found.speaker == "Quill"
    assert found.start == text.index("it")


def test_each_article_gets_its_own_statements() -> None:
    tagger = Scripted({TWO: [relation(TWO, *RAIN)]})
    read = [article("a1", TWO), article("a2", "Nothing."), article("a3", TWO)]
    found = Attributor(tagger).statements(read)
    assert [[each.article_id for each in those] for those in found] == [["a1"], [], ["a3"]]
    assert Attributor(tagger).statements([]) == []


def batches(tagger: Scripted, *sizes: int) -> Iterator[list[Article]]:
    """Articles in batches; each is made only when it is asked for."""
    number = 0
    for size in sizes:
        yield [article(f"a{number + n}", TWO) for n in range(size)]
        number += size


@pytest.mark.parametrize("sizes", [(), (1,), (2, 3), (0, 1, 0), (1, 1, 1, 1)])
def test_in_batches_is_the_same_as_at_once(sizes: tuple[int, ...]) -> None:
    tagger = Scripted({TWO: [relation(TWO, *RAIN), relation(TWO, *SNOW)]})
    attributor = Attributor(tagger)
    every = [each for batch in batches(tagger, *sizes) for each in batch]
    found = list(attributor.in_batches(batches(tagger, *sizes)))
    assert [len(batch) for batch in found] == list(sizes)
    pairs = [pair for batch in found for pair in batch]
    assert [a for a, _ in pairs] == every
    assert [said for _, said in pairs] == attributor.statements(every)


def test_a_failure_comes_after_the_batches_before_it() -> None:
    class Failing(Scripted):
        def relations(self, texts: Sequence[str]) -> list[list[Relation]]:
            if len(self.given) == 1:
                raise ValueError("the second batch")
            return super().relations(texts)

    running = Attributor(Failing()).in_batches([[article("a1")], [article("a2")], [article("a3")]])
    assert [of.id for of, _ in next(running)] == ["a1"]
    with pytest.raises(ValueError, match="the second batch"):
        next(running)


def test_who_stops_listening_reads_only_a_few_batches_ahead() -> None:
    tagger = Scripted()
    running = Attributor(tagger).in_batches(batches(tagger, *[1] * 9))
    next(running)
    running.close()  # type: ignore[attr-defined]
    assert len(tagger.given) <= 4


# With the packaged tagger


@pytest.fixture(scope="module")
def attributor() -> Attributor:
    return load_attributor()


DISPUTE = (
    "BRANNIK — Mirela Kostán, the defence minister, denied that the bridge was closed.\n\n"
    "“No order was given,” she said. “We saw no reason.”\n\n"
    "A senior official said that the minister was mistaken."
)


def test_a_dispute(attributor: Attributor) -> None:
    (found,) = attributor.statements([article(text=DISPUTE, title="A bridge", authors=())])
    assert [(each.speaker, each.named, each.direct) for each in found] == [
        ("Mirela Kostán", True, False),
        ("Mirela Kostán", True, True),
        ("a senior official", False, False),
    ]
    assert found[0].stance == "denies"
    for each in found:
        assert DISPUTE[each.start : each.end] == each.content


def test_batches_are_read_as_all_at_once(attributor: Attributor) -> None:
    every = [article(f"a{n}", DISPUTE[: 90 * n], authors=()) for n in range(1, 5)]
    at_once = attributor.statements(every)
    found = list(attributor.in_batches([every[:1], every[1:3], every[3:]]))
    assert [said for batch in found for _, said in batch] == at_once
    assert any(at_once)
