"""No e-mail address, telephone number or name of a contact is published, in whatever field it comes."""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.export.datasets import ROWS, Done, change, export, starter
from tests.shared import ROOT, shared

NAME, ADDRESS, NUMBER = "Minta Anna", "anna.minta@pelda.example", "+36 1 555 0199"
SEEDED = f"{NAME}, {ADDRESS}, {NUMBER}"
FOUND = re.compile(r"minta[^a-z]+anna|anna[^a-z]+minta|pelda\.example|555.{0,3}0199")
CORDIS, SWEDEN = Path("mappings/cordis-horizon/sample"), Path("mappings/interreg-sweden/sample")


def texts(folder: Path) -> Iterator[tuple[str, str]]:
    """The text of every file below a folder, in small letters and without percent signs, by its path.

    What is built for serving stands there too, as databases: their bytes are searched for what in them is text.
    """
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        yield str(path), unquote(path.read_bytes().decode(errors="replace")).lower()


def holding(folder: Path) -> list[str]:
    """The files that hold a seeded text, as far as FOUND sees them without eulod's own search."""
    return [path for path, text in texts(folder) if FOUND.search(text)]


def test_the_search_of_these_tests_finds_what_is_seeded(tmp_path: Path) -> None:
    for number, text in enumerate((*SEEDED.split(", "), "anna-minta", "Anna%20Minta", "555%200199")):
        (tmp_path / str(number)).write_text(text, encoding="utf-8")
    assert len(holding(tmp_path)) == 6


def of_the_seeds() -> Iterator[str]:
    """The addresses in the seeds and the name that stands beside one of them, in small letters."""
    for path in sorted(shared("data/seeds").glob("*.txt")):
        text = path.read_text(encoding="utf-8").lower()
        yield from re.findall(r"\S+@\S+", text)
        for name in re.findall(r"kapcsolattartó:\s*(.+?)\s*\n", text):
            yield from (name, " ".join(name.split()[::-1]), "-".join(name.split()))


@pytest.mark.slow
def test_nothing_of_the_seeds_contacts_is_published_or_recorded(samples_release: Path) -> None:
    personal = list(of_the_seeds())
    assert len(personal) > 3
    for folder in (samples_release.parent.parent, ROOT / "records"):
        found = [(path, datum) for path, text in texts(folder) for datum in personal if datum in text]
        assert not found


def contacts(dataset: Path, source: str, *columns: str) -> None:
    """Declare the columns of a source that name contacts, in place of those that were."""
    file = dataset / "eulod.toml"
    before, name, after = file.read_text(encoding="utf-8").partition(f'name = "{source}"\n')
    after = re.sub(r"contacts = .*\n", "", after, count=1) if source == "cordis-horizon" else after
    file.write_bytes(f"{before}{name}contacts = {json.dumps(columns)}\n{after}".encode())


def refused(done: Done, out: Path) -> bool:
    """Whether an export was refused for personal data that it does not repeat, leaving nothing."""
    assert " P003 personal data in the release: " in done.stderr
    assert "\n  help: " in done.stderr
    assert not FOUND.search(done.stderr.lower())
    left = {path.relative_to(out).as_posix() for path in out.rglob("*")}
    return done.code == 2 and left == {".lock", "releases"}


def with_contact(folder: Path) -> Path:
    """The starter with a column of contacts that the mapping does not read."""
    dataset = starter(folder)
    head, *rows = (dataset / ROWS).read_text(encoding="utf-8").splitlines()
    lines = [f"{head},contact,remarks", *(f'{row},{NAME},"{SEEDED}"' for row in rows), ""]
    (dataset / ROWS).write_bytes("\n".join(lines).encode())
    contacts(dataset, "projects", "contact")
    return dataset


def test_columns_that_are_not_mapped_are_not_published(tmp_path: Path) -> None:
    dataset = with_contact(tmp_path / "dataset")
    assert export(dataset).code == 0
    assert holding(dataset / "out") == []


@pytest.mark.parametrize(
    ("value", "datum"),
    [
        ("Local trains", "about Anna Minta"),  # a title
        ("2,SLOWRAIL", f"{ADDRESS},SLOWRAIL"),  # the key of records and money lines, in IRIs only
        ("SLOWRAIL", NAME),  # an acronym, of which IRIs are made
        ("Example County", f"Example County ({NUMBER})"),  # an organisation
        ("ongoing", NAME),  # a code
    ],
)
def test_mapped_columns_are_refused(value: str, datum: str, tmp_path: Path) -> None:
    dataset = with_contact(tmp_path / "dataset")
    change(dataset / ROWS, value, datum)
    assert refused(export(dataset, "--fail-on", "none"), dataset / "out")


@pytest.mark.parametrize(("value", "column"), [("01/09/2024", "start"), ('"480,000.50"', "total")])
def test_rejected_records_are_told_masked(value: str, column: str, tmp_path: Path) -> None:
    dataset = with_contact(tmp_path / "dataset")
    change(dataset / ROWS, value, f'"{SEEDED}"')
    done = export(dataset)
    assert done.code == 2
    assert f"record 2, column '{column}': V001 'M…a, a…e, +…9' is " in done.stderr
    assert "M…a, a…e, +…9" in (dataset / "out" / "failed" / "rejected.csv").read_text(encoding="utf-8")
    assert holding(dataset / "out") == []


def test_rejected_records_are_published_masked(tmp_path: Path) -> None:
    dataset = with_contact(tmp_path / "dataset")
    change(dataset / ROWS, "01/09/2024", f'"{SEEDED}"')
    assert export(dataset, "--on-error", "skip").code == 0
    assert "M…a, a…e, +…9" in (dataset / "out" / "current" / "rejected.csv").read_text(encoding="utf-8")
    assert holding(dataset / "out") == []


def test_findings_are_told_masked(tmp_path: Path) -> None:
    dataset = with_contact(tmp_path / "dataset")
    change(dataset / ROWS, "France", f'"{SEEDED}"')
    assert export(dataset).code == 0
    report = (dataset / "out" / "current" / "report.txt").read_text(encoding="utf-8")
    assert "'M…a, a…e, +…9' is not in the table 'country'" in report
    assert holding(dataset / "out") == []


def test_the_report_of_a_failed_check_is_masked(tmp_path: Path) -> None:
    dataset = with_contact(tmp_path / "dataset")
    change(dataset / ROWS, "Local trains and the towns they serve", NAME)
    change(dataset / ROWS, "31/08/2027", "31/08/2020")
    change(dataset / ROWS, "SLOWRAIL", "Anna Minta")
    done = export(dataset)
    assert done.code == 1
    assert sorted(path.name for path in (dataset / "out" / "failed").iterdir())[-1] == "report.txt"
    assert holding(dataset / "out") == []


def test_the_datasets_own_contact_may_be_published(tmp_path: Path) -> None:
    dataset = with_contact(tmp_path / "dataset")
    own = f'contact = "mailto:{ADDRESS}"\ncontact_name = "{NAME}"\n'
    text = (dataset / "eulod.toml").read_text(encoding="utf-8")
    (dataset / "eulod.toml").write_bytes(re.sub(r"^contact = .*\n", own, text, flags=re.MULTILINE).encode())
    assert export(dataset).code == 0


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the repository's dataset."""
    dataset = tmp_path_factory.mktemp("repository") / "dataset"
    shutil.copytree(ROOT / "mappings", dataset / "mappings")
    shutil.copy(ROOT / "eulod.toml", dataset)
    return dataset


def rewrite(file: Path, columns: Iterable[str], *, rows: int = 10_000) -> None:
    """Seed columns of a CSV file in its first `rows` records."""
    with file.open(encoding="utf-8", newline="") as stream:
        records = list(csv.DictReader(stream))
    for record in records[:rows]:
        record.update(dict.fromkeys(columns, SEEDED))
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, records[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(records)


def rewrite_partners(file: Path, seeded: Mapping[str, object], *, rows: int = 10_000) -> None:
    """Seed members of the Swedish records."""
    records = json.loads(file.read_bytes())
    file.write_bytes(json.dumps([{**one, **(seeded if n < rows else {})} for n, one in enumerate(records)]).encode())


def unmapped(file: Path) -> list[str]:
    """The columns of a CSV file that the mapping beside it does not read."""
    mapping = (file.parent.parent / "mapping.yml").read_text(encoding="utf-8")
    with file.open(encoding="utf-8", newline="") as stream:
        return [name for name in next(csv.reader(stream)) if not re.search(rf"\b{name}\b", mapping)]


@pytest.mark.slow
def test_columns_of_the_real_sources_that_are_not_mapped_are_not_published(repository: Path, tmp_path: Path) -> None:
    dataset = Path(shutil.copytree(repository, tmp_path / "dataset"))
    seeded = unmapped(dataset / CORDIS / "organization.csv")
    assert {"street", "contactForm"} <= set(seeded)
    rewrite(dataset / CORDIS / "organization.csv", seeded)
    rewrite(dataset / CORDIS / "project.csv", unmapped(dataset / CORDIS / "project.csv"))
    rewrite_partners(dataset / SWEDEN / "partners.json", {"kontakt": {"namn": NAME, "epost": [ADDRESS, NUMBER]}})
    contacts(dataset, "interreg-sweden", "kontakt.namn")
    done = export(dataset, "cordis-horizon", "interreg-sweden", "reference")
    assert done.code == 0, done.stderr
    assert holding(dataset / "out") == []


@pytest.mark.slow
def test_mapped_columns_of_cordis_are_refused(repository: Path, tmp_path: Path) -> None:
    dataset = Path(shutil.copytree(repository, tmp_path / "dataset"))
    rewrite(dataset / CORDIS / "project.csv", ["title"], rows=1)
    assert refused(export(dataset, "cordis-horizon", "--fail-on", "none"), dataset / "out")


@pytest.mark.slow
def test_names_of_swedish_contacts_are_refused(repository: Path, tmp_path: Path) -> None:
    dataset = Path(shutil.copytree(repository, tmp_path / "dataset"))
    seeded = {"kontakt": {"personer": [{"namn": NAME}]}, "organisationsnamn": "Enskild firma Anna Minta"}
    rewrite_partners(dataset / SWEDEN / "partners.json", seeded, rows=1)
    contacts(dataset, "interreg-sweden", "kontakt.personer[*].namn")
    assert refused(export(dataset, "interreg-sweden", "--fail-on", "none"), dataset / "out")
