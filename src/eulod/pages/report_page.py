"""The validation report: what was found, by shape, with the first cases of each; readable however many there are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from eulod.browsing.dataset import Browsing
from eulod.browsing.findings import SEVERITIES, FoundAt, FoundBy, ReportSummary
from eulod.browsing.model import Label
from eulod.browsing.vocabulary import Shape, Vocabulary
from eulod.pages.charts.bars import bars
from eulod.pages.charts.chart import Category, Chart, Series
from eulod.pages.charts.figure import figure
from eulod.pages.ontology_page import SHAPE
from eulod.pages.reader import Reader
from eulod.pages.rendering import render
from eulod.pages.wording import chosen, worded
from eulod.terms.shown import shortened

_BARS = 12
_IRI = re.compile(r"https?://[^\s<>\"]+")


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """The findings of one shape as the page shows them; `told` is what all of them say, '' where each says its own."""

    found: FoundBy
    id: str
    name: str
    title: Label
    told: tuple[Label, ...]
    shape: Shape | None


def report_page(browsing: Browsing, reader: Reader, report: ReportSummary | None, vocabulary: Vocabulary) -> str:
    """The page; without a report it says so."""
    shapes = {shape.iri: shape for shape in vocabulary.shapes}
    groups = [_group(reader, found, shapes) for found in report.groups] if report else []
    return render(
        "report.html",
        reader,
        browsing,
        title=reader.text("report.title"),
        active="report",
        report=report,
        groups=[(severity, [one for one in groups if one.found.severity == severity]) for severity in SEVERITIES],
        chart=_chart(reader, groups) if groups else "",
        resource=browsing.resource,
        worded=lambda labels: worded(reader, labels),
        short=lambda iri: shortened(f"<{iri}>").strip("<>") if "://" in iri else iri,
        shortened=lambda text: _IRI.sub(lambda found: shortened(f"<{found[0]}>").strip("<>"), text),
        where=lambda found: where(reader, found),
        shape_anchor=f"{reader.links.page('ontology')}#{SHAPE}",
    )


def where(reader: Reader, found: FoundAt) -> str:
    """The place of a finding in its source: file, line, record and column, as far as they are known."""
    parts = [
        reader.text("report.line", n=found.line) if found.line else "",
        reader.text("report.record", n=reader.number(found.record)) if found.record else "",
        reader.text("report.column", name=found.column) if found.column else "",
    ]
    return ", ".join(part for part in (found.file, *parts) if part)


def _group(reader: Reader, found: FoundBy, shapes: Mapping[str, Shape]) -> ShownGroup:
    shape = shapes.get(found.shape)
    code = found.code or found.shape.rpartition("#")[2] or found.severity
    messages = {example.message for example in found.examples}
    plain = shape.messages if shape and not any("{" in label.text for label in shape.messages) else ()
    told = (
        plain if len(messages) <= 1 and plain else tuple(Label(text, "en") for text in messages if len(messages) == 1)
    )
    title = chosen(reader, shape.names) if shape else Label("")
    return ShownGroup(found, f"{found.severity}-{code}", code, title, told, shape)


def _chart(reader: Reader, groups: list[ShownGroup]) -> str:
    """The shapes with most findings, as bars."""
    most = sorted(groups, key=lambda group: (-group.found.count, group.id))[:_BARS]
    chart = Chart(
        "findings",
        reader.text("report.chart"),
        reader.text("report.chart_description"),
        reader.text("report.shape"),
        tuple(Category(f"{group.name} {group.title.text}".strip(), f"#{group.id}") for group in most),
        (Series(reader.text("report.findings"), tuple(group.found.count for group in most)),),
        reader.number,
    )
    return figure(chart, bars, as_table=reader.text("charts.as_table"), heading="h2")
