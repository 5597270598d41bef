"""A picture of who said what when: a row for each speaker, a mark for each statement."""

from __future__ import annotations

import io
import unicodedata
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from assistant.ledger import Wanted, person_of
from assistant.types import Stance
from ui.console import one_line
from ui.render import day
from ui.statements import Said

# Colours of Okabe and Ito, "Color Universal Design", 2008, and two more of other lightness; the
# shapes tell the same without colour.
MARKS: dict[Stance, tuple[str, str]] = {
    "asserts": ("o", "#0072B2"),
    "confirms": ("P", "#009E73"),
    "denies": ("X", "#C0392B"),
    "disputes": ("D", "#D98C00"),
    "doubts": ("v", "#B5578F"),
    "demands": ("^", "#1A1A1A"),
    "promises": ("*", "#2E8FC9"),
    "predicts": (">", "#7A6A00"),
    "declines": ("s", "#808080"),
}
SPEAKERS = 20
_WIDTH, _LEFT, _RIGHT = 960.0, 235.0, 30.0  # points
_TOP, _FOOT, _LINE = 92.0, 44.0, 16.0
_STEP = 12.0  # from mark to mark in a row
_LEVELS = 8
_NAME, _ROLE, _NOTE, _TITLE, _SPEECH = 30, 36, 120, 88, 300  # characters
_UNDATED = 5


@dataclass(slots=True)
class _Row:
    """A speaker with the statements that have a date, in order of time."""

    name: str
    role: str
    named: bool
    said: list[Said]
    levels: int = 1
    places: list[tuple[float, int]] = field(default_factory=list)  # points from the left, level

    @property
    def height(self) -> float:
        return max(34.0, 14 + _STEP * self.levels)


def title(wanted: Wanted, rows: Sequence[Said]) -> str:
    """The question that the picture answers, and the days of what was found."""
    words = "Statements"
    if wanted.speaker.strip():
        words += f" by {wanted.speaker}"
    if wanted.about.strip():
        words += f" about {wanted.about}"
    if wanted.article_id is not None and rows:
        words += f" in “{rows[0].title}”"
    days = sorted(row.published_at.date() for row in rows if row.published_at)
    when = f", {_from_to(days[0], days[-1])}" if days else ""
    return _cut(words, _TITLE) + when


def timeline(rows: Sequence[Said], heading: str) -> str:
    """An SVG picture with text as text; the same rows always make the same picture.

    A colour and a shape stand for each stance, and a mark without a name to it is hollow. A mark
    tells its words where the pointer rests on it. The `SPEAKERS` who say most have a row each.
    """
    import matplotlib
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    speakers, left_out = _speakers([row for row in rows if row.published_at])
    notes = _notes(rows, left_out)
    days = [_day_of(each) for speaker in speakers for each in speaker.said]
    first, last = _margins(days)
    for speaker in speakers:
        _place(speaker, first, last, beside=_STEP if len(set(days)) == 1 else _STEP / 2)
    plot = sum(speaker.height for speaker in speakers)
    height = _TOP + plot + (_FOOT if speakers else 0) + _LINE * len(notes) + 16
    look = {
        "svg.fonttype": "none",
        "svg.hashsalt": "onrecord",
        "text.parse_math": False,
        "font.family": ["sans-serif"],
        "font.sans-serif": ["Helvetica", "Arial", "DejaVu Sans"],
        "font.size": 9.5,
    }
    # A script that Matplotlib's own font lacks is no fault: the reader's viewer sets the text.
    with matplotlib.rc_context(look), warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        figure = Figure((_WIDTH / 72, height / 72), facecolor="white")
        FigureCanvasSVG(figure)
        figure.text(16 / _WIDTH, 1 - 22 / height, _plain(heading), size=14, weight="bold", va="top")
        tips: dict[str, str] = {}
        if speakers:
            axes = figure.add_axes(
                (
                    _LEFT / _WIDTH,
                    (height - _TOP - plot) / height,
                    (_WIDTH - _LEFT - _RIGHT) / _WIDTH,
                    plot / height,
                )
            )
            _frame(axes, speakers, plot, first, last, days)
            tips = _marks(axes, speakers, plot)
            _legend(figure, speakers, height)
        for number, note in enumerate(reversed(notes)):
            figure.text(16 / _WIDTH, (14 + _LINE * number) / height, note, color="#444444")
        made = io.BytesIO()
        figure.savefig(made, format="svg", metadata={"Date": None, "Creator": "OnRecord"})
    return _with_tips(made.getvalue(), _plain(heading), tips)


def _speakers(rows: Sequence[Said]) -> tuple[list[_Row], list[_Row]]:
    """Who says most, the latest first among equals, and the others."""
    full: dict[str, set[str]] = {}
    for row in rows:
        person, last = person_of(row.speaker)
        if row.named and person != last:
            full.setdefault(last, set()).add(person)
    found: dict[tuple[str, bool], _Row] = {}
    for row in sorted(rows, key=_moment):
        person, last = person_of(row.speaker)
        if row.named and person == last and len(full.get(last, ())) == 1:
            (person,) = full[last]
        known = found.setdefault((person, row.named), _Row("", "", row.named, []))
        known.said.append(row)
        known.name = max(known.name, _plain(row.speaker), key=len)
        known.role = known.role or _plain(row.role)
    ranked = sorted(
        found.values(), key=lambda each: (len(each.said), _moment(each.said[-1])), reverse=True
    )
    return ranked[:SPEAKERS], ranked[SPEAKERS:]


def _notes(rows: Sequence[Said], left_out: Sequence[_Row]) -> list[str]:
    notes = []
    if left_out:
        said = sum(len(each.said) for each in left_out)
        others = "1 other speaker" if len(left_out) == 1 else f"{len(left_out)} other speakers"
        notes.append(f"Not shown: {others} with {_count(said)}.")
    undated = [row for row in rows if row.published_at is None]
    for row in undated[:_UNDATED]:
        who = f"{_cut(_who(row), 60)} {row.stance}: {_plain(row.content)}"
        notes.append(_cut(f"Without a date: {who}", _NOTE))
    if len(undated) > _UNDATED:
        notes.append(f"Without a date: {_count(len(undated) - _UNDATED)} more.")
    return notes


def _margins(days: Sequence[datetime]) -> tuple[datetime, datetime]:
    """The days at the left and the right edge."""
    first, last = (min(days), max(days)) if days else (datetime.min, datetime.min)
    room = max(timedelta(days=1), (last - first) * 0.03)
    return (first - room, last + room) if days else (first, last)


def _place(speaker: _Row, first: datetime, last: datetime, beside: float) -> None:
    """Set the marks of a row beside and above each other, so that each can be seen.

    Where a day has more than fit on `_LEVELS` levels, they stand ``beside`` it, to the right.
    """
    width = _WIDTH - _LEFT - _RIGHT
    taken: list[float] = []
    for each in speaker.said:
        x = (_day_of(each) - first) / (last - first) * width
        free = next((n for n, end in enumerate(taken) if end <= x - _STEP), None)
        if free is None and len(taken) < _LEVELS:
            free = len(taken)
            taken.append(0)
        elif free is None:
            free = min(range(_LEVELS), key=lambda n: (taken[n], n))
            x = max(x, min(taken[free] + beside, width - _STEP / 2))
        taken[free] = x
        speaker.places.append((x, free))
    speaker.levels = len(taken)


def _frame(
    axes: Any,
    speakers: Sequence[_Row],
    plot: float,
    first: datetime,
    last: datetime,
    days: Sequence[datetime],
) -> None:
    """The names at the left, the lines between the rows, and the dates below."""
    axes.set_xlim(0, _WIDTH - _LEFT - _RIGHT)
    axes.set_ylim(0, plot)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color("#999999")
    axes.set_yticks([])
    places, labels = _ticks(first, last, days)
    axes.set_xticks(places, labels)
    axes.tick_params(axis="x", color="#999999", labelcolor="#333333")
    for place in places:
        axes.axvline(place, color="#E6E6E6", linewidth=0.8, zorder=0)
    top = plot
    for number, speaker in enumerate(speakers):
        if number % 2 == 0:
            axes.axhspan(top - speaker.height, top, color="#F6F7F9", linewidth=0, zorder=-1)
        middle = top - speaker.height / 2
        name = _cut(speaker.name, _NAME)
        if not speaker.named:
            name = f"{_cut(name, _NAME - 10)} (unnamed)".strip()
        words = {"ha": "right", "clip_on": False}
        axes.text(-12, middle + (1 if speaker.role else -4), name, color="#111111", **words)
        if speaker.role:
            role = _cut(speaker.role, _ROLE)
            axes.text(-12, middle - 11, role, color="#666666", size=8, **words)
        top -= speaker.height


def _ticks(
    first: datetime, last: datetime, days: Sequence[datetime]
) -> tuple[list[float], list[str]]:
    """Where the dates stand below, and how they are written: the year where it is a new one."""
    from matplotlib.dates import AutoDateLocator, DayLocator, num2date

    if len(set(days)) == 1:
        found = [days[0]]
    else:
        short = last - first <= timedelta(days=10)
        locator = (
            DayLocator()
            if short
            else AutoDateLocator(minticks=4, maxticks=9, interval_multiples=False)
        )
        found = [num2date(value) for value in locator.tick_values(first, last)]
    shown = [each.astimezone(UTC) for each in found if first <= each.astimezone(UTC) <= last]
    labels: list[str] = []
    year = 0
    for each in shown:
        labels.append(f"{each.day} {each:%b}" + (f"\n{each.year}" if each.year != year else ""))
        year = each.year
    width = _WIDTH - _LEFT - _RIGHT
    return [(each - first) / (last - first) * width for each in shown], labels


def _marks(axes: Any, speakers: Sequence[_Row], plot: float) -> dict[str, str]:
    """Draw the statements; returns the words of each mark by its id."""
    tips: dict[str, str] = {}
    top = plot
    for speaker in speakers:
        lowest = top - speaker.height / 2 - (speaker.levels - 1) * _STEP / 2
        for each, (x, level) in zip(speaker.said, speaker.places, strict=True):
            name = f"statement-{len(tips) + 1}"
            y = lowest + level * _STEP
            axes.plot(
                [x], [y], linestyle="", clip_on=False, gid=name, **_look(each.stance, each.named)
            )
            tips[name] = _tip(each)
        top -= speaker.height
    return tips


def _look(stance: Stance, named: bool) -> dict[str, Any]:
    shape, colour = MARKS[stance]
    size = {"*": 12.5, "D": 7.5, "s": 8.5}.get(shape, 9.5)
    return {
        "marker": shape,
        "markersize": size if named else size - 1,
        "markerfacecolor": colour if named else "white",
        "markeredgecolor": "white" if named else colour,
        "markeredgewidth": 0.7 if named else 1.5,
    }


def _legend(figure: Any, speakers: Sequence[_Row], height: float) -> None:
    from matplotlib.lines import Line2D

    said = [each for speaker in speakers for each in speaker.said]
    present = {each.stance for each in said}
    handles = [
        Line2D([], [], linestyle="", label=stance, **_look(stance, True))
        for stance in MARKS
        if stance in present
    ]
    if not all(each.named for each in said):
        hollow = {**_look("asserts", False), "markeredgecolor": "#444444"}
        handles.append(Line2D([], [], linestyle="", label="hollow: unnamed source", **hollow))
    figure.legend(
        handles=handles,
        ncols=len(handles),
        loc="upper left",
        bbox_to_anchor=(8 / _WIDTH, 1 - 48 / height),
        frameon=False,
        handletextpad=0.2,
        columnspacing=1.3,
        borderpad=0.2,
    )


def _with_tips(svg: bytes, heading: str, tips: dict[str, str]) -> str:
    from lxml import etree

    root = etree.fromstring(svg)
    root.set("role", "img")
    root.set("aria-label", heading)
    for group in root.iter("{*}g"):
        if tip := tips.get(group.get("id", "")):
            words = etree.Element("{http://www.w3.org/2000/svg}title")
            words.text = tip
            group.insert(0, words)
    text: str = etree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8" standalone="no"?>\n{text}\n'


def _tip(row: Said) -> str:
    role = f", {_plain(row.role)}" if row.role else ""
    where = ", ".join(part for part in (_plain(row.title), _plain(row.source)) if part)
    said = _cut(_plain(row.content), _SPEECH)
    return f"{day(row.published_at)}: {_who(row)}{role} {row.stance}\n{said}\n— {where}"


def _who(row: Said) -> str:
    return _plain(row.speaker if row.named else f"{row.speaker} (unnamed)")


def _count(number: int) -> str:
    return "1 statement" if number == 1 else f"{number:,} statements"


def _moment(row: Said) -> datetime:
    return row.published_at or datetime.min.replace(tzinfo=UTC)


def _day_of(row: Said) -> datetime:
    return datetime.combine(_moment(row).astimezone(UTC).date(), time(), UTC)


def _from_to(first: date, last: date) -> str:
    end = f"{last.day} {last:%B} {last.year}"
    if first == last:
        return end
    begin = f"{first.day}"
    if (first.year, first.month) != (last.year, last.month):
        begin += f" {first:%B}"
    if first.year != last.year:
        begin += f" {first.year}"
    return f"{begin} to {end}"


def _plain(text: str) -> str:
    """One line of characters that XML may hold."""
    return one_line("".join(c for c in text if _may_be(c)))


def _may_be(character: str) -> bool:
    point = ord(character)
    return not 0xD800 <= point <= 0xDFFF and point not in (0xFFFE, 0xFFFF)


def _cut(text: str, longest: int) -> str:
    """``text`` up to a width, with an ellipsis; a Chinese character is two wide."""
    text, width = _plain(text), 0
    for place, character in enumerate(text):
        width += 2 if unicodedata.east_asian_width(character) in "WF" else 1
        if width > longest:
            return f"{text[: place - 1].rstrip()}…"
    return text
