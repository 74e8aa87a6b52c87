"""Random shapes and random data over a small vocabulary, as Turtle."""

from __future__ import annotations

from hypothesis import strategies as st

PREFIXES = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix e: <http://e/> .
"""
ONTOLOGY = """e: a owl:Ontology ; sh:declare [ sh:prefix "e" ; sh:namespace "http://e/"^^xsd:anyURI ] .
"""
PREDICATES = ("e:p", "e:q", "e:r")
CLASSES = ("e:A", "e:B", "e:C")
NODES = ("e:n1", "e:n2", "e:n3", "_:b1", "_:b2")
LITERALS = (
    '"a"',
    '"ab"',
    '"a\\n"',
    '"\\u00e9"',
    '"A-1"',
    '""',
    '"back\\\\slash"',
    '"a"@en',
    '"b"@en',
    '"b"@EN-gb',
    '"c"@de',
    "1",
    '"01"^^xsd:integer',
    "-5",
    "1.0",
    "2.50",
    "1.0e0",
    "true",
    '"1"^^xsd:boolean',
    '"x"^^xsd:integer',
    '"1.5"^^xsd:integer',
    '"5"^^xsd:nonNegativeInteger',
    '"-5"^^xsd:nonNegativeInteger',
    '"300"^^xsd:byte',
    '"2020-02-30"^^xsd:date',
    '"2020-02-29"^^xsd:date',
    '"2020-03-01"^^xsd:date',
    '"2020-03-01Z"^^xsd:date',
    '"2021-03-01T10:00:00"^^xsd:dateTime',
    '"2021-03-01T10:00:00Z"^^xsd:dateTime',
    '"2020"^^xsd:gYear',
    '"x"^^e:own',
    '"http://e/"^^xsd:anyURI',
)
DATATYPES = ("string", "integer", "decimal", "double", "boolean", "date", "dateTime", "gYear", "anyURI", "byte", "time")
PATTERNS = (
    "^a",
    "a$",
    "^.$",
    "b|c",
    "^[A-Z]-[0-9]+$",
    "^\\\\w+$",
    "\\\\d",
    "[^a]",
    "^a{1,2}$",
    "(?i)^A$",
    "(a)\\\\1",
    "é",
)
BOUNDS = ("1", "0", "1.0", "2.5", "1.0e0", '"2020-03-01"^^xsd:date', '"2021-03-01T10:00:00"^^xsd:dateTime', '"ab"')
QUERIES = (
    "SELECT $this ?value WHERE { $this e:p ?value . FILTER (?value != e:n1) }",
    "SELECT $this WHERE { $this e:p ?one , ?other . FILTER (STR(?one) < STR(?other)) }",
    "SELECT $this ?value WHERE { $this e:p ?value . FILTER NOT EXISTS { ?value e:q ?any } }",
    "SELECT $this (COUNT(?x) AS ?value) WHERE { $this e:p|e:q ?x } GROUP BY $this HAVING (COUNT(?x) > 1)",
    "SELECT $this (SUM(?x) AS ?value) WHERE { $this e:p ?x } GROUP BY $this HAVING (SUM(?x) > 1)",
    "SELECT $this ?value WHERE { $this e:p ?value . $this e:q ?other . FILTER (?value > ?other) }",
    "SELECT $this ?value WHERE { $this ?any ?value . FILTER isLiteral(?value) }",
    "SELECT $this ?value WHERE { ?value e:p/e:q $this . OPTIONAL { ?value e:r ?x } FILTER (!BOUND(?x)) }",
)

terms = st.sampled_from((*NODES[:3], *LITERALS))
few = st.integers(0, 2)


def one(*texts: str) -> st.SearchStrategy[str]:
    """One of some texts."""
    return st.sampled_from(texts)


def listed(items: st.SearchStrategy[str], least: int = 1) -> st.SearchStrategy[str]:
    """A list in Turtle."""
    return st.lists(items, min_size=least, max_size=3).map(lambda found: f"( {' '.join(found)} )")


predicates = one(*PREDICATES)
paths = st.one_of(
    predicates,
    predicates,
    predicates.map(lambda name: f"[ sh:inversePath {name} ]"),
    listed(predicates, 2),
    listed(predicates, 2).map(lambda names: f"[ sh:alternativePath {names} ]"),
    predicates.map(lambda name: f"[ sh:zeroOrMorePath {name} ]"),
    st.tuples(predicates, predicates).map(lambda pair: f"( {pair[0]} [ sh:inversePath {pair[1]} ] )"),
)
simple = st.one_of(
    one("IRI", "BlankNode", "Literal", "BlankNodeOrIRI").map(lambda kind: f"sh:nodeKind sh:{kind}"),
    one(*DATATYPES).map(lambda name: f"sh:datatype xsd:{name}"),
    st.just("sh:datatype rdf:langString"),
    one(*CLASSES).map(lambda name: f"sh:class {name}"),
    listed(terms).map(lambda found: f"sh:in {found}"),
    terms.map(lambda term: f"sh:hasValue {term}"),
    one(*PATTERNS).map(lambda pattern: f'sh:pattern "{pattern}"'),
    few.map(lambda number: f"sh:minLength {number}"),
    few.map(lambda number: f"sh:maxLength {number}"),
    st.tuples(one("minInclusive", "minExclusive", "maxInclusive", "maxExclusive"), one(*BOUNDS)).map(
        lambda pair: f"sh:{pair[0]} {pair[1]}"
    ),
    listed(one('"en"', '"de"', '"en-GB"')).map(lambda found: f"sh:languageIn {found}"),
    st.tuples(one("equals", "disjoint"), predicates).map(lambda pair: f"sh:{pair[0]} {pair[1]}"),
    one(*QUERIES).map(lambda text: f'sh:sparql [ sh:prefixes e: ; sh:select """{text}""" ]'),
    st.just("sh:closed true ; sh:ignoredProperties ( rdf:type )"),
)
of_paths = st.one_of(
    few.map(lambda number: f"sh:minCount {number}"),
    few.map(lambda number: f"sh:maxCount {number}"),
    st.just("sh:uniqueLang true"),
    st.tuples(one("lessThan", "lessThanOrEquals"), predicates).map(lambda pair: f"sh:{pair[0]} {pair[1]}"),
)


def body(parts: list[str]) -> str:
    """Some constraints, each parameter once."""
    return " ; ".join({part.split()[0]: part for part in parts}.values())


def shape(constraints: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """The body of a node shape."""
    return st.lists(constraints, min_size=1, max_size=4).map(body)


def property_shape(constraints: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """The body of a property shape."""
    inside = st.lists(st.one_of(constraints, of_paths), min_size=1, max_size=4).map(body)
    return st.tuples(paths, inside).map(lambda pair: f"sh:path {pair[0]} ; {pair[1]}")


def deeper(constraints: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Constraints that refer to shapes of other constraints."""
    node = shape(constraints).map(lambda text: f"[ {text} ]")
    path = property_shape(constraints).map(lambda text: f"[ {text} ]")
    either = st.one_of(node, path)
    return st.one_of(
        path.map(lambda text: f"sh:property {text}"),
        st.lists(path, min_size=2, max_size=3).map(lambda found: f"sh:property {' , '.join(found)}"),
        node.map(lambda text: f"sh:node {text}"),
        either.map(lambda text: f"sh:not {text}"),
        st.tuples(one("and", "or", "xone"), listed(either)).map(lambda pair: f"sh:{pair[0]} {pair[1]}"),
        st.tuples(paths, node, few, few, st.booleans()).map(
            lambda found: (
                f"sh:property [ sh:path {found[0]} ; sh:qualifiedValueShape {found[1]} ; "
                f"sh:qualifiedMinCount {found[2]} ; sh:qualifiedMaxCount {found[3]} ; "
                f"sh:qualifiedValueShapesDisjoint {str(found[4]).lower()} ]"
            )
        ),
    )


constraints = st.recursive(simple, deeper, max_leaves=4)
targets = st.one_of(
    one(*CLASSES).map(lambda name: f"sh:targetClass {name}"),
    terms.map(lambda term: f"sh:targetNode {term}"),
    predicates.map(lambda name: f"sh:targetSubjectsOf {name}"),
    predicates.map(lambda name: f"sh:targetObjectsOf {name}"),
)
severities = one("sh:Violation", "sh:Warning", "sh:Info")


@st.composite
def shapes_graphs(draw: st.DrawFn) -> str:
    """Two to four shapes with targets, as Turtle."""
    written = []
    for number in range(draw(st.integers(2, 4))):
        text = draw(st.one_of(shape(constraints), property_shape(constraints)))
        written.append(f"e:S{number} {draw(targets)} ; sh:severity {draw(severities)} ; {text} .")
    return PREFIXES + ONTOLOGY + "\n".join(written)


@st.composite
def data_graphs(draw: st.DrawFn) -> str:
    """Up to thirty statements, as Turtle."""
    nodes = one(*NODES)
    triples = draw(st.lists(st.tuples(nodes, predicates, st.one_of(terms, nodes)), min_size=8, max_size=24))
    typed = draw(st.lists(st.tuples(nodes, one(*CLASSES)), min_size=2, max_size=6))
    lines = [f"{subject} {predicate} {object} ." for subject, predicate, object in triples]
    lines += [f"{node} a {name} ." for node, name in typed]
    return PREFIXES + "e:C rdfs:subClassOf e:B . e:B rdfs:subClassOf e:A .\n" + "\n".join(lines)
