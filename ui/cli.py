"""The command line: `onrecord`."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from assistant.errors import OnRecordError, UsageError
from assistant.settings import Settings, default_archive
from ui.console import err, out, progress, write, write_json
from ui.evaluation.cli import evaluation
from ui.options import chosen
from ui.slack.cli import slack

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Ask your own archive of news articles; every quote is exact and cited.",
    epilog="Exit status: 0 done, 1 the work failed, 2 wrong usage, 3 the archive does not know "
    "(ask), 130 stopped with Ctrl-C.",
)
DONE, FAILED, WRONG_USAGE, ABSTAINED, STOPPED = 0, 1, 2, 3, 130


app.add_typer(evaluation, name="eval")
app.add_typer(slack, name="slack")

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
After = Annotated[str | None, typer.Option(help="Only articles of this day or later.")]
Before = Annotated[str | None, typer.Option(help="Only articles before this day.")]
Source = Annotated[
    list[str] | None, typer.Option("--source", help="Only this source; may be given again.")
]

Speaker = Annotated[
    str | None, typer.Option(help="Only passages in which somebody of this name speaks.")
]
AsOf = Annotated[
    str | None, typer.Option(help="Read dates such as `last week` as of this day, not today.")
]


@app.callback()
def options(
    archive: Annotated[
        Path | None,
        typer.Option(help="Archive folder.", envvar="ONRECORD_ARCHIVE", show_default=False),
    ] = None,
    debug: Annotated[bool, typer.Option(help="Show the traceback of an error.")] = False,
) -> None:
    """Options that go before the verb."""
    chosen.archive = (archive or default_archive()).expanduser().absolute()
    chosen.named = archive is not None
    chosen.debug = debug


@app.command()
def ingest(
    paths: Annotated[list[str], typer.Argument(help="Files or folders: .txt, .md, .html, .jsonl.")],
    as_json: Json = False,
) -> None:
    """Add or update articles."""
    from ingest.report import Report
    from ui.commands import Ingest
    from ui.render import report_lines

    absolute = tuple(str(Path(path).expanduser().absolute()) for path in paths)
    result = _carry_out(Ingest(absolute))
    report = _read(Report, result)
    for failure in report.failed:
        err.print(f"onrecord: {failure.source}: {failure.error}", style="red", markup=False)
    _print(result, as_json, report_lines(report))
    if report.failed:
        raise typer.Exit(FAILED)


@app.command()
def ask(
    question: str,
    after: After = None,
    before: Before = None,
    source: Source = None,
    speaker: Speaker = None,
    as_of: AsOf = None,
    thread: Annotated[
        str | None, typer.Option(help="Conversation to go on with; its name is yours to choose.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Answer a question with numbered citations."""
    from assistant.types import Answer
    from ui.commands import Ask
    from ui.render import answer_lines

    limits = _limits(after, before, source, speaker, as_of)
    result = _carry_out(Ask(question, thread, limits))
    answer = _read(Answer, result)
    result.pop("hits")
    _print(result, as_json, answer_lines(answer))
    if answer.outcome == "abstained":
        raise typer.Exit(ABSTAINED)


@app.command()
def search(
    question: str,
    k: Annotated[int, typer.Option("-k", min=1, max=1000, help="How many passages.")] = 10,
    after: After = None,
    before: Before = None,
    source: Source = None,
    speaker: Speaker = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Rank passages for a question."""
    from ui.commands import Found, Search
    from ui.render import hit_lines

    limits = _limits(after, before, source, speaker, as_of)
    result = _carry_out(Search(question, k, limits))
    hits = _read(list[Found], result)
    _print(result, as_json, (line for hit in hits for line in hit_lines(hit)))
    if not hits:
        err.print("onrecord: no passage matches", markup=False)


@app.command()
def statements(
    article: Annotated[
        str | None, typer.Option(help="Only of this article (an id), in its order.")
    ] = None,
    speaker: Annotated[
        str | None, typer.Option(help="Only by this speaker: a name, or words of a role.")
    ] = None,
    about: Annotated[
        str | None, typer.Option(help="Only with these words, in it or in the title.")
    ] = None,
    stance: Annotated[
        list[str] | None,
        typer.Option(help="Only with this stance, such as `denies`; may be given again."),
    ] = None,
    after: After = None,
    before: Before = None,
    source: Source = None,
    named: Annotated[
        bool | None, typer.Option("--named/--unnamed", help="Only sources with, or without a name.")
    ] = None,
    limit: Annotated[
        int | None,
        typer.Option(min=1, help="At most so many; 50 unless as JSON, CSV or a picture."),
    ] = None,
    as_csv: Annotated[
        bool,
        typer.Option(
            "--csv", help="Print CSV; ' is put before what a spreadsheet would carry out."
        ),
    ] = False,
    plot: Annotated[
        Path | None, typer.Option(help="Draw who said what when into this .svg file.")
    ] = None,
    as_json: Json = False,
) -> None:
    """List who said what, newest first."""
    from assistant.ledger import Wanted
    from ui.statements import Form, Heard, Statements, stances

    form = Form(as_json, as_csv, plot)
    form.check()
    wanted = Wanted(
        speaker=speaker or "",
        about=about or "",
        stances=stances(stance or ()),
        after=_date("--after", after),
        before=_date("--before", before),
        sources=tuple(source or ()),
        article_id=article,
        named=named,
    )
    result = _carry_out(Statements(wanted, limit or form.limit))
    if as_json:
        _print(result["rows"], as_json, ())
    form.show(_read(Heard, result), wanted)


@app.command()
def attribute(
    file: Annotated[str, typer.Argument(help="A plain text file; - is standard input.")],
    as_json: Json = False,
) -> None:
    """Find who says what in a text file, without an archive."""
    from ui.attribute import attribution_lines, attributions, text_of
    from ui.wire import to_json

    text = text_of(file)
    with err.status("Reading who says what"):
        found = attributions(text)
    _print(to_json(found), as_json, attribution_lines(text, found))


@app.command()
def articles(as_json: Json = False) -> None:
    """List the articles, newest first."""
    from ui.commands import Articles, Listed
    from ui.render import article_rows, article_table

    result = _carry_out(Articles())
    listed = _read(list[Listed], result)
    if as_json or out.is_terminal:
        _print(result, as_json, [article_table(listed)])
    else:
        write("".join(f"{row}\n" for row in article_rows(listed)))


@app.command()
def show(id: str, as_json: Json = False) -> None:
    """Show one article."""
    from assistant.types import Article
    from ui.commands import Show
    from ui.render import article_lines

    result = _carry_out(Show(id))
    _print(result, as_json, article_lines(_read(Article, result)))


@app.command()
def remove(id: str, as_json: Json = False) -> None:
    """Remove one article."""
    from ui.commands import Remove

    result = _carry_out(Remove(id))
    _print({"removed": result}, as_json, [f"removed {result}"])


@app.command()
def doctor(
    repair: Annotated[
        bool, typer.Option(help="Rebuild the indexes where a fault is found.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Check the archive: the record against its indexes, every span, every vector."""
    from assistant.doctor import Finding
    from ui.commands import Doctor
    from ui.render import finding_lines

    result = _carry_out(Doctor())
    findings = _read(list[Finding], result)
    if repair and not all(each.ok for each in findings):
        _print(None, False, finding_lines(findings), to_stderr=True)
        _rebuild()
        result = _carry_out(Doctor())
        findings = _read(list[Finding], result)
    _print(result, as_json, finding_lines(findings))
    if not all(each.ok for each in findings):
        if not repair:
            err.print("onrecord: run `onrecord doctor --repair` to mend it", markup=False)
        raise typer.Exit(FAILED)


@app.command()
def reindex(as_json: Json = False) -> None:
    """Rebuild the indexes from the record, for the embedding model of the settings."""
    articles, passages = _rebuild()
    result = {"articles": articles, "passages": passages}
    _print(result, as_json, [f"{articles} articles indexed in {passages} passages"])


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 takes a free one.")] = 7860,
) -> None:
    """Serve the chat to a browser, and carry out commands for other processes."""
    from ui.serve import serve as run
    from ui.session import loaded

    with err.status("Starting the chat"):
        server = run(chosen.archive, Settings.load(chosen.archive), host, port)
    loaded()
    server.run(
        lambda address: err.print(f"OnRecord is at {address}  (stop with Ctrl-C)", markup=False)
    )


def main() -> None:
    """Run the command line; every error is one line, and every exit status a documented one."""
    # Loading makes a million objects that stay: a collector that looks for garbage among them
    # would take a sixth of the time to an answer. `session.loaded` turns it on again.
    gc.disable()
    try:
        status = app(standalone_mode=False)
        if status == STOPPED:
            raise KeyboardInterrupt
    except (typer.Abort, KeyboardInterrupt):
        _complain("stopped; what was committed is kept")
        status = STOPPED
    except typer.TyperException as error:
        # Without any argument there is no message: the help has been printed.
        if said := error.format_message().rstrip("."):
            _complain(f"{said}; see `onrecord --help`")
        status = WRONG_USAGE
    except OnRecordError as error:
        _complain(str(error))
        status = WRONG_USAGE if isinstance(error, UsageError) else FAILED
    # The last resort: a defect of ours must still be one line for the person who meets it.
    except Exception as error:  # noqa: BLE001
        _complain(f"internal error: {type(error).__name__}: {error} (see it with --debug)")
        status = FAILED
    sys.exit(status)


def _complain(message: str) -> None:
    if chosen.debug:
        err.print_exception()
    err.print(f"onrecord: {' '.join(message.split())}", style="red", markup=False)


def _carry_out(command: Any) -> Any:
    from ui.session import carry_out

    with progress() as tell:
        return carry_out(chosen.archive, command, tell)


def _rebuild() -> tuple[int, int]:
    from ingest.rebuild import rebuild
    from ui.commands import Progress
    from ui.session import loaded

    loaded()

    with progress() as tell:
        return rebuild(
            chosen.archive,
            Settings.load(chosen.archive),
            lambda done, total: tell(Progress(done, total, "Indexing")),
        )


def _limits(
    after: str | None,
    before: str | None,
    sources: list[str] | None,
    speaker: str | None,
    as_of: str | None,
) -> Any:
    from ui.commands import Limits

    return Limits(
        _date("--after", after),
        _date("--before", before),
        tuple(sources or ()),
        speaker,
        _date("--as-of", as_of),
    )


def _date(option: str, value: str | None) -> datetime | None:
    from ingest.dates import read_date

    found = read_date(value)
    if value is not None and found is None:
        raise UsageError(f"{option} {value!r} is no date; write it like 2026-02-14")
    return found


def _read(kind: Any, value: Any) -> Any:
    from ui.wire import from_json

    return from_json(kind, value)


def _print(value: Any, as_json: bool, lines: Iterable[Any], to_stderr: bool = False) -> None:
    if as_json:
        write_json(value)
        return
    for line in lines:
        (err if to_stderr else out).print(line)


if __name__ == "__main__":
    main()
