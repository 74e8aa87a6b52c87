"""sh:sparql asked once over all focus nodes, on pyoxigraph, where that is exact."""

from __future__ import annotations

from typing import Any

import ibis
import pyoxigraph as ox
from rdflib import XSD
from rdflib.term import Node

from eulod.validation.compile.data import Data
from eulod.validation.compile.datatype import WELL_FORMED
from eulod.validation.compile.declaration import Declaration, Declarations
from eulod.validation.compile.value_test import NotCompilable
from eulod.validation.sparql_reading import Reading, predicates_in, read_query

_ZONED = rf'(?:Z|[+-][0-9]{{2}}:[0-9]{{2}})"\^\^<{XSD}[a-zA-Z]+>$'
_REGULAR = (XSD.integer, XSD.decimal, XSD.nonNegativeInteger, XSD.positiveInteger, XSD.boolean, XSD.date, XSD.dateTime)
_REGULAR_TERM = "|".join(rf'"(?:{WELL_FORMED[datatype]})"\^\^<{datatype}>' for datatype in _REGULAR)


class Queries:
    """The answers of the queries of a shapes graph over some data."""

    def __init__(self, data: Data, declarations: Declarations) -> None:
        self._data, self._declarations = data, declarations
        self._answers: dict[tuple[Node, Node], ibis.Table] = {}

    def answered(self, declaration: Declaration, constraint: Node) -> ibis.Table:
        """All nodes that a query may find fault with: column node.

        Raises NotCompilable when it has to be asked for each focus node.
        """
        key = (declaration.node, constraint)
        if key not in self._answers:
            reading = read_query(self.text(declaration, constraint))
            self._answers[key] = self._data.column(self._asked(reading))
        return self._answers[key]

    def text(self, declaration: Declaration, constraint: Node) -> str:
        """The text of a query as pySHACL would ask it, prefixes and path written out; '' when it is switched off.

        Raises NotCompilable when pySHACL would refuse it, or set more than `$this`.
        """
        return self._declarations.query_text(declaration.node, constraint)

    def _asked(self, reading: Reading) -> list[str]:
        triples = self._data.triples
        used = triples.filter(triples.predicate.isin(reading.predicates))
        self._refuse_doubtful(reading, used)
        store = ox.Store()
        lines = used.select(line=used.subject + " " + used.predicate + " " + used.object + " .\n")
        for batch in self._data.engine.batches(lines):
            content = "".join(batch.column(0).to_pylist())
            if "_:" in content:  # loading it as text is quicker, but gives blank nodes other names
                store.bulk_extend(ox.parse(content, format=ox.RdfFormat.N_TRIPLES))
            else:
                store.bulk_load(content, format=ox.RdfFormat.N_TRIPLES)
        try:
            rows: Any = store.query(reading.text)
            return [str(row["this"]) for row in rows if row["this"] is not None]
        except (SyntaxError, ValueError, OSError) as error:
            raise NotCompilable(f"pyoxigraph cannot run it: {str(error).splitlines()[0]}") from error

    def _refuse_doubtful(self, reading: Reading, used: ibis.Table) -> None:
        """Refuse values that two engines may compare, add or count in two ways."""
        typed = used.filter(used.object.endswith(">") & used.object.startswith('"'))
        checks = []
        if reading.compares:
            checks.append((typed.object.re_search(_ZONED), "it compares values with time zones"))
        if reading.adds:
            inexact = typed.object.endswith(f"{XSD.double}>") | typed.object.endswith(f"{XSD.float}>")
            checks.append((inexact, "it adds inexact numbers"))
        if reading.groups_computed:
            checks.append((~typed.object.re_search(f"^(?:{_REGULAR_TERM})$"), "it groups irregular values"))
        for condition, reason in checks:
            if self._data.engine.count(typed.filter(condition)):
                raise NotCompilable(reason)


__all__ = ["Queries", "predicates_in"]
