"""What a report is told besides its findings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from eulod.terms.shown import plain
from eulod.validation.fingerprint import rule_id
from eulod.validation.report import Finding, Report, Severity
from eulod.validation.rules import Rule

_CUT = 120


@dataclass(frozen=True, slots=True)
class About:
    """What was checked: its rules, the least severity that fails, and the name of the file that holds every finding."""

    rules: tuple[Rule, ...] = ()
    fail_on: str = str(Severity.VIOLATION)
    full: str = ""

    def rule_of(self, finding: Finding) -> Rule:
        """The rule that a finding breaks; one made up from the finding where the shapes do not name it."""
        return self._by_shape().get(plain(finding.shape)) or made_up_rule(finding)

    def fails(self, finding: Finding) -> bool:
        """Whether a finding counts against the verdict."""
        return self.fail_on != "none" and finding.severity.rank <= Severity(self.fail_on).rank

    def _by_shape(self) -> dict[str, Rule]:
        return {rule.shape: rule for rule in self.rules}


def made_up_rule(finding: Finding) -> Rule:
    """The rule of a finding that no named shape stands for: a check of eulod's own, or a shape without a name."""
    suite = "shapes" if finding.shape else "records"
    page = plain(finding.shape) if finding.shape.startswith("<") else ""
    page = page or (f"https://w3id.org/eulod/docs/errors/{finding.code}" if finding.code else "")
    return Rule(suite, rule_id(finding), page, finding.severity)


def grouped(report: Report) -> Iterator[tuple[Severity, str, list[Finding]]]:
    """The findings of each rule at each severity, gravest first, with the rule's id."""
    groups: dict[tuple[Severity, str], list[Finding]] = {}
    for finding in report.findings:
        groups.setdefault((finding.severity, rule_id(finding)), []).append(finding)
    for (severity, rule), alike in groups.items():
        yield severity, rule, alike


def shared_message(alike: list[Finding]) -> str:
    """The message that all of some findings have, '' where they differ."""
    messages = {finding.message for finding in alike}
    return next(iter(messages)) if len(messages) == 1 else ""


def told_cells(finding: Finding) -> str:
    """What the source says where a finding comes from, cut short: `column 'a' is empty`, `a = 'x', b = 'y'`."""
    return ", ".join(f"{column} = {_cell(value)}" for column, value in finding.cells)


def _cell(value: str) -> str:
    short = value if len(value) <= _CUT else f"{value[: _CUT - 1]}…"
    return f"'{short}'" if value else "(empty)"
