"""What several kinds of pages tell alike: periods, amounts, and the documents that statements stand in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from eulod.browsing.dataset import Browsing
from eulod.browsing.kinds import iri
from eulod.browsing.model import Entity, Literal, Resource, Statement
from eulod.pages.reader import Reader

_START, _END = iri("dcat:startDate"), iri("dcat:endDate")
_EARLIEST, _LATEST = iri("eulod:earliestStart"), iri("eulod:latestEnd")
_TEMPORAL = iri("dcterms:temporal")
_MONEY = ("eulod:amountKind", "schema:value", "eulod:coFinancingRate", "eulod:valueBasis", "eulod:rawValue")
PARTICIPATION = ("eulod:participant", "eulod:statedName", "eulod:place", "eulod:country", "eulod:role")
"""What is shown of a participation in a table."""
_DASH = "\N{EN DASH}"


@dataclass(frozen=True, slots=True)
class Period:
    """From when to when, as precise as a source states it; `begins` sorts, `statements` say where it comes from."""

    text: str
    begins: str
    ends: str
    statements: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True)
class Amount:
    """A money line in the reader's words: '' for what it does not say."""

    line: Entity
    kind: Resource | None
    text: str
    basis: Resource | None
    rate: str
    raw: str

    @property
    def statements(self) -> tuple[Statement, ...]:
        """What the page shows of the line."""
        return shown_statements(self.line, _MONEY)


def shown_statements(entity: Entity, names: Iterable[str]) -> tuple[Statement, ...]:
    """The statements of an entity with these predicates, `prefix:name`."""
    return tuple(statement for name in names for statement in entity.statements(iri(name)))


def period_of(entity: Entity, others: Mapping[str, Entity], reader: Reader) -> Period | None:
    """When something was: its stated period, found in `others` by IRI, else its own dates, else None."""
    for resource in entity.resources(_TEMPORAL):
        if resource.iri in others and (found := _period(others[resource.iri], _START, _END, reader)):
            return found
    return (
        _period(entity, _START, _END, reader)
        or _period(entity, iri("dcterms:issued"), "", reader)
        or _period(entity, _EARLIEST, _LATEST, reader)
    )


def _period(entity: Entity, start: str, end: str, reader: Reader) -> Period | None:
    starts, ends = entity.literals(start), entity.literals(end) if end else ()
    if not starts and not ends:
        return None
    first, last = (found[0].value if found else "" for found in (starts, ends))
    if not end or first == last:
        text = reader.date(first)
    else:
        text = f"{reader.date(first) if first else '…'} {_DASH} {reader.date(last) if last else '…'}"
    stated = tuple(one for name in (start, end) if name for one in entity.statements(name))
    return Period(text, first or last, last or first, stated)


def years_of(entity: Entity) -> str:
    """The years of a project, such as 2012–2014, from its bounds; '' where it has none."""
    found = [entity.literals(name) for name in (_EARLIEST, _LATEST)]
    years = [values[0].value[:4] if values else "" for values in found]
    if not any(years):
        return ""
    return years[0] if years[0] == years[1] else f"{years[0] or '…'}{_DASH}{years[1] or '…'}"


def amounts(lines: Iterable[Entity], reader: Reader) -> tuple[Amount, ...]:
    """Money lines by their kind in the order of the scheme's notations."""
    return tuple(sorted((_amount(line, reader) for line in lines), key=lambda one: (_iri(one.kind), one.line.iri)))


def _amount(line: Entity, reader: Reader) -> Amount:
    value, currency = _first(line, iri("schema:value")), line.resources(iri("eulod:currency"))
    rate = _first(line, iri("eulod:coFinancingRate"))
    raw = _first(line, iri("eulod:rawValue"))
    text = ""
    if value:
        text = reader.money(value.value, currency[0].iri) if currency else reader.value(value)
    return Amount(
        line,
        next(iter(line.resources(iri("eulod:amountKind"))), None),
        text,
        next(iter(line.resources(iri("eulod:valueBasis"))), None),
        reader.percent(rate.value) if rate else "",
        raw.value if raw else "",
    )


def documents_of(browsing: Browsing, statements: Iterable[Statement]) -> dict[str, Resource]:
    """The SourceDocument of each graph that statements stand in, as far as the release describes it."""
    graphs = sorted({graph for statement in statements for graph in statement.graphs})
    start, others = f"{browsing.base}id/graph/", f"{browsing.base}id/source-document/"
    asked = {graph: others + graph.removeprefix(start) for graph in graphs if graph.startswith(start)}
    found = {graph: browsing.resource(name) for graph, name in asked.items()}
    return {graph: resource for graph, resource in found.items() if resource.kind}


def all_statements(entities: Iterable[Entity]) -> tuple[Statement, ...]:
    """Every statement that the entities show."""
    return tuple(one for entity in entities for part in entity.properties for one in part.statements) + tuple(
        one for entity in entities for one in entity.withheld
    )


def _first(entity: Entity, predicate: str) -> Literal | None:
    return next(iter(entity.literals(predicate)), None)


def _iri(resource: Resource | None) -> str:
    return resource.iri if resource else ""
