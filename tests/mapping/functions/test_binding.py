"""Calls that cannot be made: each says what there is, and where it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from eulod.errors import EulodError, Place
from eulod.mapping.binding import bind, natural_datatype
from eulod.mapping.call import check_call
from eulod.mapping.functions.foreign import GREL, IDLAB, OLDER_IDLAB
from eulod.mapping.functions.registry import FN, INTEGER
from eulod.mapping.term_map import Constant, FunctionCall, Reference

PLACE, BELOW = Place("m.ttl", 7), Place("m.ttl", 9)
VALUE = (f"{GREL}valueParam", Reference("a"))


def call(function: str, *parameters: tuple[str, Reference | Constant], result: str | None = None) -> FunctionCall:
    """A call on line 7 that asks for its result on line 9."""
    return FunctionCall(function, parameters, PLACE, None if result is None else (result, BELOW))


@pytest.mark.parametrize(
    ("wrong", "code", "line", "found", "help"),
    [
        (call(f"{GREL}toUpercase", VALUE), "M020", 7, "grel:toUpercase", "did you mean 'grel:toUpperCase'?"),
        (call(f"{IDLAB}random"), "M020", 7, "idlab-fn:random", "use one of them"),
        (call("urn:elsewhere", VALUE), "M020", 7, "urn:elsewhere", "use one of them"),
        (call(f"{GREL}toUpperCase", (f"{GREL}value", Reference("a"))), "M021", 7, "no parameter", "'grel:valueParam'?"),
        (call(f"{GREL}toUpperCase"), "M021", 7, "needs the parameter 'grel:valueParam'", "[grel:valueParam, …]"),
        (call(f"{GREL}toUpperCase", VALUE, VALUE), "M021", 7, "twice", "remove one"),
        (call(f"{FN}abc", ("a", Constant("b"))), "M021", 7, "it has: none", "remove it"),
        (call(f"{FN}concat"), "M021", 7, "needs the parameter 'a value'", "add"),
        (
            call(f"{GREL}string_split", VALUE, (f"{GREL}p_string_sep", Reference("b"))),
            "M021",
            7,
            "same for",
            "constant",
        ),
        (call(f"{GREL}escape", VALUE, (f"{GREL}modeParam", Constant("csv"))), "M021", 7, "html, xml, url", "correct"),
        (call(f"{GREL}toUpperCase", VALUE, result=f"{GREL}out"), "M022", 9, "it has: grel:stringOut", "grel:stringOut"),
        (call(f"{FN}lookup", VALUE, result=f"{GREL}stringOut"), "M022", 9, "it has: result", f"{FN}result"),
    ],
)
def test_a_wrong_call(wrong: FunctionCall, code: str, line: int, found: str, help: str) -> None:
    with pytest.raises(EulodError) as error:
        check_call(wrong, Path())
    assert error.value.code == code
    assert error.value.place == Place("m.ttl", line)
    assert found in error.value.problem
    assert help in error.value.help


@pytest.mark.parametrize("name", ["valueParam", "valueParameter", f"{GREL}valueParam", f"{GREL}valueParameter"])
@pytest.mark.parametrize("result", [None, f"{GREL}stringOut", f"{GREL}stringOutput"])
def test_each_name_of_a_parameter_and_a_result_is_read(name: str, result: str | None) -> None:
    assert bind(call(f"{GREL}toUpperCase", (name, Reference("a")), result=result)).columns == (Reference("a"),)


def test_values_of_several_names_stand_in_the_order_of_the_names() -> None:
    text, other = (f"{OLDER_IDLAB}otherStr", Reference("b")), (f"{OLDER_IDLAB}str", Reference("a"))
    assert bind(call(f"{OLDER_IDLAB}concat", text, other)).columns == (Reference("a"), Reference("b"))


def test_a_number_has_its_datatype_of_itself() -> None:
    assert natural_datatype(call(f"{GREL}string_length", VALUE)) == INTEGER
    assert natural_datatype(call(f"{GREL}toUpperCase", VALUE)) is None
    assert natural_datatype(Reference("a")) is None
