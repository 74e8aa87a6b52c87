"""`eulod explain`: a fact of the shipped data leads to its record, its column, its wording and the mapping's line."""

from __future__ import annotations

import csv
import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from eulod import explain, read_settings
from eulod.cli import main
from eulod.mapping.lineage import Origin
from tests.export.datasets import MAPPING, ROWS, starter
from tests.shared import ROOT, shared

CLUSNET = "id/project/interreg-ivc-2007-2013/clusnet"
BIOFUEL = "id/participation/aurora-2021-2027/boost-nordic-biogas/biofuel-region-bfr-ab"
CORDIS = "id/project/cordis/101163161"
SENTENCE = "A projekt az INTERREG IV C Programban az Európai Unió és Magyarország társfinanszírozásával valósul meg."


def explained(*arguments: str, dataset: Path = ROOT) -> Result:
    """`eulod explain` in this process."""
    return CliRunner().invoke(main, ["explain", *arguments, "--config", str(dataset)])


def of_source(name: str, iri: str, predicate: str) -> tuple[Origin, ...]:
    """What `explain` finds in one source of the shipped data."""
    settings = read_settings(ROOT)
    sources = tuple(source for source in settings.sources if source.name == name)
    return explain(replace(settings, sources=sources), iri, predicate).origins


def line(file: str, number: int) -> str:
    """A line of a file of the repository, counted from 1."""
    return (ROOT / file).read_text(encoding="utf-8").splitlines()[number - 1]


@pytest.fixture
def records(tmp_path: Path) -> Path:
    """The repository's dataset with the hand-kept records alone."""
    for name in ("records", "mappings/records"):
        shutil.copytree(ROOT / name, tmp_path / name)
    settings, *sources = (ROOT / "eulod.toml").read_text(encoding="utf-8").split("[[source]]")
    (source,) = [source for source in sources if 'name = "records"' in source]
    (tmp_path / "eulod.toml").write_bytes(f"{settings}[[source]]{source}".encode())
    return tmp_path


def test_a_fact_of_a_record_is_told_with_its_quote(records: Path) -> None:
    done = explained(CLUSNET, "eulod:programme", dataset=records)
    said = [text.strip() for text in done.stdout.splitlines()]
    assert said[:3] == [
        "id:project/interreg-ivc-2007-2013/clusnet",
        "eulod:programme id:programme/interreg-ivc-2007-2013",
        f'quoted: "{SENTENCE}"@hu',
    ]
    place, _, value = said[3].removeprefix("from ").partition(", record 1: ")
    file, _, number = place.partition(":")
    assert (file, value) == ("records/clusnet.yaml", "project.programme.key = 'interreg-ivc-2007-2013'")
    assert line(file, int(number))
    mapping, _, number = said[4].removeprefix("by ").partition(" ")[0].partition(":")
    assert mapping == "mappings/records/mapping.yml"
    assert "eulod:programme" in line(mapping, int(number))
    assert (done.exit_code, len(said)) == (0, 5)


def test_the_quote_stands_in_the_document() -> None:
    (text,) = [path.read_text(encoding="utf-8") for path in shared("data/seeds").glob("004_*.txt")]
    assert SENTENCE in " ".join(text.split())


def test_a_fact_of_cordis_leads_to_its_row() -> None:
    (origin,) = of_source("cordis-horizon", CORDIS, "dcterms:title")
    with (ROOT / origin.file).open(encoding="utf-8", newline="") as file:
        row = list(csv.DictReader(file))[origin.record - 1]
    assert origin.file == "mappings/cordis-horizon/sample/project.csv"
    assert dict(origin.values) == {"title": row["title"]}
    assert origin.object == f'"{row["title"]}"@en'
    assert "[dcterms:title, $(title), en~lang]" in line(origin.mapping_file, origin.mapping_line)


def test_a_fact_from_sweden_leads_to_its_record() -> None:
    (origin,) = of_source("interreg-sweden", BIOFUEL, "eulod:role")
    record = json.loads((ROOT / origin.file).read_bytes())[origin.record - 1]
    assert origin.file == "mappings/interreg-sweden/sample/partners.json"
    assert (record["projektnamn"], record["organisationsnamn"]) == ("Boost Nordic Biogas", "BioFuel Region BFR AB")
    assert dict(origin.values)["organisationsroll"] == record["organisationsroll"] == "PP"
    assert "eulod:role" in line(origin.mapping_file, origin.mapping_line)


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The starter."""
    return starter(tmp_path_factory.mktemp("explained") / "dataset")


PROJECT = "id/project/example-cooperation-programme/slowrail"


def test_every_statement_about_a_resource_is_told(dataset: Path) -> None:
    done = explained(PROJECT, dataset=dataset)
    assert '  dcterms:title "Local trains and the towns they serve"@en\n' in done.stdout
    assert f"    from {ROWS}, record 2: title = 'Local trains and the towns they serve'\n" in done.stdout
    assert f"    by {MAPPING}:42 (project)\n" in done.stdout
    assert done.stdout.count("\n    from ") == done.stdout.count("\n    by ") == 11


def test_json_names_file_record_column_value_and_mapping_line(dataset: Path) -> None:
    found: dict[str, Any] = json.loads(explained(PROJECT, "eulod:latestEnd", "-f", "json", dataset=dataset).stdout)
    (origin,) = found["origins"]
    assert origin["object"] == '"2027-08-31"^^<http://www.w3.org/2001/XMLSchema#date>'
    assert (origin["file"], origin["record"], origin["values"]) == (ROWS, 2, [["end", "31/08/2027"]])
    assert origin["mapping_file"] == MAPPING
    assert "eulod:latestEnd" in (dataset / MAPPING).read_text("utf-8").splitlines()[origin["mapping_line"] - 1]
    assert found["quotes"] == found["claims"] == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["id/project/nothing"], "E002 no source states anything about <https://data.my-town.eu/id/project/nothing>\n"),
        ([PROJECT, "eulod:objective"], "E002 no source states anything about "),
        (["M999"], "E003 no error has the code M999; there are: "),
        (["X99"], "E003 no shape has the identifier X99\n"),
    ],
)
def test_what_is_not_known_is_told(arguments: list[str], message: str, dataset: Path) -> None:
    done = explained(*arguments, dataset=dataset)
    assert done.stderr.startswith(message)
    assert "\n  help: " in done.stderr
    assert (done.exit_code, done.stdout) == (2, "")


def test_a_code_of_an_error_gives_its_page() -> None:
    done = explained("P003")
    assert done.stdout == (ROOT / "docs" / "errors" / "P003.md").read_text(encoding="utf-8")
    assert done.exit_code == 0


def test_a_code_of_a_shape_gives_its_messages() -> None:
    done = explained("X01")
    assert done.stdout.startswith("X01 ")
    assert "  hu: " in done.stdout
    assert done.exit_code == 0
