from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from eulod.errors import OutputInUse, ReleaseError, ReleaseNotWritten, ReleaseUnreadable
from eulod.publication.lock import LOCK, locked
from eulod.publication.manifest import release_id
from eulod.publication.release import CURRENT, FAILED, LINK, RELEASES, building, current_release
from tests.publication.releases import publish, published, write_build

posix = pytest.mark.skipif(os.name != "posix", reason="symbolic links and limits of POSIX")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_release_is_named_by_its_manifest_and_current(tmp_path: Path) -> None:
    release = publish(tmp_path, "one")
    assert release.folder == tmp_path / RELEASES / release.id
    assert release.id == release_id(release.folder)
    assert json.loads((tmp_path / CURRENT).read_bytes())["id"] == release.id
    assert current_release(tmp_path) == release


@posix
def test_the_link_follows_the_current_release(tmp_path: Path) -> None:
    publish(tmp_path, "one")
    second = publish(tmp_path, "two")
    assert (tmp_path / LINK).resolve() == second.folder.resolve()
    assert (tmp_path / LINK).readlink() == Path(RELEASES, second.id)


@posix
def test_a_release_can_be_read_by_others(tmp_path: Path) -> None:
    assert publish(tmp_path, "one").folder.stat().st_mode & 0o777 == 0o777 & ~_umask()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_the_same_content_is_the_same_release(tmp_path: Path) -> None:
    first = publish(tmp_path, "one")
    publish(tmp_path, "two")
    assert publish(tmp_path, "one") == first
    assert published(tmp_path) == "one"
    assert len(names(tmp_path / RELEASES)) == 2


@pytest.mark.parametrize("damaged", ["projects.nt", "manifest.json"])
def test_a_damaged_release_of_the_same_content_is_replaced(tmp_path: Path, damaged: str) -> None:
    (publish(tmp_path, "one").folder / damaged).write_text("{}", encoding="utf-8")
    publish(tmp_path, "one")
    assert published(tmp_path) == "one"
    assert len(names(tmp_path / RELEASES)) == 1


def test_what_is_not_published_is_removed(tmp_path: Path) -> None:
    publish(tmp_path, "one")
    with building(tmp_path) as build:
        write_build(build, "two")
    assert published(tmp_path) == "one"
    assert len(names(tmp_path / RELEASES)) == 1


def test_leftovers_of_a_killed_run_are_removed(tmp_path: Path) -> None:
    publish(tmp_path, "one")
    (tmp_path / RELEASES / ".building" / "deep").mkdir(parents=True)
    (tmp_path / f".{CURRENT}.new").write_text("half", encoding="utf-8")
    (tmp_path / f".{FAILED}.new").mkdir()
    publish(tmp_path, "two")
    assert len(names(tmp_path / RELEASES)) == 2
    assert not [name for name in names(tmp_path) if name.endswith(".new")]


def test_a_failed_export_keeps_its_report_until_one_is_published(tmp_path: Path) -> None:
    publish(tmp_path, "one")
    for turn in ("first", "second"):
        with building(tmp_path) as build:
            (build.folder / "report.txt").write_text(turn, encoding="utf-8")
            (build.folder / "projects.nt").write_text("not for others", encoding="utf-8")
            assert build.fail([build.folder / "report.txt"]) == tmp_path / FAILED
    assert names(tmp_path / FAILED) == ["report.txt"]
    assert (tmp_path / FAILED / "report.txt").read_text(encoding="utf-8") == "second"
    assert published(tmp_path) == "one"
    publish(tmp_path, "two")
    assert FAILED not in names(tmp_path)


def test_an_exception_while_building_passes_and_leaves_the_last_release(tmp_path: Path) -> None:
    publish(tmp_path, "one")
    with pytest.raises(ZeroDivisionError), building(tmp_path) as build:
        write_build(build, str(1 / 0))
    assert published(tmp_path) == "one"


def test_nothing_published_is_no_release(tmp_path: Path) -> None:
    assert current_release(tmp_path / "nowhere") is None


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", '{"id": "../..", "manifest_sha256": ""}', '{"id": 3}'])
def test_a_current_file_that_names_no_release_is_an_error(tmp_path: Path, text: str) -> None:
    (tmp_path / CURRENT).write_text(text, encoding="utf-8")
    with pytest.raises(ReleaseUnreadable, match=r"current\.json: P005 "):
        current_release(tmp_path)


def test_a_second_export_stops_at_once_and_changes_nothing(tmp_path: Path) -> None:
    with building(tmp_path) as build:
        write_build(build, "one")
        with pytest.raises(OutputInUse, match=f"process {os.getpid()}"), building(tmp_path):
            pytest.fail("both hold the folder")
        build.publish()
    assert published(tmp_path) == "one"


def test_of_six_processes_at_once_all_but_the_holder_are_refused(tmp_path: Path) -> None:
    script = f"import pathlib, eulod.publication.lock as it\nwith it.locked(pathlib.Path({str(tmp_path)!r})): pass"
    with locked(tmp_path):
        children = [_python(script) for _ in range(6)]
        errors = [child.communicate()[1] for child in children]
    assert all("OutputInUse" in error for error in errors)
    assert _python(script).communicate()[1] == ""


def test_a_lock_file_left_behind_does_not_block(tmp_path: Path) -> None:
    (tmp_path / LOCK).write_text("99999999\n", encoding="ascii")
    publish(tmp_path, "one")
    assert published(tmp_path) == "one"


def _python(script: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2] / "src")}
    return subprocess.Popen([sys.executable, "-c", script], env=environment, stderr=subprocess.PIPE, text=True)


def failing(function: Callable[..., Any], turn: int) -> tuple[Callable[..., Any], list[int]]:
    """Wrap a system call so that its n-th call fails as on a full disk."""
    calls: list[int] = []

    def call(*arguments: Any, **named: Any) -> Any:
        calls.append(1)
        if len(calls) == turn:
            raise OSError(28, "No space left on device")
        return function(*arguments, **named)

    return call, calls


@pytest.mark.faults
@pytest.mark.parametrize("name", ["fsync", "mkdir", "open", "rename", "replace", "symlink", "write"])
def test_any_failing_system_call_leaves_a_whole_release(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(tmp_path, "old")
    for turn in range(1, 100):
        call, calls = failing(getattr(os, name), turn)
        with monkeypatch.context() as patched:
            patched.setattr(os, name, call)
            error = _error(tmp_path, f"new {turn}")
        if len(calls) < turn:
            return
        assert published(tmp_path) == ("old" if error else f"new {turn}")
        publish(tmp_path, "old")
    pytest.fail("never ran out of calls to fail")


def _error(out: Path, content: str) -> ReleaseError | None:
    try:
        publish(out, content)
    except ReleaseNotWritten as error:
        return error
    return None


@posix
@pytest.mark.faults
@pytest.mark.parametrize("limit", [0, 1, 100, 1000, 2000])
def test_a_limit_on_file_size_leaves_a_whole_release(tmp_path: Path, limit: int) -> None:
    publish(tmp_path, "old")
    child = _python(
        "import resource, sys\n"
        f"sys.path.insert(0, {str(Path(__file__).parents[2])!r})\n"
        "from pathlib import Path\nfrom tests.publication.releases import publish\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))\n"
        f"publish(Path({str(tmp_path)!r}), 'new')"
    )
    assert "ReleaseNotWritten" in child.communicate()[1]
    assert published(tmp_path) == "old"
    assert len(names(tmp_path / RELEASES)) == 1
