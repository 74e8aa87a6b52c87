"""The names that other vocabularies give to functions, parameters and results.

Source: https://users.ugent.be/~bjdmeest/function/grel.ttl and https://w3id.org/imec/idlab/function
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

GREL = "http://users.ugent.be/~bjdmeest/function/grel.ttl#"
IDLAB = "https://w3id.org/imec/idlab/function#"
OLDER_IDLAB = "http://example.com/idlab/function/"
_PREFIXES = MappingProxyType({"grel": GREL, "idlab-fn": IDLAB})
_PREDICATES = MappingProxyType(
    {
        "bool_array_b": "param_rep_b",
        "modeParam": "modeParameter",
        "p_int_i_from": "param_int_i_from",
        "p_int_i_opt_to": "param_int_i_opt_to",
        "param_a": "p_array_a",
        "param_any_e": "p_any_e",
        "param_any_rep_e": "p_any_rep_e",
        "param_b": "bool_b",
        "param_date_d": "p_date_d",
        "param_datetime_d": "p_datetime_d",
        "param_datetime_d2": "p_datetime_d2",
        "param_dec_n": "p_dec_n",
        "param_dec_n2": "param_n2",
        "param_false": "any_false",
        "param_find": "p_string_find",
        "param_int_i": "p_int_i",
        "param_int_i2": "p_int_i2",
        "param_regex": "p_string_regex",
        "param_replace": "p_string_replace",
        "param_string_pattern": "p_string_pattern",
        "param_string_sep": "p_string_sep",
        "param_string_sub": "string_sub",
        "param_string_timeunit": "p_string_timeunit",
        "param_string_unit": "p_string_unit",
        "param_true": "any_true",
        "valueParam": "valueParameter",
        "valueParam2": "valueParameter2",
        "output_any": "o_any",
        "output_array": "o_array",
        "output_bool": "o_bool",
        "output_date": "o_date",
        "output_number": "o_number",
        "stringOut": "stringOutput",
        "_boolOut": "o_boolOut",
        "_from": "p_from",
        "_test": "p_test",
        "_to": "p_to",
    }
)
"""GREL's and IDLab's descriptions name each parameter and result twice: itself, and the predicate that leads to it."""

Names = tuple[str, ...]
"""One or several IRIs."""


@dataclass(frozen=True, slots=True)
class Alias:
    """A function of another vocabulary that does what one of eulod's does.

    `iris` are its names, and `parameters` those of each parameter by eulod's own name; `results` are the names of its
    result. `preset` are options of eulod's that it always has.
    """

    iris: Names
    parameters: Mapping[str, Names]
    results: Names
    preset: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def name(self) -> str:
        """The name with its usual prefix."""
        return compact(self.iris[0])


def grel(name: str, *, gives: str = "stringOut", preset: Mapping[str, str] | None = None, **parameters: str) -> Alias:
    """A function of the GREL descriptions; several names of a parameter are parted by spaces."""
    return _alias((GREL + name,), GREL, gives, preset, parameters)


def idlab(name: str, *, gives: str = "_stringOut", preset: Mapping[str, str] | None = None, **parameters: str) -> Alias:
    """A function of IDLab, under its IRI of today and the older one; `grel:` begins what comes from GREL."""
    return _alias((IDLAB + name, OLDER_IDLAB + name), IDLAB, gives, preset, parameters)


def compact(iri: str) -> str:
    """An IRI of these vocabularies with its usual prefix; any other as it is.

    >>> compact("http://users.ugent.be/~bjdmeest/function/grel.ttl#toUpperCase")
    'grel:toUpperCase'
    """
    for prefix, namespace in _PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


def _alias(
    iris: Names, namespace: str, gives: str, preset: Mapping[str, str] | None, parameters: Mapping[str, str]
) -> Alias:
    named = {own: tuple(_iris(names, namespace)) for own, names in parameters.items()}
    return Alias(iris, named, tuple(_iris(gives, namespace)), preset or {})


def _iris(names: str, namespace: str) -> list[str]:
    """Every IRI that each of `names` goes by, its own first."""
    found = []
    for name in names.split():
        prefix, _, local = name.rpartition(":")
        spaces = [GREL] if prefix == "grel" else [IDLAB, OLDER_IDLAB] if namespace == IDLAB else [namespace]
        predicate = _PREDICATES.get(local, local.removeprefix("_"))
        found += [space + word for word in dict.fromkeys((local, predicate)) for space in spaces]
    return found
