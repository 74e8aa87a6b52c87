"""eulod explain."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from eulod.cli import EXIT_CODES, options
from eulod.cli.report_errors import reports_errors

if TYPE_CHECKING:
    from eulod.explanation import Explanation
    from eulod.mapping.lineage import Origin

_CODE = re.compile(r"[A-Z][0-9]{3}")
_SHAPE = re.compile(r"[A-Z]{1,2}[0-9]{2}")


@click.command("explain", epilog=EXIT_CODES)
@click.argument("about", metavar="IRI|CODE")
@click.argument("predicate", required=False)
@options.config
@click.option("-f", "--format", "form", type=click.Choice(("text", "json")), default="text", show_default=True)
@click.pass_context
@reports_errors
def command(ctx: click.Context, about: str, predicate: str | None, config: Path, form: str) -> None:
    """Tell where the facts about a resource come from, or what an error or finding means.

    For an IRI (whole, prefix:name, or a path such as id/project/…): each statement with the file, record, column and
    value that it was made from, and the line of the mapping that made it. For a code of an error (M012) or of a shape
    (X03): its page.

    \b
    Example: eulod explain id/project/interreg-ivc-2007-2013/clusnet eulod:programme
    """
    if _CODE.fullmatch(about):
        click.echo(_error_page(about), nl=False)
    elif _SHAPE.fullmatch(about):
        click.echo(_shape_page(about))
    else:
        _explain(about, predicate, config, form)


def _explain(iri: str, predicate: str | None, config: Path, form: str) -> None:
    from eulod.config import read_settings
    from eulod.explanation import explain

    found = explain(read_settings(config), iri, predicate)
    click.echo(_json(found) if form == "json" else "\n".join(_text(found)))


def _text(found: Explanation) -> Iterator[str]:
    from eulod.terms.shown import shortened

    yield shortened(found.subject)
    for quote in found.quotes:
        yield f"  quoted: {shortened(quote)}"
    last = ""
    for origin in found.origins:
        statement = f"{shortened(origin.predicate)} {shortened(origin.object)}"
        if statement != last:
            yield f"  {statement}"
            yield from (f"    quoted: {shortened(quote)}" for quote in found.quotes_of(origin.predicate, origin.object))
        last = statement
        yield f"    from {_place(origin)}{_values(origin)}"
        yield f"    by {origin.mapping_place} ({origin.triples_map})"


def _place(origin: Origin) -> str:
    record = f", record {origin.record}" if origin.record else ""
    return f"{origin.file}{f':{origin.line}' if origin.line else ''}{record}"


def _values(origin: Origin) -> str:
    listed = ", ".join(f"{name} = {value!r}" for name, value in origin.values)
    return f": {listed}" if listed else ""


def _json(found: Explanation) -> str:
    import json
    from dataclasses import asdict

    return json.dumps(asdict(found), ensure_ascii=False, indent=1)


def _error_page(code: str) -> str:
    from eulod.errors import UnknownErrorCode
    from eulod.shipped import shipped

    page = shipped("docs/errors") / f"{code}.md"
    if not page.is_file():
        known = ", ".join(sorted(path.stem for path in page.parent.glob("*.md") if _CODE.fullmatch(path.stem)))
        raise UnknownErrorCode(f"no error has the code {code}; there are: {known}", help="check the code")
    return page.read_text(encoding="utf-8")


def _shape_page(code: str) -> str:
    from eulod.errors import UnknownErrorCode
    from eulod.shipped import shipped
    from eulod.validation.profiles import shapes_files
    from eulod.validation.shape_page import shape_page
    from eulod.validation.shapes_graph import read_shapes

    page = shape_page(read_shapes(shapes_files(shipped("shapes"))), code)
    if page is None:
        raise UnknownErrorCode(f"no shape has the identifier {code}", help="see shapes/README.md for all of them")
    return page
