"""Bad input: each case says what is wrong, where and what to do, ends with the right code, and publishes nothing."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from eulod.publication.lock import locked
from eulod.publication.release import current_release
from tests.export.datasets import MAPPING, ROWS, Done, change, copied, export, published, run, starter

CONFIG = "eulod.toml"
Change = Callable[[Path], None]


@dataclass(frozen=True)
class Case:
    """What is changed in the starter, and the first words that `eulod export` says about it."""

    change: Change
    message: str
    kept: tuple[str, ...] = ()  # in out/failed


def replaced(file: str, old: str, new: str) -> Change:
    """Another text in a file of the dataset."""
    return lambda dataset: change(dataset / file, old, new)


def encoded(file: str, old: str, new: str, encoding: str) -> Change:
    """Another text in a file that is saved in another encoding."""

    def save(dataset: Path) -> None:
        change(dataset / file, old, new)
        (dataset / file).write_bytes((dataset / file).read_text(encoding="utf-8").encode(encoding))

    return save


def removed(file: str) -> Change:
    """A file less."""
    return lambda dataset: (dataset / file).unlink()


REPORT = (
    "rejected.csv",
    "report.html",
    "report.json",
    "report.junit.xml",
    "report.sarif",
    "report.ttl",
    "report.txt",
)
END = "31/08/2027"
TOTAL = '"480,000.50"'
CASES = {
    "misspelt column in the mapping": Case(
        replaced(MAPPING, "value: $(lead country)", "value: $(lead contry)"), f"{MAPPING}:30: M012 "
    ),
    "misspelt column in the file": Case(replaced(ROWS, "acronym", "acronymn"), f"{MAPPING}:24: M012 "),
    "a column twice": Case(replaced(ROWS, "acronym", "title"), f"{ROWS}:1: S003 "),
    "record with a cell less": Case(
        replaced(ROWS, ",France,", ",France"), f"{ROWS}:3, column 'website': S005 ", kept=REPORT
    ),
    "record with a cell more": Case(replaced(ROWS, ",France,", ",France,,x"), f"{ROWS}:3: S005 ", kept=REPORT),
    "unclosed quote": Case(replaced(ROWS, "Town of Example", '"Town of Example'), f"{ROWS}:2: S006 "),
    "wrong encoding of a record": Case(
        encoded(ROWS, "Town of Example", "Győr", "cp1250"), f"{ROWS}:2, column 'lead partner': S005 ", kept=REPORT
    ),
    "wrong encoding of the header": Case(encoded(ROWS, "website", "wébsite", "cp1250"), f"{ROWS}:1: S003 "),
    "text that was damaged before": Case(
        replaced(ROWS, "Town of Example", "Gy\ufffdr"), f"{ROWS}:2: record 1, column 'lead partner': S007 ", kept=REPORT
    ),
    "number with other marks": Case(
        replaced(ROWS, TOTAL, '"480.000,50"'), f"{ROWS}:3: record 2, column 'total': V001 '480.000,50' ", kept=REPORT
    ),
    "ambiguous number": Case(
        replaced(ROWS, TOTAL, '"480,5"'), f"{ROWS}:3: record 2, column 'total': V001 '480,5' ", kept=REPORT
    ),
    "impossible date": Case(
        replaced(ROWS, END, "31/02/2027"), f"{ROWS}:3: record 2, column 'end': V001 '31/02/2027' ", kept=REPORT
    ),
    "date in another order": Case(
        replaced(ROWS, END, "08/31/2027"), f"{ROWS}:3: record 2, column 'end': V001 '08/31/2027' ", kept=REPORT
    ),
    "IRI of a script": Case(
        replaced(ROWS, "https://example.org/greensq", "javascript:alert(1)"),
        f"{ROWS}:2: record 1, column 'website': V002 'javascript:alert(1)' ",
        kept=REPORT,
    ),
    "IRI with a space": Case(
        replaced(ROWS, "org/greensq", "org/green sq"), f"{ROWS}:2: record 1, column 'website': V002 ", kept=REPORT
    ),
    "unknown function": Case(replaced(MAPPING, 'first: "fn:date', 'first: "fn:dat'), f"{MAPPING}:25: M020 "),
    "unknown parameter": Case(replaced(MAPPING, "$(start), format", "$(start), fromat"), f"{MAPPING}:25: M021 "),
    "unknown lookup table": Case(replaced(MAPPING, "table: country", "table: contry"), f"{MAPPING}:30: L010 "),
    "unknown prefix": Case(replaced(MAPPING, "[foaf:page,", "[faof:page,"), f"{MAPPING}:46: M003 "),
    "mapping that is no YAML": Case(replaced(MAPPING, "  projects: {", "  projects: {{"), f"{MAPPING}:17: S002 "),
    "mapping that is not there": Case(removed(MAPPING), f"{MAPPING}: M001 "),
    "file that is not there": Case(removed(ROWS), f"{MAPPING}:17: S001 "),
    "no configuration": Case(removed(CONFIG), f"{CONFIG}: C001 "),
    "configuration that is no TOML": Case(
        replaced(CONFIG, 'title = { en = "Our projects', "title = {{"), f"{CONFIG}:7: C002 "
    ),
    "configuration in another encoding": Case(
        encoded(CONFIG, "Our projects", "Nos projets européens", "latin-1"), f"{CONFIG}: C002 "
    ),
    "unknown key": Case(replaced(CONFIG, "languages", "langauges"), f"{CONFIG}:13: C003 "),
    "no licence of the dataset": Case(
        replaced(CONFIG, '\nlicence = "https://creativecommons.org/licenses/by/4.0/"\nversion', "\nversion"),
        f"{CONFIG}:4: C004 ",
    ),
    "no licence of a source": Case(
        replaced(CONFIG, 'was saved\nlicence = "https://creativecommons.org/licenses/by/4.0/"', "was saved"),
        f"{CONFIG}:15: C004 ",
    ),
    "licence that is no IRI": Case(
        replaced(
            CONFIG, 'licence = "https://creativecommons.org/licenses/by/4.0/"\nversion', 'licence = "free"\nversion'
        ),
        f"{CONFIG}:11: C004 ",
    ),
    "base without a scheme": Case(replaced(CONFIG, 'base = "https://', 'base = "'), f"{CONFIG}:6: C004 "),
    "base without a slash at its end": Case(
        replaced(CONFIG, 'my-town.eu/"\ntitle', 'my-town.eu"\ntitle'), f"{CONFIG}:6: C004 "
    ),
    "contacts in a column that is not there": Case(
        replaced(CONFIG, 'name = "projects"', 'name = "projects"\ncontacts = ["contact"]'), f"{CONFIG}: M012 "
    ),
    "profile that is not there": Case(
        replaced(CONFIG, 'languages = ["en"]', 'languages = ["en"]\nprofiles = ["kore"]'), "H006 "
    ),
}


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The starter with a release."""
    dataset = starter(tmp_path_factory.mktemp("good") / "dataset")
    assert export(dataset).code == 0
    return dataset


@pytest.fixture
def dataset(good: Path, tmp_path: Path) -> Path:
    """A copy of the starter with its release."""
    return copied(good, tmp_path / "dataset")


def told(done: Done, dataset: Path) -> str:
    """What was said on stderr, with paths as seen from the dataset."""
    return done.stderr.replace(f"{dataset}/", "")


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_bad_input_is_told_with_its_place_and_a_remedy(case: Case, dataset: Path) -> None:
    before = published(dataset / "out")
    case.change(dataset)
    done = export(dataset)
    assert told(done, dataset).startswith(case.message)
    assert len(re.findall("^  help: .", done.stderr, re.MULTILINE)) == 1
    assert (done.code, done.stdout) == (2, "")
    assert published(dataset / "out") == before
    assert tuple(sorted(path.name for path in (dataset / "out").glob("failed/*"))) == case.kept


def test_a_rejected_record_stands_in_rejected_csv_and_in_the_report(dataset: Path) -> None:
    change(dataset / ROWS, END, "31/02/2027")
    assert export(dataset).code == 2
    (row,) = rejected(dataset / "out" / "failed")
    assert (row["file"], row["record"], row["column"], row["value"]) == (ROWS, "2", "end", "31/02/2027")
    assert (row["code"], row["reason"]) == ("V001", "no date of the form dd/MM/yyyy")
    report = json.loads((dataset / "out" / "failed" / "report.json").read_bytes())
    assert (report["conforms"], report["counts"]["violation"]) == (False, 1)
    assert report["findings"][0]["place"] == {"file": ROWS, "line": 3, "record": 2, "column": "end"}


def rejected(folder: Path) -> list[dict[str, str]]:
    """The rows of rejected.csv."""
    with (folder / "rejected.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_many_rejected_records_are_told_in_part(dataset: Path) -> None:
    rows = (dataset / ROWS).read_text(encoding="utf-8").splitlines()
    more = [rows[1].replace("1,GREENSQ", f"{n},P{n}").replace("01/03/2023", "1.3.23") for n in range(3, 15)]
    (dataset / ROWS).write_text("\n".join([*rows, *more, ""]), encoding="utf-8")
    lines = export(dataset).stderr.splitlines()
    assert [line.split(":", 1)[1][:27] for line in lines[:10]] == [
        f"{n + 1}: record {n}, column 'start'"[:27] for n in range(3, 13)
    ]
    assert lines[10] == "and 2 more"
    assert lines[11].startswith("12 records cannot be mapped; nothing is published.")
    assert len(rejected(dataset / "out" / "failed")) == 12


def test_what_is_rejected_can_be_left_out(dataset: Path) -> None:
    change(dataset / ROWS, END, "31/02/2027")
    done = export(dataset, "--on-error", "skip")
    assert done.code == 0
    assert "1 record is left out; see rejected.csv" in done.stderr
    release = newest(dataset)
    (row,) = rejected(release)
    assert list(row.values())[1:6] == [ROWS, "2", "3", "end", "31/02/2027"]
    manifest = json.loads((release / "manifest.json").read_bytes())
    assert manifest["records"] == {"read": 2, "described": 1, "rejected": 1}
    text = (release / "data.nq").read_text(encoding="utf-8")
    assert "greensq" in text
    assert "slowrail" not in text


def newest(dataset: Path) -> Path:
    """The folder of the current release."""
    release = current_release(dataset / "out")
    assert release is not None
    return release.folder


@pytest.mark.parametrize("end", [",France,,x", ",France"])
def test_records_that_cannot_be_read_can_be_left_out_too(dataset: Path, end: str) -> None:
    change(dataset / ROWS, ",France,", end)
    assert export(dataset, "--on-error", "skip").code == 0
    (row,) = rejected(newest(dataset))
    assert (row["file"], row["line"], row["code"]) == (ROWS, "3", "S005")
    assert json.loads((newest(dataset) / "manifest.json").read_bytes())["records"]["described"] == 1


def test_an_unknown_country_is_a_finding_and_no_made_up_iri(dataset: Path) -> None:
    change(dataset / ROWS, "France", "Frankistan")
    done = export(dataset)
    assert done.code == 0
    report = json.loads((newest(dataset) / "report.json").read_bytes())
    finding = next(found for found in report["findings"] if found["code"] == "L001")
    assert finding["place"] == {"file": ROWS, "line": 3, "record": 2, "column": "lead country"}
    assert "'Frankistan'" in finding["message"]
    data = (newest(dataset) / "data.nq").read_text(encoding="utf-8")
    assert len(set(re.findall("authority/country/([A-Z]+)>", data))) == 1
    assert "rankistan" not in data.lower()


@pytest.mark.parametrize(
    ("old", "new", "fail_on", "code"),
    [
        ("France", "Frankistan", "warning", 1),
        ("France", "Frankistan", "violation", 0),
        ("01/09/2024", "01/09/2028", "violation", 1),
        ("01/09/2024", "01/09/2028", "none", 0),
    ],
)
def test_findings_fail_from_the_severity_that_is_asked_for(
    dataset: Path, old: str, new: str, fail_on: str, code: int
) -> None:
    before = published(dataset / "out")
    change(dataset / ROWS, old, new)
    done = export(dataset, "--fail-on", fail_on)
    assert done.code == code
    if code:
        assert published(dataset / "out") == before
        assert sorted(path.name for path in (dataset / "out" / "failed").iterdir()) == list(REPORT)
        assert f"the report is in {dataset / 'out' / 'failed'}" in done.stderr
    else:
        assert str(newest(dataset)) == done.stdout.strip()
        assert not (dataset / "out" / "failed").exists()


def test_a_second_export_at_the_same_time_stops_at_once(dataset: Path) -> None:
    before = published(dataset / "out")
    with locked(dataset / "out"):
        done = run("export", cwd=dataset)
    assert done.stderr.startswith("out: P001 another export (process ")
    assert "\n  help: wait until it ends, or name another folder with --out\n" in done.stderr
    assert (done.code, published(dataset / "out")) == (2, before)


def test_a_wrong_option_could_not_run(dataset: Path) -> None:
    done = export(dataset, "--on-error", "ignore")
    assert done.code == 2
    assert "'stop', 'skip'" in done.stderr


def test_a_source_that_is_not_there_could_not_run(dataset: Path) -> None:
    done = export(dataset, "project")
    assert told(done, dataset).startswith("eulod.toml: C005 no source 'project'; there are: projects\n  help: ")
    assert done.code == 2
