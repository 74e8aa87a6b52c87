"""The words of RML: the vocabulary of today and the older R2RML and RML ones, told apart by their namespaces.

Source: https://kg-construct.github.io/rml-core/ontology/documentation/ and https://www.w3.org/TR/r2rml/#vocabulary
"""

from __future__ import annotations

RML = "http://w3id.org/rml/"
FNO = "https://w3id.org/function/ontology#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
TYPE = f"{RDF}type"
NAMESPACES = (
    RML,
    "http://www.w3.org/ns/r2rml#",
    "http://semweb.mmlab.be/ns/fnml#",
    "http://semweb.mmlab.be/ns/ql#",
    "http://semweb.mmlab.be/ns/rml#",
)
"""Namespaces whose local names mean the same."""
OTHERS = (
    "http://semweb.mmlab.be/ns/",
    "http://w3id.org/rml",
    "http://www.w3.org/ns/csvw#",
    "http://www.w3.org/ns/r2rml-ext",
    "http://www.wiwiss.fu-berlin.de/suhl/bizer/D2RQ/",
    FNO,
)
"""Namespaces of mapping languages; what they say is refused where it is not known, never passed over."""

DOWNLOAD = "http://www.w3.org/ns/dcat#downloadURL"
"""What says where a source is that lies elsewhere."""
FUNCTION_VALUE = "functionValue"
"""What leads to a function in the older vocabulary."""
EXPRESSION = ("constant", "functionExecution", "reference", "return", "returnMap", "template", FUNCTION_VALUE)
TERM = (*EXPRESSION, "termType")
SUBJECT = (*TERM, "class", "condition", "graph", "graphMap")
OBJECT = (*TERM, "condition", "datatype", "datatypeMap", "language", "languageMap")
REF_OBJECT = ("condition", "joinCondition", "parentTriplesMap")
JOIN = ("child", "childMap", "parent", "parentMap")
PREDICATE_OBJECT = ("condition", "graph", "graphMap", "object", "objectMap", "predicate", "predicateMap")
TRIPLES_MAP = ("baseIRI", "logicalSource", "predicateObjectMap", "subject", "subjectMap")
LOGICAL_SOURCE = ("iterator", "query", "referenceFormulation", "source", "sqlQuery", "sqlVersion", "table", "tableName")
NAMESPACE = ("namespacePrefix", "namespaceURL")
SOURCE = ("compression", "encoding", "null", "path", "root")
VIEW = ("field", "innerJoin", "leftJoin", "viewOn")
FIELD = (*EXPRESSION, "fieldName")
ITERABLE_FIELD = ("field", "fieldName", "iterator", "referenceFormulation")
VIEW_JOIN = ("field", "joinCondition", "parentLogicalView")
EXECUTION = ("function", "functionMap", "input")
INPUT = ("inputValue", "inputValueMap", "parameter", "parameterMap")


def word(iri: str) -> str:
    """The local name of an IRI of the RML vocabularies, else the IRI itself.

    >>> word("http://www.w3.org/ns/r2rml#template")
    'template'
    """
    space = next((space for space in NAMESPACES if iri.startswith(space)), "")
    return iri.removeprefix(space)


def vocabulary(iri: str) -> str | None:
    """Which of the two vocabularies a term belongs to: that of today, or the older ones, which are one in use."""
    if iri.startswith(RML):
        return "today's RML (http://w3id.org/rml/)"
    return "the older R2RML and RML" if iri.startswith(NAMESPACES) else None


def is_of_mappings(iri: str) -> bool:
    """Say whether an IRI belongs to a mapping language; others are remarks."""
    return iri.startswith((*NAMESPACES, *OTHERS))
