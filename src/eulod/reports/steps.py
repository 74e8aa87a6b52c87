"""How a check went, for people: which shapes ran where and why, and how much each of them found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from rdflib import DCTERMS, Graph, URIRef

from eulod.terms.shown import SHOWN_PREFIXES, printable, shortened
from eulod.validation.set_wise import Checked, Outcome


def explained(outcome: Outcome) -> Iterator[str]:
    """Lines that tell of each shape with focus nodes how many of them pySHACL judged, and why."""
    idle = sum(1 for shape in outcome.shapes if not shape.focus_nodes)
    yield f"pySHACL saw {outcome.judged} triples"
    for shape in outcome.shapes:
        if shape.focus_nodes:
            yield from (printable(line) for line in _explained(shape))
    if idle:
        yield f"{idle} shapes have no focus node in the data"


def _explained(shape: Checked) -> Iterator[str]:
    judged = f"{shape.candidates} of {shape.focus_nodes} focus nodes judged by pySHACL"
    where = (
        "fell back" if shape.fall_backs else "pySHACL alone" if shape.unbounded and not shape.fall_backs else "compiled"
    )
    yield f"{_shown(shape.shape)}: {where}; {judged}"
    for one in shape.fall_backs:
        yield f"  {_shown(one.shape)} {one.parameter}: {one.reason}"
    if shape.unbounded:
        yield f"  all of the data were given to pySHACL: {shape.unbounded}"


def statistics(outcome: Outcome, shapes: Graph) -> Iterator[str]:
    """A table of each shape with a target: its focus nodes, those that pySHACL judged, and its findings.

    A finding of a nested shape counts for that shape, which then has a line of its own.
    """
    found = Counter(finding.shape for finding in outcome.report.findings)
    yield f"{'focus nodes':>11} {'judged':>9} {'findings':>9}  shape"
    for shape in outcome.shapes:
        count = found.pop(shape.shape, 0)
        yield printable(f"{shape.focus_nodes:>11} {shape.candidates:>9} {count:>9}  {_named(shape.shape, shapes)}")
    for name, count in sorted(found.items()):
        yield printable(f"{'':>11} {'':>9} {count:>9}  {_named(name, shapes)}")


def _named(shape: str, shapes: Graph) -> str:
    codes = sorted(str(code) for code in shapes.objects(URIRef(shape.strip("<>")), DCTERMS.identifier))
    return " ".join((*codes, _shown(shape)))


def _shown(term: str) -> str:
    return shortened(term, SHOWN_PREFIXES)
