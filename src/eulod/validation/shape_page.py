"""What a shape asks for, told from its own words."""

from __future__ import annotations

from rdflib import DCTERMS, RDFS, SH, Graph, Literal

_ORDER = ("en", "hu", "fr")


def shape_page(shapes: Graph, identifier: str) -> str | None:
    """Identifier, name, severity, messages and comment of the shapes with that dcterms:identifier; None without one."""
    found = sorted(shapes.subjects(DCTERMS.identifier, Literal(identifier)), key=str)
    pages = []
    for shape in found:
        name = shapes.value(shape, SH.name) or shapes.value(shape, RDFS.label) or ""
        severity = str(shapes.value(shape, SH.severity) or SH.Violation).rpartition("#")[2]
        lines = [f"{identifier} {name}".rstrip(), f"  shape: {shape}", f"  severity: {severity}"]
        messages = [text for text in shapes.objects(shape, SH.message) if isinstance(text, Literal)]
        for text in sorted(messages, key=lambda text: _ORDER.index(text.language) if text.language in _ORDER else 9):
            lines.append(f"  {text.language or 'message'}: {text}")
        lines += [f"  note: {text}" for text in shapes.objects(shape, RDFS.comment)]
        pages.append("\n".join(lines))
    return "\n".join(pages) or None
