"""A report as one HTML page that needs nothing else: no script, no font, no picture, no other address.

Findings are grouped by severity and shape; the page stays short however many there are, because each shape shows its
count and examples. Everything that comes from data is escaped, and only http and https addresses become links.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from html import escape
from importlib.metadata import version
from importlib.resources import files
from urllib.parse import quote

from eulod.reports.about import About, grouped, shared_message, told_cells
from eulod.reports.target import Target, opened
from eulod.terms.shown import plain, printable, shortened
from eulod.validation.baseline import new_findings
from eulod.validation.report import Finding, Report, Severity
from eulod.validation.rules import Rule

ROWS = 1500
"""About how many findings a page shows; with fewer of them all are shown."""
_LEAST, _MOST = 3, 25
_LONGEST = 300
_TITLES = {Severity.VIOLATION: "Violations", Severity.WARNING: "Warnings", Severity.INFO: "Infos"}
_Group = tuple[Severity, str, list[Finding]]


def write_html(report: Report, target: Target, about: About) -> None:
    """Write the page. What a baseline knows is counted, not shown."""
    with opened(target) as stream:
        for line in _lines(report, about):
            stream.write(line.encode() + b"\n")


def _lines(report: Report, about: About) -> Iterator[str]:
    new = new_findings(report)
    groups = list(grouped(new))
    yield from _head()
    yield from _summary(new, about, known=len(report.findings) - len(new.findings))
    yield from _overview(groups, about)
    examples = _examples(groups)
    for severity in Severity:
        of_severity = [(number, group) for number, group in enumerate(groups) if group[0] is severity]
        if of_severity:
            yield f'<h2 class="{severity}">{_TITLES[severity]}</h2>'
        for number, (_, rule, alike) in of_severity:
            yield from _section(number, rule, alike, about, examples)
    yield f"</main>\n<footer>Written by eulod {version('eulod')}.</footer>\n</body>\n</html>"


def _examples(groups: list[_Group]) -> int:
    """How many findings of each shape are shown: all, if the page stays short with them."""
    if sum(len(alike) for _, _, alike in groups) <= ROWS:
        return ROWS
    return max(_LEAST, min(_MOST, ROWS // len(groups)))


def _head() -> Iterator[str]:
    style = (files("eulod.reports") / "report.css").read_text(encoding="utf-8").strip()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    yield '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield '<meta name="color-scheme" content="light dark">\n<meta name="referrer" content="no-referrer">'
    yield f"<title>Validation report</title>\n<style>{style}</style>\n</head>\n<body>"


def _summary(report: Report, about: About, *, known: int) -> Iterator[str]:
    failing = any(about.fails(finding) for finding in report.findings)
    verdict = "Does not conform" if failing else "Conforms" if report.conforms else "Passes, with findings"
    yield f"<header>\n<h1>Validation report</h1>\n<p class='verdict {'bad' if failing else 'good'}'>{verdict}</p>"
    yield "<dl class='counts'>"
    for severity, count in report.by_severity.items():
        yield f"<div class='{severity if count else 'none'}'><dt>{_TITLES[severity]}</dt><dd>{count:,}</dd></div>"
    if about.rules:
        yield f"<div class='none'><dt>Shapes checked</dt><dd>{len(about.rules):,}</dd></div>"
    yield "</dl>"
    if known:
        yield f"<p>{_counted(known)} known from the baseline {'is' if known == 1 else 'are'} not shown.</p>"
    yield "</header>\n<main>"


def _overview(groups: list[_Group], about: About) -> Iterator[str]:
    if not groups:
        yield "<p>Nothing was found.</p>"
        return
    yield "<table class='overview'>\n<thead><tr><th>Severity<th>Shape<th>What is asked<th>Findings</tr></thead>"
    yield "<tbody>"
    for number, (severity, rule_id, alike) in enumerate(groups):
        rule = about.rule_of(alike[0])
        said = rule.name or shared_message(alike) or rule.message
        yield (
            f"<tr><td><span class='badge {severity}'>{severity}</span>"
            f"<td><a href='#g{number}'>{_text(_name(rule_id))}</a>"
            f"<td>{_text(said)}<td class='number'>{len(alike):,}</tr>"
        )
    yield "</tbody>\n</table>"


def _section(number: int, rule_id: str, alike: list[Finding], about: About, examples: int) -> Iterator[str]:
    rule, shared = about.rule_of(alike[0]), shared_message(alike)
    yield f"<section id='g{number}'>\n<h3>{_title(rule, rule_id)} <span class='count'>{len(alike):,}</span></h3>"
    if shared or rule.message:
        yield f"<p class='message'>{_text(shared or rule.message)}</p>"
    yield "<table class='findings'>\n<thead><tr><th>Where<th>What</tr></thead>\n<tbody>"
    for finding in alike[:examples]:
        yield f"<tr><td>{_where(finding)}<td>{_what(finding, shared)}</tr>"
    yield "</tbody>\n</table>"
    if len(alike) > examples:
        full = f"all are in {_full(about)}" if about.full else "write the report as JSON for all of them"
        yield f"<p class='more'>… and {len(alike) - examples:,} more; {full}.</p>"
    yield "</section>"


def _full(about: About) -> str:
    """A link to the file beside the page that holds every finding."""
    return f'<a href="{escape(quote(about.full))}"><code>{_text(about.full)}</code></a>'


def _title(rule: Rule, rule_id: str) -> str:
    name = f" {_text(rule.name)}" if rule.name else ""
    return f"{_link(rule.page, _name(rule_id))}{name}"


def _where(finding: Finding) -> str:
    """The place in the source, and the node that it became."""
    place, parts = finding.place, []
    if place:
        line = f", line {place.line}" if place.line else ""
        record = f", record {place.record}" if place.record else ""
        parts.append(f"<span class='place'>{_text(place.file)}{line}{record}</span>")
    if finding.focus_node:
        parts.append(_term(finding.focus_node))
    return "<br>".join(parts)


def _what(finding: Finding, shared: str) -> str:
    """What the source says there, the path and the value, and the message unless all share it."""
    parts = [] if shared else [f"<span class='message'>{_text(finding.message)}</span>"]
    if finding.cells:
        parts.append(f"<span class='cells'>{_text(told_cells(finding))}</span>")
    elif finding.place and finding.place.column:
        parts.append(f"<span class='cells'>column {_text(finding.place.column)}</span>")
    value = _term(finding.value) if finding.value and finding.value != finding.focus_node else ""
    about = " ".join(part for part in (_term(finding.result_path) if finding.result_path else "", value) if part)
    return "<br>".join(part for part in (*parts, about) if part)


def _term(term: str) -> str:
    return _link(plain(term), plain(shortened(term)))


def _link(address: str, shown: str) -> str:
    """A link where the address is one of the web; else the text alone."""
    safe = address.startswith(("http://", "https://")) and not set(address) & set(" \t\r\n<>\"'")
    text = f"<code>{_text(shown)}</code>"
    return f'<a href="{escape(address)}" rel="noreferrer nofollow">{text}</a>' if safe else text


def _name(rule_id: str) -> str:
    return plain(shortened(f"<{rule_id}>")) if "://" in rule_id and " " not in rule_id else rule_id


def _counted(count: int) -> str:
    return "1 finding" if count == 1 else f"{count:,} findings"


def _text(text: str) -> str:
    short = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
    return escape(printable(short))
