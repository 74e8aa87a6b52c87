"""eulod validate: exit codes, where things go, and errors with a place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from rdflib import SH, Graph

from eulod.cli import main, options
from eulod.cli.validate import FORMS
from eulod.rdf_document import FORMATS
from eulod.reports import WRITERS
from eulod.validation.report import FAIL_ON
from tests.validation.graphs import LINES, SHAPES


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    """A data file with seven findings and its shapes."""
    data, shapes = tmp_path / "data.nt", tmp_path / "shapes.ttl"
    data.write_text("\n".join(LINES), encoding="utf-8")
    shapes.write_text(SHAPES, encoding="utf-8")
    return str(data), str(shapes)


def run(*arguments: str, stdin: str | None = None) -> Result:
    """Run the command."""
    return CliRunner().invoke(main, ["validate", *arguments], input=stdin)


def test_findings_go_to_stdout_and_their_count_to_stderr(files: tuple[str, str]) -> None:
    done = run(files[0], "--shapes", files[1])
    assert done.exit_code == 1
    assert done.stdout.startswith("conforms: no\n")
    assert done.stderr == "2 violations, 3 warnings, 2 infos\n"


@pytest.mark.parametrize(("fail_on", "code"), [("violation", 1), ("warning", 1), ("info", 1), ("none", 0)])
def test_fail_on_decides(files: tuple[str, str], fail_on: str, code: int) -> None:
    assert run(files[0], "--shapes", files[1], "--fail-on", fail_on).exit_code == code


def test_conforming_data_exit_with_0(files: tuple[str, str], tmp_path: Path) -> None:
    good = tmp_path / "good.ttl"
    good.write_text("<http://e/1> <http://e/p> 1 .", encoding="utf-8")
    assert run(str(good), "--shapes", files[1]).exit_code == 0


def test_the_report_is_written_even_when_nothing_fails(files: tuple[str, str], tmp_path: Path) -> None:
    report = tmp_path / "report.ttl"
    done = run(files[0], "--shapes", files[1], "-f", "ttl", "-o", str(report), "--fail-on", "none")
    assert (done.exit_code, done.stdout) == (0, "")
    assert len(set(Graph().parse(report).objects(None, SH.result))) == 7


def test_json_is_for_machines(files: tuple[str, str]) -> None:
    found = json.loads(run(files[0], "--shapes", files[1], "-f", "json", "--language", "hu").stdout)
    assert "egy szám" in {finding["message"] for finding in found["findings"]}


def test_services_that_show_files_are_told_the_only_one(files: tuple[str, str]) -> None:
    commands = run(files[0], "--shapes", files[1], "-f", "github").stdout.splitlines()
    assert all(f" file={files[0]},title=" in command for command in commands[:-1])
    (log,) = json.loads(run(files[0], "--shapes", files[1], "-f", "sarif").stdout)["runs"]
    assert all(result["locations"][0]["physicalLocation"] for result in log["results"])
    assert "place" not in run(files[0], "--shapes", files[1], "-f", "json").stdout


def test_stdin_needs_its_format(files: tuple[str, str]) -> None:
    assert run("-", "--shapes", files[1], stdin="\n".join(LINES)).exit_code == 2
    assert run("-", "--from-format", "nt", "--shapes", files[1], stdin="\n".join(LINES)).exit_code == 1


def test_the_projects_own_shapes_are_the_default(files: tuple[str, str]) -> None:
    assert run(files[0]).exit_code == 0
    assert run(files[0], "--profile", "nonsense").exit_code == 2


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("bad.ttl", '<http://e/s> <http://e/p> "open', "bad.ttl:1:27: R003 "),
        ("bad.rdf", "<!DOCTYPE r><r/>", "bad.rdf:1: R004 "),
        ("bad.jsonld", '{"@context": "http://127.0.0.1:1/"}', "bad.jsonld: R005 "),
        ("bad.csv", "a,b", "R002 "),
        ("missing.ttl", None, "missing.ttl: R001 "),
    ],
)
def test_what_cannot_be_read_exits_with_2(
    files: tuple[str, str], tmp_path: Path, name: str, content: str | None, expected: str
) -> None:
    if content is not None:
        (tmp_path / name).write_text(content, encoding="utf-8")
    report = tmp_path / "report.txt"
    done = run(str(tmp_path / name), "--shapes", files[1], "-o", str(report))
    assert (done.exit_code, done.stdout) == (2, "")
    assert expected in done.stderr
    assert "\n  help: " in done.stderr
    assert not report.exists()


def test_malformed_shapes_exit_with_2(files: tuple[str, str], tmp_path: Path) -> None:
    bad = tmp_path / "bad.ttl"
    bad.write_text(SHAPES.replace("sh:maxCount 1", 'sh:maxCount "many"'), encoding="utf-8")
    done = run(files[0], "--shapes", str(bad))
    assert (done.exit_code, done.stdout) == (2, "")
    assert "H001" in done.stderr


def test_an_output_folder_that_is_missing_is_told_before_any_work(files: tuple[str, str], tmp_path: Path) -> None:
    assert run(files[0], "-o", str(tmp_path / "missing" / "report")).exit_code == 2


def test_the_options_name_what_the_library_knows() -> None:
    assert FORMATS.keys() == set(options.RDF_FORMATS)
    assert FAIL_ON == options.FAIL_ON
    assert tuple(WRITERS) == FORMS


@pytest.mark.parametrize("options", [(), ("--exact",)])
def test_both_ways_find_the_same(files: tuple[str, str], options: tuple[str, ...]) -> None:
    found = json.loads(run(files[0], "--shapes", files[1], "-f", "json", *options).stdout)
    assert len(found["findings"]) == 7


def test_explain_and_stats_tell_on_stderr_how_it_went(files: tuple[str, str]) -> None:
    done = run(files[0], "--shapes", files[1], "-f", "json", "--explain", "--stats")
    json.loads(done.stdout)
    assert "<http://e/S1>: pySHACL alone; 2 of 2 focus nodes judged by pySHACL" in done.stderr
    assert "          2         2         2  S5 <http://e/S5>" in done.stderr
