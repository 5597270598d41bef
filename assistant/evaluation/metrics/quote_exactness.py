"""quote_exactness: the share of an answer's quotes that stand word for word where they are said to.

The quote of each citation must be the article's text at its offsets, letter for letter, and inside
its passage. The words in quotation marks in a sentence must stand in an article that it cites, as
the product's own invariant has it: typographic quotes and white space folded, an ellipsis between
parts. An answer without any quote has none that is wrong: 1. It has to be 1.0 everywhere.
"""

from __future__ import annotations

from assistant.evaluation.attested import opening
from assistant.evaluation.metric import Metric, Seen, share
from assistant.evaluation.results import Score
from assistant.quotations import quoted, stands_in


def _measure(seen: Seen) -> Score:
    checked = [(each.quote, _is_cut(seen, each.number)) for each in seen.answer.citations]
    for sentence in seen.sentences:
        texts = [
            seen.articles[each.article_id].text
            for each in seen.cited(sentence)
            if each.article_id in seen.articles
        ]
        # What nobody is cited for may be the question's own words.
        texts.append(seen.case.question)
        checked += [(words, stands_in(words, texts)) for words in quoted(sentence.text)]
    good = sum(exact for _, exact in checked)
    wrong = [f"not in the article: {opening(words)}" for words, exact in checked if not exact]
    why = f"{good} of {len(checked)} quotes are exact"
    return Score(share(good, len(checked), empty=1.0), "; ".join([why, *wrong]))


def _is_cut(seen: Seen, number: int) -> bool:
    citation = seen.by_number[number]
    article = seen.articles.get(citation.article_id)
    passage = seen.passages.get(citation.passage_id)
    if article is None or passage is None or passage.article_id != citation.article_id:
        return False
    inside = passage.start <= citation.start <= citation.end <= passage.end
    return inside and article.text[citation.start : citation.end] == citation.quote


METRIC = Metric(
    "quote_exactness",
    "citations",
    "The share of quotes that stand word for word in their article; it must be 1.",
    _measure,
    applies=lambda _: True,
    passes=1.0,
)
