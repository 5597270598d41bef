"""The period that a question asks about, from its words: "since 4 May", "last week", "in 2020"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from assistant.dates import COUNT, UNIT, Named, dates_in, days_of
from assistant.filters import check_range
from assistant.types import Period
from assistant.wording import outside_quotes

# News of an event is printed on its day and on the days after: a paper's report of a Friday's
# events stands in its Monday, and the account that corrects the first figures in between.
SLACK = timedelta(days=3)
_DATED = re.compile(
    r"(?i)\d|day|week|month|year|night|hour|morning|afternoon|evening|spring|summer|autumn|fall|winter|\bjan|\bfeb|\bmar"
    r"|\bapr|\bmay\b|\bjun|\bjul|\baug|\bsep|\boct|\bnov|\bdec"
)
# An event that a strict limit is named by: "since the election speech on 4 May".
_EVENT = r"(?:(?P<event>(?:[\w'’-]+\s+){1,6})(?:on|of|in)\s+)?"
# Both name the days up to a day without that day.
_RUN_UP = r"(?:run|lead|build)[ -]?up\s+to|leading\s+up\s+to"
_LIMIT = re.compile(
    rf"\b(?P<limit>{_RUN_UP}|since|after|following|before|prior\s+to|until|till|up\s+to|by)\s+{_EVENT}"
    r"(?:the\s+)?$",
    re.IGNORECASE,
)
# "Two days after", "in the week before": how far off, or how long a time.
_DISTANCE = re.compile(
    rf"\b(?P<whole>the\s+)?(?:(?P<count>{COUNT})\s+)?(?P<unit>hour|{UNIT})s?\s+$", re.IGNORECASE
)
_RANGE = re.compile(
    r"\b(?P<kind>between|from)\s+(?:(?P<day>\d{1,2})(?:st|nd|rd|th)?\s+(?:and|to|until|till|through|-|–)\s+)?$",
    re.I,
)
_TO = re.compile(r"\s+(?:and|to|until|till|through)\s+|\s*[-–]\s*", re.IGNORECASE)
_DASHED = re.compile(r"(?<![\w.,-])(?P<day>\d{1,2})(?:st|nd|rd|th)?\s?[-–]\s?$")
_ON = re.compile(r"\b(?:on|in|during|throughout|over|at|around|of|within)\s+(?:the\s+)?$", re.I)
# "Between May 3 and 5": the second day has no month of its own.
_SECOND = re.compile(
    rf"(?:{_TO.pattern})(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s+(?P<year>(?:19|20)\d\d))?"
    r"(?!\w|[.,-]?\d|%)",
    re.IGNORECASE,
)
_ON = re.compile(r"\b(?:on|in|during|throughout|over|at|around|of|within)\s+(?:the\s+)?$", re.I)
# "Between May 3 and 5": the second day has no month of its own.
_SECOND = re.compile(
    rf"(?:{_TO.pattern})(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s+(?P<year>(?:19|20)\d\d))?(?![\w%.,-]*\d|\w|%)",
    re.IGNORECASE,
)
_OWNED = re.compile(r"(?:\bthe|\ban?|['’]s|\bthat|\bthose)\s+$")
# "Black Friday", "USA Today"; a relative date behind a name tells when: "in Velmar last week".
_CALLED = re.compile(r"(?:[A-Z][\w-]+|\b(?:Mail|Independent)\s+on)\s+$")
_POSSESSIVE = re.compile(r"['’]s?\s+(?=[\w“\"])")
# A date before one of these is what the event is called by.
_NOUN = re.compile(
    r"(?i)\s*['’]s\b|\s+(?:committee|attacks?|hearings?|speech|elections?|vote|votes|riots?|"
    r"insurrection|summit|fireworks|parade|celebrations?|protests?|march|marches|meeting|"
    r"referendum|budget|deadline|ruling|shootings?|world|olympics?|games|cup|championships?|"
    r"season|campaign|report|census|agreement|deal|conference|massacre|revolution|uprising|coup|"
    r"race|primary|primaries|prayers|trading|roast|night\s+(?:football|live)|midterms?|tournament|open|final|finals|awards?|oscars|grammys|emmys|"
    r"holiday|weekend\b(?=\s+\w)|war|crisis|pandemic|film|movie|album|song|act|model|edition)\b"
)
# Somebody is called so: "since May resigned".
_ACTS = re.compile(
    r"\s+(?:[a-z]+ed|became|took|won|lost|left|quit|said|went|came|fell|stood|spoke|is|was|has|had)\b"
)
_MODAL = re.compile(r"\s+(?:be|have|not|also|still|soon|well|never|even|\w+ly)\b", re.IGNORECASE)


def period_in(text: str, as_of: datetime) -> Period | None:
    """The period that ``text`` limits its question to; None where that is in doubt.

    Times are in UTC. A date without a year is the latest such date not after ``as_of``.

    Raises:
        QuestionError: a range of dates ends before it begins.
    """
    if not _DATED.search(text):
        return None
    text = _without_quotes(text)
    now = as_of.astimezone(UTC)
    named = [each for each in dates_in(text, now) if _is_date(text, each)]
    for place, each in enumerate(named):
        if (found := _range(text, named[place:])) is not None:
            return found
        if (found := _limited(text, each)) is not None:
            return found if (found.after or each.first) <= now else None
    plain = [each for each in named if _is_asked_about(text, each)]
    # Two dates that are no range are compared, or one of them is of the subject.
    if len(plain) != 1 or plain[0].first > now:
        return None
    (only,) = plain
    return Period(text[only.start : only.end], only.first, only.last + SLACK)


def _range(text: str, named: Sequence[Named]) -> Period | None:
    """ "between 1 and 10 March", "from March to May", "1-10 March"."""
    first, before = named[0], text[: named[0].start]
    second = _second_day(text, first)
    opened = _RANGE.search(before) or _DASHED.search(before)
    dashed = re.match(r"\s*[-–]", text[first.end :])
    if second and (opened or (dashed and second[0].first < second[1].first)):
        begin, last = second
        begin = replace(begin, start=opened.start() if opened else first.start)
    elif opened and opened["day"]:
        if first.grain != "day":
            return None
        last, begin = first, replace(first, start=opened.start())
        days = int(opened["day"]) - first.first.day
        begin = replace(begin, first=first.first + timedelta(days=days))
    elif opened and len(named) > 1 and _TO.fullmatch(text[first.end : named[1].start]):
        last, begin = named[1], replace(_same_year(first, named[1]), start=opened.start())
    else:
        return None
    words = text[begin.start : last.end]
    check_range(begin.first, last.last, words)
    # Bare years are what the question is about more often than when it was printed.
    return Period(words, begin.first, last.last, strict=last.grain != "year")


def _second_day(text: str, first: Named) -> tuple[Named, Named] | None:
    """ "May 3 and 5": both days, in the year that stands behind the second."""
    found = _SECOND.match(text, first.end)
    bare = re.fullmatch(r"[A-Za-z]+\.?\s+\d{1,2}(?:st|nd|rd|th)?", text[first.start : first.end])
    if found is None or not bare:
        return None
    try:
        begin = first.first.replace(year=int(found["year"] or first.first.year))
        day = begin.replace(day=int(found["day"]))
    except ValueError:  # the 35th, or 29 February
        return None
    last = Named(first.end, found.end(), day, day + timedelta(days=1), "day")
    return replace(first, first=begin), last


def _same_year(first: Named, last: Named) -> Named:
    """The begin of a range with the year of its end, or the year before that: "from November"."""
    if first.has_year:
        return first
    begin = first.first.replace(year=last.first.year)
    if begin > last.first and (begin.month, begin.year) != (last.first.month, last.first.year):
        begin = begin.replace(year=begin.year - 1)
    return replace(first, first=begin)


def _limited(text: str, each: Named) -> Period | None:
    """ "since 4 May", "after the vote on 4 May", "by March"."""
    match = _LIMIT.search(text[: each.start])
    owner = _is_owner(text, each)
    if match is None or (_NOUN.match(text, each.end) and not owner):
        return None
    limit, event = match["limit"].lower(), match["event"] or owner
    if owner and limit == "by":  # "hurt by last week's storm"
        return None
    far = _far_off(text, match, each)
    if far is not None:
        return far
    words = text[match.start() : each.end]
    exact = each.grain != "year"
    if limit == "since":
        return Period(words, each.first, None, strict=True)
    if limit in ("after", "following"):
        # The day of an event that is named has news from after the event.
        return Period(words, each.first if event else each.last, None, strict=exact)
    without = limit in ("before", "prior to") or re.fullmatch(_RUN_UP, limit)
    end = each.first if without and not event else each.last
    return Period(words, None, end, strict=exact)


def _far_off(text: str, limit: re.Match[str], each: Named) -> Period | None:
    """ "Two days after 4 May" is a day about then; "the week before" is as long as it says."""
    found = _DISTANCE.search(text[: limit.start()])
    if found is None or limit["limit"].lower() not in ("after", "following", "before", "prior to"):
        return None
    one = not found["count"]
    if one and (not found["whole"] or found[0].rstrip().lower().endswith("s")):
        return None  # "days after" are not counted
    after = limit["limit"].lower() in ("after", "following")
    days = timedelta(days=days_of(found["count"] or "one", found["unit"]))
    words = text[found.start() : each.end]
    if found["whole"]:
        first = each.last if after else each.first - days
        return Period(words, first, first + days + SLACK)
    first = each.first + days if after else each.first - days
    width = days_of("one", found["unit"])
    about = timedelta(days=width // 4)
    return Period(words, first - about, first + about + timedelta(days=1) + SLACK)


def _is_date(text: str, each: Named) -> bool:
    """ "may" is a verb and "march" a walk unless a day, a year or a preposition is with them."""
    words = text[each.start : each.end]
    if re.fullmatch(r"(?i)may|march|sun|mar|dec|jan|sep|oct|nov|jun|jul|aug|apr|feb", words):
        before = text[: each.start]
        if not re.search(
            r"(?i)\b(?:in|since|after|before|until|till|by|from|to|and|between|during|of|this|last)\s+$",
            before,
        ):
            return False
        if re.search(r"(?i)\b(?:since|after|before|until|till|by)\s+$", before):
            return not _MODAL.match(text, each.end) and not _ACTS.match(text, each.end)
        return not _MODAL.match(text, each.end)
    return True


def _is_asked_about(text: str, each: Named) -> bool:
    """Whether a date tells when, and is no part of a name ("the 2020 election")."""
    before = text[: each.start]
    if (_NOUN.match(text, each.end) and not _is_owner(text, each)) or _is_name(text, each):
        return False
    if each.grain == "year" or (each.grain == "month" and not each.has_year):
        # A bare year or month is a date only after a preposition, and before no name.
        if not re.search(r"(?i)\b(?:in|during|throughout|around|of)\s+$", before):
            return _is_part(text, each)
        return not re.match(r"\s+[A-Z][a-z]+\s+[A-Z]", text[each.end :])
    if _ON.search(before):
        return True
    owned = _OWNED.search(before)
    return owned is None or (not before[: owned.start()].strip() and not _follows_the(before))


def _is_owner(text: str, each: Named) -> bool:
    """Whether something of that date is spoken of: "in Tuesday's speech", "last week's vote"."""
    told = each.grain in ("day", "spell") or each.has_year
    return told and each.grain != "year" and bool(_POSSESSIVE.match(text, each.end))


def _is_name(text: str, each: Named) -> bool:
    """Whether a day's word is of a name: "Black Friday", "Monday Night Football", "USA Today"."""
    before, word = text[: each.start], text[each.start : each.end]
    if not re.fullmatch(r"[A-Z][a-z]+day", word):
        return False
    called = _CALLED.search(before)
    if called and before[: called.start()].strip():
        return True
    opens = before.strip().lower() in ("", "on")
    return not opens and (word == "Today" or bool(re.match(r"\s+[A-Z]", text[each.end :])))


def _is_part(text: str, each: Named) -> bool:
    return text[each.start : each.end].lower().startswith(("early", "mid", "late", "the "))


def _follows_the(before: str) -> bool:
    return before.strip().lower() in ("the", "a", "an", "that", "those")


def _without_quotes(text: str) -> str:
    """``text`` with what stands in quotation marks blanked, at the same offsets."""
    blank = list(" " * len(text))
    for start, end in outside_quotes(text):
        blank[start:end] = text[start:end]
    return "".join(blank)
