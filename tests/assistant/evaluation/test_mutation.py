"""Every known damage to the good answers of the packaged suite is noticed by its metric."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.errors import RunError
from assistant.evaluation.damage import Damage
from assistant.evaluation.damages import declared
from assistant.evaluation.figures import failures_of
from assistant.evaluation.gold import Library, check_evidence
from assistant.evaluation.metrics import metrics_named
from assistant.evaluation.mutation import Mutation, Mutations, mutate, mutation_markdown
from assistant.evaluation.results import Score
from assistant.evaluation.runner import make_scorer, run_suite
from assistant.evaluation.runs import Kept, RunStore
from assistant.evaluation.scoring import Scorer
from assistant.evaluation.suite_file import load_suite
from assistant.settings import Settings

SEED = 5


@dataclass(frozen=True, slots=True)
class Ran:
    """One run of the suite, its scorer over the open archive, and what became of its answers."""

    kept: Kept
    scorer: Scorer
    mutations: Mutations

    def of(self, name: str) -> Mutation:
        return next(each for each in self.mutations.mutations if each.damage.name == name)


@pytest.fixture(scope="module")
def ran(
    samples: Path, settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Ran]:
    suite = load_suite("samples")
    with Assistant.open(samples, settings) as assistant:
        kept = run_suite(suite, assistant, RunStore(tmp_path_factory.mktemp("runs")))
        golds = check_evidence(suite, Library(assistant.archive))
        scorer = make_scorer(suite, assistant, golds)
        yield Ran(kept, scorer, mutate(kept, scorer, SEED))


@pytest.mark.parametrize("name", sorted(declared()))
def test_the_metric_made_for_a_damage_falls_and_the_comparison_names_it(
    ran: Ran, name: str
) -> None:
    found = ran.of(name)
    assert found.cases
    change = found.intended
    assert change is not None
    assert change.difference.excludes_zero
    (metric,) = metrics_named([change.metric])
    assert metric.beats(change.before, change.after)
    assert found.noticed
    assert change.metric in [each.metric for each in found.comparison.worse]
    assert found.largest is not None
    assert found.moved[change.metric] == pytest.approx(
        change.difference.value * change.n / _measured(ran, found, change.metric)
    )


def _measured(ran: Ran, found: Mutation, metric: str) -> int:
    """In how many damaged cases a metric is measured."""
    return sum(
        metric in each.scores for each in ran.kept.scored if each.result.case_id in found.cases
    )


def test_only_good_answers_are_damaged_and_the_others_count_all_the_same(ran: Ran) -> None:
    quality = [m for m in ran.scorer.metrics if m.group != "cost"]
    good = {each.result.case_id for each in ran.kept.scored if not failures_of(each, quality)}
    assert ran.mutations.good == len(good)
    assert 0 < len(good) < len(ran.kept.scored)
    for found in ran.mutations.mutations:
        assert set(found.cases) <= good
        assert {flip.case.id for flip in found.comparison.flips} <= set(found.cases)
        for change in found.changes:
            assert change.n == ran.kept.run.figures[change.metric].n
            assert change.before == pytest.approx(ran.kept.run.figures[change.metric].value)


@pytest.mark.parametrize(
    ("name", "metrics"),
    [
        ("change_digit", {"quote_exactness", "cited_answer@3"}),
        # A twin takes the place of the third; and of two that say a thing together and have twins,
        # none is needed.
        ("duplicate_citations", {"duplicate_citations", "citation_precision", "cited_answer@3"}),
        ("uncited_sentence", {"uncited_sentences", "citation_recall"}),
        ("answer_unanswerable", {"refusal"}),
    ],
)
def test_what_is_not_damaged_moves_no_metric(ran: Ran, name: str, metrics: set[str]) -> None:
    moved = {each.metric for each in ran.of(name).changes if each.difference.value}
    assert ran.of(name).damage.metric in moved
    assert moved <= metrics


def test_cost_is_none_of_quality(ran: Ran) -> None:
    for found in ran.mutations.mutations:
        assert not {"seconds", "tokens", "citations_per_sentence"} & {
            each.metric for each in found.changes
        }
        costs = [c for c in found.comparison.changes if c.metric in ("seconds", "model_calls")]
        assert len(costs) == 2
        assert all(each.difference.value == 0 for each in costs)


def test_same_seed_same_mutations_another_seed_others(ran: Ran) -> None:
    damages = [declared()["change_digit"]]
    again = mutate(ran.kept, ran.scorer, SEED, damages).mutations[0]
    assert again == ran.of("change_digit")
    other = mutate(ran.kept, ran.scorer, SEED + 1, damages).mutations[0]
    assert other.comparison.flips != again.comparison.flips


def test_what_a_suite_does_not_notice_is_said(ran: Ran) -> None:
    blind = Damage(
        "rename_model",
        "Another model is named.",
        "quote_exactness",
        lambda case, result, archive, rng: (
            replace(result, answer=replace(result.answer, model="other")) if result.answer else None
        ),
    )
    nowhere = Damage("nothing", "Nothing is done.", "refusal", lambda *given: None)
    found = mutate(ran.kept, ran.scorer, SEED, [blind, nowhere])
    assert [each.damage.name for each in found.missed] == ["rename_model", "nothing"]
    assert found.mutations[0].largest is None
    assert len(found.mutations[0].cases) == found.good
    said = mutation_markdown(found)
    assert "`quote_exactness` 1.000 → 1.000 (+0.000 to +0.000), not noticed." in said
    assert "`nothing` (Nothing is done; 0 of" in said
    assert "applies to none of them" in said


def test_a_metric_that_the_suite_leaves_out_is_said(ran: Ran) -> None:
    few = tuple(metrics_named(["uncited_sentences", "refusal"]))
    kept = replace(ran.kept, run=replace(ran.kept.run, metrics=tuple(m.name for m in few)))
    found = mutate(kept, replace(ran.scorer, metrics=few), SEED, [declared()["change_digit"]])
    assert found.mutations[0].intended is None
    assert not found.mutations[0].noticed
    assert "the suite does not measure `quote_exactness`" in mutation_markdown(found)


def test_the_table_has_a_row_for_each_damage_and_its_metric_marked(ran: Ran) -> None:
    head, rule, *rows = [
        line for line in mutation_markdown(ran.mutations).splitlines() if line.startswith("|")
    ]
    columns = [each.strip() for each in head.strip("|").split("|")]
    assert rule.count("|") == head.count("|")
    assert len(rows) == len(declared())
    for row in rows:
        cells = [each.strip() for each in row.strip("|").split("|")]
        found = ran.of(cells[0])
        assert int(cells[1]) == len(found.cases)
        assert len(cells) == len(columns)
        (own,) = [cell for cell in cells if cell.endswith("◂")]
        assert columns[cells.index(own)] == found.damage.metric
        assert own.startswith("**")
        assert found.intended is not None
        value = float(own.strip("* ◂").replace("−", "-"))
        assert value == pytest.approx(found.intended.difference.value, abs=0.0051)
        bold = {columns[i] for i, cell in enumerate(cells) if cell.startswith("**")}
        assert bold == {each.metric for each in found.comparison.worse}


def test_a_run_without_good_answers_is_refused(ran: Ran) -> None:
    bad = tuple(
        replace(each, scores={**each.scores, "quote_exactness": Score(0.0)})
        for each in ran.kept.scored
    )
    with pytest.raises(RunError, match="no good answer"):
        mutate(replace(ran.kept, scored=bad), ran.scorer)


def test_a_run_of_another_judge_is_refused(ran: Ran) -> None:
    other = replace(ran.kept, run=replace(ran.kept.run, judge="somebody/2"))
    with pytest.raises(RunError, match="judged by somebody/2, not lexical"):
        mutate(other, ran.scorer)
