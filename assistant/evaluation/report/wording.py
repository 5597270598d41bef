"""How figures, days and sources are written in every report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from assistant.evaluation.cases import Evidence, Expected, Number, Pattern, Point
from assistant.evaluation.figures import Figure
from assistant.evaluation.metric import Metric
from assistant.types import Citation


def label(metric: str) -> str:
    """A metric's name as words."""
    return metric.replace("_", " ")


def amount(value: float, unit: str = "") -> str:
    """A figure with its unit."""
    value += 0.0  # no minus before nothing
    if unit == "s":
        return f"{value:.2f} s"
    if unit == "tokens":
        return f"{value:,.0f}"
    if unit == "calls":
        return f"{value:.1f}"
    if unit == "USD":
        return f"${value:.4f}"
    return f"{value:.3f}"


def interval(figure: Figure, unit: str = "") -> str:
    """The ends of an interval."""
    low, high = amount(figure.low, unit), amount(figure.high, unit)
    return low if low == high else f"{low} to {high}"


def floor(metric: Metric, value: float) -> str:
    """A floor with the side that passes: ``≥ 0.9``, or ``≤ 2`` where less is better."""
    return f"{'≤' if metric.better == 'lower' else '≥'} {value:g}"


def difference(value: float, unit: str = "") -> str:
    """A difference with its sign."""
    text = amount(abs(value), unit)
    return f"{'−' if value < 0 else '+'}{text}" if float(f"{value:.4f}") else amount(0.0, unit)


def day(moment: datetime | None) -> str:
    """A date such as 3 February 2026; empty where none is known."""
    return f"{moment.day} {moment:%B %Y}" if moment else ""


def minute(moment: datetime) -> str:
    """A moment in UTC, to the minute."""
    return f"{day(moment)}, {moment:%H:%M} UTC"


def counted(number: int, noun: str, plural: str = "") -> str:
    """A number with its noun."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def listed(words: Sequence[str]) -> str:
    """``a, b and c``."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def cut(text: str, longest: int) -> str:
    """One line of a text, with an ellipsis where it is longer."""
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"


def role_of(citation: Citation) -> str:
    """A speaker's office or body, where the name does not tell it already."""
    known = citation.role.casefold() in (citation.speaker or "").casefold()
    return "" if known else citation.role


def told_in(citation: Citation) -> str:
    """In how many articles and stories a statement stands, where it is more than one."""
    if citation.articles < 2:
        return ""
    return f"{citation.articles} articles, {counted(citation.origins, 'origin')}"


def answer_expected(expected: Expected) -> str:
    """An expected answer in words."""
    if isinstance(expected, Number):
        within = f" ± {expected.tolerance:g}" if expected.tolerance else ""
        return f"{expected.number:,.12g}{within}"
    if isinstance(expected, Pattern):
        return f"/{expected.regex}/"
    return " · or ".join((expected.text, *expected.aliases))


def point_expected(point: Point) -> str:
    """An expected point in words."""
    return " · or ".join(map(answer_expected, point.any))


def place_expected(evidence: Evidence, titles: Mapping[str, str]) -> str:
    """Where an expected piece of evidence stands; ``titles`` are those known, by article id."""
    if evidence.passage:
        title = titles.get(evidence.passage.partition("/")[0])
        return f"passage {evidence.passage}{f' of {title}' if title else ''}"
    article = titles.get(str(evidence.article), str(evidence.article))
    if evidence.start is not None:
        return f"{article}, characters {evidence.start:,} to {evidence.end:,}"
    return article
