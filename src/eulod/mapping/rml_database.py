"""Databases as RML describes them: with D2RQ's words for the connection, and SQL where files have an iterator.

Source: https://kg-construct.github.io/rml-io/spec/docs/ and http://d2rq.org/d2rq-language#database
"""

from __future__ import annotations

from eulod.mapping.errors import MappingSyntax
from eulod.mapping.rml_document import RmlDocument, Stated
from eulod.mapping.rml_vocabulary import TYPE
from eulod.sources.access.database import Database

_D2RQ = "http://www.wiwiss.fu-berlin.de/suhl/bizer/D2RQ/0.1#"
_DSN, _USERNAME, _PASSWORD, _DRIVER = (f"{_D2RQ}{name}" for name in ("jdbcDSN", "username", "password", "jdbcDriver"))
_DATABASE = (_DSN, _USERNAME, _PASSWORD, _DRIVER)
_TABLE_IN_ITERATOR, _QUERY_IN_ITERATOR = "SQL2008Table", "SQL2008Query"
SQL_FORMULATIONS = (_TABLE_IN_ITERATOR, _QUERY_IN_ITERATOR, "SQL2008", "CSV")


def read_database(document: RmlDocument, source: Stated, access: Stated) -> Database | None:
    """The table or query that a logical source names with `access`; None where that is no database.

    Raises MappingSyntax and UnknownKey.
    """
    if not document.all(access, _DSN) and not any(one.text == f"{_D2RQ}Database" for one in document.all(access, TYPE)):
        return None
    document.check(access, _DATABASE)
    username, password = (document.one(access, name) for name in (_USERNAME, _PASSWORD))
    table, query = _asked(document, source)
    return Database(
        address=document.needed(access, _DSN).text,
        username=username.text if username else "",
        password=password.text if password else "",
        table=table,
        query=query,
    )


def _asked(document: RmlDocument, source: Stated) -> tuple[str, str]:
    """The table's name or the query: the iterator where the formulation is one of SQL, else what has its own word."""
    formulation, iterator = (document.one(source, name) for name in ("referenceFormulation", "iterator"))
    table, query = document.one(source, "tableName", "table"), document.one(source, "query", "sqlQuery")
    if formulation and formulation.word not in SQL_FORMULATIONS:
        problem = f"a database has no reference formulation '{formulation.word}'"
        help = f"write one of {', '.join(f'rml:{name}' for name in SQL_FORMULATIONS[:2])}"
        raise MappingSyntax(problem, place=formulation.place, help=help)
    if formulation and iterator and formulation.word == _TABLE_IN_ITERATOR:
        return iterator.text, ""
    if formulation and iterator and formulation.word == _QUERY_IN_ITERATOR:
        return "", iterator.text
    if (table is None) == (query is None):
        problem = f"a database with {'both a table and a query' if table else 'neither a table nor a query'}"
        raise MappingSyntax(problem, place=source.place, help="give rml:tableName or rml:query")
    return (table.text, "") if table else ("", query.text if query else "")
