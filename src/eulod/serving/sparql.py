"""The endpoint: SPARQL 1.1 Query over HTTP.

Source: https://www.w3.org/TR/sparql11-protocol/
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from urllib.parse import parse_qsl, unquote_to_bytes

import pyoxigraph as ox

from eulod.errors import QueryTooCostly, QueryTooSlow, TooManyQueries
from eulod.query.answering import Question, Written
from eulod.query.media_types import ACCEPTED_GRAPHS, ACCEPTED_ROWS, GRAPH_TYPES, ROW_TYPES
from eulod.query.point_query import answered_at_once
from eulod.query.sparql import RdfDataset
from eulod.query.worker_pool import Refused, WorkerPool
from eulod.serving.answer_cache import AnswerCache
from eulod.serving.negotiation import preferred
from eulod.serving.replies import METHODS, Header, Reply, matches, not_modified, problem
from eulod.serving.requests import Request, TooLarge
from eulod.serving.service_description import ServiceDescription
from eulod.serving.settings import Serving

_STATUS = MappingProxyType({"ResultFormatMismatch": 406, "ResultTooLarge": 413})
_UPDATES = frozenset({"update", "using-graph-uri", "using-named-graph-uri"})
_SHEETS = MappingProxyType({"csv-guarded": "answer.csv", "xlsx": "answer.xlsx"})
_CHANGING = re.compile(r"\b(?:now|rand|uuid|struuid|bnode)\s*\(", re.IGNORECASE)
_SEVERAL = re.compile(rb"&|[^\x00-\x7f]")
_NAMES = ", ".join((*ROW_TYPES, *GRAPH_TYPES))
_LASTS = b"public, max-age=60"


class Unacceptable(Exception):
    """A request that cannot be answered as it is; carries the reply that says so."""

    def __init__(self, status: int, text: str, *headers: Header) -> None:
        super().__init__(text)
        self.reply = problem(status, text, *headers)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """The endpoint over one pool of workers; what costs little is answered from `store`, where one is given."""

    serving: Serving
    pool: WorkerPool
    description: ServiceDescription
    answers: AnswerCache[str, Written]
    store: ox.Store | None = None

    async def __call__(self, request: Request) -> Reply:
        """Answer a request to the endpoint's address."""
        if request.method == "OPTIONS":
            return _preflight()
        if request.method not in ("GET", "HEAD", "POST"):
            return problem(405, f"{request.method} is not for queries\n  help: use GET or POST", (b"allow", METHODS))
        try:
            parameters = await self._parameters(request)
            if request.method != "POST" and not parameters:
                return self.description.reply(request)
            return await self._answer(_question(parameters, request, self.serving), request)
        except Unacceptable as error:
            return error.reply

    def at_once(self, request: Request) -> Reply | None:
        """Answer a GET that needs no worker; None for others, which are to be called."""
        try:
            parameters = _decoded(request.query)
            if not parameters:
                return self.description.reply(request)
            return self._at_once(_question(parameters, request, self.serving), request)
        except Unacceptable as error:
            return error.reply

    async def _parameters(self, request: Request) -> list[tuple[str, str]]:
        parameters = _decoded(request.query)
        if request.method != "POST":
            return parameters
        kind, _, more = (request.header(b"content-type") or "").partition(";")
        kind = kind.strip().lower()
        if kind not in ("application/x-www-form-urlencoded", "application/sparql-query"):
            raise _wrong_type(kind)
        if (charset := _charset(more)) not in ("utf-8", "utf8", "us-ascii"):
            raise Unacceptable(415, f"the query is said to be in {charset}\n  help: send UTF-8")
        try:
            body = await request.body(self.serving.body)
        except TooLarge:
            raise Unacceptable(
                413, f"the body has more than {self.serving.body} bytes\n  help: shorten the query"
            ) from None
        if kind == "application/sparql-query":
            return [*parameters, ("query", _utf8(body))]
        return [*parameters, *_decoded(body)]

    def _at_once(self, question: Question, request: Request) -> Reply | None:
        """What was answered before, and what costs little; a query that changes its answer is neither."""
        if _CHANGING.search(question.text):
            return None
        key = _key(self.serving.data.id, question)
        tag = f'W/"{key}"'
        if matches(request.header(b"if-none-match"), tag):
            return not_modified(_headers("", tag))
        written = self.answers.get(key)
        if written is None and self.store is not None:
            written = answered_at_once(self.store, question, self.serving.limits)
        return None if written is None else Reply(200, _headers(written.form, tag), written.body, lasting=True)

    async def _answer(self, question: Question, request: Request) -> Reply:
        reply = self._at_once(question, request)
        if reply is not None:
            return reply
        written = await self._asked(question)
        if _CHANGING.search(question.text):
            return Reply(200, _headers(written.form, ""), written.body)
        key = _key(self.serving.data.id, question)
        self.answers.put(key, written, len(written.body) + 512)
        return Reply(200, _headers(written.form, f'W/"{key}"'), written.body, lasting=True)

    async def _asked(self, question: Question) -> Written:
        try:
            found = await self.pool.answer(question)
        except (QueryTooSlow, QueryTooCostly) as error:
            raise Unacceptable(503, str(error)) from error
        except TooManyQueries as error:
            raise Unacceptable(503, str(error), (b"retry-after", b"1")) from error
        if isinstance(found, Refused):
            raise Unacceptable(_STATUS.get(found.error, 400), found.text)
        return found


def _question(parameters: list[tuple[str, str]], request: Request, serving: Serving) -> Question:
    """What is asked. Raises Unacceptable for a request that asks for none or for several."""
    named = [name for name, _ in parameters]
    if refused := sorted(_UPDATES.intersection(named)):
        raise Unacceptable(400, f"'{refused[0]}' is for updates; data are only read here\n  help: send a query")
    queries = [value for name, value in parameters if name == "query"]
    if len(queries) != 1:
        raise Unacceptable(
            400, f"there are {len(queries)} queries; there must be one\n  help: send one parameter 'query'"
        )
    if len(queries[0].encode()) > serving.limits.text:
        raise Unacceptable(413, f"the query has more than {serving.limits.text} bytes\n  help: shorten it")
    default = tuple(value for name, value in parameters if name == "default-graph-uri" and value)
    graphs = tuple(value for name, value in parameters if name == "named-graph-uri" and value)
    dataset = RdfDataset(default, graphs) if default or graphs else None
    stated = next((value for name, value in reversed(parameters) if name == "format"), "")
    rows, graph = _forms(stated, request.header(b"accept"))
    return Question(queries[0], rows, graph, dataset, serving.data.base or f"{request.origin}{request.path}")


@lru_cache(maxsize=256)
def _forms(stated: str, accept: str | None) -> tuple[str, str]:
    """The formats for rows and for graphs that the request states or accepts; "" for none."""
    if stated:
        if stated not in ROW_TYPES and stated not in GRAPH_TYPES:
            raise Unacceptable(400, f"there is no format '{stated}'\n  help: choose one of: {_NAMES}")
        return (stated if stated in ROW_TYPES else ""), (stated if stated in GRAPH_TYPES else "")
    rows = preferred(accept, ACCEPTED_ROWS, default="json")
    graph = preferred(accept, ACCEPTED_GRAPHS, default="ttl")
    if not rows and not graph:
        offered = ", ".join(sorted({*ACCEPTED_ROWS, *ACCEPTED_GRAPHS}))
        raise Unacceptable(406, f"no format fits '{accept}'\n  help: accept one of: {offered}", (b"vary", b"Accept"))
    return rows, graph


def _headers(form: str, tag: str) -> tuple[Header, ...]:
    """The headers of an answer; with a tag it may be kept for a minute, then asked for again."""
    kind = ROW_TYPES.get(form) or GRAPH_TYPES.get(form, "")
    named = [(b"content-type", kind.encode())] if kind else []
    if form in _SHEETS:
        named.append((b"content-disposition", f'attachment; filename="{_SHEETS[form]}"'.encode()))
    lasting = [(b"etag", tag.encode()), (b"cache-control", _LASTS)] if tag else [(b"cache-control", b"no-store")]
    return (*named, (b"vary", b"Accept"), *lasting)


def _key(id: str, question: Question) -> str:
    dataset = question.dataset
    parts = (
        id,
        question.rows_form,
        question.graph_form,
        question.base or "",
        *(dataset.default if dataset else ()),
        "",
        *(dataset.named if dataset else ()),
        "",
        question.text,
    )
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _decoded(form: bytes) -> list[tuple[str, str]]:
    try:
        if form.startswith(b"query=") and not _SEVERAL.search(form):  # most are, and so are read at once
            return [("query", unquote_to_bytes(form[6:].replace(b"+", b" ")).decode("utf-8"))]
        return parse_qsl(
            form.decode("utf-8"), keep_blank_values=True, encoding="utf-8", errors="strict", max_num_fields=1000
        )
    except UnicodeDecodeError:
        raise _not_utf8() from None
    except ValueError:
        raise Unacceptable(400, "there are too many parameters\n  help: send 'query' and the graphs only") from None


def _utf8(body: bytes) -> str:
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _not_utf8() from None


def _not_utf8() -> Unacceptable:
    return Unacceptable(400, "the query is not UTF-8\n  help: encode it as UTF-8, and percent-encode forms")


def _charset(parameters: str) -> str:
    found = (part.strip().partition("=") for part in parameters.split(";"))
    return next((value.strip('" ').lower() for name, _, value in found if name.strip().lower() == "charset"), "utf-8")


def _wrong_type(kind: str) -> Unacceptable:
    if kind == "application/sparql-update":
        return Unacceptable(415, "this is an update; data are only read here\n  help: send a query")
    taken = b"application/x-www-form-urlencoded, application/sparql-query"
    problem = f"a body of the type '{kind}' is no query" if kind else "the body has no Content-Type"
    return Unacceptable(415, f"{problem}\n  help: send one of: {taken.decode()}", (b"accept-post", taken))


def _preflight() -> Reply:
    return Reply(
        204,
        (
            (b"allow", METHODS),
            (b"access-control-allow-methods", METHODS),
            (b"access-control-allow-headers", b"Accept, Content-Type, If-None-Match"),
            (b"access-control-max-age", b"86400"),
        ),
        lasting=True,
    )
