"""A run as JUnit XML, for whatever shows the tests of a build."""

from __future__ import annotations

import re
from collections.abc import Iterator

from junitparser import Error, Failure, JUnitXml, TestCase, TestSuite

from assistant.evaluation.metrics import metrics_named
from assistant.evaluation.report.model import Report, Row
from assistant.evaluation.report.wording import amount, cut, floor, interval, label, listed

# What XML 1.0 has no way to write (https://www.w3.org/TR/xml/#charsets).
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MESSAGE = 300  # characters


def junit(report: Report) -> str:
    """A suite with a test for each case, and one with a test for each floor.

    A case without an answer is an error, one that fails by some metric a failure. A run that did
    not end has an error of its own.
    """
    name = _plain(report.run.suite)
    xml = JUnitXml(name)
    xml.add_testsuite(_suite(report, f"{name}.cases", _cases(report)))
    if report.floors:
        xml.add_testsuite(_suite(report, f"{name}.floors", _floors(report)))
    xml.update_statistics()
    written: bytes = xml.tostring()
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{written.decode()}\n'


def _suite(report: Report, name: str, tests: Iterator[TestCase]) -> TestSuite:
    suite = TestSuite(name)
    suite.timestamp = report.run.started.isoformat(timespec="seconds")
    suite.add_property("run", report.run.id)
    suite.add_property("suite_hash", report.run.suite_hash)
    suite.add_property("archive_hash", report.run.archive_hash)
    for test in tests:
        test.classname = name
        suite.add_testcase(test)
    return suite


def _cases(report: Report) -> Iterator[TestCase]:
    for row in report.rows:
        test = TestCase(_plain(row.case.id), time=round(row.scored.result.seconds, 3))
        if row.scored.result.answer is None:
            test.result = [_wrong(Error, row.scored.result.error, row.outcome, _told(row))]
        elif row.failures:
            message = f"fails by {listed([label(name) for name in row.failures])}"
            test.result = [_wrong(Failure, message, "metrics", _told(row))]
        yield test
    if not report.run.finished:
        why = report.run.stopped or "it was interrupted"
        test = TestCase("the run ends")
        left = f"{report.waiting} of {report.run.cases} cases were not asked"
        test.result = [_wrong(Error, f"the run did not end: {why}", "stopped", left)]
        yield test


def _floors(report: Report) -> Iterator[TestCase]:
    for metric in report.metrics:
        figure = report.figures.get(metric.name)
        if figure is None or figure.floor is None:
            continue
        test = TestCase(metric.name)
        if not figure.passed:
            value = amount(figure.value, metric.unit)
            message = f"{metric.name} is {value}; its floor is {floor(metric, figure.floor)}"
            ends = f"95 % interval {interval(figure, metric.unit)} over {figure.n} cases"
            test.result = [_wrong(Failure, message, "floor", f"{message}\n{ends}")]
        yield test
    for name, least in report.unmeasured.items():
        test = TestCase(_plain(name))
        message = f"{name} was not measured; its floor is {least:g}"
        test.result = [_wrong(Failure, message, "floor", message)]
        yield test


def _told(row: Row) -> str:
    """The question, what came of it, and each metric that it fails by with its reason."""
    answer = row.scored.result.answer
    lines = [f"question: {row.case.question}", f"outcome: {row.outcome}"]
    if answer is not None:
        lines.append(f"answer: {answer.text}")
    for name in row.failures:
        score = row.scored.scores[name]
        value = amount(score.value, metrics_named([name])[0].unit)
        lines.append(f"{name}: {value} ({score.why})" if score.why else f"{name}: {value}")
    return "\n".join(lines)


def _wrong(kind: type[Error] | type[Failure], message: str, type_: str, text: str) -> object:
    made = kind(_plain(cut(message, _MESSAGE)), type_)
    made.text = _plain(text)
    return made


def _plain(text: str) -> str:
    """The text with a replacement for each character that XML cannot hold."""
    return _UNWRITABLE.sub("\ufffd", text)
