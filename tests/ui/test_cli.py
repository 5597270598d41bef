"""The command line: what each verb prints, where it prints it, and the status it exits with."""

from __future__ import annotations

import os
import re
import socket
import sqlite3
from pathlib import Path

import pytest

from assistant.owner import Ownership
from tests.conftest import SAMPLES
from tests.support.command import Run
from ui import cli

WHO = "who disputed the withdrawal?"


@pytest.fixture
def small(tmp_path: Path, run: Run) -> Path:
    """An archive of two articles of its own."""
    archive = tmp_path / "small"
    run(
        "--archive", archive, "ingest", SAMPLES / "08-tram-strike.txt", SAMPLES / "25-tram-deal.txt"
    )
    return archive


# What the verbs print


def test_ask(samples: Path, run: Run) -> None:
    done = run("--archive", samples, "ask", WHO)
    assert (done.status, done.err) == (0, "")
    lines = done.out.splitlines()
    assert "Signe Aldqvist disputed the withdrawal" in done.out
    assert "[1] Velmar says Kestrovian troops were moved around the valley" in done.out
    assert "The Meridian Herald, 31 January 2026" in done.out
    assert any(line.strip().startswith("https://") and "#:~:text=" in line for line in lines)
    assert "\x1b" not in done.out


def test_ask_json(samples: Path, run: Run) -> None:
    done = run("--archive", samples, "ask", WHO, "--json")
    assert (done.status, done.err) == (0, "")
    answer = done.json
    # The table of the contract, the count of citations that named nothing, how it was taken.
    assert set(answer) == {
        "question", "outcome", "text", "sentences", "citations", "model", "timings",
        "dropped_citations", "standalone", "notes",
    }  # fmt: skip
    assert (answer["question"], answer["outcome"]) == (WHO, "answered")
    assert set(answer["sentences"][0]) == {"text", "citations", "support"}
    assert set(answer["citations"][0]) == {
        "number", "article_id", "passage_id", "quote", "start", "end", "title", "source", "url",
        "published_at", "speaker", "role", "named", "stance", "articles", "origins",
    }  # fmt: skip
    for citation in answer["citations"]:
        article = run("--archive", samples, "show", citation["article_id"], "--json").json
        assert article["text"][citation["start"] : citation["end"]] == citation["quote"]


def test_ask_abstains(samples: Path, run: Run) -> None:
    question = "What did the Kestrovian finance minister say about the withdrawal?"
    done = run("--archive", samples, "ask", question)
    assert (done.status, done.err) == (3, "")
    assert done.out.startswith(f"The archive does not say.\nSearched 29 articles for: {question}\n")
    assert "\nThe nearest passages" in done.out
    as_json = run("--archive", samples, "ask", question, "--json")
    assert (as_json.status, as_json.json["outcome"], as_json.json["citations"]) == (
        3,
        "abstained",
        [],
    )


def test_ask_in_a_thread(samples: Path, run: Run) -> None:
    run("--archive", samples, "ask", "What did Bronagh Tilley say?", "--thread", "t1")
    done = run("--archive", samples, "ask", "and Piers Vandenholt?", "--thread", "t1", "--json")
    assert done.status == 0
    assert done.json["question"] == "and Piers Vandenholt?"
    assert done.json["standalone"] == "What did Piers Vandenholt say?"
    assert done.json["notes"] == []
    plain = run("--archive", samples, "ask", "and Piers Vandenholt?", "--thread", "t1")
    assert plain.out.splitlines()[0] == "Taken as: What did Piers Vandenholt say?"


def test_a_new_conversation_is_told(samples: Path, run: Run) -> None:
    """`--thread` begins one; a slip in the name of another would go unnoticed."""
    new = run("--archive", samples, "ask", WHO, "--thread", "morning")
    assert new.out.splitlines()[0] == '"morning" is a new conversation'
    again = run("--archive", samples, "ask", WHO, "--thread", "morning", "--json")
    assert again.json["notes"] == []
    slip = run("--archive", samples, "ask", WHO, "--thread", "mornign", "--json")
    assert slip.json["notes"] == ['"mornign" is a new conversation; did you mean "morning"?']


def test_dates_as_of_a_day(samples: Path, run: Run) -> None:
    asked = ("--archive", samples, "ask", "Who disputed the withdrawal last week?", "--as-of")
    within = run(*asked, "2026-02-20")
    assert "31 January 2026" not in within.out
    assert "[1]" in within.out
    later = run(*asked, "2026-11-22", "--json").json
    assert later["notes"] == [
        "The archive ends on 21 February 2026, before last week "
        "(9 to 15 November 2026); what follows is older."
    ]


@pytest.mark.parametrize(
    "question",
    ["Wer hat den Abzug bestritten?", "誰が撤退を否定しましたか", "Кто опроверг вывод войск?"],
)
def test_a_question_in_another_language(samples: Path, run: Run, question: str) -> None:
    done = run("--archive", samples, "ask", question)
    assert (done.status, done.err) == (3, "")
    assert done.out.startswith(f"The archive does not say.\nSearched 29 articles for: {question}\n")


def test_an_archive_with_no_articles(tmp_path: Path, run: Run) -> None:
    done = run("--archive", tmp_path / "new", "ask", WHO)
    assert done.status == 3
    assert done.out == (
        "The archive is empty, so there is nothing to answer from. "
        "Add articles with: onrecord ingest PATH\n"
    )
    searched = run("--archive", tmp_path / "new", "search", WHO)
    assert (searched.status, searched.out) == (0, "")
    assert searched.err == "onrecord: no passage matches\n"


def test_only_one_speaker(samples: Path, run: Run) -> None:
    asked = ("--archive", samples, "search", "withdrawal", "--json", "--speaker")
    everyone = run(*asked[:-1]).json
    hits = run(*asked, "Mirela Kostán").json
    assert hits
    assert len(hits) < len(everyone)
    assert all("Kostán" in hit["text"] for hit in hits)
    assert run(*asked, "Nobody Atall").json == []


def test_filters(samples: Path, run: Run) -> None:
    done = run(
        "--archive", samples, "search", "withdrawal", "--json", "--source", "the harbour ledger",
        "--after", "2026-02-09", "--before", "10 February 2026",
    )  # fmt: skip
    assert {hit["source"] for hit in done.json} == {"The Harbour Ledger"}
    assert {hit["published_at"][:10] for hit in done.json} == {"2026-02-09"}


def test_search(samples: Path, run: Run) -> None:
    done = run("--archive", samples, "search", "tram strike", "-k", "3")
    assert (done.status, done.err) == (0, "")
    assert [line[:2] for line in done.out.splitlines() if line[:2].strip()] == [" 1", " 2", " 3"]


def test_search_json(samples: Path, run: Run) -> None:
    hits = run("--archive", samples, "search", "tram strike", "-k", "3", "--json").json
    assert [hit["rank"] for hit in hits] == [1, 2, 3]
    assert list(hits[0]) == [
        "rank", "score", "retriever", "passage_id", "article_id", "title", "source", "url",
        "published_at", "start", "end", "text", "copies",
    ]  # fmt: skip
    article = run("--archive", samples, "show", hits[0]["article_id"], "--json").json
    assert article["text"][hits[0]["start"] : hits[0]["end"]] == hits[0]["text"]


def test_a_story_in_many_papers_is_one_hit_that_names_them(samples: Path, run: Run) -> None:
    asked = ("--archive", samples, "search", "the ferry ran aground on the skerries", "-k", "1")
    (hit,) = run(*asked, "--json").json
    papers = {hit["source"], *(copy["source"] for copy in hit["copies"])}
    assert papers == {"The Harbour Ledger", "Lindehavn Post", "Coast Radio News"}
    assert hit["article_id"] not in {copy["article_id"] for copy in hit["copies"]}
    told = run(*asked).out.splitlines()[-1]
    assert told.startswith("   printed as well by ")
    assert all(copy["source"] in told for copy in hit["copies"])


def test_ingest(tmp_path: Path, run: Run) -> None:
    archive = tmp_path / "archive"
    first = run("--archive", archive, "ingest", SAMPLES / "08-tram-strike.txt", "--json")
    assert (first.status, first.err) == (0, "")
    report = first.json
    assert report.pop("passages") > 0
    assert report.pop("statements") > 0
    assert report.pop("seconds") >= 0
    assert report == {
        "seen": 1, "added": 1, "updated": 0, "unchanged": 0, "duplicates": 0, "failed": [],
    }  # fmt: skip
    again = run("--archive", archive, "ingest", SAMPLES / "08-tram-strike.txt")
    assert again.status == 0
    assert re.fullmatch(
        r"1 article seen in [\d.]+ s: 0 added, 0 updated, 1 unchanged; 0 passages indexed\n",
        again.out,
    )


def test_what_cannot_be_read_is_named_and_the_rest_is_kept(tmp_path: Path, run: Run) -> None:
    archive, broken = tmp_path / "archive", tmp_path / "broken.jsonl"
    broken.write_text('{"title": "no text"}\nno json\n')
    paths = [tmp_path / "missing.txt", broken, SAMPLES / "08-tram-strike.txt"]
    done = run("--archive", archive, "ingest", *paths, "--json")
    assert done.status == 1
    assert done.json["added"] == 1
    assert [set(each) for each in done.json["failed"]] == [{"source", "error"}] * 3
    assert len(done.err.splitlines()) == 3
    assert all(line.startswith("onrecord: ") for line in done.err.splitlines())
    assert str(tmp_path / "missing.txt") in done.err
    assert len(run("--archive", archive, "articles", "--json").json) == 1


def test_articles(small: Path, run: Run) -> None:
    rows = [line.split("\t") for line in run("--archive", small, "articles").out.splitlines()]
    assert [row[0] for row in rows] == ["2026-02-17", "2026-01-22"]
    listed = run("--archive", small, "articles", "--json").json
    assert [each["id"] for each in listed] == [row[-1] for row in rows]
    assert set(listed[0]) == {
        "id", "title", "source", "published_at", "url", "version", "origin_id", "words",
    }  # fmt: skip


def test_show_and_remove(small: Path, run: Run) -> None:
    newest, other = run("--archive", small, "articles", "--json").json
    shown = run("--archive", small, "show", newest["id"])
    assert shown.status == 0
    assert shown.out.startswith(
        f"{newest['title']}\nCoast Radio News · 17 February 2026 · Dilys Fontaine"
    )
    assert "The ballot closes on Friday 6 March." in shown.out

    removed = run("--archive", small, "remove", newest["id"], "--json")
    assert (removed.status, removed.json) == (0, {"removed": newest["id"]})
    for verb in ("show", "remove"):
        gone = run("--archive", small, verb, newest["id"])
        assert gone.status == 1
        assert gone.complaint.startswith(f"no article has the id '{newest['id']}'")
    assert [each["id"] for each in run("--archive", small, "articles", "--json").json] == [
        other["id"]
    ]
    assert {
        hit["article_id"] for hit in run("--archive", small, "search", "ballot", "--json").json
    } == {other["id"]}


def test_an_article_is_shown_without_what_steers_a_terminal(tmp_path: Path, run: Run) -> None:
    source = tmp_path / "evil.txt"
    source.write_text("Title: [bold]Red\x1b[31m\u202e[/bold]\n\n[link=x]See\x07 [red]this\x9b2J.")
    run("--archive", tmp_path / "a", "ingest", source)
    (listed,) = run("--archive", tmp_path / "a", "articles", "--json").json
    for verb in (["show", listed["id"]], ["articles"], ["search", "see this"]):
        out = run("--archive", tmp_path / "a", *verb).out
        assert not set(out) & set("\x1b\x07\x9b\u202e")
        assert "[bold]Red" in out
    assert "[link=x]See [red]this" in run("--archive", tmp_path / "a", "show", listed["id"]).out


def test_doctor(small: Path, run: Run) -> None:
    done = run("--archive", small, "doctor", "--json")
    assert done.status == 0
    assert {each["check"] for each in done.json} >= {"record", "passages", "dense index", "vectors"}
    assert all(set(each) == {"check", "ok", "detail"} and each["ok"] for each in done.json)


def test_doctor_finds_and_mends(small: Path, run: Run) -> None:
    with sqlite3.connect(small / "archive.db") as database:
        database.execute("UPDATE passages SET end = end - 7 WHERE ordinal = 0")
    database.close()
    sick = run("--archive", small, "doctor")
    assert sick.status == 1
    assert sick.err == "onrecord: run `onrecord doctor --repair` to mend it\n"
    assert [line.split()[0] for line in sick.out.splitlines()].count("fault") == 1
    mended = run("--archive", small, "doctor", "--repair")
    assert mended.status == 0
    assert "fault" not in mended.out
    assert run("--archive", small, "doctor").status == 0


def test_reindex(small: Path, run: Run) -> None:
    before = run("--archive", small, "search", "ballot", "--json").json
    done = run("--archive", small, "reindex", "--json")
    assert done.status == 0
    assert done.json["articles"] == 2
    assert run("--archive", small, "search", "ballot", "--json").json == before


def test_an_empty_archive(tmp_path: Path, run: Run) -> None:
    asked = run("--archive", tmp_path / "new", "ask", WHO)
    assert (asked.status, asked.out.splitlines()[0][:21]) == (3, "The archive is empty,")
    found = run("--archive", tmp_path / "new", "search", WHO, "--json")
    assert (found.status, found.json, found.err) == (0, [], "onrecord: no passage matches\n")
    assert run("--archive", tmp_path / "new", "articles").out == ""


# What is wrong usage


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["ask"], "Missing argument 'question'"),
        (["frob"], "No such command 'frob'"),
        (["ask", "who", "--nope"], "No such option: --nope"),
        (["ingest"], "Missing argument 'paths'"),
        (["search", "who", "-k", "0"], "Invalid value for '-k'"),
        (["search", "who", "-k", "many"], "Invalid value for '-k'"),
        (["serve", "--port", "99999"], "Invalid value for '--port'"),
        (["ask", ""], "the question is empty; ask in words"),
        (["ask", " \u00a0\n"], "the question is empty; ask in words"),
        (["ask", "?!… — ()"], "the question is empty; ask in words"),
        (["search", "?!…"], "the question is empty; ask in words"),
        (["ask", "who " * 25_000], "the question has 99,999 characters; ask in at most 2,000"),
        (
            ["ask", "who", "--as-of", "soon-ish"],
            "--as-of 'soon-ish' is no date; write it like 2026-02-14",
        ),
        (
            ["ask", "who resigned between 10 March 2026 and 2 March 2026?"],
            'the dates ("between 10 March 2026 and 2 March 2026") end before they begin',
        ),
        (
            ["ask", "who", "--after", "soon-ish"],
            "--after 'soon-ish' is no date; write it like 2026-02-14",
        ),
        (["ask", "who", "--before", ""], "--before '' is no date; write it like 2026-02-14"),
        (
            ["ask", "who", "--after", "2026-02-10", "--before", "2026-02-01"],
            "the dates end before they begin: after 10 February 2026",
        ),
        (
            ["search", "who", "--source", "Harbour Leger"],
            'unknown source "Harbour Leger"; did you mean "The Harbour Ledger"?',
        ),
        (
            ["ask", "who", "--source", "zzz"],
            'unknown source "zzz"; `onrecord articles`',
        ),
    ],
)
def test_wrong_usage(samples: Path, run: Run, arguments: list[str], complaint: str) -> None:
    done = run("--archive", samples, *arguments)
    assert done.status == 2
    assert done.complaint.startswith(complaint)


def test_without_arguments_the_help_is_shown(run: Run) -> None:
    done = run()
    assert done.status == 2
    assert "Usage:" in done.out + done.err
    assert "internal error" not in done.err
    assert run("--help").status == 0


@pytest.mark.parametrize(
    ("name", "value", "complaint"),
    [
        (
            "ONRECORD_MODEL",
            "gpt-5",
            "setting 'model' (ONRECORD_MODEL or onrecord.toml): 'gpt-5' does not name a provider",
        ),
        ("ONRECORD_UNSUPPORTED", "hide", "setting 'unsupported'"),
        ("ONRECORD_HITS", "many", "setting 'hits'"),
        ("ONRECORD_MODEL", "nobody:gpt", "ONRECORD_MODEL='nobody:gpt' names no provider"),
        ("ONRECORD_MODEL", "openai:gpt", "the model 'openai:gpt' cannot be used"),
    ],
)
def test_wrong_settings(
    samples: Path, run: Run, monkeypatch: pytest.MonkeyPatch, name: str, value: str, complaint: str
) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.setenv(name, value)
    done = run("--archive", samples, "ask", WHO)
    assert done.status == 2
    assert done.complaint.startswith(complaint)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("model = ", "is not valid TOML"),
        ("modle = 'x:y'", "setting 'modle'"),
        ("hits = 0", "setting 'hits'"),
    ],
)
def test_a_wrong_settings_file(tmp_path: Path, run: Run, text: str, complaint: str) -> None:
    (tmp_path / "onrecord.toml").write_text(text)
    done = run("--archive", tmp_path, "articles")
    assert done.status == 2
    assert complaint in done.complaint


# What fails


def test_an_archive_that_is_a_file(tmp_path: Path, run: Run) -> None:
    (tmp_path / "file").write_text("x")
    for folder in (tmp_path / "file", tmp_path / "file" / "below"):
        done = run("--archive", folder, "ask", WHO)
        assert done.status == 1
        assert str(folder) in done.complaint


def test_a_record_that_is_none(tmp_path: Path, run: Run) -> None:
    (tmp_path / "archive.db").write_text("this is no database, and it is long enough to be one")
    done = run("--archive", tmp_path, "ask", WHO)
    assert done.status == 1
    assert str(tmp_path) in done.complaint
    assert (tmp_path / "archive.db").read_text().startswith("this is no database")


def test_a_port_in_use(tmp_path: Path, run: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run("--archive", tmp_path, "serve", "--port", str(port))
    assert done.status == 2
    assert done.complaint.startswith(f"cannot listen at 127.0.0.1 port {port} (")
    assert "--port 0" in done.complaint


@pytest.mark.parametrize(
    "verb", [["ask", WHO], ["ingest", "x"], ["articles"], ["reindex"], ["doctor"]]
)
def test_a_held_archive_names_its_owner(tmp_path: Path, run: Run, verb: list[str]) -> None:
    owner = Ownership.take(tmp_path, "ingest", 0)
    done = run("--archive", tmp_path, *verb)
    owner.release()
    assert done.status == 1
    assert f"held by `onrecord ingest` (process {os.getpid()}, since " in done.complaint
    assert run("--archive", tmp_path, "articles").status == 0


def test_debug_shows_the_traceback(tmp_path: Path, run: Run) -> None:
    plain = run("--archive", tmp_path, "show", "nothing")
    assert plain.complaint.startswith("no article has the id 'nothing'")
    done = run("--archive", tmp_path, "--debug", "show", "nothing")
    assert done.status == 1
    assert "Traceback" in done.err
    assert "ArticleNotFound" in done.err
    assert done.err.splitlines()[-1] == plain.err.rstrip("\n")


def test_a_defect_of_ours_is_one_line(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def defect(*_: object) -> None:
        raise ZeroDivisionError("a\nb")

    monkeypatch.setattr(cli, "_carry_out", defect)
    done = run("--archive", tmp_path, "articles")
    assert done.status == 1
    assert done.complaint == "internal error: ZeroDivisionError: a b (see it with --debug)"
