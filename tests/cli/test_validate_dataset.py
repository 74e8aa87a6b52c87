"""eulod validate on a dataset's own records: findings in their cells, baselines, and exit codes that CI can trust."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from eulod.cli import main
from tests.export.datasets import MAPPING, ROWS, change, content, starter


@pytest.fixture
def dataset(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The starter's dataset, in which the reader stands."""
    folder = starter(tmp_path / "my projects")
    monkeypatch.chdir(folder)
    return folder


def run(*arguments: str) -> Result:
    """Run `eulod validate`."""
    return CliRunner().invoke(main, ["validate", *arguments])


def test_records_that_conform_exit_with_0_and_nothing_is_written(dataset: Path) -> None:
    before = content(dataset)
    done = run()
    assert (done.exit_code, done.stderr) == (0, "0 violations, 0 warnings, 0 infos\n")
    assert done.stdout.startswith("conforms: yes\n")
    assert content(dataset) == before


def test_warnings_alone_exit_with_0_unless_asked_for(dataset: Path) -> None:
    change(dataset / ROWS, "France", "Ruritania")
    done = run()
    assert (done.exit_code, done.stderr) == (0, "0 violations, 1 warning, 1 info\n")
    assert f"{ROWS}:3: record 2, column 'lead country'" in done.stdout
    assert f"from {ROWS}:3: record 2: lead country = 'Ruritania'" in done.stdout
    assert run("--fail-on", "warning").exit_code == 1


def test_a_record_that_cannot_be_mapped_is_a_violation_and_the_others_are_checked(dataset: Path) -> None:
    change(dataset / ROWS, "31/12/2025", "31/12/2020")
    change(dataset / ROWS, "31/08/2027", "31/02/2027")
    done = run("-f", "json")
    found = {one["code"]: one["place"] for one in json.loads(done.stdout)["findings"]}
    assert done.exit_code == 1
    assert found["V001"] == {"file": ROWS, "line": 3, "record": 2, "column": "end"}
    assert found["X11"] == {"file": ROWS, "line": 2, "record": 1, "column": "end"}


def test_places_are_told_from_where_one_stands(dataset: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    change(dataset / ROWS, "France", "Ruritania")
    monkeypatch.chdir(dataset.parent)
    done = run("--config", "my projects", "-f", "github", "--lang", "hu")
    first, second, _ = done.stdout.splitlines()
    assert first.startswith(f"::warning file=my projects/{ROWS},line=3,title=L001::'Ruritania' is not in")
    assert "A résztvevő országa nem ismert." in second


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("eulod.toml", "base = ", "base ", "eulod.toml:6: C002 "),
        (MAPPING, "value: $(lead country)", "value: $(lead contry)", f"{MAPPING}:30: M012 "),
        (MAPPING, "prefixes:", "prefixes: [", f"{MAPPING}:"),
        (ROWS, "acronym", "title", f"{ROWS}:1: S003 "),
        (ROWS, "Town of Example", '"Town of Example', f"{ROWS}:2: S006 "),
    ],
)
def test_what_cannot_run_exits_with_2_and_its_place(dataset: Path, file: str, old: str, new: str, told: str) -> None:
    change(dataset / file, old, new)
    done = run()
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith(told)
    assert "\n  help: " in done.stderr


@pytest.mark.parametrize(
    ("shapes", "told"),
    [
        ("@prefix sh: <http://www.w3.org/ns/shacl#> .\n<urn:s> a sh:NodeShape ; .. .", "shapes.ttl:2:27: R003 "),
        ("", "H006 "),
        (None, "H005 "),
    ],
)
def test_a_bad_shapes_graph_exits_with_2(dataset: Path, shapes: str | None, told: str) -> None:
    (dataset / "shapes").mkdir()
    if shapes is not None:
        (dataset / "shapes" / "shapes.ttl").write_text(shapes, encoding="utf-8")
    change(dataset / "eulod.toml", "\n[[source]]", '\nshapes = "shapes"\n[[source]]')
    done = run()
    assert (done.exit_code, done.stdout) == (2, "")
    assert told in done.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--source", "nothing"], "no source 'nothing'"),
        (["--config", "missing"], "missing"),
        (["--baseline", "missing.json"], "missing.json: E020 "),
        (["--annotate", "checked.xlsx"], "checked.xlsx: E022 no source reads an XLSX workbook"),
        (["--shapes", "mine.ttl"], "--shapes: only for DATA"),
        (["data.ttl", "--source", "projects"], "--source: only for a dataset"),
        (["data.ttl", "--annotate", "checked.xlsx"], "--annotate: only for a dataset"),
        (["missing.ttl"], "missing.ttl: R001 "),
        (["-f", "pdf"], "'pdf' is not one of"),
    ],
)
def test_wrong_use_exits_with_2(dataset: Path, arguments: list[str], told: str) -> None:
    done = run(*arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert told in done.stderr
    assert not (dataset / "checked.xlsx").exists()


def test_a_baseline_lets_old_findings_pass_and_new_ones_fail(dataset: Path) -> None:
    change(dataset / ROWS, "France", "Ruritania")
    written = run("--fail-on", "info", "--write-baseline", "known.json")
    assert (written.exit_code, written.stderr) == (
        0,
        "known.json knows 2 findings\n0 violations, 0 warnings, 0 infos\n",
    )
    text = (dataset / ROWS).read_text(encoding="utf-8")
    added = text.splitlines()[1].replace("1,GREENSQ", "3,GREENROOF")
    (dataset / ROWS).write_text(text.replace("\n1,", f"\n{added}\n1,"), encoding="utf-8")
    assert run("--fail-on", "info", "--baseline", "known.json").exit_code == 0
    change(dataset / ROWS, f"{added}\n", f"{added.replace('Hungary', 'Ruritania')}\n")
    done = run("--fail-on", "info", "--baseline", "known.json")
    assert done.exit_code == 1
    assert "2 known from the baseline are not shown" in done.stdout
    assert "greenroof" in done.stdout
    assert "slowrail" not in done.stdout


def test_what_is_gone_from_a_baseline_is_told(dataset: Path) -> None:
    change(dataset / ROWS, "France", "Ruritania")
    assert run("--write-baseline", "known.json").exit_code == 0
    change(dataset / ROWS, "Ruritania", "France")
    done = run("--baseline", "known.json")
    assert done.exit_code == 0
    assert "2 known findings are gone; --write-baseline known.json takes them off the list" in done.stderr


def test_a_baseline_is_the_same_from_wherever_it_is_written(dataset: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    change(dataset / ROWS, "France", "Ruritania")
    run("--write-baseline", "known.json")
    monkeypatch.chdir(dataset.parent)
    run("--config", "my projects/eulod.toml", "--write-baseline", "known.json")
    assert Path("known.json").read_bytes() == (dataset / "known.json").read_bytes()


def test_the_same_findings_stand_in_a_release(dataset: Path) -> None:
    change(dataset / ROWS, "France", "Ruritania")
    checked = json.loads(run("-f", "json").stdout)
    assert CliRunner().invoke(main, ["export"]).exit_code == 0
    released = json.loads((dataset / "out" / "current" / "report.json").read_bytes())
    assert checked == released
    for name in ("report.html", "report.junit.xml", "report.sarif"):
        assert "Ruritania" in (dataset / "out" / "current" / name).read_text(encoding="utf-8")
    shutil.rmtree(dataset / "out")
