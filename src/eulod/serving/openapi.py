"""The description of the JSON interface.

Source: https://spec.openapis.org/oas/v3.1.1.html
"""

from __future__ import annotations

from typing import Any

from eulod.browsing.dataset import DatasetAbout
from eulod.browsing.kinds import FACETS, SEARCHED

_TEXT, _NUMBER, _TRUTH = {"type": "string"}, {"type": "integer", "minimum": 0}, {"type": "boolean"}
_IRI = {"type": "string", "format": "iri"}


def openapi(about: DatasetAbout, server: str) -> dict[str, Any]:
    """The document of OpenAPI 3.1 for a dataset at the address `server`."""
    title = about.title.get("en") or next(iter(about.title.values()), "eulod")
    return {
        "openapi": "3.1.1",
        "info": {
            "title": title,
            "version": about.version,
            "description": "What the pages show, as JSON. Read-only, without a key.",
            "license": {"name": "Licence of the dataset", "url": about.licence},
        },
        "servers": [{"url": server}],
        "paths": {
            "/api/search": {"get": _search()},
            "/api/entity": {"get": _entity()},
            "/api/overview": {"get": _operation("overview", "Counts, sources and coverage", [], "Overview")},
            "/api/openapi.json": {"get": _operation("describe", "This document", [], None)},
        },
        "components": {"schemas": _schemas()},
    }


def _search() -> dict[str, Any]:
    facets = [_parameter(name, "Narrow to these values, IRIs", _list(_IRI)) for name in FACETS if name != "kind"]
    kinds = _parameter("kind", "Narrow to these kinds", _list({"type": "string", "enum": list(SEARCHED)}))
    words = _parameter("q", "Words that all must be found; each may be the beginning of a longer one", _TEXT)
    size = _parameter("size", "Results on a page", {"type": "integer", "minimum": 1, "maximum": 100, "default": 20})
    return _operation("search", "Search", [words, kinds, *facets, _page(), size], "Found")


def _entity() -> dict[str, Any]:
    iri = {**_parameter("iri", "Any IRI that the release names", _IRI), "required": True}
    leading = _parameter("in", "The predicate of whose incoming links `page` is wanted", _IRI)
    found = _operation("entity", "Everything about one IRI, with its sources", [iri, leading, _page()], "Entity")
    found["responses"] |= {"400": _problem("No IRI was named"), "404": _problem("The release does not name this IRI")}
    return found


def _operation(name: str, summary: str, parameters: list[dict[str, Any]], schema: str | None) -> dict[str, Any]:
    content = {"$ref": f"#/components/schemas/{schema}"} if schema else {"type": "object"}
    answer = {"description": summary, "content": {"application/json": {"schema": content}}}
    return {"operationId": name, "summary": summary, "parameters": parameters, "responses": {"200": answer}}


def _problem(description: str) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": description, "content": {"application/problem+json": {"schema": schema}}}


def _parameter(name: str, description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "description": description, "schema": schema}


def _page() -> dict[str, Any]:
    return _parameter("page", "The page, from 1", {"type": "integer", "minimum": 1, "default": 1})


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _object(**properties: Any) -> dict[str, Any]:
    """An object that has all of these properties."""
    return {"type": "object", "properties": properties, "required": list(properties)}


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def _schemas() -> dict[str, Any]:
    label = _object(text=_TEXT, language=_TEXT, kind={"enum": ["name", "acronym", "alternative", "fallback"]})
    resource = _object(iri=_IRI, kind=_TEXT, labels=_list(label))
    literal = {**_object(value=_TEXT), "description": "A literal, with its language or datatype where it has one"}
    literal["properties"] |= {"language": _TEXT, "datatype": _IRI}
    cells = {"type": "object", "additionalProperties": _TEXT}
    place = {"file": _TEXT, "record": _NUMBER, "line": _NUMBER, "cells": cells}
    origin = _object(source=_TEXT, **place, triples_map=_TEXT, mapping_file=_TEXT, mapping_line=_NUMBER)
    quote = _object(claim=_IRI, status=_TEXT, value=_TEXT)
    statement = _object(object=_ref("Term"), graphs=_list(_IRI), origins=_list(origin), quotes=_list(quote))
    held = {"allOf": [statement, _object(predicate=_IRI, withheld={"enum": ["rejected", "disputed"]})]}
    found = _object(predicate=_IRI, total=_NUMBER, statements=_list(statement))
    leading = _object(predicate=_IRI, total=_NUMBER, page=_NUMBER, subjects=_list(_ref("Resource")))
    facet = {"allOf": [_ref("FacetValue"), _object(count=_NUMBER, chosen=_TRUTH)]}
    return {
        "Resource": resource,
        "Literal": literal,
        "Term": {"anyOf": [_ref("Resource"), _ref("Literal")]},
        "FacetValue": {"anyOf": [_ref("Resource"), _object(value=_TEXT)]},
        "Found": _object(
            text=_TEXT,
            total=_NUMBER,
            page=_NUMBER,
            pages=_NUMBER,
            results=_list(_ref("Resource")),
            facets={"type": "object", "additionalProperties": _list(facet)},
        ),
        "Entity": {
            "allOf": [
                _ref("Resource"),
                _object(
                    page=_TEXT,
                    types=_list(_IRI),
                    properties=_list(found),
                    incoming=_list(leading),
                    withheld=_list(held),
                    records=_list(_IRI),
                    deprecated=_TRUTH,
                    replacedBy=_list(_IRI),
                ),
            ]
        },
        "Overview": _object(
            iri=_IRI,
            title=cells,
            version=_TEXT,
            modified=_TEXT,
            licence=_IRI,
            statements=_NUMBER,
            kinds={"type": "object", "additionalProperties": _NUMBER},
            sources=_list({"type": "object"}),
            programmes=_list({"type": "object"}),
        ),
        "Problem": _object(status=_NUMBER, title=_TEXT),
    }
