"""The official tests of the SPARQL 1.1 protocol, its result formats and its service description, on a live server.

The graph data0 has no file in the suite, though six cases name it as their default graph. It stands beside data1 to
data3 with a statement of the same form, since a graph that the data do not have is refused.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pyoxigraph as ox
import pytest
from rdflib import RDF, Graph, Namespace, Node, URIRef
from rdflib.collection import Collection

from tests.serving.live import Answer, Live, serving
from tests.shared import shared

SUITE = shared("acceptance/sparql-protocol")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
TYPED = re.compile(r'"([^"]*)"\^\^<http://www\.w3\.org/2001/XMLSchema#(\w+)>')
NUMBERS = {"integer", "decimal", "double", "negativeInteger"}
DATA = "http://kasei.us/2009/09/sparql/data/"
TYPES = {
    "boolean": {"application/sparql-results+json", "application/sparql-results+xml"},
    "tabular": {
        "application/sparql-results+json",
        "application/sparql-results+xml",
        "text/csv",
        "text/tab-separated-values",
    },
    "RDF": {"text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"},
}


def manifest(folder: str) -> Graph:
    """The manifest of one of the suite's folders."""
    path = SUITE / folder / "manifest.ttl"
    return Graph().parse(path, publicID=path.as_uri())


def entries(graph: Graph) -> list[Node]:
    """The cases of a manifest, in its order."""
    (head,) = graph.objects(None, MF.entries)
    return list(Collection(graph, head))


def name_of(case: Node) -> str:
    """The name of a case."""
    return str(case).rpartition("#")[2]


PROTOCOL = manifest("protocol")
QUERIES = [case for case in entries(PROTOCOL) if "update" not in name_of(case)]
UPDATES = [case for case in entries(PROTOCOL) if "update" in name_of(case)]
FORMATS = [(folder, case) for folder in ("csv-tsv-res", "json-res") for case in entries(manifest(folder))]
GRAPHS = ("csv-tsv-res/data.ttl", "csv-tsv-res/data2.ttl", "json-res/data.ttl")


@pytest.fixture(scope="module")
def suite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A server with the data of all cases, each file in the graph of its name."""
    file = tmp_path_factory.mktemp("suite") / "suite.nq"
    store = ox.Store()
    for number in (1, 2, 3):
        graph = ox.NamedNode(f"{DATA}data{number}.rdf")
        store.load(path=str(SUITE / f"protocol/data{number}.nt"), to_graph=graph)
    zero = ox.NamedNode(f"{DATA}data0.rdf")
    kind = ox.NamedNode("http://xmlns.com/foaf/0.1/Document")
    store.add(ox.Quad(zero, ox.NamedNode(str(RDF.type)), kind, zero))
    for path in GRAPHS:
        store.load(path=str(SUITE / path), to_graph=ox.NamedNode(f"{DATA}{path}"))
    store.dump(str(file), ox.RdfFormat.N_QUADS)
    with serving(file, "--workers", "1") as server:
        yield server


def requests(case: Node) -> list[Node]:
    """The requests of a case, in order."""
    action = PROTOCOL.value(case, MF.action)
    (head,) = PROTOCOL.objects(action, HT.requests)
    return list(Collection(PROTOCOL, head))


def sent(server: Live, request: Node) -> Answer:
    """Send a request as the manifest gives it."""
    value = PROTOCOL.value
    headers = {}
    if (listed := value(request, HT.headers)) is not None:
        fields = Collection(PROTOCOL, listed)
        headers = {str(value(field, HT.fieldName)): str(value(field, HT.fieldValue)) for field in fields}
    body = value(request, HT.body)
    content = str(value(body, CNT.chars)).encode(str(value(body, CNT.characterEncoding))) if body else None
    path = str(value(request, HT.absolutePath))
    return server.send(path, method=str(value(request, HT.methodName)), headers=headers, body=content)


def test_there_are_34_cases_20_of_them_queries() -> None:
    assert len(entries(PROTOCOL)) == 34
    assert len(QUERIES) == 20
    assert len(FORMATS) == 10


@pytest.mark.parametrize("case", QUERIES, ids=name_of)
def test_query(case: Node, suite: Live) -> None:
    for request in requests(case):
        answer = sent(suite, request)
        expected = PROTOCOL.value(request, HT.resp)
        statuses = {str(status)[-3] for status in PROTOCOL.objects(expected, MF.expectedStatus)}
        assert str(answer.status)[0] in statuses, answer.text
        if (form := PROTOCOL.value(expected, MF.expectedFormat)) is not None:
            assert answer.type in TYPES[str(form)]
        if (holds := PROTOCOL.value(expected, MF.expectedBoolean)) is not None:
            assert json.loads(answer.body)["boolean"] is bool(holds.toPython())  # type: ignore[attr-defined]


@pytest.mark.parametrize("case", UPDATES, ids=name_of)
def test_update_is_refused(case: Node, suite: Live) -> None:
    (first, *_) = requests(case)
    assert 400 <= sent(suite, first).status < 500
    assert json.loads(suite.ask("ASK { GRAPH ?g { ?s ?p ?o } }").body)["boolean"] is True


@pytest.mark.parametrize(("folder", "case"), FORMATS, ids=name_of)
def test_result_format(folder: str, case: Node, suite: Live) -> None:
    graph = manifest(folder)
    action = graph.value(case, MF.action)
    query, data, expected = (
        Path(unquote(str(node).removeprefix("file://")))
        for node in (graph.value(action, QT.query), graph.value(action, QT.data), graph.value(case, MF.result))
    )
    form = {".csv": "csv", ".tsv": "tsv", ".srj": "json"}[expected.suffix]
    source = {"default-graph-uri": f"{DATA}{folder}/{data.name}"}
    answer = suite.ask(query.read_text(encoding="utf-8"), format=form, graphs=source)
    assert answer.status == 200, answer.text
    read = {"csv": csv_rows, "tsv": tsv_rows, "json": json_rows}[form]
    assert read(answer.text) == read(expected.read_text(encoding="utf-8"))


def csv_rows(text: str) -> list[list[tuple[str, object]]]:
    """The rows by variable, as SELECT * promises no order of columns; numbers by value, blank nodes without names."""
    head, *rows = csv.reader(io.StringIO(text))
    return _by_variable(head, rows)


def tsv_rows(text: str) -> list[list[tuple[str, object]]]:
    """The same of TSV, whose terms are those of Turtle."""
    head, *rows = (line.split("\t") for line in text.rstrip("\n").replace("\r", "").split("\n"))
    return _by_variable(head, [(row + [""] * len(head))[: len(head)] for row in rows])


def _by_variable(head: list[str], rows: list[list[str]]) -> list[list[tuple[str, object]]]:
    named = ([(name, _value(cell)) for name, cell in zip(head, row, strict=True)] for row in rows)
    return sorted((sorted(row, key=repr) for row in named), key=repr)


def json_rows(text: str) -> object:
    """The variables and the bindings, blank nodes without their names; or the boolean."""
    content = json.loads(text)
    if "boolean" in content:
        return content["boolean"]
    for row in content["results"]["bindings"]:
        for term in row.values():
            term["value"] = "" if term["type"] == "bnode" else term["value"]
    return sorted(content["head"]["vars"]), sorted(
        json.dumps(row, sort_keys=True) for row in content["results"]["bindings"]
    )


def _value(cell: str) -> object:
    """Numbers by value: the engine keeps a negativeInteger as an integer, and 1.0E6 as 1000000."""
    typed = TYPED.fullmatch(cell)
    try:
        return float(typed[1] if typed and typed[2] in NUMBERS else cell)
    except ValueError:
        return "_:" if cell.startswith("_:") else cell


DESCRIPTION = manifest("service-description")


def described(suite: Live) -> Graph:
    """The description that a bare GET gives."""
    answer = suite.send("/sparql")
    assert answer.status == 200
    assert answer.type in TYPES["RDF"]
    return Graph().parse(data=answer.text, format="turtle")


def test_three_cases_of_the_description() -> None:
    assert {name_of(case) for case in entries(DESCRIPTION)} == {
        "returns-rdf",
        "has-endpoint-triple",
        "conforms-to-schema",
    }


def test_returns_rdf(suite: Live) -> None:
    assert len(described(suite)) > 10


def test_has_endpoint_triple(suite: Live) -> None:
    (service,) = described(suite).subjects(RDF.type, SD.Service)
    assert list(described(suite).objects(service, SD.endpoint)) == [URIRef(f"{suite.address}/sparql")]


# Domain and range of the properties, from https://www.w3.org/TR/sparql11-service-description/; None: any resource.
SCHEMA = {
    "endpoint": ("Service", None),
    "supportedLanguage": ("Service", None),
    "resultFormat": ("Service", None),
    "defaultDataset": ("Service", "Dataset"),
    "availableGraphs": ("Service", "GraphCollection"),
    "defaultGraph": ("Dataset", "Graph"),
    "namedGraph": ("GraphCollection", "NamedGraph"),
    "name": ("NamedGraph", None),
}


def test_conforms_to_schema(suite: Live) -> None:
    graph = described(suite)
    used = {
        str(predicate).removeprefix(str(SD)) for predicate in graph.predicates() if str(predicate).startswith(str(SD))
    }
    assert used == set(SCHEMA)
    for name, (domain, range_) in SCHEMA.items():
        for subject, value in graph.subject_objects(SD[name]):
            assert (subject, RDF.type, SD[domain]) in graph
            assert isinstance(value, URIRef)
            assert range_ is None or (value, RDF.type, SD[range_]) in graph
    assert {str(name) for name in graph.objects(None, SD.name)} >= {f"{DATA}data{number}.rdf" for number in (1, 2, 3)}


@pytest.mark.parametrize(
    ("accept", "form"), [("text/turtle", "turtle"), ("application/ld+json", "json-ld"), ("application/rdf+xml", "xml")]
)
def test_the_description_is_negotiated(accept: str, form: str, suite: Live) -> None:
    answer = suite.send("/sparql", headers={"Accept": f"{accept}, */*;q=0.1"})
    assert answer.type == accept
    assert len(Graph().parse(data=answer.text, format=form)) == len(described(suite))
