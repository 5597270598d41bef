"""Another system's answer with marks for documents, as an answer of ours with exact quotes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.evaluation.bracketed import read_marks
from assistant.evaluation.outside import Located
from assistant.fold import words
from assistant.support import unsupported_terms
from assistant.types import Answer, Citation, Hit, Passage, Sentence, Support

MODEL = "outside"
# How systems say that they do not know; only at the beginning of an output without a mark.
_REFUSES = re.compile(
    r"\W*(?:the (?:archive|documents?|context|passages?|sources?|articles?)(?: provided)? "
    r"(?:do(?:es)? not|don['’]t|doesn['’]t|contains? no)"
    r"|(?:i['’]m |i am )?(?:sorry\W+)?(?:but )?i (?:do not|don['’]t|cannot|can['’]t|could not"
    r"|couldn['’]t|am unable to|was unable to) (?:know|answer|find|say|tell|determine|have)"
    r"|(?:there is|there['’]s) (?:no|not enough|insufficient) (?:information|evidence|mention)"
    r"|cannot answer|no answer|unanswerable|not (?:answerable|enough information))\b",
    re.IGNORECASE,
)


def outside_answer(question: str, output: str, docs: Sequence[Located]) -> Answer:
    """The answer that ``output`` is, whose mark [n] stands for ``docs[n - 1]``.

    A citation is of the whole document: its passage spans that, and its quote is the one passage of
    it that shares most words with the sentence. A mark for no document is dropped and counted.
    Without any words it is an abstention, and so are words to the effect that it does not know
    where nothing is cited. Who speaks in a quote is not looked for.
    """
    cited: dict[tuple[str, int, int], Citation] = {}
    sentences, dropped = [], 0
    for text, marks in read_marks(output):
        known = [docs[mark - 1] for mark in marks if 1 <= mark <= len(docs)]
        dropped += len(marks) - len(known)
        made = [_citation(text, each, cited) for each in known]
        numbers = tuple(dict.fromkeys(each.number for each in made))
        texts = [f"{each.article.title}\n{each.passage.text}" for each in known]
        sentences.append(Sentence(text, numbers, _support(text, [*texts, question])))
    refused = not cited and _REFUSES.match(output) is not None
    return Answer(
        question=question,
        outcome="answered" if sentences and not refused else "abstained",
        text=" ".join(map(_marked, sentences)),
        sentences=() if refused else tuple(sentences),
        citations=tuple(cited.values()),
        hits=hits_of(docs),
        model=MODEL,
        dropped_citations=dropped,
    )


def hits_of(docs: Sequence[Located]) -> tuple[Hit, ...]:
    """Documents as what was found, in their order."""
    return tuple(
        Hit(each.passage, 1.0 / rank, rank, MODEL) for rank, each in enumerate(docs, start=1)
    )


def _citation(sentence: str, doc: Located, cited: dict[tuple[str, int, int], Citation]) -> Citation:
    quote = _nearest(sentence, doc.passages)
    passage, article = doc.passage, doc.article
    key = passage.id, quote.start, quote.end
    return cited.setdefault(
        key,
        Citation(
            number=len(cited) + 1,
            article_id=article.id,
            passage_id=passage.id,
            quote=article.text[quote.start : quote.end],
            start=quote.start,
            end=quote.end,
            title=article.title,
            source=article.source,
            url=article.url,
            published_at=article.published_at,
        ),
    )


def _nearest(sentence: str, passages: Sequence[Passage]) -> Passage:
    wanted = set(words(sentence))
    return max(passages, key=lambda passage: len(wanted & set(words(passage.text))))


def _support(text: str, evidence: list[str]) -> Support:
    return "unsupported" if unsupported_terms(text, evidence) else "supported"


def _marked(sentence: Sentence) -> str:
    return sentence.text + "".join(f" [{number}]" for number in sentence.citations)
