"""Results of pySHACL as findings, each with one message."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from types import MappingProxyType

from rdflib import DCTERMS, SH, Graph, Literal, URIRef
from rdflib.term import Node

from eulod.validation.property_path import path_text
from eulod.validation.report import Finding, Severity
from eulod.validation.run_pyshacl import Result
from eulod.validation.term_text import term_text

_SEVERITIES = MappingProxyType({SH.Warning: Severity.WARNING, SH.Info: Severity.INFO})
_PLACEHOLDER = re.compile(r"\{[?$]\w+\}")


def findings_of(results: Iterable[Result], shapes: Graph, language: str) -> Iterator[Finding]:
    """The findings of some results; messages in `language`, else in English, else any."""
    for result in results:
        yield _finding(result, shapes, language)


def _finding(result: Result, shapes: Graph, language: str) -> Finding:
    shape, path = result.value(SH.sourceShape), result.value(SH.resultPath)
    severity = result.value(SH.resultSeverity)
    return Finding(
        severity=_SEVERITIES.get(severity, Severity.VIOLATION) if isinstance(severity, URIRef) else Severity.VIOLATION,
        message=_message(result, shapes, language),
        code=_identifier(shapes, shape),
        shape=term_text(shape),
        focus_node=term_text(result.value(SH.focusNode)),
        result_path="" if path is None else path_text(shapes, path),
        value=term_text(result.value(SH.value)),
        constraint_component=term_text(result.value(SH.sourceConstraintComponent)),
    )


def _identifier(shapes: Graph, shape: Node | None) -> str:
    """The shape's dcterms:identifier; the smallest, should it have several."""
    return "" if shape is None else min((str(found) for found in shapes.objects(shape, DCTERMS.identifier)), default="")


def _message(result: Result, shapes: Graph, language: str) -> str:
    """One of the messages that pySHACL copied: it drops the language of those with {?variables}, so templates help."""
    found = sorted(text for text in result.properties.get(SH.resultMessage, []) if isinstance(text, Literal))
    owners = [*result.properties.get(SH.sourceConstraint, []), *result.properties.get(SH.sourceShape, [])]
    templates = [text for owner in owners for text in shapes.objects(owner, SH.message) if isinstance(text, Literal)]
    component = str(result.value(SH.sourceConstraintComponent))
    if not templates and component.startswith(str(SH)):
        return _generic(component.removeprefix(str(SH)))
    for wanted in (language, "en"):
        fitting = [text for text in found if text.language == wanted] or _made_from(found, templates, wanted)
        if fitting:
            return str(fitting[0])
    return str(found[0]) if found else ""


def _generic(component: str) -> str:
    """The message of a shape that has none: pySHACL's lists values in an order of chance."""
    return f"sh:{component} is not met"


def _made_from(found: list[Literal], templates: Iterable[Literal], language: str) -> list[Literal]:
    patterns = [_pattern(str(template)) for template in templates if template.language == language]
    return [text for text in found if any(pattern.fullmatch(str(text)) for pattern in patterns)]


@cache
def _pattern(template: str) -> re.Pattern[str]:
    return re.compile(".*".join(re.escape(part) for part in _PLACEHOLDER.split(template)), re.DOTALL)
