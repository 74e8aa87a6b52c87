"""Databases as YARRRML describes them.

Source: https://rml.io/yarrrml/spec/#databases
"""

from __future__ import annotations

from eulod.mapping.yarrrml_document import YarrrmlDocument
from eulod.sources.access.database import KINDS, Database
from eulod.yaml_document import YamlMap

DATABASE_KEYS = ("credentials", "query", "queryFormulation", "table", "type")
_FILES = ("localfile", "url")
_CREDENTIALS = ("password", "username")


def read_database(document: YarrrmlDocument, source: YamlMap) -> Database | None:
    """The table or query that a source names; None where its type is no database.

    Raises MappingSyntax and UnknownKey.
    """
    kind = document.text(source, "type").lower() if "type" in source else _FILES[0]
    if kind in _FILES:
        stated = next((key for key in DATABASE_KEYS if key in source and key != "type"), None)
        if stated:
            help = f"add type: {' or '.join(sorted(set(KINDS.values())))}, or remove '{stated}'"
            raise document.syntax(f"'{stated}' belongs to a database", source.lines[stated], help)
        return None
    if kind not in KINDS:
        problem = f"unknown type '{kind}'; there are: {', '.join((*_FILES, *KINDS))}"
        raise document.syntax(problem, source.lines["type"], "write the type of the database")
    if ("table" in source) == ("query" in source):
        problem = "a database needs a query or a table" + (", not both" if "table" in source else "")
        raise document.syntax(problem, source.line, "write query: SELECT … or table: name")
    username, password = _credentials(document, source)
    asked = {key: document.text(source, key) for key in ("query", "table") if key in source}
    return Database(document.text(source, "access"), KINDS[kind], username, password, **asked)


def _credentials(document: YarrrmlDocument, source: YamlMap) -> tuple[str, str]:
    entry = source.get("credentials")
    if entry is None:
        return "", ""
    if not isinstance(entry, YamlMap):
        raise document.syntax("'credentials' has no keys", source.lines["credentials"], "give username: and password:")
    document.check_keys(entry, _CREDENTIALS)
    username, password = (document.text(entry, key) if key in entry else "" for key in ("username", "password"))
    return username, password
