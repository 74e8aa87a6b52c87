"""The reading model as JSON, for programs: a search, an entity, the counts. `openapi` describes it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from eulod.browsing.dataset import Browsing
from eulod.browsing.model import Entity, Facet, FacetValue, Incoming, Property, Resource, Statement, Sum, Term
from eulod.pages.links import ServerLinks
from eulod.serving.openapi import openapi
from eulod.serving.parameters import facets_asked, page_number, text_asked

SIZES = (1, 100)
"""The fewest and the most results of a page of a search."""
_KINDS = ("name", "acronym", "alternative", "fallback")


@dataclass(frozen=True)
class JsonApi:
    """What answers programs."""

    browsing: Browsing
    links: ServerLinks

    def search(self, request: Request) -> Response:
        """GET /api/search."""
        asked = request.query_params
        size = max(SIZES[0], min(SIZES[1], page_number(asked.get("size", "20"))))
        found = self.browsing.search(
            text_asked(request), facets_asked(request), page_number(asked.get("page", "")), size=size
        )
        facets = {facet.name: [self.facet_value(facet, value) for value in facet.values] for facet in found.facets}
        results = [self.resource(one) for one in found.results]
        counts = {"total": found.total, "page": found.page, "pages": found.pages}
        return answered({"text": found.text, **counts, "results": results, "facets": facets})

    def facet_value(self, facet: Facet, value: FacetValue) -> dict[str, Any]:
        """A value of a facet; a kind is a word."""
        named = {"value": value.resource.iri} if facet.name == "kind" else self.resource(value.resource)
        return {**named, "count": value.count, "chosen": value.chosen}

    def entity(self, request: Request) -> Response:
        """GET /api/entity?iri=…; `in` and `page` choose a page of what leads to it by one predicate."""
        asked = request.query_params
        iri = asked.get("iri", "")
        if not iri:
            return refused(400, "name an IRI with the parameter iri")
        entity = self.browsing.entity(iri, incoming=asked.get("in", ""), page=page_number(asked.get("page", "")))
        return refused(404, "the release does not name this IRI") if entity is None else answered(self.whole(entity))

    def overview(self, request: Request) -> Response:
        """GET /api/overview."""
        about, overview = self.browsing.about, self.browsing.overview()
        return answered(
            {
                "iri": about.iri,
                "title": dict(about.title),
                "version": about.version,
                "modified": about.modified,
                "licence": about.licence,
                "statements": overview.statements,
                "kinds": dict(overview.kinds),
                "sources": [_source(asdict(source)) for source in overview.sources],
                "programmes": [
                    {
                        "programme": self.resource(one.programme),
                        "period": self.resource(one.period) if one.period else None,
                        "projects": one.projects,
                        "sums": [_sum(each) for each in one.sums],
                    }
                    for one in overview.programmes
                ],
            }
        )

    def description(self, request: Request) -> Response:
        """GET /api/openapi.json."""
        return answered(openapi(self.browsing.about, self.links.public(self.links.prefix) or "/"))

    def resource(self, resource: Resource) -> dict[str, Any]:
        """A resource as it is named in a list."""
        labels = [{"text": one.text, "language": one.language, "kind": _KINDS[one.kind]} for one in resource.labels]
        return {"iri": resource.iri, "kind": resource.kind, "labels": labels}

    def whole(self, entity: Entity) -> dict[str, Any]:
        """An entity with everything that is said of it."""
        return {
            **self.resource(entity.resource),
            "page": self.links.public(self.links.entity(entity.iri)),
            "types": [one.iri for one in entity.types],
            "properties": [self.property(one) for one in entity.properties],
            "incoming": [self.incoming(one) for one in entity.incoming],
            "withheld": [{"predicate": one.predicate.iri, **self.statement(one)} for one in entity.withheld],
            "records": [one.iri for one in entity.records],
            "deprecated": entity.deprecated,
            "replacedBy": list(entity.replaced_by),
        }

    def property(self, one: Property) -> dict[str, Any]:
        """A property with its statements."""
        statements = [self.statement(statement) for statement in one.statements]
        return {"predicate": one.predicate.iri, "total": one.total, "statements": statements}

    def incoming(self, one: Incoming) -> dict[str, Any]:
        """What leads to an entity by one predicate, a page of it."""
        subjects = [self.resource(subject) for subject in one.subjects]
        return {"predicate": one.predicate.iri, "total": one.total, "page": one.page, "subjects": subjects}

    def statement(self, statement: Statement) -> dict[str, Any]:
        """A statement without its predicate, with where it comes from."""
        origins = [{**asdict(one), "cells": dict(one.cells)} for one in statement.origins]
        quotes = [{"claim": one.claim, "status": one.status, **self.term(one.text)} for one in statement.quotes]
        said = {"object": self.term(statement.object), "graphs": list(statement.graphs)}
        held = {"withheld": statement.withheld} if statement.withheld else {}
        return {**said, "origins": origins, "quotes": quotes, **held}

    def term(self, term: Term) -> dict[str, Any]:
        """A resource or a literal; of a literal what it has of language and datatype."""
        if isinstance(term, Resource):
            return self.resource(term)
        parts = {"value": term.value, "language": term.language, "datatype": term.datatype}
        return {name: value for name, value in parts.items() if value or name == "value"}


def api_routes(browsing: Browsing, *, prefix: str = "", host: str = "") -> list[Route]:
    """The routes of the JSON interface."""
    api = JsonApi(browsing, ServerLinks(browsing.base, "en", prefix, host=host))
    answers: dict[str, Callable[[Request], Response]] = {
        "/api/search": api.search,
        "/api/entity": api.entity,
        "/api/overview": api.overview,
        "/api/openapi.json": api.description,
    }
    return [Route(path, answer) for path, answer in answers.items()]


def answered(value: object, status: int = 200) -> Response:
    """A value as JSON."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Response(text + "\n", status, media_type="application/json")


def refused(status: int, problem: str) -> Response:
    """What is wrong with a request, as JSON.

    Source: https://www.rfc-editor.org/rfc/rfc9457
    """
    content = json.dumps({"status": status, "title": problem})
    return Response(content + "\n", status, media_type="application/problem+json")


def _sum(sum: Sum) -> dict[str, Any]:
    return {"kind": sum.kind.iri, "currency": sum.currency.iri, "amount": sum.amount, "projects": sum.projects}


def _source(source: dict[str, Any]) -> dict[str, Any]:
    files = [{"path": path, "size": size, "sha256": digest} for path, size, digest in source["files"]]
    return {**source, "files": files}
