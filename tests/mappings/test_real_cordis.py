"""The full tables of CORDIS: everything in them is described, and every amount adds up.

The expectations are read from the raw files with the standard library alone.
"""

from __future__ import annotations

import csv
import re
from decimal import Decimal
from typing import Any

import pytest

from tests.mappings.mapped import BASE, NS, Mapped, added, run, slug
from tests.shared import shared

pytestmark = pytest.mark.slow

Tables = dict[str, list[dict[str, Any]]]
TABLES = ("project", "organization", "topics", "legalBasis", "euroSciVoc", "webLink")


@pytest.fixture(scope="module")
def tables() -> Tables:
    found = {}
    for name in TABLES:
        with shared(f"data/cordis/horizon_heads100/{name}_df_100.csv").open(encoding="utf-8", newline="") as lines:
            found[name] = list(csv.DictReader(lines))
    return found


@pytest.fixture(scope="module")
def mapped() -> Mapped:
    return run("cordis-horizon", shared("data/cordis/horizon_heads100"))


def test_nothing_is_rejected_and_one_region_is_unknown(mapped: Mapped) -> None:
    assert [(p.value, p.code, p.rejects) for p in mapped.problems] == [("NL32B", "L001", False)]


def test_every_project_and_record_is_there(mapped: Mapped, tables: Tables) -> None:
    ids = {row["id"] for row in tables["project"]}
    assert len(ids) == 100
    assert mapped.instances("Project") == {f"<{BASE}id/project/cordis/{id_}>" for id_ in ids}
    assert mapped.instances("SourceRecord") == {f"<{BASE}id/record/cordis-horizon/{id_}>" for id_ in ids}


def test_every_row_of_the_other_tables_is_there(mapped: Mapped, tables: Tables) -> None:
    assert len(mapped.instances("Participation")) == len(tables["organization"])
    assert len(mapped.instances("Output")) == len(tables["webLink"])
    below = [row for row in tables["legalBasis"] if row["uniqueProgrammePart"] != "True"]
    concepts = [o for _, o in mapped.pairs("http://purl.org/dc/terms/subject")]
    assert sum("/cordis-topic/" in o for o in concepts) == len(tables["topics"])
    assert sum("/cordis-legal-basis/" in o for o in concepts) == len(below)
    assert sum("/euroscivoc/" in o for o in concepts) == len(tables["euroSciVoc"])


def test_every_statement_is_about_a_described_project(mapped: Mapped) -> None:
    about = {s for _, s, _, _ in mapped.quads if re.fullmatch(f"<{BASE}id/project/cordis/[0-9]+>", s)}
    assert about == mapped.instances("Project")


@pytest.mark.parametrize(("column", "kind"), [("totalCost", "total-budget"), ("ecMaxContribution", "eu-contribution")])
def test_amounts_of_projects_add_up(mapped: Mapped, tables: Tables, column: str, kind: str) -> None:
    stated = [(slug(row["legalBasis"]), Decimal(row[column].replace(",", "."))) for row in tables["project"]]
    assert mapped.sums(kind) == added(stated)


@pytest.mark.parametrize(
    ("column", "kind"),
    [
        ("ecContribution", "partner-eu-contribution"),
        ("netEcContribution", "partner-eu-contribution-net"),
        ("totalCost", "partner-total-budget"),
    ],
)
def test_amounts_of_partners_add_up(mapped: Mapped, tables: Tables, column: str, kind: str) -> None:
    part = {row["id"]: slug(row["legalBasis"]) for row in tables["project"]}
    rows = [row for row in tables["organization"] if row[column]]
    assert len(list(mapped.money(kind))) == len(rows)
    stated = [(part[row["projectID"]], Decimal(row[column].replace(",", "."))) for row in rows]
    assert mapped.sums(kind) == added(stated)


def test_zeros_are_stated_zeros(mapped: Mapped, tables: Tables) -> None:
    cells = [row[column] for row in tables["project"] for column in ("totalCost", "ecMaxContribution")]
    partner = ("ecContribution", "netEcContribution", "totalCost")
    cells += [row[column] for row in tables["organization"] for column in partner]
    zeros = [o for _, o in mapped.pairs(f"{NS}valueBasis") if o.endswith("/stated-zero>")]
    assert len(zeros) == sum(cell in ("0", "0.0") for cell in cells)


def test_every_programme_part_has_a_title(mapped: Mapped) -> None:
    assert mapped.instances("Programme") <= {s for s, _ in mapped.pairs("http://purl.org/dc/terms/title")}
