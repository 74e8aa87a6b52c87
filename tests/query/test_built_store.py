"""The store on disk: built once, whole or not there, and opened by many."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from eulod.errors import NoData
from eulod.query.built_store import BUILT, built_store, open_built
from eulod.query.sparql import Answer, ask

NAMED = "<http://e/a> <http://e/p> <http://e/o> <http://e/g> .\n<http://e/withheld> <http://e/p> 1 <http://e/g> .\n"


@pytest.fixture
def release(tmp_path: Path) -> Path:
    """A folder like that of a release, without a manifest."""
    folder = tmp_path / "releases" / "one"
    folder.mkdir(parents=True)
    (folder / "data.nt").write_text("<http://e/a> <http://e/p> <http://e/o> .\n", encoding="utf-8")
    (folder / "data.nq").write_text(NAMED.replace(" 1 ", ' "1" '), encoding="utf-8")
    return folder


def test_it_is_built_beside_the_releases_and_once(release: Path, tmp_path: Path) -> None:
    said: list[str] = []
    for _ in range(2):
        with built_store([release], say=said.append) as built:
            assert built.folder.is_relative_to(tmp_path / BUILT / built.id)
            store = open_built(built.folder)
            assert ask(store, "ASK { <http://e/withheld> ?p ?o }") == Answer(False)
            assert ask(store, "ASK { GRAPH <http://e/g> { <http://e/withheld> ?p ?o } }") == Answer(True)
            del store
    assert said == ["building the store"]
    assert [path.name for path in built.folder.parent.iterdir()] == ["store"]


def test_its_name_changes_with_the_data(release: Path) -> None:
    with built_store([release]) as before:
        pass
    (release / "data.nt").write_text("<http://e/b> <http://e/p> <http://e/o> .\n", encoding="utf-8")
    with built_store([release]) as after:
        assert after.id != before.id
        assert ask(open_built(after.folder), "ASK { <http://e/b> ?p ?o }") == Answer(True)


def test_a_store_that_was_not_finished_is_built_again(release: Path) -> None:
    with built_store([release]) as built:
        (built.folder / "eulod.json").unlink()
    with built_store([release]) as again:
        assert ask(open_built(again.folder), "ASK { ?s ?p ?o }") == Answer(True)


def test_two_that_build_at_once_both_have_it(release: Path) -> None:
    def asked(_: int) -> object:
        with built_store([release]) as built:
            return ask(open_built(built.folder), "ASK { ?s ?p ?o }")

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(asked, range(4))) == [Answer(True)] * 4


def test_documents_are_built_for_the_time_of_their_use(tmp_path: Path) -> None:
    file = tmp_path / "data.ttl"
    file.write_text("<http://e/a> <http://e/p> 1 .", encoding="utf-8")
    with built_store([file], base="http://e/") as built:
        assert built.base == "http://e/"
        assert len(open_built(built.folder)) == 1
    assert not built.folder.exists()


def test_what_is_no_release_is_refused(tmp_path: Path, release: Path) -> None:
    for paths in ([tmp_path], [release, release], []):
        with pytest.raises(NoData), built_store(paths):
            pass
