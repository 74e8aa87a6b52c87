"""Texts that exist in several languages, as one reader sees them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from babel import numbers
from markupsafe import Markup

from eulod.browsing.model import Label
from eulod.pages.charts.chart import Number
from eulod.pages.charts.drawing import element
from eulod.pages.reader import Reader

_STEPS = ("B", "kB", "MB", "GB", "TB")


def chosen(reader: Reader, labels: Sequence[Label]) -> Label:
    """The text in the reader's language, else in English, else the first; an empty one where there is none."""
    for language in (reader.language, "en", ""):
        for label in labels:
            if label.language.partition("-")[0].lower() == language:
                return label
    return labels[0] if labels else Label("")


def worded(reader: Reader, labels: Sequence[Label]) -> Markup:
    """That text for a page, with its language where it is not the page's."""
    label = chosen(reader, labels)
    lang = reader.lang(label.language)
    return element("span", label.text, lang=lang) if lang else Markup("{}").format(label.text)


def size(reader: Reader, count: int) -> str:
    """A number of bytes as people read it, in powers of a thousand."""
    value, step = Decimal(count), 0
    while value >= 1000 and step < len(_STEPS) - 1:
        value, step = value / 1000, step + 1
    rounded = value if step == 0 else value.quantize(Decimal("0.1" if value < 100 else "1"))
    return f"{reader.number(rounded)} {_STEPS[step]}"


def short_money(reader: Reader, amount: Number) -> str:
    """An amount in euro, rounded and shortened, as a chart labels it."""
    return str(numbers.format_compact_currency(amount, "EUR", locale=reader.language, fraction_digits=1))
