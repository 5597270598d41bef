"""Chosen sentences to the lines of an answer: the short answer first, then what says so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assistant.candidates import Candidate, Shown
from assistant.fold import words
from assistant.question import Question
from assistant.sentences import sentence_spans
from assistant.short_answer import NUMBER, same_answer, short_answer, unit_of

_NEGATED = re.compile(r"\b(?:not|no|never|none|nor|neither|without|\w+n['’]t|cannot)\b", re.I)
_UNCERTAIN = re.compile(
    r"\b(?:would|will|could|can|may|might|should|must|if|whether|unless|plans?|planned|expected|"
    r"expects?|likely|proposed?|proposal|hopes?|wants?|denie[sd]|deny|reject\w*|fail\w*|refus\w*|"
    r"almost|nearly|claim\w*|alleged\w*|reportedly|rumou?r\w*|set to|due to|asked|urged|until)\b",
    re.I,
)
_QUOTATION = re.compile(r"“[^”]*”|\"[^\"]*\"")
_REPORTED = re.compile(
    r"\b(?:said|says|saying|told|according to|claim(?:s|ed)?|estimate[sd]?|reportedly|allegedly)\b"
)
# Of the development questions' short answers the judge gives six in ten right above this score,
# and one in three below it: those are left to the sentence.
_LEAST_JUDGED = 3.0
_SIDE_OF = {
    "confirms": "for",
    "promises": "for",
    "denies": "against",
    "disputes": "against",
    "doubts": "against",
    "declines": "silent",
}
_PLAIN_YES = 0.85  # of the question's words that a sentence must have to stand for a yes or a no


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of an answer and the keys of the passages that say it."""

    text: str
    keys: tuple[str, ...]


def quoted_line(candidate: Candidate, shown: Sequence[Shown]) -> Line:
    """The sentence as it stands, who "he" is explained in brackets.

    Before somebody's words that do not say whose they are stands the name, in brackets where the
    passage does not have it.
    """
    text = with_names(candidate)
    if who := _untold(candidate):
        held = who.casefold() in shown[candidate.place].text.casefold()
        text = f"{who[:1].upper()}{who[1:]}: {text}" if held else f"[{who}]: {text}"
    return Line(text, (candidate.key,))


def factual(question: Question, chosen: Sequence[Candidate], shown: Sequence[Shown]) -> list[Line]:
    """The short answer with all who give it, where they differ with their dates; the sentences."""
    lines = [quoted_line(c, shown) for c in chosen]
    if question.kind == "yes_no":
        return _yes_or_no(chosen[0], shown) + lines
    spans = [_sure_answer(question, c, shown[c.place]) for c in chosen]
    if not spans or not spans[0]:
        return lines
    other = _other_figure(question, chosen, spans, shown)
    if other is not None:
        pair = [(chosen[0], spans[0]), (chosen[other], spans[other])]
        newer, older = sorted(pair, key=lambda each: shown[each[0].place].date, reverse=True)
        both = [quoted_line(newer[0], shown), quoted_line(older[0], shown)]
        rest = [line for line in lines if line not in both]
        return [_differing(newer, older, shown), *both, *rest]
    told = said_by(chosen[0], spans[0], shown)
    agreeing = [
        c.key
        for c, span in zip(chosen, spans, strict=True)
        if same_answer(spans[0], span) and _is_cut_from(c, spans[0], question, shown)
    ]
    said = spans[0][0].upper() + spans[0][1:] + told
    return [Line(_ended(said), tuple(dict.fromkeys([chosen[0].key, *agreeing]))), *lines]


def _sure_answer(question: Question, candidate: Candidate, shown: Shown) -> str:
    """The short answer where the judge is sure enough of it and it is not the paper's own name."""
    if candidate.judged is None or candidate.judged.score < _LEAST_JUDGED:
        return ""
    span = short_answer(question, candidate)
    own = "".join(words(shown.source.removesuffix(".com").removeprefix("www.")))
    return "" if own and "".join(words(span)).startswith(own) else span


def _is_cut_from(
    candidate: Candidate, span: str, question: Question, shown: Sequence[Shown]
) -> bool:
    """Whether the candidate is what a citation of ``span`` cuts out of its passage.

    Another sentence of it may have the same words and be nearer to the question: that would be one
    more citation, of something that the reader is not shown.
    """
    asked, said = set(words(question.text)), set(words(span))
    text = shown[candidate.place].text
    others = [set(words(text[start:end])) for start, end in sentence_spans(text)]
    own = set(words(candidate.text))
    likeness = (len(said & own), len(asked & own))
    return all((len(said & each), len(asked & each)) <= likeness for each in others)


def dated(candidate: Candidate, shown: Sequence[Shown]) -> Line:
    """The sentence under the date of its article."""
    day = _day(shown[candidate.place].date)
    line = quoted_line(candidate, shown)
    return Line(f"{day}: {line.text}", line.keys) if day else line


def told(candidate: Candidate, shown: Sequence[Shown]) -> Line:
    """The sentence under the date of its article; that its source has no name is said first."""
    line = dated(candidate, shown)
    return line if candidate.named else Line(f"[source not named] {line.text}", line.keys)


def claimed(candidate: Candidate, shown: Sequence[Shown]) -> Line:
    """The claim that others dispute."""
    line = dated(candidate, shown)
    return Line(f"The claim, {line.text}", line.keys)


def changed(said: Sequence[Candidate], shown: Sequence[Shown]) -> list[Line]:
    """What somebody said over time; where the first and the last stance differ, that first.

    Whether it is a change of mind is left to the reader, who has the words with their dates.
    """
    lines = [told(c, shown) for c in said]
    if len(said) < 2:
        return lines
    first, last = said[0], said[-1]
    stances = [each.stances[0] if each.stances else "" for each in (first, last)]
    sides = {_SIDE_OF.get(stance) for stance in stances}
    if len(sides) < 2 or None in sides:
        return lines
    days = _day(shown[first.place].date), _day(shown[last.place].date)
    if not all(days) or days[0] == days[1]:
        return lines
    who = first.speaker or ""
    text = f"{who[:1].upper()}{who[1:]} {stances[0]} on {days[0]} and {stances[1]} on {days[1]}."
    return [Line(text, (first.key, last.key)), *lines]


def survey(chosen: Sequence[Candidate], shown: Sequence[Shown]) -> list[Line]:
    """One line for each article, in the order given; then what changed between their figures."""
    lines = [dated(c, shown) for c in chosen]
    return lines + _changes(chosen, shown)


def with_names(candidate: Candidate) -> str:
    """The sentence with the name, in brackets, of a speaker whom it calls only he, she or it."""
    name = candidate.speaker
    if not name or not candidate.cue or name in candidate.text:
        return candidate.text
    if not name[0].isupper() and not candidate.stances:
        return candidate.text
    cue = re.escape(candidate.cue)
    pattern = re.compile(
        rf"\b(?:[Hh]e|[Ss]he|[Ii]t|[Tt]hey)\b(?=\s+(?:\w+\s+){{0,2}}?{cue}\b)"
        rf"|(?<={cue} )(?:s?he|they)\b"
    )
    found = pattern.search(_unquoted(candidate.text))
    if found is None:
        return candidate.text
    return f"{candidate.text[: found.end()]} [{name}]{candidate.text[found.end() :]}"


def _untold(candidate: Candidate) -> str:
    """The speaker of a quotation that stands alone, so that its sentence cannot say whose it is."""
    bare = _unquoted(candidate.text)
    return "" if re.search(r"[^\W_]", bare) or "_" not in bare else candidate.speaker or ""


def _yes_or_no(candidate: Candidate, shown: Sequence[Shown]) -> list[Line]:
    """A yes or a no where one sentence says plainly what was asked; else the sentences alone."""
    text = candidate.text
    if candidate.coverage < _PLAIN_YES or _UNCERTAIN.search(text) or text.endswith("?"):
        return []
    said = "No" if _NEGATED.search(text) else "Yes"
    return [Line(_ended(said + said_by(candidate, said, shown)), (candidate.key,))]


def said_by(candidate: Candidate, span: str, shown: Sequence[Shown]) -> str:
    """Who says so, where the sentence is somebody's statement and the answer not that somebody.

    A name that its passage does not have is an explanation, in brackets. Where nobody could tell
    whose statement it is, it is still nobody's fact.
    """
    who = candidate.speaker
    if not who:
        return ", as reported" if _REPORTED.search(_unquoted(candidate.text)) else ""
    if set(words(span)) & set(words(who)):
        return ""
    if who.casefold() not in f"{candidate.text}\n{shown[candidate.place].text}".casefold():
        return f", according to [{who}]"
    the = "the " if re.search(rf"\b[Tt]he\s+{re.escape(who)}", candidate.text) else ""
    return f", according to {the}{who}"


def _unquoted(text: str) -> str:
    """``text`` with what stands in quotation marks blanked, at the same offsets."""
    return _QUOTATION.sub(lambda m: "_" * len(m[0]), text)


def _other_figure(
    question: Question, chosen: Sequence[Candidate], spans: Sequence[str], shown: Sequence[Shown]
) -> int | None:
    """The place of the best sentence that gives another figure for the same, in another article."""
    if question.kind != "how_many":
        return None
    unit = unit_of(chosen[0], spans[0])
    for place, (each, span) in enumerate(zip(chosen, spans, strict=True)):
        here, there = shown[chosen[0].place], shown[each.place]
        if (
            not span
            or not NUMBER.search(span)
            or (here.title, here.source) == (there.title, there.source)
        ):
            continue
        if unit and unit_of(each, span) == unit and not same_answer(spans[0], span):
            return place
    return None


def _differing(
    newer: tuple[Candidate, str], older: tuple[Candidate, str], shown: Sequence[Shown]
) -> Line:
    """Two figures side by side with source and date, the newer first."""
    parts = []
    for candidate, span in (newer, older):
        each = shown[candidate.place]
        day = _day(each.date)
        told = f"{each.source}{f', {day}' if day else ''}"
        parts.append(f"“{span}”{said_by(candidate, span, shown)} ({told})")
    joint = ", or" if shown[newer[0].place].date == shown[older[0].place].date else "; earlier"
    return Line(_ended(f"{parts[0]}{joint} {parts[1]}"), (newer[0].key, older[0].key))


def _changes(chosen: Sequence[Candidate], shown: Sequence[Shown]) -> list[Line]:
    """The first figure for the same thing that differs between two articles of different days."""
    figures = [(c, _figures(c.text)) for c in chosen]
    ordered = sorted(figures, key=lambda pair: shown[pair[0].place].date)
    for place, (older, before) in enumerate(ordered):
        for newer, after in reversed(ordered[place + 1 :]):
            days = _day(shown[older.place].date), _day(shown[newer.place].date)
            shared = [unit for unit in before if unit in after and before[unit] != after[unit]]
            if shared and all(days) and days[0] != days[1]:
                said = f"{before[shared[0]]} on {days[0]}, {after[shared[0]]} on {days[1]}"
                return [Line(f"What changed: {said}.", (older.key, newer.key))]
    return []


def _figures(text: str) -> dict[str, str]:
    """Each counted thing of a sentence with its figure as it is written: "7,000 troops"."""
    found = re.finditer(r"\b(\d[\d,.]*\d|\d)\s+(?:million |billion )?([a-z]{4,})\b", text)
    return {match[2].rstrip("s"): match[0] for match in found}


def _day(written: str) -> str:
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return ""
    return f"{day.day} {day:%B %Y}"


def _ended(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."
