"""The form of a sign that a text gives orders to a language model, and the words of such signs."""

from __future__ import annotations

import re
from typing import NamedTuple

_PLAIN = tuple(zip("’‘“”–—…", "''\"\"--.", strict=True))


class Report(NamedTuple):
    """How a sentence says that somebody gives an order, by what stands before or after it."""

    before: re.Pattern[str]
    after: re.Pattern[str]

    def holds(self, text: str, found: re.Match[str]) -> bool:
        """Whether the sentence around ``found`` reports; the order's own words do not count."""
        begin = max(text.rfind(mark, 0, found.start()) for mark in ".!?\n") + 1
        ends = [place for mark in ".!?\n" if (place := text.find(mark, found.end())) >= 0]
        end = min(ends, default=len(text))
        # A question or an exclamation that is quoted ends before its speaker is named.
        if re.match(r"[.!?]\s?[”\"’'»]", text[end : end + 3]):
            ends = [place for place in ends if place > end]
            ends += [place for mark in ".!?\n" if (place := text.find(mark, end + 1)) >= 0]
            end = min(ends, default=len(text))
        return bool(
            self.before.search(text, begin, found.start())
            or self.after.search(text, found.end(), end)
        )


class Letters:
    """The letters of a text, to rule out signs by; each run of them is looked for once."""

    def __init__(self, text: str) -> None:
        self._small = _plain(text)
        self._known: dict[str, bool] = {}
        self._alphabet = frozenset(self._small)

    def have(self, run: str) -> bool:
        """Whether the text holds the run of letters, by its plain spelling."""
        found = self._known.get(run)
        if found is None:
            # Most runs of another alphabet are ruled out by their first letter.
            found = run[0] in self._alphabet and run in self._small
            self._known[run] = found
        return found


class Sign(NamedTuple):
    """A pattern of an order, and groups of letters of each of which it needs some: few texts do."""

    needs: tuple[tuple[str, ...], ...]
    pattern: re.Pattern[str]
    unless: Report | None = None

    def may_stand_in(self, letters: Letters) -> bool:
        """Whether a text with these letters can hold the pattern."""
        return all(any(map(letters.have, group)) for group in self.needs)

    def stands_in(self, text: str) -> bool:
        """Whether the text gives the order; a sentence that reports it does not, if that counts."""
        report = self.unless
        if report is None:
            return self.pattern.search(text) is not None
        return any(not report.holds(text, found) for found in self.pattern.finditer(text))


def _plain(text: str) -> str:
    """In small letters, with single spaces and plain quotation marks and dashes."""
    small = " ".join(text.lower().split())
    for fancy, plain in _PLAIN:
        small = small.replace(fancy, plain)
    return small


def sign(needs: str, pattern: str, unless: Report | None = None) -> Sign:
    """A pattern with the letters that it needs, between spaces; `%` is a space among them.

    `&` stands between groups: some letters of each must be there.
    """
    groups = (
        tuple(_plain(each).replace("%", " ") for each in group.split())
        for group in needs.split(" & ")
    )
    return Sign(tuple(groups), re.compile(pattern, re.IGNORECASE | re.MULTILINE), unless)


_SAYS = (
    r"(?:sa(?:id|ys?)|t(?:old|ells?)|wr(?:ote|ites?)|advis(?:ed?|es)|warn(?:s|ed)?|urge[sd]?|"
    r"argue[sd]?|announce[sd]?|propose[sd]?|joke[sd]?|recall(?:s|ed)?|ask(?:s|ed)?|sang|states?|"
    r"stated|claim(?:s|ed)|found|finds|insist(?:s|ed)|add(?:s|ed)|post(?:s|ed)|tweet(?:s|ed)|"
    r"repl(?:y|ies|ied)|explain(?:s|ed)?|order(?:s|ed)|instruct(?:s|ed)|remind(?:s|ed)|typ(?:es?|ed)|"
    r"recommend(?:s|ed)?|shout(?:s|ed)|reads?)"
)
# "..., the minister said"; what begins with "which said" is still the order.
_SPEAKER = (
    r"(?:[,–—][”\"’'»]?|[”\"’'»])\s*(?!(?:which|who|whose|that|as|where|when|because|and|or)\b)"
    rf"(?:[^\s,;:]+\s+){{0,7}}?{_SAYS}\b"
)
# "“...” has become a catchphrase": a phrase that is spoken of.
_SPOKEN_OF = (
    r"[”\"’'»],?\s+(?:[^\s,;:]+\s+){0,7}?"
    r"(?:catchphrase|meme|slogan|joke|attacks?|trick|jury|jurors)\b"
)
REPORTED = Report(
    re.compile(
        rf"\b{_SAYS}\b|\b(?:according|under|law|bill|act|rules?|regulat\w+|ministers?|company|police|"
        r"court|judge|researchers?|survey|study|jur(?:y|ors?)|catchphrase|slogan)\b",
        re.IGNORECASE,
    ),
    re.compile(
        rf"{_SPEAKER}|{_SPOKEN_OF}|\baccording\s+to\b|\bunder\s+(?:[^\s,;:]+\s+){{0,4}}?(?:laws?|bill|"
        r"acts?|rules?|regulations?|proposals?|plans?|codes?|treaty|pact|deal|orders?|guidelines?)\b",
        re.IGNORECASE,
    ),
)
"""News says who gives such an order, or which law does."""

RETOLD = Report(
    re.compile(
        r"\b(?:jur(?:y|ors?)|judge|magistrate|catchphrase|meme|slogan|the\s+(?:words|phrase|line)|"
        r"prompt\s+injections?|jailbreaks?|typ(?:es?|ed|ing)|trick)\b",
        re.IGNORECASE,
    ),
    re.compile(
        rf"{_SPOKEN_OF}|[,”\"’»]\s+(?:[^\s,;:]+\s+){{0,4}}?(?:judge|magistrate|coroner|court)\s+"
        r"(?:\S+\s+){0,2}?(?:told|instructed|said|warned)\b"
        r"|,\s+(?:the\s+|a\s+)?users?\s+types?\b",
        re.IGNORECASE,
    ),
)
"""What sets earlier instructions aside is seldom news: a judge says it, or the phrase is quoted."""

# An imperative stands where a clause begins; "told staff to ignore the instructions" is news.
CLAUSE = (
    r"(?:^|(?<=[.!?:;,(\[\"“”«»‘'*#>{}=|/—–\-])\s*|(?<=[\[(*#>]\s)"
    r"|\b(?:please|you\s+(?:must|should|shall|will)|now|then|you|always|instead|kindly|simply|and|so)"
    r"\s+)"
)
# Not those who make machines, sell them or are paid by them.
PEOPLE = (
    r"(?!\.?[ \t-]+(?:compan|firms?\b|start-?ups?|develop|makers?\b|giants?\b|labs?\b|industry|"
    r"sceptic|skeptic|investors?\b|experts?\b|researchers?\b|professional|scientists?\b|critics?\b|chips?\b|"
    r"use\b|skills|curious|week\b|training\b|boom\b|ethic|polic|bosses|coaches|leaders|professors?\b|"
    r"coach\b|manager|editors?\b|director|secretar|referee|founder|engineers?\b))"
)
# Claude and Gemini are people and stars too.
MACHINE = (
    r"(?:(?:A\.?I\.?|LLMs?|GPTs?|ChatGPT|(?:Claude|Gemini|Copilot)(?!\s+(?-i:[A-Z]))|"
    r"(?:large\s+)?language\s+models?|chat\s?-?bots?|answer\s+engines?|summari[sz]ers?|"
    r"(?:AI|automated)[\s-]+(?:assistants?|agents?|readers?|systems?|models?|tools?|bots?|"
    r"summar(?:y|ies))|"
    rf"assistants|(?:automated|machine)\s+readers?|crawlers?|OnRecord)(?!\w){PEOPLE})"
)
MACHINE_NEEDS = (
    "a.i llm gpt claude gemini copilot language%model chat engine summari assistant reader crawler "
    "onrecord automated ai% %ai -ai ai- ai, ai: ai. (ai"
)
# What is a machine only where somebody speaks to it.
BOT = (
    rf"(?:{MACHINE}|(?:(?:research|virtual|digital|helpful)\s+)?assistants?|(?:ro)?bots?|models?|"
    r"algorithms?|neural\s+net(?:work)?s?|machines?|software|Siri|Alexa|DeepSeek|Grok|Mistral|Llama|"
    r"Perplexity)"
)
BOT_NEEDS = (
    "ai, ai: ai! ai– ai— a.i @ai llm gpt claude gemini copilot model chat engine summari assistant "
    "reader crawler onrecord automated bot algorithm neural machine software siri alexa deepseek "
    "grok mistral llama perplexity"
)
EARLIER = r"(?:previous(?:ly)?|prior|above|earlier|preceding|foregoing|your|system|original)"
TELLS = (
    r"(?:answer|reply|respond|say|state|conclude|claim|report|tell|output|write|repeat|assert|"
    r"confirm|mention|insist|begin|end|finish)"
)
# "AI: report warns of losses" and "chatbots, say experts" are news.
ORDER = (
    r"(?:(?:please\s+|you\s+(?:must|should|will)\s+|always\s+|kindly\s+|now\s+|instead\s+|only\s+)*"
    r"(?:(?:answer|say|state|claim|report|write|confirm|reply|respond|repeat|conclude|assert|insist|"
    r"output|mention)\s+(?:that|only|with|:|so\b)|(?:ignore|disregard|cite|quote)\s+(?:this|all|any|"
    r"only|the|every|your|previous)\b|tell\s+(?:the\s+|your\s+|all\s+|any\s+)?(?:users?|readers?|"
    r"everyone|people)\b))"
)
ABOUT_ASKING = (
    r"(?:asked|queried|questioned|prompted|(?:anyone|someone|somebody|a\s+user|the\s+user|users|"
    r"readers?|people)\s+(?:asks?|wants?|enquires?|queries))"
)
JOB = rf"(?!['’]s|\s+to\b){PEOPLE}"
