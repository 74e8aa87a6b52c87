"""Addresses of sources elsewhere: which are taken, and how they are shown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from eulod.errors import Place, SourceError

ALLOW_HTTP = "EULOD_ALLOW_HTTP"
_SCHEME = re.compile(r"(?P<scheme>[a-z][a-z0-9+.-]+)://", re.IGNORECASE)
_VARIABLE = re.compile(r"\$\{(?P<name>[A-Za-z_][A-Za-z0-9_]*)\}")
_SECRET = re.compile(
    r"(?P<name>[?&;](?:api[_-]?key|key|token|access[_-]?token|secret|sig|signature|pass(?:word)?)=)(?!\$\{)[^&;#]*",
    re.IGNORECASE,
)
_LOOPBACK = ("127.0.0.1", "::1", "localhost")


class UnsafeAddress(SourceError):
    """An address is of a kind that is not fetched: not https, or with a password in it."""

    code = "S037"


class MissingVariable(SourceError):
    """A source names a variable that the environment does not have."""

    code = "S039"


@dataclass(frozen=True, slots=True)
class Address:
    """Where a source is: `shown` is what messages and releases may say, `url` may hold what only its server may see."""

    shown: str
    url: str
    file_name: str

    def __repr__(self) -> str:
        return f"Address({self.shown!r})"


def is_address(access: str) -> bool:
    """Say whether what a source names lies elsewhere."""
    return _SCHEME.match(access) is not None


def address(access: str, place: Place, environment: Mapping[str, str]) -> Address:
    """The address that a source names, with variables filled in. Raises UnsafeAddress and MissingVariable."""
    url = filled(access, place, environment)
    shown = _SECRET.sub(r"\g<name>…", access)
    if "@" in urlsplit(url).netloc:
        help = "remove what stands before the @; a key may come from the environment, as in ?key=${MY_KEY}"
        raise UnsafeAddress("the address holds the name of a user or a password", place=place, help=help)
    if reason := refusal(url, environment):
        raise UnsafeAddress(f"{shown} is {reason}", place=place, help=_HELP)
    return Address(shown, url.partition("#")[0], PurePosixPath(unquote(urlsplit(url).path)).name)


_HELP = f"use https; where a server has none and you trust the way to it, name its host in {ALLOW_HTTP}"


def filled(text: str, place: Place, environment: Mapping[str, str]) -> str:
    """`text` with the value of each variable that it names as `${NAME}`. Raises MissingVariable."""

    def value(found: re.Match[str]) -> str:
        if found["name"] not in environment:
            problem = f"the environment has no variable {found['name']}"
            raise MissingVariable(problem, place=place, help=f"set {found['name']}, then run it again")
        return environment[found["name"]]

    return _VARIABLE.sub(value, text)


def refusal(url: str, environment: Mapping[str, str], *, come_from: str = "") -> str:
    """Why an address is not fetched, where it is not; `come_from` is the address that sent us there, if one did."""
    parts = urlsplit(url)
    if parts.scheme == "https" and parts.hostname:
        return ""
    if parts.scheme != "http" or not parts.hostname:
        return "no https address"
    if come_from.startswith("https:"):
        return "unprotected, while the address that leads there is not"
    allowed = (*_LOOPBACK, *(host.strip() for host in environment.get(ALLOW_HTTP, "").split(",")))
    return "" if parts.hostname in allowed else "unprotected: anybody on the way could change what comes"
