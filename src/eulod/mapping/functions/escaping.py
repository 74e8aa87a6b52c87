"""Texts made safe for a place: HTML, XML, a URL."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis
import ibis.expr.types as ir

from eulod.mapping.functions.casing import capitals
from eulod.mapping.functions.foreign import grel, idlab
from eulod.mapping.functions.registry import WrongOption, function

if TYPE_CHECKING:
    from eulod.engines.engine import Engine

_HTML = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
_MARKUP = {"html": _HTML, "xml": {**_HTML, "'": "&apos;"}}


def _check_mode(*, mode: str) -> None:
    if mode != "url":
        _check_markup(mode=mode, more=", url")


def _check_markup(*, mode: str, more: str = "") -> None:
    if mode not in _MARKUP:
        raise WrongOption(f"the mode is '{mode}'; there are: {', '.join(_MARKUP)}{more}")


@function(check=_check_mode, also=(grel("escape", value="valueParam", mode="modeParam"),))
def escape(value: ir.StringValue, *, mode: str, engine: Engine) -> ir.StringValue:
    """`value` with what means something else in `mode` (html, xml or url) written so that it stands for itself.

    In a URL every character but ASCII letters, digits and `-._~` is percent-encoded.

    >>> fn:escape(value: A&B, mode: html)
    A&amp;B
    """
    if mode == "url":
        return engine.uri_safe(value)
    for character, written in _MARKUP[mode].items():
        value = value.replace(character, written)
    return value


@function(check=_check_markup, also=(grel("string_unescape", value="valueParam", mode="modeParam"),))
def unescape(value: ir.StringValue, *, mode: str) -> ir.StringValue:
    """What `escape` was given to write `value` in `mode` (html or xml).

    Other entities, and characters by their numbers, stay as they are.

    >>> fn:unescape(value: A&amp;B, mode: html)
    A&B
    """
    for character, written in reversed(list(_MARKUP[mode].items())):
        value = value.replace(written, character)
    return value


@function(also=(idlab("toUpperCaseURL", value="_str"),))
def upper_url(value: ir.StringValue) -> ir.StringValue:
    """`value` in capitals, with `http://` before it where it does not begin with http.

    >>> fn:upper_url(value: www.example.org)
    http://WWW.EXAMPLE.ORG
    """
    written = capitals(value)
    return written.startswith("HTTP").ifelse(written, ibis.literal("http://") + written)
