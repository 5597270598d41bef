"""The verb `statements`: who said what, found in the ledger and told in rows."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from pathlib import Path
from typing import get_args

from rich.table import Table
from rich.text import Text

from assistant.assistant import Assistant
from assistant.errors import OnRecordError, UsageError
from assistant.filters import check_range, check_sources
from assistant.ledger import Ledger, Recorded, Wanted, person_of
from assistant.origins import Told, together
from assistant.types import Stance, Statement
from ui.commands import Copy, Progress, Tell
from ui.console import err, one_line, out, printable, write, write_utf8

STANCES: tuple[Stance, ...] = get_args(Stance)
COLUMNS = (
    "id", "article_id", "date", "source", "title", "url", "speaker", "role", "named", "stance",
    "direct", "cue", "content", "start", "end", "articles", "origins",
)  # fmt: skip
_LIMIT = 50
_SHOWN = 240  # characters of what is said, in a table
# A spreadsheet takes a field that begins with one of these for a formula, and carries it out.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_FIELDS = tuple(each.name for each in fields(Statement))
# The share of letters that a name must have in common with the one that was typed to be suggested,
# from 0 to 100. "Kostna" for "Kostán" has 83, "Kostov" 67.
_NEAR = 75.0
_SUGGESTED = 3


@dataclass(frozen=True, slots=True)
class Said(Statement):
    """A statement with what a reader wants to know of its article; the JSON of `statements`.

    ``articles`` and ``origins`` tell in how many articles and in how many stories it stands, and
    ``copies`` are the other articles.
    """

    title: str
    source: str
    url: str | None
    published_at: datetime | None
    articles: int
    origins: int
    copies: tuple[Copy, ...]


@dataclass(frozen=True, slots=True)
class Heard:
    """What was found, and how many statements ``more`` than were asked for.

    Where nothing was, ``near`` are speakers whose name is nearly the one that was looked for.
    """

    rows: tuple[Said, ...]
    more: int = 0
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Statements:
    """Find who said what, newest first; near copies are told as one, but not of one article."""

    wanted: Wanted = field(default_factory=Wanted)
    limit: int | None = None

    def run(self, assistant: Assistant, tell: Tell) -> Heard:
        ledger, wanted = assistant.archive.ledger, self.wanted
        check_sources(assistant.archive.sources(), wanted.sources)
        check_range(wanted.after, wanted.before)
        if wanted.article_id is not None:
            assistant.archive.article(wanted.article_id)
        if ledger.unread():
            with assistant.indexer.writing:
                assistant.scribe.catch_up(
                    lambda done, total: tell(Progress(done, total, "Reading who says what"))
                )
        found = ledger.find(wanted, None)
        if wanted.article_id is not None:
            told = [Told(each) for each in found]
        else:
            told = sorted(together(found), key=_newest_first)
        shown = told[: self.limit]
        near = () if found else _nearest(ledger, wanted.speaker)
        return Heard(tuple(map(_said, shown)), len(told) - len(shown), near)


@dataclass(frozen=True, slots=True)
class Form:
    """How statements are told: without any of these in a table, or in lines to a pipe."""

    as_json: bool = False
    as_csv: bool = False
    plot: Path | None = None

    @property
    def limit(self) -> int | None:
        """At most how many statements are told where nobody says."""
        return None if self.as_json or self.as_csv or self.plot else _LIMIT

    def check(self) -> None:
        """Refuse what cannot be meant, before the work begins.

        Raises:
            UsageError: two forms at once, or a picture in another format.
        """
        if self.as_json + self.as_csv + (self.plot is not None) > 1:
            raise UsageError("choose one of --json, --csv and --plot")
        if self.plot is not None and self.plot.suffix.lower() != ".svg":
            raise UsageError(f"--plot {self.plot} is no .svg file; name one like statements.svg")

    def show(self, heard: Heard, wanted: Wanted) -> None:
        """Tell what was found; the JSON is what the command returned, and printed there.

        Raises:
            OnRecordError: the picture cannot be written.
        """
        if not heard.rows:
            err.print(f"onrecord: {nothing_found(heard)}", markup=False)
        if self.as_csv:
            text = statement_csv(heard.rows)
            write_utf8(printable(text) if out.is_terminal else text)
        elif self.plot is not None and heard.rows:
            _draw(self.plot, heard.rows, wanted)
        elif heard.rows and not self.as_json:
            if out.is_terminal:
                out.print(statement_table(heard.rows), soft_wrap=False)
            else:
                write("".join(f"{row}\n" for row in statement_rows(heard.rows)))
        if heard.more:
            every = len(heard.rows) + heard.more
            more = f"{heard.more:,} more {'matches' if heard.more == 1 else 'match'}"
            err.print(f"onrecord: {more}; --limit {every} lists all", markup=False)


def _draw(plot: Path, rows: Sequence[Said], wanted: Wanted) -> None:
    from ui.timeline import timeline, title  # Matplotlib takes a third of a second to load

    picture = timeline(rows, title(wanted, rows))
    try:
        plot.write_text(picture, encoding="utf-8")
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise OnRecordError(f"{plot} cannot be written ({reason}); name another file") from error
    statements = "1 statement" if len(rows) == 1 else f"{len(rows):,} statements"
    err.print(f"{statements} drawn in {plot}", markup=False)


def stances(given: Sequence[str]) -> tuple[Stance, ...]:
    """The stances of these names.

    Raises:
        UsageError: one of them is none.
    """
    for name in given:
        if name.lower() not in STANCES:
            raise UsageError(f"unknown stance {name!r}; the stances are {', '.join(STANCES)}")
    return tuple(stance for stance in STANCES if stance in {name.lower() for name in given})


def nothing_found(heard: Heard) -> str:
    """What to say where no statement matches."""
    hint = " or ".join(f'"{name}"' for name in heard.near)
    return "no statement matches" + (f"; did you mean {hint}?" if hint else "")


def statement_table(rows: Sequence[Said]) -> Table:
    """The statements for a terminal, one a row."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 1, 0), expand=True)
    table.add_column("Date", width=10, no_wrap=True)
    table.add_column("Speaker", ratio=3, max_width=28)
    table.add_column("Stance", width=8, no_wrap=True)
    table.add_column("Statement", ratio=7)
    for row in rows:
        table.add_row(_date(row), _speaker(row), row.stance, _words(row))
    return table


def statement_rows(rows: Sequence[Said]) -> Iterator[str]:
    """The statements for other programs, between tabs.

    Date, speaker, role, stance, words, title, source, articles, origins and id of the article.
    """
    for row in rows:
        speaker = row.speaker if row.named else f"{row.speaker} (unnamed)"
        counts = (str(row.articles), str(row.origins))
        told = (speaker, row.role, row.stance, row.content, row.title, row.source)
        yield "\t".join(map(one_line, (_date(row), *told, *counts, row.article_id)))


def statement_csv(rows: Sequence[Said]) -> str:
    """The statements as RFC 4180 has it, under a header.

    A field that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for row in rows:
        values = {"date": row.published_at.date().isoformat() if row.published_at else ""}
        writer.writerow(
            _harmless(values[name] if name in values else getattr(row, name)) for name in COLUMNS
        )
    return text.getvalue()


def _newest_first(told: Told) -> tuple[bool, float]:
    when = told.first.published_at
    return when is None, -when.timestamp() if when else 0.0


def _said(told: Told) -> Said:
    first = told.first
    return Said(
        **{name: getattr(first.statement, name) for name in _FIELDS},
        title=first.title,
        source=first.source,
        url=first.url,
        published_at=first.published_at,
        articles=told.articles,
        origins=told.origins,
        copies=tuple(map(_copy, told.also)),
    )


def _copy(other: Recorded) -> Copy:
    return Copy(other.statement.article_id, other.title, other.source)


def _nearest(ledger: Ledger, speaker: str) -> tuple[str, ...]:
    """Speakers on record whose name is nearly this one; none where it is on record itself."""
    person, last_name = person_of(speaker)
    if not person or ledger.find(Wanted(speaker=speaker), 1):
        return ()
    from rapidfuzz import fuzz  # found names need none of it

    alone = person == last_name
    scores: dict[str, float] = {}
    for name in ledger.speakers():
        full, last = person_of(name)
        scores[name] = max(fuzz.ratio(person, full), fuzz.ratio(person, last) if alone else 0)
    ranked = sorted(scores, key=lambda name: (-scores[name], name))[:_SUGGESTED]
    return tuple(name for name in ranked if scores[name] >= _NEAR)


def _speaker(row: Said) -> Text:
    text = Text(one_line(row.speaker), style="green")
    if not row.named:
        text.append(" (unnamed)" if row.speaker else "(unnamed)", style="bold yellow")
    if row.role:
        text.append(f"\n{one_line(row.role)}", style="dim not green")
    return text


def _words(row: Said) -> Text:
    said = one_line(row.content)
    text = Text(said if len(said) <= _SHOWN else f"{said[: _SHOWN - 1].rstrip()}…")
    where = ", ".join(part for part in (one_line(row.title), one_line(row.source)) if part)
    text.append(f"\n{where}", style="dim")
    if row.articles > 1:
        origins = "1 origin" if row.origins == 1 else f"{row.origins} origins"
        text.append(f"\n{row.articles} articles, {origins}", style="cyan")
    return text


def _date(row: Said) -> str:
    return row.published_at.date().isoformat() if row.published_at else ""


def _harmless(value: object) -> object:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return value
