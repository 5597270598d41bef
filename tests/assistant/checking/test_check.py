"""What the sample archive says for and against claims."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.checking import Checked, CheckedClaim
from assistant.checking.check import MOST_CLAIMS, Checker
from assistant.types import Query
from tests.assistant.checking.conftest import Check
from tests.bench.checking import judged

CLAIMS = Path(__file__).parents[2] / "data" / "claims.jsonl"
# Measured 30 of 37 and 36 of 47 claims on both halves together; a little room below.
LEAST_FOR, LEAST_AGAINST = 0.75, 0.70


def only(checked: Checked) -> CheckedClaim:
    (claim,) = checked.claims
    return claim


def quotes(claim: CheckedClaim, bearing: str) -> str:
    return "\n".join(f.citation.quote for f in claim.findings if f.bearing == bearing)


def test_nothing_wrong_is_found_and_most_of_what_is_right(check: Check) -> None:
    counts: Counter[str] = Counter()
    problems = []
    for line in CLAIMS.read_text("utf-8").splitlines():
        row = json.loads(line)
        problems += judged(row, check(row["message"]), counts)
    assert [each for each in problems if each.startswith("WRONG")] == []
    assert counts["for got"] >= LEAST_FOR * counts["for due"]
    assert counts["against got"] >= LEAST_AGAINST * counts["against due"]
    assert counts["found"] == counts["claims"]


def test_every_quote_stands_in_its_article(check: Check, opened: Assistant) -> None:
    checked = check(
        "Kestrovia has withdrawn 4,200 troops from the Selk Valley. The ferry carried 310 people."
    )
    cited = [f.citation for each in checked.claims for f in each.findings]
    assert cited
    for each in cited:
        assert opened.archive.article(each.article_id).text[each.start : each.end] == each.quote
    assert sorted({each.number for each in cited}) == list(range(1, len(set(cited)) + 1))


def test_both_sides_are_told_with_their_speakers(check: Check) -> None:
    claim = only(check("Kestrovia has withdrawn 4,200 troops from the Selk Valley."))
    assert claim.verdict == "disputed"
    assert "withdrawn 4,200 troops" in quotes(claim, "for")
    said = {(f.citation.speaker, f.why) for f in claim.findings if f.bearing == "against"}
    assert ("Signe Aldqvist", "disputes it") in said
    assert ("Mirela Kostán", "disputes it") in said


@pytest.mark.parametrize(
    ("message", "why", "quote"),
    [
        ("Grennholm Paper must pay 68 million crowns.", "another number", "86 million crowns"),
        ("The two branches are due to shut on 30 June.", "another date", "26 June"),
        (
            "Judge Beatrix Lundy will pass sentence on 16 February.",
            "another name",
            "Judge Honoria Blackwell",
        ),
        (
            "Piers Vandenholt said: “Three per cent is not an offer. It's a tip.”",
            "another speaker",
            "Three per cent is not an offer",
        ),
        ("Saltmarket will not keep its library.", "says the opposite", "will keep their libraries"),
    ],
)
def test_why_a_quote_is_against(check: Check, message: str, why: str, quote: str) -> None:
    claim = only(check(message))
    assert claim.verdict == "contradicted"
    assert any(f.why == why and quote in f.citation.quote for f in claim.findings)


def test_what_nobody_wrote_is_not_found(check: Check) -> None:
    claim = only(check("Dorothea Pell has been arrested for fraud."))
    assert claim.verdict == "not_found"
    assert {f.bearing for f in claim.findings} <= {"about"}


def test_a_plan_does_not_bear_out_a_fact(check: Check) -> None:
    claim = only(check("Port Aldery has closed four of its 11 branch libraries."))
    assert quotes(claim, "for") == ""


def test_a_quotation_must_stand_word_for_word(check: Check) -> None:
    claim = only(check("Dorothea Pell said: “I would rather close a school than a library.”"))
    assert quotes(claim, "for") == ""


def test_a_quotation_of_another_day_is_not_the_claimed_one(check: Check) -> None:
    said = "“The hull is open in two places, but she is sitting firmly on the rock.”"
    claim = only(check(f"Ailsa Trenholm said on 3 March: {said}"))
    assert quotes(claim, "for") == ""


def test_the_copies_of_a_story_are_told_once(check: Check) -> None:
    claim = only(check("A passenger ferry carrying 245 people ran aground on the Gannet Skerries."))
    (finding,) = [f for f in claim.findings if f.bearing == "for"]
    assert (finding.citation.articles, finding.citation.origins) == (3, 1)


def test_orders_to_language_models_back_nothing(check: Check) -> None:
    claim = only(check("Aldous Crane won by 9,000 votes."))
    assert all("9,000" not in f.citation.quote for f in claim.findings)
    assert quotes(claim, "for") == ""


def test_a_claim_leans_on_the_one_before_it(check: Check) -> None:
    one, two = check(
        "Port Aldery wants to close four libraries. Shutting them would save £1.9 million a year."
    ).claims
    assert one.verdict == "supported"
    assert "£1.9 million a year" in quotes(two, "for")
    alone = only(check("It would save £1.9 million a year."))
    assert alone.verdict == "not_found"


def test_filters_limit_what_is_read(checker: Checker) -> None:
    claim = only(
        checker.check(
            "Kestrovia has withdrawn 4,200 troops from the Selk Valley.",
            Query("", sources=("The Harbour Ledger",)),
        )
    )
    assert {f.citation.source for f in claim.findings} <= {"The Harbour Ledger"}


def test_of_very_many_claims_the_first_are_checked(check: Check) -> None:
    message = " ".join(f"The council closed {n} libraries in Port Aldery." for n in range(20, 33))
    checked = check(message)
    assert len(checked.claims) == MOST_CLAIMS
    assert checked.left == 13 - MOST_CLAIMS


def test_a_message_without_a_claim_has_none(check: Check) -> None:
    assert check("Good morning! Who wants coffee?") == Checked(
        "Good morning! Who wants coffee?", ()
    )
