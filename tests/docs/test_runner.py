"""The reader of console blocks, tried on a page of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.docs.console_blocks import Command, ShownFile, examples, fits, with_outputs

PAGE = """# A page

```yaml title="records/mine.yaml"
key: mine
```

```console
$ cat > a.csv <<'EOF'
> id
> 1
> EOF
$ eulod map m.yml \\
>   -o x.nt
wrote 3 triples
$ echo $?
0
```
"""


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """The page as a file."""
    path = tmp_path / "page.md"
    path.write_text(PAGE, encoding="utf-8")
    return path


def test_files_and_commands_are_read_in_order(page: Path) -> None:
    assert list(examples(page)) == [
        ShownFile("records/mine.yaml", "key: mine\n"),
        Command(8, "cat > a.csv", "id\n1\n", 12),
        Command(12, "eulod map m.yml   -o x.nt", "", 14, "wrote 3 triples\n"),
        Command(15, "echo $?", "", 16, "0\n"),
    ]


@pytest.mark.parametrize(
    ("output", "expected", "fitting"),
    [
        ("a\nb\n", "a\nb\n", True),
        ("a  \n", "a\n", True),
        ("a\nb\nc\n", "a\n…\nc\n", True),
        ("a\nb\n", "a\n…\n", True),
        ("took 1.25 s\n", "took … s\n", True),
        ("", "", True),
        ("a\nb\n", "a\n", False),
        ("a.b\n", "axb\n", False),
    ],
)
def test_an_ellipsis_stands_for_any_text(output: str, expected: str, fitting: bool) -> None:
    assert fits(output, expected) is fitting


def test_only_what_does_not_fit_is_rewritten(page: Path) -> None:
    _, copy, first, second = examples(page)
    assert isinstance(copy, Command)
    assert isinstance(first, Command)
    assert isinstance(second, Command)
    changed = with_outputs(PAGE, [(copy, ""), (first, "wrote 4 triples\nin all\n"), (second, "0\n")])
    assert changed == PAGE.replace("wrote 3 triples", "wrote 4 triples\nin all")
