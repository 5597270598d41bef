"""A checked message in Slack."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from assistant.checking import Bearing, Checked, CheckedClaim, Claim, Finding, Verdict, Why
from assistant.types import Citation
from tests.support.block_kit import keep_limits, read, walk
from tests.support.golden import check
from ui.slack.blocks.buttons import FEEDBACK
from ui.slack.blocks.checked import checked_messages
from ui.slack.message import Message

QUOTE = "The council closed four of its 11 libraries, the treasurer said."
CITATION = Citation(
    number=1,
    article_id="ledger-1",
    passage_id="ledger-1/1/0-64",
    quote=QUOTE,
    start=0,
    end=len(QUOTE),
    title="Four libraries closed",
    source="The Harbour Ledger",
    url="https://ledger.example/1",
    published_at=datetime(2026, 1, 12, tzinfo=UTC),
    speaker="Anselm Brightwater",
    role="city treasurer",
)


def finding(bearing: Bearing, why: Why, number: int = 1, quote: str = QUOTE) -> Finding:
    cited = replace(CITATION, number=number, quote=quote, end=len(quote))
    return Finding(cited, bearing, why)


def claim(text: str, verdict: Verdict, *findings: Finding) -> CheckedClaim:
    return CheckedClaim(Claim(text, 0, len(text)), findings, verdict)


def said(messages: tuple[Message, ...]) -> str:
    return "\n".join(read(message.blocks) for message in messages)


SIX = claim("Six libraries were closed.", "contradicted", finding("against", "another number"))
DISPUTED = claim(
    "Four libraries were closed.",
    "disputed",
    finding("for", "says so", 1),
    finding("against", "disputes it", 2, "“Nothing of the kind has been closed.”"),
)
UNKNOWN = claim("The mayor fled.", "not_found")
NEAREST = claim("The pool was closed.", "not_found", finding("about", "nearest", 3))


def test_golden() -> None:
    checked = Checked("...", (SIX, DISPUTED, UNKNOWN, NEAREST))
    (message,) = checked_messages(checked, None, "https://desk.example")
    keep_limits(message.blocks)
    check("checked", {"text": message.text, "blocks": message.blocks})


def test_each_side_is_named_before_its_quotes() -> None:
    text = said(checked_messages(Checked("...", (DISPUTED,)), None, None))
    places = [
        text.index(each)
        for each in (
            "The archive has both",
            "Four libraries were closed.",
            "For",
            QUOTE,
            "Against",
            "“Nothing of the kind has been closed.”",
            "disputes it",
        )
    ]
    assert places == sorted(places)
    assert "Anselm Brightwater, city treasurer" in text
    assert "12 January 2026" in text


def test_what_the_archive_lacks_is_said_in_short() -> None:
    text = said(checked_messages(Checked("...", (UNKNOWN,)), None, None))
    assert "The archive does not say" in text
    assert "Against" not in text


def test_a_message_without_claims() -> None:
    (message,) = checked_messages(Checked("Good morning!", ()), None, None)
    assert "no claim" in read(message.blocks)
    keep_limits(message.blocks)


def test_claims_that_were_too_many_are_counted() -> None:
    text = said(checked_messages(Checked("...", (SIX,), left=3), None, None))
    assert "3 more" in text


def test_thumbs_only_for_a_kept_check() -> None:
    for answer_id, thumbs in ((None, 0), ("answer-1", 1)):
        (message,) = checked_messages(Checked("...", (SIX,)), answer_id, None)
        found = [each for each in walk(message.blocks) if each.get("action_id") == FEEDBACK]
        assert len(found) == thumbs


def test_nothing_is_smuggled_in_and_links_lead_to_the_quote() -> None:
    bad = claim("<!channel> *Six* closed.", "supported", finding("for", "says so", 1, "<@U1> said"))
    (message,) = checked_messages(Checked("...", (bad,)), None, None)
    assert "<!channel>" in read(message.blocks)
    assert {each["type"] for each in walk(message.blocks) if "type" in each}.isdisjoint(
        {"mrkdwn", "user", "broadcast"}
    )
    assert "<!channel>" not in message.text
    links = [each["url"] for each in walk(message.blocks) if each.get("type") == "link"]
    assert links[0].startswith("https://ledger.example/1#:~:text=")


def test_many_long_quotes_are_never_cut() -> None:
    long = " ".join(f"word{n}" for n in range(700)) + "."
    found = [finding("against", "another number", n + 1, f"{n} {long}") for n in range(4)]
    many = tuple(claim(f"Claim {n} is true.", "contradicted", *found) for n in range(10))
    messages = checked_messages(Checked("...", many), None, None)
    for message in messages:
        keep_limits(message.blocks)
    text = said(messages).replace("\n", "")
    for each in found:
        assert text.count(each.citation.quote) == 10
