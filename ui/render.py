"""Answers, hits and reports in words: plain lines for a pipe, rich text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from rich.markup import escape
from rich.table import Table

from assistant.citations import link_to_quote
from assistant.doctor import Finding
from assistant.quotations import WITHDRAWN
from assistant.types import Answer, Article, Citation
from assistant.writer import UNSUPPORTED
from ingest.report import Report
from ui.commands import Found, Listed
from ui.console import one_line, printable


def answer_lines(answer: Answer) -> Iterator[str]:
    """An answer and its sources as rich markup, a line at a time."""
    for line in taken_as(answer):
        yield f"[dim]{_safe(line)}[/]"
    style = "yellow" if answer.outcome == "abstained" else "default"
    text = escape(printable(answer.text))
    for mark in (UNSUPPORTED, WITHDRAWN):
        text = text.replace(escape(mark), f"[bold red]{escape(mark)}[/]")
    yield f"[{style}]{text}[/]"
    if answer.dropped_citations:
        count = answer.dropped_citations
        dropped = f"{count} {_plural('citation', count)}"
        yield f"[red]{dropped} named no passage and {_was(count)} dropped[/]"
    if answer.citations:
        yield ""
    for citation in answer.citations:
        yield from citation_lines(citation)


def taken_as(answer: Answer) -> Iterator[str]:
    """How a question was taken where that is not as it stands, a line each, in plain text."""
    mended = any("is read as" in note for note in answer.notes)
    alike = len(answer.standalone.split()) == len(answer.question.split())
    # Where only a spelling differs, the note on it says so in fewer words.
    if answer.standalone not in ("", answer.question) and not (mended and alike):
        yield f"Taken as: {answer.standalone}"
    yield from answer.notes


def citation_lines(citation: Citation) -> Iterator[str]:
    """A numbered source: article, speaker, the exact quote, the link to it."""
    where = [citation.source, day(citation.published_at)]
    head = f"[bold cyan]\\[{citation.number}][/] [bold]{_safe(citation.title)}[/]"
    yield f"{head} — {_safe(', '.join(part for part in (*where, told_in(citation)) if part))}"
    said_by = speaker_of(citation)
    style = "green" if citation.named else "yellow"
    speaker = f"[{style}]{_safe(said_by)}:[/] " if said_by else ""
    yield f"    {speaker}{_safe(citation.quote)}"
    link = link_to_quote(citation)
    if link:
        yield f"    [dim]{_safe(link)}[/]"


def speaker_of(citation: Citation) -> str:
    """Who says a quote, with office or body; a source without a name is marked. Empty for nobody"""
    if not citation.speaker:
        return ""
    if not citation.named:
        return f"{citation.speaker} (not named)"
    known = citation.role and citation.role.casefold() not in citation.speaker.casefold()
    return f"{citation.speaker}, {citation.role}" if known else citation.speaker


def told_in(citation: Citation) -> str:
    """ "5 articles, 2 origins", where a statement stands in more than one article."""
    if citation.articles < 2:
        return ""
    origins = f"{citation.origins} {_plural('origin', citation.origins)}"
    return f"{citation.articles} articles, {origins}"


def hit_lines(found: Found) -> Iterator[str]:
    """A ranked passage."""
    where = ", ".join(part for part in (found.source, day(found.published_at)) if part)
    yield f"[bold cyan]{found.rank:>2}[/] [bold]{_safe(found.title)}[/] — {_safe(where)}"
    yield f"   [dim]{_safe(found.article_id)}  score {found.score:.4f}[/]"
    yield f"   {_safe(found.text)}"
    if found.copies:
        others = dict.fromkeys(copy.source for copy in found.copies)
        yield f"   [dim]printed as well by {_safe(', '.join(others))}[/]"


def article_lines(article: Article) -> Iterator[str]:
    """A whole article under what is known of it."""
    yield f"[bold]{_safe(article.title)}[/]"
    known = [article.source, day(article.published_at), ", ".join(article.authors)]
    yield _safe(" · ".join(part for part in known if part))
    if article.url:
        yield f"[dim]{_safe(article.url)}[/]"
    version = f"version {article.version}" if article.version > 1 else ""
    copy = f"a near copy of {article.origin_id}" if article.origin_id else ""
    yield f"[dim]{_safe(', '.join(part for part in (article.id, version, copy) if part))}[/]"
    yield ""
    yield escape(printable(article.text))


def article_rows(listed: Sequence[Listed]) -> Iterator[str]:
    """The articles for other programs: date, source, title, words and id between tabs."""
    for each in listed:
        date = each.published_at.date().isoformat() if each.published_at else ""
        fields = (date, each.source, each.title, str(each.words), each.id)
        yield "\t".join(map(one_line, fields))


def article_table(listed: Sequence[Listed]) -> Table:
    """The articles of an archive, one a row."""
    table = Table("Date", "Source", "Title", "Words", "Id", box=None, pad_edge=False)
    for each in listed:
        marks = f" (v{each.version})" if each.version > 1 else ""
        marks += " (copy)" if each.origin_id else ""
        table.add_row(
            each.published_at.date().isoformat() if each.published_at else "",
            _safe(each.source),
            _safe(each.title + marks),
            f"{each.words:,}",
            _safe(each.id),
        )
    return table


def report_lines(report: Report) -> Iterator[str]:
    """What an ingest did."""
    seconds = f"{report.seconds:.1f} s"
    copies = f", {report.duplicates} near {_plural('copy', report.duplicates)}"
    yield (
        f"{report.seen} {_plural('article', report.seen)} seen in {seconds}: "
        f"{report.added} added, {report.updated} updated, {report.unchanged} unchanged"
        + (copies if report.duplicates else "")
        + f"; {report.passages} passages indexed"
        + (f", {report.statements} statements" if report.statements else "")
    )


def finding_lines(findings: Sequence[Finding]) -> Iterator[str]:
    """What `doctor` saw."""
    for each in findings:
        mark = "[green]ok[/]   " if each.ok else "[bold red]fault[/]"
        yield f"{mark} {_safe(each.check)}: {_safe(each.detail)}"


def day(moment: datetime | None) -> str:
    """A date as people write it, such as 3 February 2026."""
    return f"{moment.day} {moment:%B %Y}" if moment else ""


def _safe(text: str) -> str:
    return escape(one_line(text))


def _plural(noun: str, count: int) -> str:
    if count == 1:
        return noun
    return f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"


def _was(count: int) -> str:
    return "was" if count == 1 else "were"
