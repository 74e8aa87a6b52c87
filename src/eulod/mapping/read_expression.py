"""Expressions as YARRRML writes them: `$(reference)`, templates, functions, `~iri`, `~lang`, compact IRIs."""

from __future__ import annotations

import re
from collections.abc import Mapping as Map
from typing import Any

from eulod.errors import Place
from eulod.mapping.errors import FunctionParameters, MappingSyntax, UnknownPrefix, nearest
from eulod.mapping.functions.registry import FN
from eulod.mapping.term_map import Constant, Expression, FunctionCall, Reference, Template, TermMap, TermType
from eulod.yaml_document import YamlList, YamlMap

_REFERENCE = re.compile(r"\$\(((?:\\.|[^()\\])*)\)")
_CALL = re.compile(r"(?P<name>[A-Za-z][\w.-]*:[\w.-]+)\((?P<parameters>.*)\)", re.DOTALL)
_BEGUN_CALL = re.compile(r"\s*(?P<prefix>[A-Za-z][\w.-]*):[\w.-]+\(")
_COMPACT = re.compile(r"(?P<prefix>[A-Za-z][\w.-]*):(?P<local>(?!//).*)", re.DOTALL)
_LANGUAGE = re.compile(r"(?P<language>.+)~lang")
_SCHEMES = ("http", "https", "mailto", "urn")


class ExpressionReader:
    """Reads the expressions of one mapping document, whose prefixes and externals it knows."""

    def __init__(self, file: str, prefixes: Map[str, str], externals: Map[str, str]) -> None:
        self.file = file
        self.prefixes = prefixes
        self.externals = externals

    def read(self, value: Any, line: int) -> Expression:
        """An expression: text with references, or a function with parameters."""
        if isinstance(value, YamlMap):
            return self.call(value, line)
        if isinstance(value, YamlList):
            raise self.syntax("a list stands where one value belongs", line, "write one value")
        if value is None:
            raise self.syntax("a value is missing", line, 'write a value, or "" for the empty text')
        text = str(value)
        found = _CALL.fullmatch(text.strip())
        if not found and (begun := _BEGUN_CALL.match(text)) and self.prefixes.get(begun["prefix"]) == FN:
            raise self.syntax(f"the call '{text.strip()}' does not end with its parenthesis", line, "close it")
        return self.inline_call(found, line) if found else self.template(text, line)

    def template(self, text: str, line: int) -> Constant | Reference | Template:
        """Text with `$(reference)` in it; `$(_name)` is an external value, `\\` escapes parentheses and a first `_`."""
        parts: list[Constant | Reference] = []
        for position, piece in enumerate(_REFERENCE.split(text)):
            if position % 2:
                self.add_reference(parts, piece, line)
            elif "$(" in piece:
                help = "close it, and write parentheses in a name as \\( and \\)"
                raise self.syntax(f"a reference in '{text}' does not end", line, help)
            else:
                self.add_text(parts, piece)
        if len(parts) == 1:
            return parts[0]
        return Template(tuple(parts)) if parts else Constant("")

    def add_text(self, parts: list[Constant | Reference], text: str) -> None:
        if not text:
            return
        if parts and isinstance(parts[-1], Constant):
            text = parts.pop().value + text  # type: ignore[union-attr]
        parts.append(Constant(text))

    def add_reference(self, parts: list[Constant | Reference], name: str, line: int) -> None:
        if not name.startswith("_"):
            parts.append(Reference(re.sub(r"\\(.)", r"\1", name)))
        elif name[1:] in self.externals:
            self.add_text(parts, self.externals[name[1:]])
        else:
            known = ", ".join(f"_{external}" for external in sorted(self.externals)) or "none"
            help = "declare it under external:, or write $(\\_…) for a column whose name begins with _"
            raise self.syntax(f"no external value '{name}'; there are: {known}", line, help)

    def call(self, entry: YamlMap, line: int) -> FunctionCall:
        """A function written out with `function` and `parameters`."""
        line = entry.lines.get("function", line)
        if not entry.get("function"):
            raise self.syntax("there is no function here", line, "give function: and parameters:, or a value")
        name = str(entry["function"])
        short = _CALL.fullmatch(name.strip())
        if short:
            return self.inline_call(short, line)
        return FunctionCall(
            self.expand(name, line), tuple(self.parameters(entry.get("parameters"), line)), Place(self.file, line)
        )

    def parameters(self, listed: Any, line: int) -> list[tuple[str, Expression]]:
        if isinstance(listed, YamlMap):
            pairs = [(name, value, listed.lines[name]) for name, value in listed.items()]
        else:
            pairs = [self.pair(entry, line) for entry in listed or []]
        return [(self.parameter_name(name), self.read(value, at)) for name, value, at in pairs]

    def pair(self, entry: Any, line: int) -> tuple[str, Any, int]:
        if isinstance(entry, YamlMap) and "parameter" in entry:
            return str(entry["parameter"]), entry.get("value"), entry.line
        if isinstance(entry, YamlList) and len(entry) == 2:
            return str(entry[0]), entry[1], entry.line
        help = "write [name, value]"
        raise FunctionParameters("a parameter is a name and a value", place=Place(self.file, line), help=help)

    def parameter_name(self, name: str) -> str:
        return name.rpartition(":")[2].removeprefix("p_")

    def inline_call(self, found: re.Match[str], line: int) -> FunctionCall:
        """A function written as `fn:name(parameter: value, …)`."""
        parameters = []
        for part in _split_arguments(found["parameters"]):
            name, separator, value = part.partition(":")
            if not separator:
                help = f"write {found['name']}(parameter: value)"
                raise FunctionParameters(f"'{part}' names no parameter", place=Place(self.file, line), help=help)
            parameters.append((self.parameter_name(name.strip()), self.read(_unquoted(value.strip()), line)))
        return FunctionCall(self.expand(found["name"], line), tuple(parameters), Place(self.file, line))

    def resource(self, value: Any, line: int) -> TermMap:
        """A subject, predicate, class or graph: an IRI unless it says otherwise."""
        place = Place(self.file, line)
        if isinstance(value, YamlMap):
            if "value" in value:
                return self.resource(value["value"], value.lines["value"])
            return TermMap(self.call(value, line), TermType.IRI, place)
        if not value or isinstance(value, YamlList):
            raise self.syntax("an IRI is missing", line, "write an IRI, a template or a function")
        text = str(value).removesuffix("~iri")
        expression = self.read(text, line)
        if isinstance(expression, Constant):
            expression = Constant(self.expand(expression.value, line))
        elif isinstance(expression, Template):
            expression = self.expand_start(expression, line)
        return TermMap(expression, TermType.IRI, place)

    def object(self, value: Any, line: int) -> TermMap:
        """An object: a literal unless it is marked `~iri` or of `type: iri`."""
        if isinstance(value, YamlList):
            return self.short_object(value, line)
        if isinstance(value, YamlMap):
            return self.long_object(value, line)
        if str(value).endswith("~iri"):
            return self.resource(value, line)
        return TermMap(self.read(value, line), TermType.LITERAL, Place(self.file, line))

    def short_object(self, entry: YamlList, line: int) -> TermMap:
        if str(entry[0]).endswith("~iri") or len(entry) == 1:
            return self.object(entry[0], line)
        return self.literal(self.read(entry[0], line), str(entry[1]), line)

    def long_object(self, entry: YamlMap, line: int) -> TermMap:
        kind = entry.get("type") or "literal"
        if kind not in ("iri", "literal"):
            raise self.syntax(f"unknown type '{kind}' of an object", entry.lines["type"], "write iri or literal")
        if kind == "iri" or str(entry.get("value") or "").endswith("~iri"):
            return self.resource(entry, line)
        expression = self.read(entry.get("value", entry), line)
        language = None if entry.get("language") is None else self.read(entry["language"], line)
        datatype = None if entry.get("datatype") is None else self.resource(entry["datatype"], line).expression
        return TermMap(expression, TermType.LITERAL, Place(self.file, line), language, datatype)

    def literal(self, expression: Expression, kind: str, line: int) -> TermMap:
        place = Place(self.file, line)
        tagged = _LANGUAGE.fullmatch(kind)
        if tagged:
            return TermMap(expression, TermType.LITERAL, place, language=self.read(tagged["language"], line))
        return TermMap(expression, TermType.LITERAL, place, datatype=self.resource(kind, line).expression)

    def expand_start(self, template: Template, line: int) -> Template:
        first, *rest = template.parts
        return Template((Constant(self.expand(first.value, line)), *rest)) if isinstance(first, Constant) else template

    def expand(self, name: str, line: int) -> str:
        """A compact IRI as the whole IRI; a whole IRI as it is.

        Raises UnknownPrefix.
        """
        found = _COMPACT.fullmatch(name)
        if not found or (found["prefix"] in _SCHEMES and found["prefix"] not in self.prefixes):
            return name
        if found["prefix"] not in self.prefixes:
            problem = f"unknown prefix '{found['prefix']}' in '{name}'"
            raise UnknownPrefix(problem, place=Place(self.file, line), help=nearest(found["prefix"], self.prefixes))
        return self.prefixes[found["prefix"]] + found["local"]

    def syntax(self, problem: str, line: int, help: str) -> MappingSyntax:
        return MappingSyntax(problem, place=Place(self.file, line), help=help)


def _split_arguments(text: str) -> list[str]:
    """Split at the commas outside of parentheses and quotes."""
    parts, depth, quoted, start = [], 0, False, 0
    for position, character in enumerate(text):
        quoted ^= character == '"'
        if not quoted:
            depth += (character == "(") - (character == ")")
            if character == "," and depth == 0:
                parts.append(text[start:position])
                start = position + 1
    return [part.strip() for part in [*parts, text[start:]] if part.strip()]


def _unquoted(text: str) -> str:
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] == '"' else text
