"""Tables and queries of databases, as mappings declare them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from urllib.parse import parse_qsl, unquote, urlsplit

from eulod.errors import Place, SourceError
from eulod.sources.access.addresses import UnsafeAddress, filled

POSTGRESQL, MYSQL = "postgresql", "mysql"
KINDS = MappingProxyType({"postgresql": POSTGRESQL, "postgres": POSTGRESQL, "mysql": MYSQL, "mariadb": MYSQL})
"""The kinds of database that are read, by every name that addresses give them."""
_SOCKETS = ("host", "socket", "unix_socket")
_OPTIONS = MappingProxyType({POSTGRESQL: ("sslmode", "sslrootcert"), MYSQL: ("ssl_ca",)})
_CREDENTIALS = ("user", "username", "password")


class MissingDriver(SourceError):
    """What a kind of database is read with is not installed."""

    code = "S040"


class DatabaseUnreachable(SourceError):
    """A database gives no connection."""

    code = "S041"


class WrongDatabase(SourceError):
    """The address of a database, or what is to be read from it, cannot be understood."""

    code = "S042"


class QueryRefused(SourceError):
    """A database does not run a query."""

    code = "S043"


@dataclass(frozen=True, slots=True)
class Database:
    """A table or a query of a database, as its mapping declares it; just one of `table` and `query` is given.

    `address` is `postgresql://host:port/name`, the same with `jdbc:` before it, or any other scheme where `kind` says
    which database it is. Address, `username` and `password` may name variables of the environment as `${NAME}`.
    """

    address: str
    kind: str = ""
    username: str = ""
    password: str = field(default="", repr=False)
    table: str = ""
    query: str = ""

    @property
    def shown(self) -> str:
        """The name that messages and releases give to what is read; it never holds a password."""
        address = self.address.removeprefix("jdbc:").partition("?")[0]
        digest = hashlib.sha256(self.query.encode()).hexdigest()[:8]
        return f"{address}#{self.table or f'query-{digest}'}"


@dataclass(frozen=True, slots=True)
class Connection:
    """Where a database is and how it is entered; `socket` is a path, `options` those of the address."""

    kind: str
    host: str
    port: int | None
    name: str
    socket: str
    username: str
    password: str = field(repr=False)
    options: Mapping[str, str] = field(default_factory=dict)


def connection(database: Database, place: Place, environment: Mapping[str, str]) -> Connection:
    """How to reach a database. Raises WrongDatabase, UnsafeAddress and MissingVariable."""
    address = filled(database.address.removeprefix("jdbc:"), place, environment)
    parts = urlsplit(address)
    kind = KINDS.get((database.kind or parts.scheme).lower())
    if kind is None or not parts.path.strip("/"):
        problem = f"'{database.shown.partition('#')[0]}' is no address of a database that is read"
        raise WrongDatabase(problem, place=place, help="write postgresql://host/name or mysql://host/name")
    stated = dict(parse_qsl(parts.query, keep_blank_values=True))
    _check(stated, parts.password, kind, place)
    socket = next((stated.pop(name) for name in _SOCKETS if name in stated), "")
    return Connection(
        kind=kind,
        host=parts.hostname or ("" if socket else "localhost"),
        port=_port(address, place),
        name=unquote(parts.path.strip("/")),
        socket=socket,
        username=filled(database.username, place, environment) or unquote(parts.username or ""),
        password=filled(database.password, place, environment),
        options=stated,
    )


def _port(address: str, place: Place) -> int | None:
    try:
        return urlsplit(address).port
    except ValueError:
        raise WrongDatabase("the port is no number", place=place, help="write host:5432 or host:3306") from None


def _check(stated: Mapping[str, str], password: str | None, kind: str, place: Place) -> None:
    if password is not None or any(name in stated for name in _CREDENTIALS):
        help = "write username and password beside the address, the password as ${NAME} of a variable"
        raise UnsafeAddress("the address of the database holds a password or a user", place=place, help=help)
    known = (*_SOCKETS, *_OPTIONS[kind])
    for name in stated:
        if name not in known:
            problem = f"the address has the option '{name}'; there are: {', '.join(known)}"
            raise WrongDatabase(problem, place=place, help="remove it")


def single_query(query: str) -> str:
    """A query without the semicolon that may end it."""
    return re.sub(r"[;\s]+\Z", "", query)


def first_line(error: Exception, secret: str) -> str:
    """What a database says of an error, in one line, without the password."""
    text = next((line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__)
    return text.replace(secret, "…") if secret else text
