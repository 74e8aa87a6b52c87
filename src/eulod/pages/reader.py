"""Who a page is for: their language, and how names, numbers, dates and money are written in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cached_property, lru_cache

from babel import Locale, dates, numbers
from babel.core import get_global

from eulod.browsing.kinds import iri
from eulod.browsing.model import ACRONYM, ALTERNATIVE, FALLBACK, MAIN, Label, Literal, Resource
from eulod.pages.links import LANGUAGES, Links
from eulod.pages.translations import texts
from eulod.terms.shown import shortened

_AUTHORITY = "http://publications.europa.eu/resource/authority/"
_XSD = iri("xsd:")
_NUMBERS = {f"{_XSD}{name}" for name in ("decimal", "integer", "double", "float", "nonNegativeInteger", "int", "long")}
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?:Z|[+-]\d\d:\d\d|T.*)?")
_LOCALES = {"en": "en_GB"}
_TAG = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")


@dataclass(frozen=True)
class Reader:
    """A reader of pages in `language`, one of `links.LANGUAGES`; `links` are those of the page being written."""

    language: str
    links: Links
    addresses: dict[str, str] = field(default_factory=dict, init=False, repr=False, compare=False)
    """The addresses of entities on this page, escaped, as they were written before."""
    _locale: Locale = field(init=False, repr=False)
    _names: dict[str, tuple[Resource, Label]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_locale", Locale.parse(_LOCALES.get(self.language, self.language)))

    @cached_property
    def texts(self) -> Mapping[str, str]:
        """The texts of the pages in the reader's language."""
        return texts(self.language)

    def text(self, key: str, **values: object) -> str:
        """The text with a key, its `{names}` filled in; templates escape the whole. KeyError if there is none."""
        found = self.texts[key]
        return found.format(**values) if values else found

    def counted(self, key: str, count: int) -> str:
        """The text `key.one` or `key.other`, as the language counts, with `{n}` for the number."""
        form = "one" if self._locale.plural_form(count) == "one" else "other"
        return self.texts[f"{key}.{form}"].format(n=self.number(count))

    def term(self, resource: Resource) -> str:
        """The name of a property or class: in the pages' own words, as the vocabulary labels it, or its short form."""
        return self.texts.get(f"terms.{_short(resource.iri)}") or self.name(resource).text

    def inverse(self, resource: Resource) -> str:
        """What leads to something by a property, in the pages' own words, else the property's name."""
        return self.texts.get(f"inverse.{_short(resource.iri)}") or self.term(resource)

    def graph(self, graph: str) -> str:
        """What a graph without a source document holds, such as derived statements; else the end of its IRI."""
        name = graph.rpartition("/graph/")[2]
        return self.texts.get(f"source.{name}", name)

    def name(self, resource: Resource) -> Label:
        """The name of a resource: in the reader's language, else in English, else as the sources have it."""
        known, name = self._names.get(resource.iri, (None, None))
        if name is None or known != resource:
            name = self._name(resource)
            self._names[resource.iri] = resource, name
        return name

    def _name(self, resource: Resource) -> Label:
        if known := self._authority_name(resource.iri):
            return Label(known, self.language)
        main = [label for label in resource.labels if label.kind == MAIN]
        others = [label for label in resource.labels if label.kind == ALTERNATIVE and resource.kind == "place"]
        mine = [label for label in (*main, *others) if self._speaks(label.language)]
        fallback = [label for kind in (ACRONYM, FALLBACK) for label in resource.labels if label.kind == kind]
        spoken = [label for label in fallback if self._speaks(label.language)]
        chosen = mine or self._preferred(main) or spoken or fallback
        return chosen[0] if chosen else Label(_tail(resource.iri), "", FALLBACK)

    def originals(self, resource: Resource) -> tuple[Label, ...]:
        """The other main names of a resource, as its sources have them; none of what is no entity of the data."""
        if not resource.kind or resource.kind in ("concept", "concept-scheme"):
            return ()
        shown = self.name(resource)
        return tuple(
            label for label in resource.labels if label.kind == MAIN and label.text.casefold() != shown.text.casefold()
        )

    def acronym(self, resource: Resource) -> str:
        """The acronym of a resource, '' without one."""
        return next((label.text for label in resource.labels if label.kind == ACRONYM), "")

    def sorted(self, resources: Iterable[Resource]) -> list[Resource]:
        """Resources by the name that the reader sees."""
        return sorted(resources, key=lambda one: (_folded(self.name(one).text), one.iri))

    def lang(self, tag: str) -> str:
        """The `lang` attribute for a text with a language tag, '' where the page says it already or the tag is none."""
        known = tag not in ("", "und") and _TAG.fullmatch(tag)
        return tag if known and not self._speaks(tag) else ""

    def language_name(self, tag: str) -> str:
        """The name of a language in the reader's."""
        base = tag.partition("-")[0].lower()
        return str(self._locale.languages.get(base, tag))

    def number(self, value: int | Decimal | str) -> str:
        """A number with the reader's marks; what is no number stays as it is."""
        try:
            plain = Decimal(str(value))
        except InvalidOperation:
            return str(value)
        return str(numbers.format_decimal(plain, locale=self._locale, decimal_quantization=False))

    def percent(self, fraction: str) -> str:
        """A fraction as a percentage."""
        try:
            return str(numbers.format_percent(Decimal(fraction), locale=self._locale, decimal_quantization=False))
        except InvalidOperation:
            return fraction

    def money(self, amount: str, currency: str) -> str:
        """An amount in a currency, an IRI of the EU table; decimals only where the amount has some."""
        try:
            value = Decimal(amount)
        except InvalidOperation:
            return amount
        code = currency.rpartition("/")[2]
        if not re.fullmatch("[A-Z]{3}", code):
            return self.number(value)
        whole = value == value.to_integral_value()
        form = re.sub(r"\.0+", "", self._locale.currency_formats["standard"].pattern) if whole else None
        return str(numbers.format_currency(value, code, form, locale=self._locale, currency_digits=not whole))

    def date(self, text: str) -> str:
        """A date as precise as it is stated: a day, a month or a year; what is no date stays as it is."""
        found = _DATE.fullmatch(text)
        if not found:
            return text
        year, month, day = found.groups()
        try:
            when = date(int(year), int(month or 1), int(day or 1))
        except ValueError:
            return text
        if day:
            return str(dates.format_date(when, "long", locale=self._locale))
        return str(dates.format_skeleton("yMMMM", when, locale=self._locale)) if month else year

    def value(self, literal: Literal) -> str:
        """A literal as the reader writes it: dates, numbers and truth by datatype, text as it stands."""
        kind = literal.datatype.removeprefix(_XSD)
        if literal.datatype in _NUMBERS:
            return self.number(literal.value)
        if kind in ("date", "gYearMonth", "gYear", "dateTime"):
            return self.date(literal.value)
        if kind == "boolean":
            return self.text("yes" if literal.value in ("true", "1") else "no")
        return literal.value

    def _authority_name(self, resource: str) -> str:
        """The name of a country, currency or language of the EU tables, '' for others."""
        if not resource.startswith(_AUTHORITY):
            return ""
        table, _, code = resource.removeprefix(_AUTHORITY).partition("/")
        if table == "country":
            alias = get_global("territory_aliases").get(code)
            return str(self._locale.territories.get(alias[0] if alias else code, ""))
        if table == "currency":
            return str(self._locale.currencies.get(code, ""))
        if table == "language":
            alias = get_global("language_aliases").get(code.lower())
            return str(self._locale.languages.get(alias or code.lower(), ""))
        return ""

    def _speaks(self, tag: str) -> bool:
        return tag.partition("-")[0].lower() == self.language

    def _preferred(self, labels: list[Label]) -> list[Label]:
        rank = {tag: place for place, tag in enumerate(("", *LANGUAGES))}
        return sorted(labels, key=lambda label: (rank.get(label.language, len(rank)), label.language, label.text))


@lru_cache(maxsize=4096)
def _short(resource: str) -> str:
    """The IRI of a property or a class with a prefix, where it has one."""
    return shortened(f"<{resource}>").strip("<>")


def _tail(resource: str) -> str:
    """The end of an IRI that has no label: its key, or its last part."""
    after = resource.partition("/id/")[2].partition("/")[2]
    return after or shortened(f"<{resource}>").strip("<>")


def _folded(text: str) -> str:
    from unicodedata import category, normalize

    plain = "".join(letter for letter in normalize("NFKD", text) if category(letter) != "Mn")
    return plain.casefold()
