from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from eulod.errors import PersonalDataFound
from eulod.publication import personal_data
from eulod.publication.personal_data import find_personal_data, masked_text, refuse_personal_data

NAMES = ("Példa Ágnes", "María del Carmen Ejemplo López", "Anna-Maria Muster", "Solo")


def kinds(folder: Path, text: str) -> list[str]:
    (folder / "x.nt").write_bytes(text.encode("utf-8"))
    return [found.kind for found in find_personal_data(folder, names=NAMES)]


@pytest.mark.parametrize(
    "text",
    [
        '"anna.muster@stadt.example"',
        "<mailto:info@varos.example.hu>",
        "jane+projects@uni-x.example.org,",
        "o'neil@uni.ie",
        "contact%40city.example",
        '"contact\\u0040city.example"',
        "contact&#64;city.example contact&#x20;",
        "contact&commat;city.example",
        "info (at) city.example",
        "info [at] city [dot] example",
        "ügyfél@önkormányzat.hu",
        "ＩＮＦＯ＠ＣＩＴＹ．ＥＸＡＭＰＬＥ",
    ],
)
def test_e_mail_addresses_are_found(tmp_path: Path, text: str) -> None:
    assert kinds(tmp_path, f'<https://e/s> <https://e/p> "text {text} text"@en .\n') == ["e-mail address"]


@pytest.mark.parametrize(
    "text",
    [
        "+36 1 327 1000",
        "+3613271000",
        "+36-1-327-1000",
        "+36 (1) 327-1000",
        "(+46 8 508 290 00)",
        "+46.8.508.290.00",
        "%2B3613271000",
        "tel:0613271000",
        "Tel.: 06 1 327 1000",
        "TEL 06/1-327-1000",
        "tél. 01 42 76 40 40",
        "Telefonszám: 327-1000",
        "Telefon nr. 08 508 290 00",
        "fax (1) 327 1000",
        "<phone>327 1000</phone>",
        '"telephone": "06 1 327 1000"',
        "mobil: 0630 123 4567",
        "τηλ. τηλέφωνο: 210 327 1000",
        "Mobile no. 0630-1234567",
    ],
)
def test_telephone_numbers_are_found(tmp_path: Path, text: str) -> None:
    assert set(kinds(tmp_path, f'<https://e/s> <https://e/p> "text {text} text" .\n')) == {"telephone number"}


@pytest.mark.parametrize(
    "text",
    [
        "Ágnes Példa",
        "PÉLDA, Agnes",
        "https://e/id/person/pelda-agnes",
        "P%C3%A9lda%20%C3%81gnes",
        "P\\u00E9lda Ágnes",
        "Ejemplo-López, María del Carmen",
        "Muster Anna Maria",
        "anna_maria_muster",
    ],
)
def test_names_of_contacts_are_found(tmp_path: Path, text: str) -> None:
    assert kinds(tmp_path, f'<https://e/s> <https://e/p> "{text}" .\n') == ["name of a contact"]


@pytest.mark.parametrize(
    "text",
    [
        "<https://e/id/project/cordis/101116741>",
        "NL811383696B01 HU15735650 999981634",
        '"2023-12-26T14:40:12+01:00"^^<http://www.w3.org/2001/XMLSchema#dateTime>',
        '"+1234567890"^^<http://www.w3.org/2001/XMLSchema#integer>',
        '"51.9863279,5.6679366" "+51.9863279" "-5.66793667"',
        '"674659.650"^^<http://www.w3.org/2001/XMLSchema#decimal>',
        "+1 234 567.89 and +12 345 678 EUR and +12 345 678,50",
        "a growth of +15 % and +1,234,567",
        "2014TC16RFCB001, RSO1.2, 10.3030/101116741",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        '"Hälsa"@sv "egészség"@hu "en"@en-GB .',
        '{"@id": "https://e/x", "@type": "y", "@language": "sv"}',
        "@prefix eulod: <https://w3id.org/eulod/ns#> .\n@base <https://e.org/> .",
        "https://social.example/@city.official/112233445566778899",
        "https://e/x?a=b+12345678901&c=+",
        "hotel 12345678, intelligence 123456789, microtel 123456789",
        "Telecom 2021-2027, mobility 20212027, Mobile 2021-2027, mobile 2021/2027, fax 2023-01-05",
        "mobile 5 000 000 EUR, phone 1 234 567,89",
        '<https://e/telephone> "unknown" .\n"123456789"',
        "ISBN 978-92-79-12345-6, 1000 + 20000000",
        '"^mailto:[^@]+@[^@]+$"',
        "Solo, Ágnes, Példaág Nesse, Anna Muster",
        "GSM 900/1800, UTC+01:00, A+123456789",
    ],
)
def test_numbers_and_other_words_are_left_alone(tmp_path: Path, text: str) -> None:
    assert kinds(tmp_path, f"<https://e/s> <https://e/p> {text} .\n") == []


def test_findings_name_file_and_line_and_mask_the_value(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "rejected.csv").write_text("file,line\nx,1\na@b.example,+36 1 327 1000\n", encoding="utf-8")
    with gzip.open(tmp_path / "a.nt.gz", "wt", encoding="utf-8") as file:
        file.write("\n\n\nc@d.example\n")
    found = [(item.file, item.line, item.masked) for item in find_personal_data(tmp_path)]
    assert found == [("a.nt.gz", 4, "c…e"), ("deep/rejected.csv", 3, "a…e"), ("deep/rejected.csv", 3, "+…0")]
    with pytest.raises(PersonalDataFound, match=r"a\.nt\.gz:4: P003 .*e-mail address 'c…e'") as raised:
        refuse_personal_data(tmp_path)
    assert "c@d" not in str(raised.value)


def test_many_findings_are_named_in_part(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("a@b.example\n" * 10_000, encoding="utf-8")
    with pytest.raises(PersonalDataFound, match=r"x\.csv:10\), and more\n"):
        refuse_personal_data(tmp_path)


def test_the_datasets_own_contact_is_allowed(tmp_path: Path) -> None:
    (tmp_path / "x.ttl").write_text("<mailto:Data@city.example> <tel:+3613271000>", encoding="utf-8")
    refuse_personal_data(tmp_path, allowed=["mailto:data@city.example", "tel:+3613271000"])
    (tmp_path / "x.ttl").write_text("<mailto:agnes.pelda@city.example>", encoding="utf-8")
    refuse_personal_data(tmp_path, names=NAMES, allowed=["mailto:agnes.pelda@city.example"])


def test_nothing_is_found_where_nothing_is(tmp_path: Path) -> None:
    (tmp_path / "empty").write_bytes(b"")
    (tmp_path / "binary").write_bytes(bytes(range(256)) * 10)
    refuse_personal_data(tmp_path, names=NAMES)


@pytest.mark.parametrize("block", [1, 2, 7, 64])
@pytest.mark.parametrize(
    "text", ["info@city.example", "info%40city.example", "p\\u00E9lda Ágnes", "P%C3%A9lda Ágnes", "+36 1 327 1000"]
)
def test_a_cut_between_blocks_hides_nothing(
    tmp_path: Path, block: int, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(personal_data, "_BLOCK", block)
    (tmp_path / "x.nt").write_text(f"{'é' * 900}\n{'word ' * 300}\n {text} {'word ' * 300}", encoding="utf-8")
    assert [(found.line, found.masked[1]) for found in find_personal_data(tmp_path, names=NAMES)] == [(3, "…")]


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("1,5 million", "1,5 million"),
        ("Írjon: Anna@Város.hu!", "Írjon: A…u!"),
        ("tel. +36 1 327 1000, PÉLDA Ágnes", "tel. +…0, P…s"),
        ("Példa Ágnes, agnes.pelda@varos.example", "P…s, a…e"),
        ("100 %41", "100 %41"),
    ],
)
def test_values_of_rejected_records_are_masked(text: str, masked: str) -> None:
    assert masked_text(text, names=NAMES) == masked
