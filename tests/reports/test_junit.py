"""JUnit XML: what the readers of it agree on, a test case for each shape, and failures where the verdict fails."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from lxml import etree

from eulod.reports import About
from eulod.validation.report import Report
from tests.reports.examples import ABOUT, AWKWARD, RULES, TITLE, finding, many, written

# What Jenkins' junit-10.xsd and the schema of Ant's reports both allow of the elements that are written.
XSD = """\
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <xs:element name="testsuites"><xs:complexType>
    <xs:sequence><xs:element ref="testsuite" minOccurs="0" maxOccurs="unbounded"/></xs:sequence>
    <xs:attribute name="name" type="xs:string"/><xs:attributeGroup ref="counts"/>
  </xs:complexType></xs:element>
  <xs:element name="testsuite"><xs:complexType>
    <xs:sequence><xs:element ref="testcase" minOccurs="0" maxOccurs="unbounded"/></xs:sequence>
    <xs:attribute name="name" type="xs:token" use="required"/><xs:attributeGroup ref="counts"/>
    <xs:attribute name="skipped" type="xs:int"/><xs:attribute name="group" type="xs:string"/>
  </xs:complexType></xs:element>
  <xs:element name="testcase"><xs:complexType>
    <xs:choice minOccurs="0" maxOccurs="1">
      <xs:element name="failure"><xs:complexType mixed="true">
        <xs:attribute name="message" type="xs:string"/><xs:attribute name="type" type="xs:string" use="required"/>
      </xs:complexType></xs:element>
      <xs:element name="system-out" type="xs:string"/>
    </xs:choice>
    <xs:attribute name="name" type="xs:token" use="required"/>
    <xs:attribute name="classname" type="xs:token" use="required"/>
  </xs:complexType></xs:element>
  <xs:attributeGroup name="counts">
    <xs:attribute name="tests" type="xs:int" use="required"/>
    <xs:attribute name="failures" type="xs:int" use="required"/>
    <xs:attribute name="errors" type="xs:int" use="required"/>
  </xs:attributeGroup>
</xs:schema>
"""


def read(report: Report, about: About = ABOUT) -> Any:
    """The root of a report, after a look at its form and its counts."""
    root = etree.fromstring(written(report, "junit", about).encode())
    etree.XMLSchema(etree.fromstring(XSD)).assertValid(root)
    for suite in (root, *root.iter("testsuite")):
        assert int(suite.get("tests")) == len(list(suite.iter("testcase")))
        assert int(suite.get("failures")) == len(list(suite.iter("failure")))
    return root


def failed(root: Any) -> list[str]:
    """The names of the test cases that fail."""
    return [case.get("name") for case in root.iter("testcase") if case.find("failure") is not None]


@pytest.mark.parametrize("report", [Report(), AWKWARD, many(300)])
def test_everything_keeps_to_the_schema(report: Report) -> None:
    assert len(read(report).findall("testsuite")) >= 2


def test_each_shape_is_a_test_case_of_the_class_it_checks() -> None:
    root = read(Report())
    cases = [(case.get("classname"), case.get("name")) for case in root.iter("testcase")]
    assert cases == [("e:Money", "M01 an amount"), ("e:Project", "P01 title"), ("e:Project", "P02 partners")]
    assert failed(root) == []


def test_a_failure_says_what_and_where() -> None:
    (failure,) = read(Report((finding(TITLE, 4),))).iter("failure")
    assert (failure.get("type"), failure.get("message")) == ("violation", "1 finding: There is no title {?value}.")
    assert failure.text.startswith("data/my projects.csv:5: record 4, column 'title': There is no title.")
    assert "title = (empty)" in failure.text


@pytest.mark.parametrize(
    ("fail_on", "expected"),
    [
        ("violation", ["P01 title"]),
        ("warning", ["P01 title", "P02 partners", "L001"]),
        ("none", []),
    ],
)
def test_what_fails_is_what_the_verdict_counts(fail_on: str, expected: list[str]) -> None:
    root = read(AWKWARD, replace(ABOUT, fail_on=fail_on))
    assert sorted(failed(root)) == sorted(expected)
    listed = len(list(root.iter("failure"))) + len(list(root.iter("system-out")))
    assert listed == len({(one.shape, one.code) for one in AWKWARD.findings})


def test_many_findings_are_told_in_part() -> None:
    (failure, _) = read(many(30_000)).iter("failure")
    assert failure.get("message").startswith("10000 findings: ")
    assert failure.text.endswith("… and 9950 more")


def test_what_a_baseline_knows_does_not_fail() -> None:
    assert failed(read(Report((finding(TITLE, 1, known=True),)))) == []
    assert failed(read(Report((finding(TITLE, 1, known=True), finding(TITLE, 2))))) == ["P01 title"]
    assert len(RULES) == 3
