"""The answer of a query on a page: each term as the reader writes it, and a chart where there is something to draw."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

import pyoxigraph as ox
from markupsafe import Markup

from eulod.browsing.dataset import Browsing
from eulod.browsing.model import Label, Literal
from eulod.pages.charts.bars import bars
from eulod.pages.charts.chart import Category, Chart, Number, Series
from eulod.pages.charts.columns import columns
from eulod.pages.charts.drawing import element
from eulod.pages.charts.figure import figure
from eulod.pages.reader import Reader
from eulod.query.sparql import Solutions, Term
from eulod.terms.shown import shortened

_XSD = "http://www.w3.org/2001/XMLSchema#"
_NUMBERS = {_XSD + name for name in ("decimal", "integer", "double", "float", "nonNegativeInteger", "int", "long")}
_TIMES = {_XSD + name for name in ("date", "gYear", "gYearMonth", "dateTime")}
BARS = 30
"""How many bars a chart has at most; they are the first rows."""
_WORDS = 2

Row = tuple[Term | None, ...]


def answer_cells(browsing: Browsing, reader: Reader, rows: Sequence[Row]) -> list[list[Markup]]:
    """The cells of rows: what the release describes has its name and leads to its page, numbers stand to the right."""
    return [[_cell(browsing, reader, term) for term in row] for row in rows]


def answer_chart(browsing: Browsing, reader: Reader, answer: Solutions) -> Markup:
    """The last column of numbers by the words before it, else how many rows say the same; nothing where neither is."""
    numeric = numeric_columns(answer)
    others = [at for at in range(len(answer.variables)) if at not in numeric and any(row[at] for row in answer.rows)]
    if len(answer.rows) < _WORDS or not others:
        return Markup("")
    if numeric:
        return _of_numbers(browsing, reader, answer, numeric[-1], others)
    return _of_counts(browsing, reader, answer, others)


def numeric_columns(answer: Solutions) -> list[int]:
    """The columns that hold numbers and nothing else."""
    return [at for at in range(len(answer.variables)) if _all(answer.rows, at, _NUMBERS)]


def _of_numbers(browsing: Browsing, reader: Reader, answer: Solutions, at: int, others: Sequence[int]) -> Markup:
    rows = [row for row in answer.rows if row[at] is not None][:BARS]
    points = [(_name(browsing, reader, row, others[:_WORDS]), _number(row[at])) for row in rows]
    in_time = len(others) == 1 and _all(answer.rows, others[0], _TIMES)
    return _figure(reader, answer.variables[at], answer.variables[others[0]], points, in_time=in_time)


def _of_counts(browsing: Browsing, reader: Reader, answer: Solutions, others: Sequence[int]) -> Markup:
    repeated = [at for at in others if len({row[at] for row in answer.rows}) < len(answer.rows)]
    if not repeated:
        return Markup("")
    counted = Counter(_name(browsing, reader, row, repeated[:1]) for row in answer.rows)
    points = list(counted.items())[:BARS]
    return _figure(reader, reader.text("sparql.count"), answer.variables[repeated[0]], points, in_time=False)


def _figure(
    reader: Reader, title: str, category: str, points: Sequence[tuple[str, Number | None]], *, in_time: bool
) -> Markup:
    chart = Chart(
        "answer",
        title,
        reader.text("sparql.chart_description"),
        category,
        tuple(Category(name) for name, _ in points),
        (Series(title, tuple(value for _, value in points)),),
        reader.number,
    )
    return figure(chart, columns if in_time else bars, as_table=reader.text("charts.as_table"), heading="h2")


def _all(rows: Sequence[Row], at: int, datatypes: set[str]) -> bool:
    """Whether a column holds values of these datatypes, and nothing else."""
    terms = [row[at] for row in rows if row[at] is not None]
    return bool(terms) and all(isinstance(term, ox.Literal) and term.datatype.value in datatypes for term in terms)


def _number(term: Term | None) -> Number | None:
    try:
        value = Decimal(term.value) if isinstance(term, ox.Literal) else None
    except InvalidOperation:
        return None
    return value if value is not None and value.is_finite() else None


def _name(browsing: Browsing, reader: Reader, row: Row, columns: Sequence[int]) -> str:
    """What a row is about: its words, each once."""
    words = [_label(browsing, reader, row[at]).text for at in columns]
    return " · ".join(dict.fromkeys(words))


def _label(browsing: Browsing, reader: Reader, term: Term | None) -> Label:
    if term is None:
        return Label("–")
    if isinstance(term, ox.Literal):
        return Label(reader.value(_literal(term)), term.language or "")
    if isinstance(term, ox.NamedNode):
        return reader.name(browsing.resource(term.value))
    return Label(shortened(str(term)))


def _literal(term: ox.Literal) -> Literal:
    return Literal(term.value, term.language or "", "" if term.language else term.datatype.value)


def _cell(browsing: Browsing, reader: Reader, term: Term | None) -> Markup:
    label = _label(browsing, reader, term) if term is not None else Label("")
    lang = reader.lang(label.language) or None
    if isinstance(term, ox.NamedNode):
        link = element("a", element("bdi", label.text, lang=lang), href=reader.links.entity(term.value))
        return element("td", link)
    number = isinstance(term, ox.Literal) and term.datatype.value in _NUMBERS
    return element("td", element("bdi", label.text, lang=lang), class_="number" if number else None)
