"""Dates: of the declared form, on days that the calendar has."""

from __future__ import annotations

import pytest

from eulod.engines.duckdb import DuckDBEngine
from eulod.mapping.errors import FunctionParameters
from tests.mapping.functions.calling import check, results

Dates = dict[str | None, str | None]


@pytest.mark.parametrize(
    ("format", "read", "refused"),
    [
        ("yyyy-MM-dd", {"2026-11-20": "2026-11-20", " 2026-11-20 ": "2026-11-20", None: None}, "2026-1-5|26-01-05|"),
        ("yyyy-MM-dd", {"2024-02-29": "2024-02-29", "2000-02-29": "2000-02-29"}, "2023-02-29|1900-02-29"),
        ("yyyy-MM-dd", {}, "2027-02-31|2026-09-31|2026-13-01|2026-00-10|2026-01-00|infinity|epoch|2026-01-05 (BC)"),
        ("yyyy-MM-dd", {}, "2026/01/05|2026-01-05T00:00|20260105"),
        ("dd/MM/yyyy", {"01/02/2005": "2005-02-01"}, "31/04/2005|1/2/2005|02/13/2005"),
        ("MM/dd/yyyy", {"01/02/2005": "2005-01-02"}, "13/02/2005"),
        ("d.M.yyyy", {"1.2.2005": "2005-02-01", "31.12.2005": "2005-12-31"}, "0.1.2005|1x2x2005"),
        ("yyyyMMdd", {"20050201": "2005-02-01"}, "20050230"),
        ("yyyy-MM-dd HH:mm:ss", {"2024-06-24 15:19:42": "2024-06-24"}, "2024-06-24 24:00:00|2024-06-24 15:61:00"),
        ("yyyy-MM-ddTHH:mm", {"2024-06-24T15:19": "2024-06-24"}, "2024-06-24 15:19"),
        ("yyyy", {"2026": "2026"}, "26|20260"),
        ("MM/yyyy", {"11/2026": "2026-11"}, "13/2026"),
        ("yyyy. MM. dd.", {"2010. 03. 31.": "2010-03-31"}, "2010x 03x 31x"),
    ],
)
def test_date(engine: DuckDBEngine, format: str, read: Dates, refused: str) -> None:
    expected = read | dict.fromkeys(refused.split("|"))
    assert results(engine, "date", list(expected), format=format) == expected


@pytest.mark.parametrize("format", ["", "dd/MM", "MM", "yyyy-dd", "dd.MM.yyyy MM", "MMM yyyy", "yy-MM-dd", "x"])
def test_a_format_that_gives_no_date_is_refused(format: str) -> None:
    with pytest.raises(FunctionParameters, match="each once"):
        check("date", ["value"], format=format)


NO_PERIODS = "2026-13|2026-02-30|26|2026-1|2026-1-05|20261|2026-11-20T00:00|2026/11/20|epoch|"
DAYS = {"2026-11-20": "2026-11-20", " 2026-11-20 ": "2026-11-20", None: None}
LAST_OF_FEBRUARY = {"2024-02": "2024-02-29", "2023-02": "2023-02-28", "2000-02": "2000-02-29", "1900-02": "1900-02-28"}


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("first_day", {"2026": "2026-01-01", "2026-11": "2026-11-01"}),
        ("last_day", {"2026": "2026-12-31", "2026-11": "2026-11-30", "2026-12": "2026-12-31", **LAST_OF_FEBRUARY}),
    ],
)
def test_the_days_of_a_period(engine: DuckDBEngine, name: str, read: Dates) -> None:
    expected = DAYS | read | dict.fromkeys(NO_PERIODS.split("|"))
    assert results(engine, name, list(expected)) == expected


MOMENTS: Dates = {
    "2026-01-15T22:59:59Z": "2026-01-15",
    "2026-01-15T23:00:00Z": "2026-01-16",  # winter: an hour ahead of UTC
    "2026-07-15T21:59:59Z": "2026-07-15",
    "2026-07-15T22:00:00Z": "2026-07-16",  # summer: two hours ahead
    "2026-03-28T23:30:00Z": "2026-03-29",  # clocks go forward on the 29th
    "2026-03-29T22:30:00Z": "2026-03-30",
    "2026-10-24T22:30:00Z": "2026-10-25",  # clocks go back on the 25th
    "2026-10-25T22:30:00Z": "2026-10-25",
    "2026-06-30T23:30:00+00:00": "2026-07-01",
    "2026-06-30 23:30:00+02:00": "2026-06-30",
    "2026-07-01T00:30:00+0300": "2026-06-30",
    "2021-06-30T12:00:00.123Z": "2021-06-30",
    "2026-06-30T23:30:00": None,
    "2026-06-30": None,
    "2026-02-30T12:00:00Z": None,
    "2026-06-30T25:00:00Z": None,
    "yesterday 12:00Z": None,
    None: None,
}


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Asia/Tokyo"])
def test_the_day_in_brussels_wherever_it_is_asked(zone: str) -> None:
    engine = DuckDBEngine(threads=1)
    try:
        engine.connection.raw_sql(f"SET TimeZone = '{zone}'")
        assert results(engine, "brussels_day", list(MOMENTS)) == MOMENTS
    finally:
        engine.close()
