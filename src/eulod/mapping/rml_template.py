"""Templates as RML writes them: text with references in braces, a backslash before a brace or backslash that is meant.

Source: https://kg-construct.github.io/rml-core/spec/docs/#template-valued-term-maps
"""

from __future__ import annotations

import re

from eulod.errors import Place
from eulod.mapping.errors import MappingSyntax
from eulod.mapping.term_map import Constant, Reference, Template

_PART = re.compile(r"(?P<text>(?:[^{}\\]|\\[{}\\])+)|\{(?P<reference>(?:[^{}\\]|\\[{}\\])+)\}")
_ESCAPED = re.compile(r"\\([{}\\])")


def read_template(text: str, place: Place) -> Template:
    """The parts of a template. Raises MappingSyntax for a brace or backslash that stands alone.

    >>> read_template("http://e/{id}", Place("m.ttl")).parts
    (Constant(value='http://e/'), Reference(name='id'))
    """
    parts: list[Constant | Reference] = []
    end = 0
    while found := _PART.match(text, end):
        name = found["reference"]
        parts.append(Constant(_unescaped(found["text"])) if name is None else Reference(_unescaped(name)))
        end = found.end()
    if end < len(text) or not text:
        what = f"'{text[end]}' at character {end + 1} where it means nothing" if text else "nothing in it"
        help = "write {reference}, and \\\\{ or \\\\} for a brace that is meant"
        raise MappingSyntax(f"the template '{text}' has {what}", place=place, help=help)
    return Template(tuple(parts))


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(r"\1", text)
