from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from eulod.publication.manifest import (
    MANIFEST,
    FindingCount,
    Manifest,
    Withheld,
    dump_files,
    is_intact,
    release_id,
    write_manifest,
)
from eulod.publication.media_types import media_type
from tests.publication.releases import METADATA, SOURCES, publish

WITHHELD = (
    Withheld('<https://e/b> <https://e/p> "é"', "https://e/claim/2", "disputed"),
    Withheld('<https://e/a> <https://e/p> "x"', "https://e/claim/1", "rejected"),
)
FINDINGS = (FindingCount("https://s#X03", "warning", 3), FindingCount("https://s#Q04", "info", 1))


def write(folder: Path) -> str:
    (folder / "reports").mkdir(parents=True)
    (folder / "projects.nt").write_bytes(b"x .\n")
    (folder / "reports" / "report.json").write_bytes(b"{}")
    manifest = Manifest(
        METADATA, {"eulod": "0.1.0"}, SOURCES, dump_files(folder, {"projects.nt": 1}), WITHHELD, FINDINGS
    )
    return write_manifest(folder, manifest)


def test_the_manifest_lists_inputs_outputs_and_what_was_left_out(tmp_path: Path) -> None:
    write(tmp_path)
    content = json.loads((tmp_path / MANIFEST).read_bytes())
    assert content["outputs"] == [
        {
            "media_type": "application/n-triples",
            "path": "projects.nt",
            "sha256": hashlib.sha256(b"x .\n").hexdigest(),
            "size": 4,
            "statements": 1,
        },
        {
            "media_type": "application/json",
            "path": "reports/report.json",
            "sha256": hashlib.sha256(b"{}").hexdigest(),
            "size": 2,
        },
    ]
    assert [source["name"] for source in content["inputs"]] == ["lists", "records"]
    assert [file["path"] for file in content["inputs"][1]["files"]] == ["records/a.yaml", "records/b.yaml"]
    assert content["records"] == {"described": 11, "read": 12, "rejected": 1}
    assert content["withheld"][0] == {
        "claim": "https://e/claim/1",
        "reason": "rejected",
        "statement": '<https://e/a> <https://e/p> "x"',
    }
    assert [found["count"] for found in content["findings"]] == [1, 3]


def test_the_id_is_the_manifests_own_checksum(tmp_path: Path) -> None:
    found = write(tmp_path)
    assert found == hashlib.sha256((tmp_path / MANIFEST).read_bytes()).hexdigest()[:16] == release_id(tmp_path)


def test_the_same_content_gives_the_same_bytes(tmp_path: Path) -> None:
    assert write(tmp_path / "one") == write(tmp_path / "other")


def test_a_release_is_intact_until_a_listed_file_changes(tmp_path: Path) -> None:
    release = publish(tmp_path, "one")
    (release.folder / ".DS_Store").write_bytes(b"")
    assert is_intact(release.folder)
    (release.folder / "projects.nt").write_bytes(b"")
    assert not is_intact(release.folder)
    (release.folder / "projects.nt").unlink()
    assert not is_intact(release.folder)


def test_a_folder_without_manifest_is_not_intact(tmp_path: Path) -> None:
    assert not is_intact(tmp_path)
    (tmp_path / MANIFEST).write_text("[]", encoding="utf-8")
    assert not is_intact(tmp_path)


def test_dumps_are_measured(tmp_path: Path) -> None:
    (tmp_path / "a.nt").write_bytes(b"1234")
    (tmp_path / "b.ttl").write_bytes(b"12")
    found = dump_files(tmp_path, {"b.ttl": 7, "a.nt": 1})
    assert [(dump.path, dump.size, dump.statements) for dump in found] == [("a.nt", 4, 1), ("b.ttl", 2, 7)]
    assert found[0].sha256 == hashlib.sha256(b"1234").hexdigest()


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("a.ttl", "text/turtle"),
        ("a.nq.gz", "application/gzip"),
        ("a.csv", "text/csv"),
        ("LICENSE", "application/octet-stream"),
    ],
)
def test_media_types(path: str, expected: str) -> None:
    assert media_type(path) == expected
