"""YAML: texts, lines, and what is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from eulod.yaml_document import YamlList, YamlMap, YamlSyntax, read_yaml


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (
            "a: NO\nb: 012\nc: 12:30:45\nd: 1.50\ne: 2026-11-20\nf: true\ng: 0x1F\nh: .inf\n",
            {
                "a": "NO",
                "b": "012",
                "c": "12:30:45",
                "d": "1.50",
                "e": "2026-11-20",
                "f": "true",
                "g": "0x1F",
                "h": ".inf",
            },
        ),
        (
            "a: ~\nb: null\nc:\nd: ''\ne: \"null\"\nf: Null\n",
            {"a": None, "b": None, "c": None, "d": "", "e": "null", "f": "Null"},
        ),
        ("a: >-\n  one\n  two\n\n  three\nb: |\n  x\n  y\n", {"a": "one two\nthree", "b": "x\ny\n"}),
        ("- 1\n- [a, {b: c}]\n", ["1", ["a", {"b": "c"}]]),
        ("~: x\n<<: y\n1: z\n", {"~": "x", "<<": "y", "1": "z"}),
        ('a: "\\a\\u00e9"\n', {"a": "\aé"}),
        ("\ufeffa: b\n", {"a": "b"}),
        ("text\n", "text"),
        ("", None),
        ("# nothing\n", None),
        ("---\na: b\n...\n", {"a": "b"}),
    ],
)
def test_scalars_are_texts(tmp_path: Path, text: str, value: Any) -> None:
    assert read(tmp_path, text) == value


def read(folder: Path, text: str | bytes) -> Any:
    """A document, written and read."""
    file = folder / "document.yml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_yaml(file)


def test_everything_knows_its_line(tmp_path: Path) -> None:
    found = read(tmp_path, "# first\na: 1\n\nb:\n  - x\n  - y: 1\n    z: 2\n  - >-\n    long\n    text\n")
    assert isinstance(found, YamlMap)
    assert (found.line, found.lines) == (2, {"a": 2, "b": 4})
    listed = found["b"]
    assert isinstance(listed, YamlList)
    assert (listed.line, listed.lines) == (5, [5, 6, 8])
    assert listed[1].lines == {"y": 6, "z": 7}


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("a: &x 1\nb: *x\n", 2, "found the alias *x"),
        ("a: 1\nb: &x [*x]\n", 2, "found the alias *x"),
        ("a: 1\nb: !!str 2\n", 2, "found the tag"),
        ("- !!python/object:os.system x\n", 1, "found the tag"),
        ("a: !local {b: c}\n", 1, "found the tag !local"),
        ("a: 1\nb: 2\na: 3\n", 3, "found the key 'a' a second time"),
        ("a: 1\n'a': 3\n", 2, "found the key 'a' a second time"),
        ("? [a]\n: b\n", 1, "found a key that is no plain text"),
        ("a: 1\n---\nb: 2\n", 2, "found a second document"),
        ("a: 1\n b: 2\n", 2, "mapping values are not allowed"),
        ("a: [1\nb: 2\n", 2, "did not find expected"),
        ("a: 'x\n", 2, "found unexpected end of stream"),
        ("é: 1\nb: \x07\n", 2, "found a character that YAML does not allow"),
        (b"a: 1\nb: \xe9\n", 2, "found bytes that are not UTF-8"),
        ("[" * 101 + "]" * 101, 1, "found more than 100 levels"),
        ("[" * 100_000, 1, "found more than 100 levels"),
    ],
)
def test_what_is_refused(tmp_path: Path, text: str | bytes, line: int, problem: str) -> None:
    with pytest.raises(YamlSyntax) as raised:
        read(tmp_path, text)
    assert str(raised.value).startswith(f"{tmp_path / 'document.yml'}:{line}: S002 {problem}")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(YamlSyntax, match=r"nothing\.yml: S002 it cannot be read"):
        read_yaml(tmp_path / "nothing.yml")


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x85\u2028\u2029\ufeff"), max_size=20)
VALUES: st.SearchStrategy[Any] = st.recursive(
    TEXTS | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)


@given(value=VALUES)
def test_what_is_dumped_is_read(tmp_path_factory: pytest.TempPathFactory, value: Any) -> None:
    text = yaml.safe_dump(value, allow_unicode=True)
    assert read(tmp_path_factory.getbasetemp(), text) == value
