"""The document of each entity, cut out of the dumps of the release: sorted by subject, they need one pass."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from itertools import groupby, takewhile
from pathlib import Path
from typing import IO, Any

from eulod.errors import NoData, Place

_PREFIX = re.compile(r"@prefix ([\w-]*): ")
_USED = re.compile(r"(?<![\w<:/-])([\w-]+):")
_NAME = re.compile(r'"([A-Za-z][\w-]*:[^"\\\s]*)"')
_STRINGS = re.compile(r'"(?:[^"\\]|\\.)*"|<[^<>]*>')


def ntriples(release: Path) -> Iterator[tuple[str, str]]:
    """Each subject's IRI with its statements as N-Triples."""
    with _opened(release, "data.nt") as lines:
        for subject, group in groupby(lines, key=lambda line: line.partition(" ")[0]):
            yield subject[1:-1], "".join(group)


def turtle(release: Path) -> Iterator[tuple[str, str]]:
    """Each subject's IRI with its statements as Turtle, with the prefixes that they use."""
    with _opened(release, "data.ttl") as lines:
        prefixes: dict[str, str] = {}
        for blank, group in groupby(lines, key=lambda line: line == "\n"):
            if blank:
                continue
            block = list(group)
            if block[0].startswith("@prefix "):
                prefixes = {found[1]: line for line in block if (found := _PREFIX.match(line))}
            else:
                yield _subject(block[0], prefixes), "".join([*_needed(block, prefixes), "\n", *block])


def jsonld(release: Path) -> Iterator[tuple[str, str]]:
    """Each subject's IRI with its node object as JSON-LD, under what it needs of the context of the whole."""
    with _opened(release, "data.jsonld") as lines:
        head = "".join(takewhile(lambda line: not line.startswith('"@graph": ['), lines))
        context = json.loads(head.rstrip().rstrip(",") + "}")["@context"]
        texts = {key: f"  {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in context.items()}
        for line in lines:
            if line.startswith("{"):
                node = line.rstrip().rstrip(",")
                used = _used(node, context)
                needed = ",\n".join(text for key, text in texts.items() if key in used)
                iri = _expanded(json.loads(node)["@id"], context)
                yield iri, f'{{"@context": {{\n{needed}\n}},\n"@graph": [\n{node}\n]}}\n'


def _used(node: str, context: dict[str, Any]) -> set[str]:
    """The entries of the context that a node needs: its terms, and the prefixes of names and types."""
    names = set(_NAME.findall(node))
    types = {value["@type"] for name in names if isinstance(value := context.get(name), dict)}
    return names | {name.partition(":")[0] for name in names | types}


def _expanded(name: str, context: dict[str, Any]) -> str:
    prefix, _, rest = name.partition(":")
    return context[prefix] + rest if isinstance(context.get(prefix), str) else name


def _opened(release: Path, name: str) -> IO[str]:
    for path in (release / name, release / f"{name}.gz"):
        if path.is_file():
            opened = gzip.open if path.suffix == ".gz" else open
            return opened(path, "rt", encoding="utf-8", newline="\n")
    raise NoData(f"the release has no {name}", help="export it again", place=Place(str(release)))


def _subject(line: str, prefixes: dict[str, str]) -> str:
    term = line.strip()
    if term.startswith("<"):
        return term[1:-1]
    name, _, rest = term.partition(":")
    return prefixes[name].partition("<")[2].rpartition(">")[0] + rest


def _needed(block: list[str], prefixes: dict[str, str]) -> Iterator[str]:
    used = {name for line in block for name in _USED.findall(_STRINGS.sub('""', line))}
    yield from (line for name, line in prefixes.items() if name in used)
