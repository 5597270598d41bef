"""Another system's answers and rankings as a kept run of a suite, scored as our own are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from assistant.archive import Archive
from assistant.assistant import Assistant
from assistant.errors import SuiteError
from assistant.evaluation.cases import Case
from assistant.evaluation.figures import figures_of
from assistant.evaluation.gold import Library, check_evidence
from assistant.evaluation.metric import Metric
from assistant.evaluation.outside_ids import article_id, original, passage_id
from assistant.evaluation.results import Result
from assistant.evaluation.runner import Tell, make_scorer, new_run, silent
from assistant.evaluation.runs import Kept, RunStore, finished
from assistant.evaluation.suite import Suite
from assistant.neighbours import Span
from assistant.types import Article, Passage

_OF_CITED_SPEAKERS = ("speaker_recall", "speaker_precision", "misattributed")


def keep_outside_run(
    suite: Suite,
    assistant: Assistant,
    store: RunStore,
    results: Iterable[Result],
    system: str,
    tell: Tell = silent,
) -> Kept:
    """Score what another system gave for the cases of a suite, and keep it as a run.

    The run's settings are the system's name alone. A case that the system gave nothing for gets
    the metrics' defaults. Metrics that no result has anything for are left out: those of answers
    where there are only rankings, those of passages where articles are ranked, those of time, and
    those of cited speakers where no citation names one.

    Raises:
        SuiteError: a result is of no case, there are two of one, or none can be scored.
    """
    given = _by_case(suite, results, system)
    library = Library(assistant.archive)
    golds = check_evidence(suite, library)
    assistant.scribe.catch_up()
    scorer = make_scorer(suite, assistant, golds)
    scorer = replace(scorer, metrics=_measurable(scorer.metrics, given.values(), suite))
    run = replace(new_run(suite, assistant, library.hash, scorer), settings={"system": system})
    store.begin(run, suite)
    for done, case in enumerate(suite.cases, start=1):
        missing = Result(case.id, None, error=f"{system} gave nothing for it")
        store.add(run.id, scorer.score(case, given.get(case.id, missing)))
        tell(done, len(suite.cases), case.id)
    figures = figures_of(store.load(run.id).scored, scorer.metrics, seed=suite.plan.seed)
    store.keep(finished(run, figures, datetime.now(UTC)))
    return store.load(run.id)


def cases_by_name(suite: Suite) -> dict[str, Case]:
    """The cases by the names that their ids stand for in the files of other tools."""
    return {original(case.id): case for case in suite.cases}


@dataclass(frozen=True, slots=True)
class Located:
    """A document of another tool in the archive: a whole article, or one passage of it."""

    article: Article
    passages: tuple[Passage, ...]
    whole: bool

    @property
    def passage(self) -> Passage:
        """All of it as one passage."""
        first, last = self.passages[0], self.passages[-1]
        if first is last:
            return first
        span = Span(self.article.id, self.article.version, first.start, last.end)
        text = self.article.text[first.start : last.end]
        return Passage(str(span), self.article.id, text, first.start, last.end, first.ordinal)


def locate(names: Iterable[str], archive: Archive, place: str) -> dict[str, Located]:
    """Documents in the archive by their names: those of articles, or the ids of passages.

    Raises:
        SuiteError: some are not there; the message has their number and the first.
    """
    wanted = list(dict.fromkeys(names))
    found = located(wanted, archive, place)
    refuse_missing([name for name in wanted if name not in found], place)
    return found


def located(names: Iterable[str], archive: Archive, place: str) -> dict[str, Located]:
    """As `locate`, for those documents that are there."""
    wanted = {name: article_id(name, place) for name in names}
    articles = archive.articles_by_id(wanted.values())
    found: dict[str, Located] = {}
    for name, own in wanted.items():
        if own in articles and (passages := archive.passages_of(own)):
            found[name] = Located(articles[own], tuple(passages), whole=True)
    asked = {name: passage_id(name, place) for name in wanted if name not in found}
    entries = archive.entries_by_id(own for own in asked.values() if own)
    for name, passage in asked.items():
        if passage in entries:
            entry = entries[passage]
            found[name] = Located(entry.article, (entry.passage,), whole=False)
    return found


def refuse_missing(missing: Sequence[str], place: str) -> None:
    """Raise a `SuiteError` where documents are missing from the archive."""
    if missing:
        many = "documents that are" if len(missing) > 1 else "document that is"
        first = f", the first is {missing[0]!r}" if len(missing) > 1 else f": {missing[0]!r}"
        raise SuiteError(f"it names {len(missing)} {many} not in the archive{first}", place)


def _by_case(suite: Suite, results: Iterable[Result], system: str) -> Mapping[str, Result]:
    known = {case.id for case in suite.cases}
    given: dict[str, Result] = {}
    for each in results:
        if each.case_id not in known:
            raise SuiteError(f"{system}: the suite has no case {each.case_id!r}", str(suite.path))
        if each.case_id in given:
            raise SuiteError(f"{system}: two results for the case {each.case_id!r}")
        given[each.case_id] = each
    return given


def _measurable(
    metrics: Sequence[Metric], results: Iterable[Result], suite: Suite
) -> tuple[Metric, ...]:
    rows = list(results)
    ranked = [each for row in rows for each in row.ranking]
    answered = any(row.answer and row.answer.sentences for row in rows)
    timed = any(row.seconds or row.usage.calls for row in rows)
    passages = any(each.passage_id for each in ranked)
    named = any(each.speaker for row in rows if row.answer for each in row.answer.citations)

    def is_given(metric: Metric) -> bool:
        if metric.group == "retrieval":
            return bool(ranked) and (passages or not metric.name.endswith("/passage"))
        if metric.name in _OF_CITED_SPEAKERS:
            return named
        return timed if metric.group == "cost" else answered

    found = tuple(filter(is_given, metrics))
    if not found:
        raise SuiteError("no metric of the suite can be measured on these results", str(suite.path))
    return found
