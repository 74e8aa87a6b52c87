"""Term maps compiled to the N-Quads text of terms."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

from eulod.errors import MappingError, Place
from eulod.mapping.binding import natural_datatype
from eulod.mapping.errors import MappingSyntax, NoLanguageTag, NoPublishableIri
from eulod.mapping.natural import natural_literal
from eulod.mapping.rows import Rows
from eulod.mapping.term_map import Constant, Expression, Reference, Template, TermMap, TermType
from eulod.mapping.values import Severity, Value, applied, constant, joined
from eulod.terms.iri import begins_absolute, is_absolute, is_iri, is_publishable, is_uri
from eulod.terms.literal import escape, literal_term
from eulod.terms.prefixes import PREFIXES

_IRI = re.compile(r'[A-Za-z][A-Za-z0-9+.\-]*:[^\x00-\x20<>"{}|\\^`]*')
_STRING = PREFIXES["xsd"] + "string"
_NO_IRI = re.compile(r'[\x00-\x20<>"{}|\\^`]')
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_LANGUAGE_IN_ENGINE = r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$"

Compile = Callable[[Expression, Place], Value]


def _may_be_absolute(parts: list[Constant | Reference], term_type: TermType) -> bool:
    """Say whether a template without a scheme at its start may still make absolute IRIs: values bring no colon."""
    if term_type is TermType.UNSAFE_IRI:
        return True
    return any(isinstance(part, Constant) and ":" in part.value for part in parts)


def _datatype_suffix(datatype: ir.StringValue) -> ir.StringValue:
    """A datatype as it follows a literal; xsd:string is that of a literal alone."""
    suffix: ir.StringValue = (datatype == f"<{_STRING}>").ifelse("", ibis.literal("^^") + datatype)
    return suffix


class ConstantIri(MappingError):
    """A constant or the beginning of a template is no IRI that can be published."""

    code = "M013"


@dataclass(frozen=True, slots=True)
class TermCompiler:
    """Compiles term maps over `rows`; relative IRIs are resolved against `base`.

    If `strict`, whole IRIs are checked, and IRIs are minted from values in Unicode normalisation form C.
    """

    rows: Rows
    compile: Compile
    base: str
    strict: bool

    def term(self, term_map: TermMap) -> Value:
        """The N-Quads text of the terms that `term_map` makes; null where it makes none."""
        if term_map.term_type is TermType.LITERAL:
            return self.literal(term_map)
        if term_map.term_type is TermType.BLANK_NODE:
            return self.blank_node(term_map)
        return self.iri(term_map.expression, term_map.place, term_map.term_type)

    def iri(self, expression: Expression, place: Place, term_type: TermType = TermType.IRI) -> Value:
        if isinstance(expression, Constant):
            return constant(f"<{self.constant_iri(expression.value, place)}>")
        if isinstance(expression, Template):
            return self.template_iri(expression, place, term_type)
        return self.whole_iri(expression, place, term_type)

    def constant_iri(self, text: str, place: Place) -> str:
        """`text` as an absolute IRI. Raises ConstantIri when it is none."""
        return constant_iri(text, self.base, place)

    def template_iri(self, template: Template, place: Place, term_type: TermType) -> Value:
        first, *rest = template.parts
        start, parts = first.value if isinstance(first, Constant) else "", list(template.parts)
        if begins_absolute(start):
            whole = [constant("<" + self.constant_iri(start, place)), *self.template_parts(rest, place, term_type)]
            return joined([*whole, constant(">")])
        if not _may_be_absolute(parts, term_type):
            whole = [constant("<" + self.needed_base(place)), *self.template_parts(parts, place, term_type)]
            return joined([*whole, constant(">")])
        made = self.resolved(joined(self.template_parts(parts, place, term_type)))
        return joined([constant("<"), made, constant(">")])

    def template_parts(self, parts: list[Constant | Reference], place: Place, term_type: TermType) -> list[Value]:
        return [self.template_part(part, place, term_type) for part in parts]

    def needed_base(self, place: Place) -> str:
        """The base IRI. Raises ConstantIri when there is none."""
        return needed_base(self.base, place)

    def template_part(self, part: Constant | Reference, place: Place, term_type: TermType) -> Value:
        if isinstance(part, Constant):
            if term_type is not TermType.UNSAFE_IRI and _NO_IRI.search(part.value):
                help = "encode it with percent signs, or leave it out"
                raise ConstantIri(f"'{part.value}' may not stand in an IRI", place=place, help=help)
            return constant(part.value)
        value = self.compile(part, place)
        if value.safe or term_type is TermType.UNSAFE_IRI:
            return value
        engine = self.rows.engine
        encoded = engine.uri_safe if term_type is TermType.URI else engine.iri_safe
        return applied(value, (lambda text: encoded(engine.nfc(text))) if self.strict else encoded)

    def whole_iri(self, expression: Expression, place: Place, term_type: TermType) -> Value:
        value = self.compile(expression, place)
        if term_type is TermType.UNSAFE_IRI:
            return joined([constant("<"), self.resolved(value), constant(">")])
        absolute = value if self.strict else self.resolved(value)
        accepted = is_publishable if self.strict else is_uri if term_type is TermType.URI else is_iri
        checked = applied(absolute, lambda text: accepted(text).ifelse(text, ibis.null("string")))
        reason = "no http, https or mailto IRI" if self.strict else f"no {term_type.value}"
        self.rows.check(
            value, checked, code=NoPublishableIri.code, severity=Severity.REJECT, reason=reason, place=place
        )
        return joined([constant("<"), checked, constant(">")])

    def resolved(self, value: Value) -> Value:
        """Relative IRIs with the base before them."""
        return applied(value, lambda text: is_absolute(text).ifelse(text, ibis.literal(self.base) + text))

    def blank_node(self, term_map: TermMap) -> Value:
        engine, value = self.rows.engine, self.compile(term_map.expression, term_map.place)
        return applied(value, lambda text: ibis.literal("_:b") + engine.sha256(text).left(20))

    def literal(self, term_map: TermMap) -> Value:
        suffix, engine = self.suffix(term_map), self.rows.engine
        if isinstance(term_map.expression, Constant) and isinstance(suffix, str):
            return constant(f'"{escape(term_map.expression.value)}"{suffix}')
        value = self.compile(term_map.expression, term_map.place)
        if value.marked is not None and term_map.language is None and term_map.datatype is None:
            return natural_literal(value, engine=engine)
        if isinstance(suffix, str):
            return applied(value, lambda text: literal_term(text, suffix, engine=engine, safe=value.safe))
        return joined([applied(value, lambda text: literal_term(text, engine=engine, safe=value.safe)), suffix])

    def suffix(self, term_map: TermMap) -> str | Value:
        if term_map.language is not None:
            return self.language(term_map.language, term_map.place)
        if term_map.datatype is None:
            natural = natural_datatype(term_map.expression)
            return f"^^<{natural}>" if natural else ""
        if isinstance(term_map.datatype, Constant):
            datatype = self.constant_iri(term_map.datatype.value, term_map.place)
            return "" if datatype == _STRING else f"^^<{datatype}>"
        return applied(self.iri(term_map.datatype, term_map.place), _datatype_suffix)

    def language(self, expression: Expression, place: Place) -> str | Value:
        if isinstance(expression, Constant):
            return "@" + constant_language(expression.value, place)
        tag = self.compile(expression, place)
        checked = applied(tag, lambda text: text.re_search(_LANGUAGE_IN_ENGINE).ifelse(text, ibis.null("string")))
        reason = "no BCP 47 language tag"
        self.rows.check(tag, checked, code=NoLanguageTag.code, severity=Severity.REJECT, reason=reason, place=place)
        return joined([constant("@"), checked])


def constant_iri(text: str, base: str, place: Place) -> str:
    """`text`, resolved against `base`, as an absolute IRI. Raises ConstantIri when it is none."""
    absolute = text if _IRI.match(text) else base + text
    if not _IRI.fullmatch(absolute):
        raise ConstantIri(f"'{text}' is no IRI", place=place, help="write an absolute IRI or declare its prefix")
    return absolute


def needed_base(base: str, place: Place) -> str:
    """The base IRI. Raises ConstantIri when there is none."""
    if not base:
        help = "begin the template with an IRI, or state the base IRI of the run"
        raise ConstantIri("the IRI is relative, and there is no base", place=place, help=help)
    return base


def constant_language(tag: str, place: Place) -> str:
    """A language tag. Raises MappingSyntax when it is none."""
    if not _LANGUAGE.fullmatch(tag):
        help = "write a BCP 47 tag such as en or pt-BR"
        raise MappingSyntax(f"'{tag}' is no language tag", place=place, help=help)
    return tag
