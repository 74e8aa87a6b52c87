"""Functions in FNML's older vocabulary: predicate object maps, of which that of fno:executes names the function.

Source: https://fno.io/rml/
"""

from __future__ import annotations

from collections.abc import Callable

from eulod.mapping.errors import MappingSyntax
from eulod.mapping.functions.registry import FN
from eulod.mapping.rml_document import RmlDocument, Stated
from eulod.mapping.rml_vocabulary import FNO, FUNCTION_VALUE, TERM
from eulod.mapping.term_map import Constant, Expression, FunctionCall

_EXECUTES = (f"{FNO}executes", "http://w3id.org/function/ontology#executes")
_KNOWN = ("logicalSource", "predicateObjectMap", "subjectMap")
_PAIR = ("object", "objectMap", "predicate", "predicateMap")


def is_function(document: RmlDocument, node: Stated) -> bool:
    """Say whether something has `node`, which looks like a triples map, as its function."""
    return any(entry.term == node.term for entry in document.objects(FUNCTION_VALUE))


def older_call(
    document: RmlDocument,
    node: Stated,
    *,
    constant: Callable[[Stated, str], Stated],
    expression: Callable[[Stated], Expression],
) -> FunctionCall:
    """The function that `node` describes; `constant` and `expression` read its parts.

    Where it says its own logical source or subject, these mean nothing. Raises MappingError subclasses.
    """
    document.check(node, _KNOWN)
    pairs = [_pair(document, entry, constant, expression) for entry in document.all(node, "predicateObjectMap")]
    functions = [value for name, value, _ in pairs if name in _EXECUTES]
    if len(functions) != 1 or not isinstance(functions[0], Constant):
        help = "give one rr:predicateObjectMap with rr:predicate fno:executes, and the function as its rr:object"
        raise MappingSyntax(f"fno:executes names {len(functions)} functions", place=node.place, help=help)
    place = next(stated.place for name, _, stated in pairs if name in _EXECUTES)
    parameters = tuple((name.removeprefix(FN), value) for name, value, _ in pairs if name not in _EXECUTES)
    return FunctionCall(functions[0].value, parameters, place)


def _pair(
    document: RmlDocument,
    node: Stated,
    constant: Callable[[Stated, str], Stated],
    expression: Callable[[Stated], Expression],
) -> tuple[str, Expression, Stated]:
    document.check(node, _PAIR)
    name = constant(node, "predicate").text
    value = document.needed(node, "object", "objectMap")
    if document.all(node, "object"):
        return name, Constant(value.text), value
    document.check(value, TERM)
    return name, expression(value), value
