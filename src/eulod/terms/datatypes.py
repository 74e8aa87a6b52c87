"""What the texts of XSD datatypes look like, as regular expressions that RE2 and Java read alike.

Source: https://www.w3.org/TR/xmlschema11-2/#built-in-datatypes
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_XSD = "http://www.w3.org/2001/XMLSchema#"
_ZONE = r"(Z|[+-](0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)?"
_YEAR = r"-?([1-9][0-9]{3,}|0[0-9]{3})"
_MONTH = r"(0[1-9]|1[0-2])"
_MONTH_DAY = r"((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|[12][0-9]))"
_CLOCK = r"(([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]([.][0-9]+)?|24:00:00([.]0+)?)"
_DIGITS = r"[0-9]+"
_DECIMAL = rf"[+-]?({_DIGITS}([.][0-9]*)?|[.]{_DIGITS})"
_DOUBLE = rf"{_DECIMAL}([eE][+-]?{_DIGITS})?|[+-]?INF|NaN"
_WHOLE = ("integer", "long", "int", "short", "byte")
_NOT_NEGATIVE = ("nonNegativeInteger", "unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte")
_FORMS = {
    "boolean": "true|false|1|0",
    "date": rf"{_YEAR}-{_MONTH_DAY}{_ZONE}",
    "dateTime": rf"{_YEAR}-{_MONTH_DAY}T{_CLOCK}{_ZONE}",
    "dateTimeStamp": rf"{_YEAR}-{_MONTH_DAY}T{_CLOCK}{_ZONE.removesuffix('?')}",
    "decimal": _DECIMAL,
    "double": _DOUBLE,
    "float": _DOUBLE,
    "gYear": rf"{_YEAR}{_ZONE}",
    "gYearMonth": rf"{_YEAR}-{_MONTH}{_ZONE}",
    "time": rf"{_CLOCK}{_ZONE}",
    "negativeInteger": "-0*[1-9][0-9]*",
    "nonPositiveInteger": r"-[0-9]+|[+]?0+",
    "positiveInteger": "[+]?0*[1-9][0-9]*",
    **dict.fromkeys(_WHOLE, rf"[+-]?{_DIGITS}"),
    **dict.fromkeys(_NOT_NEGATIVE, rf"[+]?{_DIGITS}|-0+"),
}
LEXICAL: Mapping[str, str] = MappingProxyType({_XSD + name: rf"^({form})\z" for name, form in _FORMS.items()})
"""For the IRI of each datatype whose texts have a form: the expression that finds it in a whole text."""
