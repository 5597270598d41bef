"""The command line of evaluation: `onrecord eval ...`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ui.console import err, out, progress, write, write_json
from ui.evaluation.group import WithDefault
from ui.options import chosen

evaluation = typer.Typer(
    cls=WithDefault,
    no_args_is_help=True,
    help="Run evaluation suites on answers and their citations, compare runs, hold floors.",
    epilog="`onrecord eval SUITE` runs a suite: a folder, a YAML file, `samples` or `newsquiz`.",
)
FAILED = 1
HOME = Path("onrecord-eval")

Out = Annotated[Path, typer.Option("--out", help="Folder that keeps the runs and the reports.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
RunName = Annotated[
    str, typer.Argument(help="A run: its id or its beginning, its folder, latest or previous.")
]


@evaluation.command()
def run(
    suite: Annotated[Path, typer.Argument(help="A folder, a YAML file, or a packaged suite.")],
    out_dir: Out = HOME,
    gate: Annotated[
        Path | None, typer.Option(help="Floors to hold, as `eval gate --pin` writes them.")
    ] = None,
    settings: Annotated[
        list[str] | None,
        typer.Option("--set", help="A setting under test, NAME=VALUE; may be given again."),
    ] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, max=64, help="Cases at once; the suite's own by default.")
    ] = None,
    fresh: Annotated[
        bool, typer.Option(help="Begin anew where a run like this one was stopped.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Run a suite; a stopped run is gone on with."""
    from assistant.errors import SuiteSkipped
    from ui.evaluation.running import Asked, carry_out, overrides
    from ui.evaluation.running import as_json as summary
    from ui.evaluation.show import outcome_lines
    from ui.session import loaded

    wanted = overrides(settings or ())
    asked = Asked(suite, out_dir, chosen.archive, gate, wanted, workers, fresh)
    try:
        loaded()
        with progress() as tell:
            outcome = carry_out(asked, tell)
    except SuiteSkipped as skipped:
        err.print(f"onrecord: {skipped}", markup=False)
        if as_json:
            write_json({"suite": str(suite), "skipped": str(skipped)})
        return
    if as_json:
        write_json(summary(outcome))
    else:
        for line in outcome_lines(outcome, out_dir):
            out.print(line)
    if not outcome.passed:
        raise typer.Exit(FAILED)


@evaluation.command()
def compare(
    before: RunName,
    after: RunName,
    out_dir: Out = HOME,
    html: Annotated[Path | None, typer.Option(help="Write it as an HTML page too.")] = None,
    markdown: Annotated[Path | None, typer.Option(help="Write it as Markdown too.")] = None,
    fail_if_worse: Annotated[
        bool, typer.Option(help="Exit with 1 where a metric is significantly worse.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Compare two runs of a suite: paired bootstrap, and the cases that flipped."""
    from assistant.evaluation import comparison as compared
    from assistant.evaluation.report.compared import compared_html, compared_markdown
    from assistant.evaluation.runs import RunStore, write_whole
    from ui.evaluation.compared import as_json as summary
    from ui.evaluation.show import comparison_lines

    store = RunStore(out_dir)
    found = compared.compare(store.load(before), store.load(after))
    if html:
        write_whole(html, compared_html(found))
    if markdown:
        write_whole(markdown, compared_markdown(found))
    if as_json:
        write_json(summary(found))
    else:
        for line in comparison_lines(found):
            out.print(line)
    if fail_if_worse and found.worse:
        raise typer.Exit(FAILED)


@evaluation.command()
def gate(
    run_name: Annotated[str, typer.Argument(metavar="RUN", help="As for compare.")],
    file: Annotated[Path, typer.Argument(help="The file of floors.")],
    out_dir: Out = HOME,
    pin: Annotated[
        bool, typer.Option(help="Write the floors that this run allows; raise the old ones.")
    ] = False,
    allow_lower: Annotated[
        bool, typer.Option(help="Lower floors as well, or give up those of another suite.")
    ] = False,
) -> None:
    """Hold a run against floors pinned to its suite, or pin them."""
    from ui.evaluation.gating import held, pinned_lines

    if allow_lower and not pin:
        raise typer.BadParameter("--allow-lower goes with --pin")
    if pin:
        for line in pinned_lines(out_dir, run_name, file, allow_lower):
            out.print(line, markup=False)
        return
    below = held(out_dir, run_name, file)
    for each in below:
        out.print(f"below its floor: {each}", style="red", markup=False)
    if below:
        raise typer.Exit(FAILED)
    out.print(f"every floor of {file} is held", markup=False)


@evaluation.command()
def report(
    run_name: RunName = "latest",
    out_dir: Out = HOME,
    gate: Annotated[Path | None, typer.Option(help="Floors to show, as for a run.")] = None,
) -> None:
    """Write the reports of a kept run again."""
    from assistant.evaluation.gate import read_floors
    from assistant.evaluation.report.model import make_report
    from assistant.evaluation.runs import RunStore
    from ui.evaluation.running import write_reports

    store = RunStore(out_dir)
    floors = read_floors(gate).floors if gate else None
    for file in write_reports(make_report(store.load(run_name), store.runs(), floors), out_dir):
        out.print(str(file), markup=False)


@evaluation.command()
def runs(out_dir: Out = HOME) -> None:
    """List the kept runs, oldest first."""
    from assistant.evaluation.runs import RunStore
    from ui.evaluation.show import run_table

    found = RunStore(out_dir).runs()
    if out.is_terminal:
        out.print(run_table(found))
    else:
        state = [each.stopped or ("done" if each.finished else "not finished") for each in found]
        rows = zip(found, state, strict=True)
        write("".join(f"{r.id}\t{r.suite}\t{r.cases}\t{s}\n" for r, s in rows))


@evaluation.command()
def metrics() -> None:
    """List the metrics and what each means."""
    from ui.evaluation.show import metric_table

    out.print(metric_table())


@evaluation.command()
def schema() -> None:
    """Print the JSON Schema of a suite's YAML file."""
    from assistant.evaluation.suite import schema as made

    write_json(made())


@evaluation.command()
def new(
    folder: Annotated[Path, typer.Argument(help="A folder to make.")],
) -> None:
    """Write a small commented suite to begin with."""
    from ui.evaluation.new import write_new

    for file in write_new(folder):
        out.print(f"wrote {file}", markup=False)
    out.print(f"next: onrecord eval {folder}", markup=False)


@evaluation.command()
def draft(
    suite: Annotated[Path, typer.Argument(help="The folder of a suite, to add cases to.")],
    count: Annotated[int, typer.Option(min=1, max=500, help="How many to propose.")] = 20,
    seed: Annotated[int, typer.Option(help="Other seeds propose other cases.")] = 0,
) -> None:
    """Propose cases from the archive; accept, change or reject each."""
    from ui.evaluation.drafting import draft as begin

    added = begin(suite, chosen.archive, count, seed)
    out.print(f"{added} cases added to {suite}", markup=False)


@evaluation.command()
def damage(run_name: RunName = "latest", out_dir: Out = HOME, as_json: Json = False) -> None:
    """Damage a run's good answers in known ways, and see which metrics notice."""
    from assistant.evaluation.mutation import mutation_markdown
    from ui.evaluation.damaging import as_json as summary
    from ui.evaluation.damaging import damaged

    with progress() as tell:
        found = damaged(out_dir, run_name, chosen.archive, tell)
    if as_json:
        write_json(summary(found))
    else:
        out.print(mutation_markdown(found), markup=False)


@evaluation.command("import")
def import_(
    format: Annotated[str, typer.Argument(help="As `eval formats` lists them.")],
    source: Annotated[Path, typer.Argument(help="The file or folder to read.")],
    suite: Annotated[Path, typer.Argument(help="The folder of the suite to write.")],
    queries: Annotated[
        Path | None, typer.Option(help="The questions, where the format has none (TREC qrels).")
    ] = None,
) -> None:
    """Make a suite from the data of another tool."""
    from ui.evaluation.interchange import make_suite

    archive = chosen.archive if chosen.named else None
    for line in make_suite(format, source, suite, queries, archive):
        out.print(line, markup=False)


@evaluation.command()
def score(
    suite: Annotated[Path, typer.Argument(help="The suite that the results are for.")],
    format: Annotated[str, typer.Argument(help="As `eval formats` lists them.")],
    source: Annotated[Path, typer.Argument(help="The file of results.")],
    system: Annotated[str, typer.Option(help="Name of the system that gave them.")] = "other",
    out_dir: Out = HOME,
) -> None:
    """Score another system's answers or rankings, and keep them as a run."""
    from ui.evaluation.interchange import keep_results

    with progress() as tell:
        lines = keep_results(format, source, suite, system, out_dir, chosen.archive, tell)
    for line in lines:
        out.print(line, markup=False)


@evaluation.command()
def export(
    run_name: RunName,
    format: Annotated[str, typer.Argument(help="As `eval formats` lists them.")],
    target: Annotated[Path, typer.Argument(help="The folder to write into.")],
    out_dir: Out = HOME,
) -> None:
    """Write a kept run in the format of another tool."""
    from ui.evaluation.interchange import give_out

    with progress() as tell:
        files = give_out(run_name, format, target, out_dir, chosen.archive, tell)
    for file in files:
        out.print(str(file), markup=False)


@evaluation.command()
def formats() -> None:
    """List the formats of other tools."""
    from assistant.evaluation.formats import formats as known

    for each in known():
        ways = " and ".join(way for way, can in (("in", each.reads), ("out", each.writes)) if can)
        out.print(f"{each.name:12} {ways:10} {each.about}", markup=False)
