"""SQuAD 1.1 and 2.0 (Rajpurkar et al. 2016, 2018): questions whose answer is a span of a text.

The paragraphs of a title become one article, an empty line between them; the span of an answer is
one in that article. Of several annotators' answers each is right, and each span will do. What 2.0
calls impossible is unanswerable: so it is for its own paragraph, and others of the archive may
still answer it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from assistant.errors import SuiteError
from assistant.evaluation.cases import Case, Evidence, Text
from assistant.evaluation.formats import Format
from assistant.evaluation.imported import Document, Imported, document
from assistant.evaluation.inputs import apart, case_of, has_words, json_of, name_in, named
from assistant.evaluation.outside_ids import article_id, case_id

_BETWEEN = "\n\n"


def read(source: Path, queries: Path | None) -> Imported:
    """A case for each question, and an article for each title."""
    del queries
    articles: dict[str, Document] = {}
    cases: list[tuple[Case, str]] = []
    given = named(json_of(source), "data", str(source), list)
    for number, entry in enumerate(given):
        place = f"{source}: data[{number}]"
        title = named(entry, "title", place)
        paragraphs = named(entry, "paragraphs", place, list)
        contexts = [
            named(paragraph, "context", f"{place}.paragraphs[{at}]")
            for at, paragraph in enumerate(paragraphs)
        ]
        text = _BETWEEN.join(contexts)
        if not has_words(text):
            raise SuiteError(f"{title!r} has no text", place)
        name = _unused(title or "untitled", articles, place)
        shown = title.replace("_", " ")
        articles[name] = document(name, shown, text, source=source.stem)
        cases += _cases(paragraphs, contexts, name, place)
    about = f"SQuAD data set {source.stem}"
    return Imported(apart(cases, source), tuple(articles.values()), about)


def _unused(title: str, known: dict[str, Document], place: str) -> str:
    name, number = article_id(title, place), 1
    while name in known:
        number += 1
        name = article_id(f"{title}-{number}", place)
    return name


def _cases(
    paragraphs: list[Any], contexts: list[str], article: str, place: str
) -> Iterator[tuple[Case, str]]:
    start = 0
    for at, (paragraph, context) in enumerate(zip(paragraphs, contexts, strict=True)):
        here = f"{place}.paragraphs[{at}]"
        for number, asked in enumerate(named(paragraph, "qas", here, list)):
            where = f"{here}.qas[{number}]"
            yield _case(asked, article, context, start, where), where
        start += len(context) + len(_BETWEEN)


def _case(asked: Any, article: str, context: str, offset: int, place: str) -> Case:
    name = name_in(asked, "id", place)
    values: dict[str, Any] = {
        "id": case_id(name, place),
        "question": named(asked, "question", place).strip(),
    }
    if "is_impossible" in asked and named(asked, "is_impossible", place, bool):
        return case_of(place, **values, unanswerable=True)
    found: dict[tuple[int, int], str] = {}
    for answer in named(asked, "answers", place, list):
        text, start = named(answer, "text", place), named(answer, "answer_start", place, int)
        if not text or start < 0 or not context.startswith(text, start):
            raise SuiteError(f"the answer {text!r} of {name} is not at {start}", place)
        found[offset + start, offset + start + len(text)] = text
    texts = dict.fromkeys(text for text in found.values() if has_words(text))
    spots = tuple(Evidence(article=article, start=start, end=end) for start, end in found)
    evidence = spots if len(spots) < 2 else (Evidence(any=spots),)
    return case_of(place, **values, answers=tuple(map(Text, texts)), evidence=evidence)


FORMAT = Format(
    "squad",
    "SQuAD 1.1 or 2.0: questions with answers that are spans of a text, and impossible ones.",
    source="a SQuAD JSON file",
    suffixes=(".json",),
    read=read,
)
