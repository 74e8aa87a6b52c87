"""The full Swedish list: everything in it is described, and every amount adds up.

The expectations are read from the raw file with the standard library alone.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from decimal import Decimal
from typing import Any

import pytest

from tests.mappings.mapped import NS, Mapped, added, run, slug, tail
from tests.shared import shared

pytestmark = pytest.mark.slow

Row = dict[str, Any]
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"


def _statuses(mapped: Mapped, predicate: str) -> Counter[str]:
    """How many claims on `predicate` have each status."""
    claims = {claim for claim, on in mapped.pairs(f"{RDF}predicate") if on == f"<{predicate}>"}
    statuses = [status for claim, status in mapped.pairs(f"{NS}claimStatus") if claim in claims]
    return Counter(tail(status) for status in statuses)


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    text = shared("data/interreg/sweden/partners.json").read_text("utf-8")
    found: list[Row] = json.loads(text, parse_float=Decimal)
    return found


@pytest.fixture(scope="module")
def mapped() -> Mapped:
    return run("interreg-sweden", shared("data/interreg/sweden"))


def test_nothing_is_rejected_and_one_region_is_unknown(mapped: Mapped) -> None:
    assert [(p.value, p.code, p.rejects) for p in mapped.problems] == [("SE/2/Gotland", "L001", False)]


def test_every_project_and_record_is_there(mapped: Mapped, rows: list[Row]) -> None:
    paths = {f"{slug(r['program'])}-2021-2027" for r in rows}
    assert {tail(s) for s in mapped.instances("Programme")} == paths
    projects = {(r["program"], r["projektnamn"]) for r in rows}
    assert len(projects) == 586
    assert len(mapped.instances("Project")) == len(mapped.instances("SourceRecord")) == len(projects)
    names = {json.dumps(name, ensure_ascii=False) for _, name in projects}
    assert {o for _, o in mapped.pairs(f"{NS}acronym")} == names


def test_every_row_is_a_money_line(mapped: Mapped, rows: list[Row]) -> None:
    assert len(mapped.instances("MoneyLine")) == len(rows) == 1196
    zeros = [o for _, o in mapped.pairs(f"{NS}valueBasis") if o.endswith("/stated-zero>")]
    assert len(zeros) == sum(row["partnerbudget"] == 0 for row in rows)


def test_two_rows_repeat_a_participation(mapped: Mapped, rows: list[Row]) -> None:
    named = {(r["program"], r["projektnamn"], r["organisationsnamn"]) for r in rows if r["organisationsnamn"]}
    unnamed = [row for row in rows if not row["organisationsnamn"]]
    assert len(mapped.instances("Participation")) == len(named) + len(unnamed) == len(rows) - 2
    assert len(mapped.pairs(f"{NS}participant")) == len(named)


def test_amounts_add_up(mapped: Mapped, rows: list[Row]) -> None:
    stated = [(f"{slug(row['program'])}-2021-2027", Decimal(row["partnerbudget"])) for row in rows]
    assert mapped.sums("partner-total-budget") == added(stated)


def test_roles_are_those_of_the_rows(mapped: Mapped, rows: list[Row]) -> None:
    codes = {"lead-partner": "LP", "project-partner": "PP", "associated-partner": "AP"}
    found = Counter(codes[tail(o)] for _, o in mapped.pairs(f"{NS}role"))
    stated = Counter(row["organisationsroll"] for row in rows)
    assert found == stated - Counter(LP=1, PP=1)  # the repeated rows of SelfCare and MINDSET


def test_most_projects_show_no_lead(mapped: Mapped) -> None:
    leads = {s for s, o in mapped.pairs(f"{NS}role") if o.endswith("/lead-partner>")}
    led = {project for project, participation in mapped.pairs(f"{NS}hasParticipation") if participation in leads}
    assert len(mapped.instances("Project") - led) == 399


def test_rival_dates_are_claims(mapped: Mapped) -> None:
    assert _statuses(mapped, "http://www.w3.org/ns/dcat#startDate") == {"accepted": 4, "disputed": 4}
    ends = {"accepted": 3, "disputed": 3, "uncertain": 2, "rejected": 1}
    assert _statuses(mapped, "http://www.w3.org/ns/dcat#endDate") == ends


def test_rival_statuses_are_claims(mapped: Mapped) -> None:
    assert _statuses(mapped, f"{NS}projectStatus") == {"accepted": 2, "disputed": 2, "uncertain": 3}


def test_rival_regions_are_claims(mapped: Mapped) -> None:
    assert _statuses(mapped, f"{NS}nutsRegion") == {"accepted": 10, "disputed": 10}


def test_a_project_has_one_earliest_start_and_at_most_one_latest_end(mapped: Mapped) -> None:
    projects = mapped.instances("Project")
    for predicate, without in (("earliestStart", 0), ("latestEnd", 3)):
        bounds = Counter(s for s, _ in mapped.pairs(f"{NS}{predicate}") if s in projects)
        assert set(bounds.values()) == {1}
        assert len(bounds) == 586 - without


def test_regions_are_regions_of_sweden(mapped: Mapped) -> None:
    regions = {o for _, o in mapped.pairs(f"{NS}nutsRegion")}
    assert all(re.fullmatch("<http://data.europa.eu/nuts/code/SE[0-9]{2,3}>", region) for region in regions)
