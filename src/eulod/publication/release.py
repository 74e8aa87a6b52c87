"""Building a release and switching to it, so that at every moment the last release is whole.

out/.lock                  held while an export runs
out/releases/.building     the release being built; what a killed run left is removed by the next
out/releases/.scratch      what the export puts aside meanwhile, on the disk that must hold the release anyway
out/releases/<id>          finished releases, never changed
out/current.json           names the newest one; replaced in one step, last
out/current                symbolic link to it, where the system has them
out/failed                 report and rejected records of the last export that was not published
"""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread

from eulod.errors import Place, ReleaseNotWritten, ReleaseUnreadable
from eulod.publication.durable_files import replace_bytes, sync_file, sync_folder, sync_tree
from eulod.publication.lock import locked
from eulod.publication.manifest import MANIFEST, is_intact, measure, release_id

CURRENT = "current.json"
LINK = "current"
RELEASES = "releases"
FAILED = "failed"
_BUILDING = ".building"
_SCRATCH = ".scratch"
_DAMAGED = ".damaged"
_FULL = frozenset(getattr(errno, name) for name in ("EDQUOT", "EFBIG", "ENOSPC") if hasattr(errno, name))
_DISK = frozenset(
    getattr(errno, name)
    for name in ("EDQUOT", "EFBIG", "EIO", "ENOLCK", "ENOSPC", "ENOTSUP", "EROFS")
    if hasattr(errno, name)
)


@dataclass(frozen=True, slots=True)
class Release:
    """A finished release: its id and its folder."""

    id: str
    folder: Path


@dataclass(frozen=True, slots=True)
class Build:
    """A release being built: write its files into `folder`, manifest.json last, then call `publish` or `fail`.

    `scratch` is a folder for what is needed meanwhile.
    """

    out: Path
    folder: Path
    scratch: Path
    settling: list[Thread] = field(default_factory=list, repr=False, compare=False)

    def settle(self, file: Path) -> None:
        """Begin to bring a finished file to the disk, so that publishing, which makes sure of it, waits less."""
        self.settling.append(Thread(target=_sync_quietly, args=(file,), daemon=True))
        self.settling[-1].start()

    def settled(self) -> None:
        """Wait for what was begun, so that no file of the build is open."""
        while self.settling:
            self.settling.pop().join()

    def publish(self) -> Release:
        """Make the build a release and switch to it; any failure before the switch leaves the last release current.

        Raises ReleaseNotWritten when the disk refuses.
        """
        with _disk_errors(self.out):
            release = self._finish()
            replace_bytes(self.out / CURRENT, _current(release))
        _link(self.out, release)
        shutil.rmtree(self.out / FAILED, ignore_errors=True)
        return release

    def fail(self, files: Iterable[Path]) -> Path:
        """Keep `files` of the build (report, rejected.csv) in out/failed, publish nothing, and return that folder."""
        fresh, failed = self.out / f".{FAILED}.new", self.out / FAILED
        with _disk_errors(self.out):
            fresh.mkdir()
            for file in sorted(files):
                shutil.copyfile(file, fresh / file.name)
            _remove(failed)
            fresh.rename(failed)
        return failed

    def _finish(self) -> Release:
        """Move the build to its place; a release that stands there already is the same, or damaged and replaced."""
        self.settled()
        sync_tree(self.folder)
        release = Release(release_id(self.folder), self.out / RELEASES / release_id(self.folder))
        if release.folder.exists() and not is_intact(release.folder):
            release.folder.rename(self.out / RELEASES / _DAMAGED)
        if not release.folder.exists():
            self.folder.rename(release.folder)
        sync_folder(self.out / RELEASES)
        return release


@contextmanager
def building(out: Path) -> Iterator[Build]:
    """Hold the output folder and give an empty build in it; what is not published by the end of the block is removed.

    Raises OutputInUse when another export holds `out`, ReleaseNotWritten when the disk refuses.
    """
    with _disk_errors(out), locked(out):
        _remove_leftovers(out)
        build = Build(out, out / RELEASES / _BUILDING, out / RELEASES / _SCRATCH)
        try:
            for folder in (build.folder, build.scratch):
                folder.mkdir(parents=True)
            yield build
        finally:
            build.settled()
            with suppress(OSError):
                _remove_leftovers(out)


def current_release(out: Path) -> Release | None:
    """Find the release that out/current.json names; None when nothing has been published there yet.

    Raises ReleaseUnreadable when current.json cannot be understood or names a release that is not there.
    """
    try:
        named = json.loads((out / CURRENT).read_bytes())
        release = Release(str(named["id"]), out / RELEASES / Path(str(named["id"])).name)
        if measure(release.folder / MANIFEST).sha256 == named["manifest_sha256"]:
            return release
    except FileNotFoundError:
        if not (out / CURRENT).exists():
            return None
    except (OSError, ValueError, KeyError, TypeError):
        pass
    raise ReleaseUnreadable(
        "it does not name a whole release", help="run `eulod export` again", place=Place(str(out / CURRENT))
    )


def _sync_quietly(file: Path) -> None:
    with suppress(OSError):
        sync_file(file)


def _current(release: Release) -> bytes:
    content = {
        "id": release.id,
        "manifest_sha256": measure(release.folder / MANIFEST).sha256,
        "path": f"{RELEASES}/{release.id}",
    }
    return (json.dumps(content, indent=1, sort_keys=True) + "\n").encode("ascii")


def _link(out: Path, release: Release) -> None:
    """Point out/current to the release; where that fails there is no link, rather than one to an old release."""
    link, fresh = out / LINK, out / f".{LINK}.new"
    if link.exists() and not link.is_symlink():
        return  # not ours
    try:
        fresh.symlink_to(Path(RELEASES, release.id), target_is_directory=True)
        fresh.replace(link)
    except OSError:
        for remove in (link.unlink, link.rmdir):  # Windows removes a link to a folder as a folder
            with suppress(OSError):
                remove()


def _remove_leftovers(out: Path) -> None:
    for name in (_BUILDING, _SCRATCH, _DAMAGED):
        _remove(out / RELEASES / name)
    for name in (CURRENT, LINK, FAILED):
        _remove(out / f".{name}.new")


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


@contextmanager
def _disk_errors(out: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if not _concerns(error, out):
            raise
        reason = error.strerror or str(error)
        raise ReleaseNotWritten(
            f"{reason}; nothing is published, the last release stands",
            help="see that the disk has room and that the folder may be written, then export again",
            place=Place(_file(error) or str(out)),
        ) from error


def _file(error: OSError) -> str:
    """The file that was being written, where that is known: of two, such as those of a copy, the second."""
    names = (name for name in (error.filename2, error.filename) if isinstance(name, str))
    return next(names, "")


def _concerns(error: OSError, out: Path) -> bool:
    """Say whether an error comes from a full disk or from writing below `out`; failing writes name no file."""
    if error.filename is None or error.errno in _FULL:
        return error.errno in _DISK
    return not isinstance(error.filename, int) and Path(os.fsdecode(error.filename)).is_relative_to(out)
