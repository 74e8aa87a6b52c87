"""The statements of a release as a table, from its N-Quads, and numbers for what they name."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ibis

from eulod.browsing.kinds import CLASSES, SEARCHED, THING, iri
from eulod.errors import NoData, Place

if TYPE_CHECKING:
    from eulod.engines.engine import Engine

TYPE = f"<{iri('rdf:type')}>"
_TRIPLE = ("subject", "predicate", "object")


def dump_of(release: Path) -> Path:
    """The N-Quads of a release folder. Raises NoData where there is none."""
    found = next((path for suffix in ("nq", "nq.gz") for path in sorted(release.glob(f"*.{suffix}"))), None)
    if found is None:
        help = "name a release folder such as out/current, or run `eulod export`"
        raise NoData("this folder holds no dump of a release (.nq)", help=help, place=Place(str(release)))
    return found


def read_quads(engine: Engine, dump: Path) -> ibis.Table:
    """The columns graph ('' for the default graph), subject, predicate, object of a dump that eulod wrote.

    A line is subject, predicate, object, graph with one space between each; what follows the last space is a graph if
    it is an IRI, for an IRI has no quotation mark and a literal ends with one, with its tag or with its datatype.
    """
    lines = engine.read_lines(dump)
    first = lines.line.find(" ")
    rest = lines.select(subject=lines.line.substr(0, first), rest=lines.line.substr(first + 1))
    end = rest.rest.find(" ")
    tail = rest.rest.substr(end + 1)
    rest = rest.select("subject", predicate=rest.rest.substr(0, end), tail=tail.substr(0, tail.length() - 2))
    graph = rest.tail.re_extract(r' (<[^<>" ]*>)$', 1)
    rest = rest.mutate(graph=ibis.coalesce(graph, ""))
    cut = rest.tail.substr(0, rest.tail.length() - rest.graph.length() - 1)
    return rest.select("graph", "subject", "predicate", object=(rest.graph == "").ifelse(rest.tail, cut))


@dataclass(frozen=True, slots=True)
class Numbered:
    """The statements with numbers in place of names, as tables that the engine keeps.

    `resources`: id, iri (without brackets), kind. `triples`: id, withheld and, as text and as numbers, subject and sid,
    predicate and pid, object and oid (null for a literal). `stated`: statement, graph.
    """

    engine: Engine
    resources: ibis.Table
    triples: ibis.Table
    stated: ibis.Table

    def pairs(self, name: str, left: str, right: str) -> ibis.Table:
        """Subject and object, by number under the names `left` and `right`, of the statements with `prefix:name`."""
        found = self.triples.filter(self.triples.predicate == f"<{iri(name)}>", self.triples.withheld == "")
        return found.filter(found.oid.notnull()).select(**{left: found.sid, right: found.oid}).distinct()

    def of_kind(self, kind: str) -> ibis.Table:
        """The numbers of the resources of a kind, as column `resource`."""
        return self.resources.filter(self.resources.kind == kind).select(resource="id")


def numbered(engine: Engine, quads: ibis.Table, withheld: ibis.Table, others: ibis.Table) -> Numbered:
    """Number the resources and the triples of `quads` in code-point order.

    `withheld` has the columns subject, predicate, object, reason; `others` an IRI in brackets in each row of column
    `iri`, of what is named elsewhere, such as concepts that have labels.
    """
    quads = engine.materialise("quads", quads)
    held_back = withheld.group_by(list(_TRIPLE)).aggregate(withheld=withheld.reason.max())
    triples = quads.select(*_TRIPLE).distinct().left_join(held_back, list(_TRIPLE))
    triples = triples.select(*_TRIPLE, withheld=ibis.coalesce(triples.withheld, ""))
    resources = engine.materialise("resources", _resources(quads, triples, others))
    triples = engine.materialise("triples", _with_numbers(triples, resources))
    return Numbered(engine, resources, triples, engine.materialise("stated", _stated(quads, triples, resources)))


def _resources(quads: ibis.Table, triples: ibis.Table, others: ibis.Table) -> ibis.Table:
    objects = triples.filter(triples.object.startswith("<")).select(name="object")
    named = [triples.select(name="subject"), triples.select(name="predicate"), objects, others.select(name="iri")]
    named.append(quads.filter(quads.graph != "").select(name="graph"))
    names = ibis.union(*named, distinct=True)
    typed = triples.filter(triples.predicate == TYPE).select(name="subject", rank=_rank(triples.object))
    kinds = typed.group_by("name").aggregate(rank=typed["rank"].min())
    rows = names.left_join(kinds, "name")
    rows = rows.select(rows.name, kind=_kind(rows["rank"]))
    rows = rows.select(iri=rows.name.substr(1, rows.name.length() - 2), kind="kind")
    return rows.select("iri", "kind", id=ibis.row_number().over(order_by=rows.iri) + 1)


def _rank(type_: Any) -> Any:
    branches = [(type_ == f"<{class_}>", rank) for rank, class_ in enumerate(CLASSES)]
    return ibis.cases(*branches, else_=len(CLASSES))


def _kind(rank: Any) -> Any:
    branches = [(rank == number, kind) for number, kind in enumerate(CLASSES.values())]
    return ibis.cases((rank.isnull(), ""), *branches, else_=THING)


def _with_numbers(triples: ibis.Table, resources: ibis.Table) -> ibis.Table:
    names = resources.select("id", name=ibis.literal("<") + resources.iri + ">")
    for column, number in (("subject", "sid"), ("predicate", "pid"), ("object", "oid")):
        found = names.select(**{column: names.name, number: names.id})
        triples = triples.left_join(found, column).drop(f"{column}_right")
    order = [triples.sid, triples.pid, triples.object]
    return triples.mutate(id=ibis.row_number().over(order_by=order) + 1)


def _stated(quads: ibis.Table, triples: ibis.Table, resources: ibis.Table) -> ibis.Table:
    graphs = resources.select(graph=ibis.literal("<") + resources.iri + ">", number="id")
    rows = quads.inner_join(graphs, "graph").inner_join(triples.select("id", *_TRIPLE), list(_TRIPLE))
    return rows.select(statement="id", graph="number").distinct()


def searched(numbers: Numbered) -> ibis.Table:
    """The resources that a search may find."""
    return numbers.resources.filter(numbers.resources.kind.isin(SEARCHED))
