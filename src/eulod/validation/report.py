"""What a check found: findings of shapes, of linking and of mapping alike, in one order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum

from eulod.errors import Place


class Severity(StrEnum):
    """How much a finding weighs, gravest first."""

    VIOLATION = "violation"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for the gravest."""
        return tuple(Severity).index(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing found, flattened so that it sorts and prints.

    Terms are N-Quads text (`<iri>`, `"text"@en`, `_:b1`) and empty when there is none. A finding of a shape names the
    shape; one of linking or mapping has no shape, a code such as L001 and the place in its source.

    Source: https://www.w3.org/TR/shacl/#results-validation-result
    """

    severity: Severity
    message: str
    code: str = ""  # the shape's dcterms:identifier, or an error code of docs/errors
    shape: str = ""
    focus_node: str = ""
    result_path: str = ""  # as a SPARQL property path; "" when the constraint sits on the node itself
    value: str = ""
    constraint_component: str = ""
    place: Place | None = None
    cells: tuple[tuple[str, str], ...] = ()  # the columns at `place` that it was made from, with what stands there
    source: str = ""  # the logical source that the record is of, by its name in the mapping
    known: bool = False  # a baseline lists it

    @property
    def sort_key(self) -> tuple[int, str, str, str, str, str, str, str, tuple[str, int, int, str]]:
        """Severity, shape, code, focus node, path, value, then what is left."""
        about = (self.shape, self.code, self.focus_node, self.result_path, self.value)
        return (self.severity.rank, *about, self.message, self.constraint_component, _place_key(self.place))


@dataclass(frozen=True, slots=True)
class ShapeCount:
    """How many findings one shape, or one code without a shape, has at one severity."""

    severity: Severity
    shape: str
    code: str
    count: int


@dataclass(frozen=True, slots=True)
class Report:
    """All findings, sorted; the order in which they were found does not show.

    >>> told, warned = (Finding(severity=grade, message="") for grade in (Severity.INFO, Severity.WARNING))
    >>> Report((told, warned)).findings == (warned, told)
    True
    """

    findings: tuple[Finding, ...] = field(default=())

    def __post_init__(self) -> None:
        object.__setattr__(self, "findings", tuple(sorted(self.findings, key=lambda finding: finding.sort_key)))

    @property
    def conforms(self) -> bool:
        """Whether no shape has a result, as SHACL defines it, and nothing else that is found is a violation."""
        return not any(finding.shape or finding.severity is Severity.VIOLATION for finding in self.findings)

    @property
    def by_severity(self) -> dict[Severity, int]:
        """The number of findings at each severity, gravest first, zeros included."""
        counted = Counter(finding.severity for finding in self.findings)
        return {severity: counted[severity] for severity in Severity}

    @property
    def by_shape(self) -> tuple[ShapeCount, ...]:
        """The number of findings per severity, shape and code, in the order of the findings."""
        counted = Counter((finding.severity, finding.shape, finding.code) for finding in self.findings)
        return tuple(ShapeCount(*key, count) for key, count in counted.items())

    def plus(self, findings: Iterable[Finding]) -> Report:
        """This report with more findings in it."""
        return Report((*self.findings, *findings))

    def in_file(self, file: str) -> Report:
        """This report with `file` for the place of each finding that has none."""
        return Report(tuple(replace(one, place=one.place or Place(file)) for one in self.findings))

    def below(self, folder: str) -> Report:
        """This report with its places in files of `folder`, '.' for no change."""
        if folder == ".":
            return self
        return Report(tuple(_below(finding, folder.rstrip("/")) for finding in self.findings))


FAIL_ON = (*(str(severity) for severity in Severity), "none")


def fails(report: Report, fail_on: str) -> bool:
    """Whether a finding is as grave as `fail_on` (violation, warning, info) or graver; `none` never fails.

    >>> fails(Report((Finding(severity=Severity.INFO, message="only told"),)), "warning")
    False
    """
    if fail_on == "none":
        return False
    return any(finding.severity.rank <= Severity(fail_on).rank for finding in report.findings)


def _below(finding: Finding, folder: str) -> Finding:
    if finding.place is None:
        return finding
    return replace(finding, place=replace(finding.place, file=f"{folder}/{finding.place.file}"))


def _place_key(place: Place | None) -> tuple[str, int, int, str]:
    return ("", 0, 0, "") if place is None else (place.file, place.line or 0, place.record or 0, place.column or "")
