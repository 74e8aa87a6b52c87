"""The lines that the fast search looks into: it gives what the search of the whole text gives, wherever it is cut."""

from __future__ import annotations

import gzip
import random
from pathlib import Path

import pytest

from eulod.publication import personal_candidates, personal_data
from eulod.publication.personal_candidates import LAST_FOLDED, candidates
from eulod.publication.personal_data import PersonalData, find_personal_data
from eulod.publication.personal_patterns import ROOTS, fold

PIECES = (
    *(
        "anna",
        "Ügyfél",
        "@",
        "＠",
        "﹫",
        "%40",
        "\\u0040",
        "\\U00000040",
        "&#64;",
        "&#x40;",
        "&commat;",
        "(at)",
        "( at )",
        "[AT]",
    ),
    *(
        "(a\u0301t)",
        "（ａｔ）",
        "[\u00a0at ]",
        "(%61t)",
        "city.example",
        "city [dot] example",
        "city .example",
        ".org",
        "@en",
        '"@en',
    ),
    *(
        "+",
        "＋",
        "⁺",
        "%2B",
        "&plus;",
        "+36 1 327 1000",
        "+(46) 8 508 290 00",
        "＋３６ 1 327 1000",
        "+²3613271000",
        "+\u0301361 327 1000",
    ),
    *(
        "tel",
        "Tél",
        "te\u0301l",
        "ＴＥＬ",
        "℡",
        "tel:",
        "Telefon",
        "fax",
        "ﬀax",
        "ƒax",
        "FAX",
        "mob",
        "sms",
        "ſms",
        "handy",
        "phone",
    ),
    *(
        "hasTelephone",
        "puhelin",
        "τηλέφωνο",
        "ΤΗΛΈΦ",
        "телефон",
        "whatsApp",
        "callto:",
        "nr.",
        "%74el",
        "t%C3%A9l",
        "&#116;el",
    ),
    *(
        "06 1 327 1000",
        "0613271000",
        "٠٦١٣٢٧١٠٠٠",
        "①②③④⑤⑥⑦⑧",
        "0\u0301613271000",
        "2021-2027",
        "12,50 EUR",
        "%30613271000",
    ),
    *(
        " ",
        " ",
        " ",
        ": ",
        ". ",
        "/",
        "<",
        ">",
        '"',
        "_",
        "-",
        "%20",
        "\t",
        "\r",
        "\x0b",
        "\u2028",
        "\u00a0",
        "é",
        "ß",
        "Σ",
        "word",
    ),
    *("\n", "\n", "\r\n"),
)


def both(path: Path, monkeypatch: pytest.MonkeyPatch, *, allowed: tuple[str, ...] = ()) -> list[list[PersonalData]]:
    found = []
    for large in (1 << 40, 0):
        monkeypatch.setattr(personal_data, "_LARGE", large)
        found.append(list(find_personal_data(path.parent, allowed=allowed)))
    return found


@pytest.mark.parametrize("seed", range(40))
def test_the_search_of_lines_gives_what_the_search_of_the_text_gives(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = random.Random(seed)
    text = "".join(rng.choice(PIECES) for _ in range(6_000))
    (tmp_path / "x.nt").write_bytes(text.encode())
    monkeypatch.setattr(personal_data, "_LINES", rng.choice((1, 7, 4_000, 1 << 20)))
    monkeypatch.setattr(personal_candidates, "_STRETCH", rng.choice((1, 30, 1 << 14)))
    whole, by_line = both(tmp_path / "x.nt", monkeypatch, allowed=("anna@city.example",))
    assert len(whole) > 10
    assert by_line == whole


@pytest.mark.parametrize("seed", range(5))
def test_what_is_no_utf8_is_searched_too(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = random.Random(seed)
    pieces = [*(piece.encode() for piece in PIECES), b"\xff", b"\xc3", b"\xe2\x82"]
    (tmp_path / "x.nt").write_bytes(b"".join(rng.choice(pieces) for _ in range(6_000)))
    whole, by_line = both(tmp_path / "x.nt", monkeypatch)
    assert len(whole) > 10
    assert by_line == whole


def test_compressed_files_are_searched_by_line_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "x.nt.gz").write_bytes(gzip.compress(b"nothing\n" * 100 + b"anna@city.example\n" + b"nothing\n" * 1000))
    whole, by_line = both(tmp_path / "x.nt.gz", monkeypatch)
    assert [(one.line, one.masked) for one in by_line] == [(101, "a…e")]
    assert by_line == whole


def test_lines_with_nothing_in_them_are_passed_over() -> None:
    lines = [
        '<https://e/s> <https://e/p> "Hotel Städte 2021, énergie ß ŁÓDŹ"@en .',
        "@prefix eulod: <https://w3id.org/eulod/ns#> .",
        '"2023-12-26T14:40:12+01:00"^^<http://www.w3.org/2001/XMLSchema#dateTime>',
        "C++ and R&D, 50%",
        "write to anna@city.example",
    ]
    block = "\n".join([*lines, ""]).encode()
    assert [block[start:end].decode() for start, end in candidates(block)] == lines[-1:]


@pytest.mark.parametrize("letter", sorted({*"@+()[]", *"".join(ROOTS), *"0123456789"}))
def test_every_form_of_a_character_is_known(letter: str) -> None:
    """Each character that is folded to one of the patterns' own makes a line a candidate, at its place in a word."""
    root = next((root for root in ROOTS if letter in root), "tel")
    line = {"@": "a@b.example", "+": "+36 1 327", "[": "[at]", "]": "[at]", "(": "(at)", ")": "(at)"}.get(
        letter, f"{root} 1"
    )
    line = line.replace("1", letter) if letter.isdigit() else line
    for code in range(0x80, LAST_FOLDED + 1):
        if not 0xD800 <= code <= 0xDFFF and letter in fold(chr(code)):
            text = f"{line.replace(letter, chr(code), 1)}\n".encode()
            assert list(candidates(text)), text.decode()


def test_no_character_beyond_is_folded_to_what_begins_something() -> None:
    known = {*"@+()[]", *"".join(ROOTS)}
    for code in range(LAST_FOLDED + 1, 0x110000):
        folded = fold(chr(code))
        assert folded, hex(code)
        assert not known & set(folded), hex(code)
        assert not any(character.isdecimal() for character in folded), hex(code)
