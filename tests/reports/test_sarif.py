"""SARIF: what the standard asks of the parts that are written, places, fingerprints, and what a baseline knows.

Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html; the schema below says what it says of them.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import jsonschema

from eulod.validation.report import Report, Severity
from tests.reports.examples import ABOUT, AWKWARD, RULES, TITLE, finding, written

TEXT = {"type": "string", "minLength": 1}
URI = {"type": "string", "format": "uri-reference", "pattern": r"^[\w.~:/?#@!$&'()*+,;=%-]+$"}
LEVEL = {"enum": ["none", "note", "warning", "error"]}


def thing(required: str = "", **properties: Any) -> dict[str, Any]:
    """An object with these properties and no others."""
    return {
        "type": "object",
        "properties": properties,
        "required": required.split(),
        "additionalProperties": False,
    }


def listed(items: dict[str, Any], **more: Any) -> dict[str, Any]:
    """An array."""
    return {"type": "array", "items": items, **more}


# 3.11.5: in messages, braces stand for arguments unless they are doubled.
MESSAGE = thing("text", text=TEXT | {"pattern": r"^(?:[^{}]|\{\{|\}\})*$"})
BAG: dict[str, Any] = {"type": "object"}
RULE = thing(
    "id",
    id=TEXT,
    name=TEXT,
    shortDescription=MESSAGE,
    help=MESSAGE,
    helpUri=URI | {"format": "uri"},
    defaultConfiguration=thing(level=LEVEL),
    properties=BAG | {"properties": {"tags": listed(TEXT, uniqueItems=True)}},
)
REGION = thing(
    startLine={"type": "integer", "minimum": 1},
    startColumn={"type": "integer", "minimum": 1},
)
LOCATION = thing(
    physicalLocation=thing("artifactLocation", artifactLocation=thing("uri", uri=URI, uriBaseId=TEXT), region=REGION),
    logicalLocations=listed(thing("name", name=TEXT, fullyQualifiedName=TEXT, kind=TEXT), uniqueItems=True),
)
RESULT = thing(
    "message ruleId ruleIndex",
    ruleId=TEXT,
    ruleIndex={"type": "integer", "minimum": 0},
    level=LEVEL,
    message=MESSAGE,
    locations=listed(LOCATION, minItems=1),
    partialFingerprints={"type": "object", "additionalProperties": TEXT},
    baselineState={"enum": ["new", "unchanged", "updated", "absent"]},
    suppressions=listed(thing("kind", kind={"enum": ["inSource", "external"]}, justification=TEXT), uniqueItems=True),
    properties=BAG,
)
DRIVER = thing("name", name=TEXT, version=TEXT, informationUri=URI, rules=listed(RULE, uniqueItems=True))
RUN = thing(
    "tool",
    tool=thing("driver", driver=DRIVER),
    columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
    results=listed(RESULT),
)
LOG = thing("version runs", **{"$schema": URI, "version": {"const": "2.1.0"}, "runs": listed(RUN)})


def read(report: Report) -> dict[str, Any]:
    """The only run of a report, after a look at its form."""
    log = json.loads(written(report, "sarif"))
    jsonschema.Draft202012Validator(LOG).validate(log)
    (run,) = log["runs"]
    assert isinstance(run, dict)
    return run


def test_everything_keeps_to_the_standard() -> None:
    for report in (Report(), AWKWARD, Report(tuple(replace(found, known=True) for found in AWKWARD.findings))):
        assert len(read(report)["results"]) == len(report.findings)


def test_rules_are_the_shapes_and_what_else_was_found() -> None:
    rules = read(AWKWARD)["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules[:3]] == [rule.id for rule in RULES]
    assert [rule["id"] for rule in rules[3:]] == ["L001", "javascript:alert(1)", "In http://e/p"]
    title = rules[1]
    assert title["helpUri"] == TITLE.shape
    assert title["shortDescription"] == {"text": "There is no title …."}
    assert title["defaultConfiguration"] == {"level": "error"}
    assert title["help"] == {"text": "eulod explain P01"}
    assert rules[3]["helpUri"] == "https://w3id.org/eulod/docs/errors/L001"


def test_a_result_names_its_rule_and_points_to_its_line() -> None:
    run = read(AWKWARD)
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
    first = run["results"][0]
    physical = first["locations"][0]["physicalLocation"]
    assert physical["artifactLocation"] == {"uri": "data/my%20projects.csv", "uriBaseId": "%SRCROOT%"}
    assert physical["region"] == {"startLine": 2}
    names = [logical["name"] for logical in first["locations"][0]["logicalLocations"]]
    assert names == ["record 1", "<http://e/project/1>"]
    assert (first["properties"]["record"], first["properties"]["column"]) == (1, "title")
    assert [result["level"] for result in run["results"]] == ["error", "error", "warning", "warning", "note", "note"]


def test_a_record_without_a_known_line_has_its_file() -> None:
    found = next(result for result in read(AWKWARD)["results"] if result["ruleId"] == "L001")
    assert "region" not in found["locations"][0]["physicalLocation"]
    assert found["locations"][0]["logicalLocations"][0]["name"] == "record 7"


def prints(report: Report) -> list[str]:
    """The fingerprints of a report."""
    return [result["partialFingerprints"]["eulodFinding/v1"] for result in read(report)["results"]]


def test_fingerprints_stay_when_rows_are_added() -> None:
    moved = (
        replace(one, place=replace(one.place, line=99, record=98)) if one.place else one for one in AWKWARD.findings
    )
    assert prints(Report(tuple(moved))) == prints(AWKWARD)
    assert len(set(prints(AWKWARD.plus(AWKWARD.findings)))) == 2 * len(AWKWARD.findings)


def test_what_a_baseline_knows_is_told_apart() -> None:
    old, new = finding(TITLE, 1, known=True), finding(TITLE, 2)
    first, second = read(Report((old, new)))["results"]
    assert (first["baselineState"], first["suppressions"][0]["kind"]) == ("unchanged", "external")
    assert (second["baselineState"], "suppressions" in second) == ("new", False)
    assert "baselineState" not in read(Report((new,)))["results"][0]


def test_severity_decides_the_level_not_the_rule() -> None:
    (result,) = read(Report((finding(TITLE, 1, severity=Severity.INFO),)))["results"]
    assert result["level"] == "note"
    assert ABOUT.fail_on == "violation"
