"""Templates to HTML: everything escaped, nothing undefined, nothing that turns the reading direction or hides."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from eulod.browsing.dataset import Browsing
from eulod.browsing.kinds import iri
from eulod.pages import parts
from eulod.pages.links import LANGUAGES, is_web
from eulod.pages.reader import Reader
from eulod.pages.visible import visible_text

if TYPE_CHECKING:
    from collections.abc import Mapping

NATIVE = {"en": "English", "hu": "magyar", "fr": "français"}


def render(
    template: str,
    reader: Reader,
    browsing: Browsing,
    *,
    title: str,
    schema_org: Mapping[str, Any] | None = None,
    **values: Any,
) -> str:
    """Fill a template of `templates/`, which extends base.html, for one reader.

    Templates know `r` (the reader), `links`, `about` (the dataset), `title`, and `values`; `schema_org` becomes the
    data block of the page.
    """
    about = browsing.about
    text = environment().get_template(template)
    shown = {"r": reader, "links": reader.links, "about": about, "title": title, "schema_org": schema_org, "active": ""}
    return text.render({**shown, "site_title": in_language(about.title, reader.language), **values}) + "\n"


@cache
def environment() -> Environment:
    """The templates and what they may call."""
    made = Environment(
        loader=PackageLoader("eulod.pages"),
        autoescape=True,
        auto_reload=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=visible,
    )
    made.globals.update(iri=iri, parts=parts, languages=LANGUAGES, native=NATIVE)
    made.tests["web"] = lambda address: is_web(str(address))
    made.policies["json.dumps_kwargs"] = {"sort_keys": True, "ensure_ascii": True}
    return made


def visible(value: object) -> object:
    """What a template is about to write: control characters and those that turn the reading direction are marked.

    >>> visible("a\\u202eb") == "a\\ufffdb"
    True
    """
    if isinstance(value, str) and not isinstance(value, Markup):
        return visible_text(value)
    return value


def in_language(by_language: Mapping[str, str], language: str) -> str:
    """The text in a language, else in English, else the first."""
    found = by_language.get(language) or by_language.get("en")
    return found or next(iter(by_language.values()), "eulod")
