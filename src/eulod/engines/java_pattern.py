"""Regular expressions of RE2, which DuckDB runs, as Java runs them, which Spark does.

Source: https://github.com/google/re2/wiki/Syntax and java.util.regex.Pattern of Java 17
"""

from __future__ import annotations

import re

_UNIX_LINES = "(?d)"
"""Only LF ends a line, as in RE2."""
_POSIX = {
    **{"alpha": r"\p{Alpha}", "digit": r"\p{Digit}", "alnum": r"\p{Alnum}", "upper": r"\p{Upper}"},
    **{"lower": r"\p{Lower}", "punct": r"\p{Punct}", "space": r"\s", "xdigit": r"\p{XDigit}", "word": r"\w"},
    **{"blank": r"[ \t]", "cntrl": r"\p{Cntrl}", "graph": r"\p{Graph}", "print": r"\p{Print}", "ascii": r"\p{ASCII}"},
}
_SCRIPT = re.compile(r"\\([pP])\{(\^?)([A-Z][a-z_A-Z]{2,})\}")
_SPACE = r"\t\n\f\r "
_WORD = "[0-9A-Za-z_]"
_EDGES = {
    r"\b": f"(?:(?<={_WORD})(?!{_WORD})|(?<!{_WORD})(?={_WORD}))",
    r"\B": f"(?:(?<={_WORD})(?={_WORD})|(?<!{_WORD})(?!{_WORD}))",
}
"""Words are of ASCII in RE2; Java 17 counts every letter."""
_TOKEN = re.compile(
    r"(?P<posix>\[:\^?[a-z]+:\])|(?P<script>\\[pP]\{\^?[A-Z][a-z_A-Z]{2,}\})|(?P<space>\\s)|(?P<other>\\S)"
    r"|(?P<escape>\\[pPx]\{[^}]*\}|\\.)|(?P<flags>\(\?[a-zA-Z\-]+[:)])|(?P<name>\(\?P<)|(?P<plain>.)",
    re.DOTALL,
)


def java_pattern(pattern: str) -> str:
    r"""The pattern in Java's syntax that matches the same texts.

    >>> java_pattern(r"^[\s\x{A0}]+$")
    '(?d)^[\\t\\n\\f\\r \\x{A0}]+\\z'
    >>> java_pattern(r"[^\P{L}\p{Latin}]")
    '(?d)[^\\P{L}\\p{IsLatin}]'
    """
    written, inside, multiline = [_UNIX_LINES], False, False
    for found in _TOKEN.finditer(pattern):
        kind, text = found.lastgroup or "", found[0]
        begins = inside and written[-1] in ("[", "[^")
        if kind == "flags":
            multiline = multiline or "m" in text.partition("-")[0]
            text = text if inside else text.replace("i", "iu")
        elif kind == "plain" and not inside and text == "$" and not multiline:
            text = r"\z"
        elif kind == "plain" and inside:
            text = _in_class(text, first=begins)
        else:
            text = _token(kind, text, inside=inside)
        if kind == "plain" and found[0] == "[" and not inside:
            inside = True
        elif kind == "plain" and found[0] == "]" and inside and not begins:
            inside = False
        if text == "^" and written[-1] == "[":
            written[-1] = "[^"
        else:
            written.append(text)
    return "".join(written)


def _token(kind: str, text: str, *, inside: bool) -> str:
    if kind == "space":
        return _SPACE if inside else f"[{_SPACE}]"
    if kind == "other":
        return f"[^{_SPACE}]"
    if kind == "script" and (found := _SCRIPT.fullmatch(text)):
        sign = found[1] if not found[2] else {"p": "P", "P": "p"}[found[1]]
        return rf"\{sign}{{Is{found[3]}}}"
    if kind == "posix" and inside:
        name = text.strip("[:]")
        known = _POSIX.get(name.removeprefix("^"), text)
        return f"[^{known}]" if name.startswith("^") else known
    if kind == "escape" and not inside:
        return _EDGES.get(text, text)
    return "(?<" if kind == "name" else text


def _in_class(text: str, *, first: bool) -> str:
    r"""A character of a class; `[` and `&` mean something to Java there, and `]` in the first place is itself."""
    return "\\" + text if text in "[&~" or (text == "]" and first) else text


def java_replacement(replacement: str) -> str:
    r"""A replacement with RE2's `\1` for groups, as Java writes it.

    >>> java_replacement(r"\1-$")
    '$1-\\$'
    """

    def one(found: re.Match[str]) -> str:
        if found[0] == "$":
            return r"\$"
        return "$" + found[1] if found[1] and found[1].isdigit() else r"\\"

    return re.sub(r"\\(\d|\\)?|\$", one, replacement)
