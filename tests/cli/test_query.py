"""eulod query: data and query, formats, exit codes."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from eulod.cli import main
from eulod.cli import query as module
from eulod.query.results import FORMATS
from tests.trap import trap

ROWS = "SELECT ?o { ?s ?p ?o }"


@pytest.fixture
def data(tmp_path: Path) -> str:
    """A file with one statement."""
    path = tmp_path / "data.ttl"
    path.write_text("<http://e/s> <http://e/p> 1 .", encoding="utf-8")
    return str(path)


def run(*arguments: str, stdin: str | None = None) -> Result:
    """Run the command."""
    return CliRunner().invoke(main, ["query", *arguments], input=stdin)


def test_rows_go_to_stdout(data: str) -> None:
    done = run(data, ROWS)
    assert (done.exit_code, done.stdout, done.stderr) == (0, "o\n-\n1\n(1 row)\n", "")


def test_a_query_file_leaves_all_arguments_for_data(data: str, tmp_path: Path) -> None:
    asked = tmp_path / "a.rq"
    asked.write_text(ROWS, encoding="utf-8")
    done = run(data, "--query-file", str(asked), "-f", "csv")
    assert (done.exit_code, done.stdout.split()) == (0, ["o", "1"])


def test_stdin_is_data(data: str) -> None:
    assert run("-", "--from-format", "nt", "ASK { ?s ?p 2 }", stdin='<http://e/s> <http://e/p> "2" .').stdout == "no\n"


def test_a_file_is_written_whole_or_not_at_all(data: str, tmp_path: Path) -> None:
    target = tmp_path / "rows.ttl"
    assert run(data, ROWS, "-f", "ttl", "-o", str(target)).exit_code == 2
    assert not target.exists()
    assert run(data, "CONSTRUCT WHERE { ?s ?p ?o }", "-o", str(target)).exit_code == 0
    assert target.read_text(encoding="utf-8") == "<http://e/s> <http://e/p> 1 .\n"


def test_without_data_and_release_it_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(ROWS).exit_code == 2
    (tmp_path / "out").mkdir()
    done = run(ROWS)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "Q008" in done.stderr


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("SELECT * { SERVICE <ADDRESS> {} }", "Q002"),
        ("LOAD <ADDRESS>", "Q003"),
        ("SELECT * FROM <ADDRESS> {}", "Q004"),
        ("SELECT * {", "Q001"),
    ],
)
def test_errors_exit_with_2_and_nothing_is_fetched(data: str, text: str, code: str) -> None:
    with trap() as caught:
        done = run(data, text.replace("ADDRESS", caught.address))
        assert (done.exit_code, done.stdout, caught.hits) == (2, "", [])
    assert f"{code} " in done.stderr
    assert "\n  help: " in done.stderr


def test_no_query_is_a_usage_error() -> None:
    assert run().exit_code == 2


def test_a_missing_query_file_is_named(data: str, tmp_path: Path) -> None:
    done = run(data, "--query-file", str(tmp_path / "none.rq"))
    assert done.exit_code == 2
    assert "none.rq" in done.stderr


def test_the_formats_are_those_of_the_library() -> None:
    assert module._FORMATS == FORMATS
