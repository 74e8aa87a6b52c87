"""Releases of the repository's own dataset for the tests, each made once however many workers ask for it."""

from __future__ import annotations

import os
import time
from dataclasses import replace
from pathlib import Path

import pytest

from eulod.config import Settings, read_settings
from eulod.errors import OutputInUse
from eulod.pipeline import Options, export
from eulod.publication.lock import locked
from eulod.publication.release import current_release
from tests.shared import ROOT, shared

FULL = {"cordis-horizon": "data/cordis/horizon_heads100", "interreg-sweden": "data/interreg/sweden"}


def full_settings() -> Settings:
    """The repository's dataset with the real files of the shared folder in place of the samples."""
    settings = read_settings(ROOT)
    inputs = {name: shared(path) for name, path in FULL.items()}
    sources = (replace(source, input=inputs.get(source.name, source.input)) for source in settings.sources)
    return replace(settings, sources=tuple(sources))


def exported(factory: pytest.TempPathFactory, name: str, settings: Settings, *, sources: tuple[str, ...] = ()) -> Path:
    """The folder of a release of `sources`, made by the first worker that asks; the others wait for it.

    Findings do not stop it: what validation finds is for the tests of validation.
    """
    folder = _session_folder(factory) / name
    while True:
        try:
            with locked(folder):
                return _release(folder / "out", settings, sources)
        except OutputInUse:
            time.sleep(0.5)


def _session_folder(factory: pytest.TempPathFactory) -> Path:
    """The temporary folder of the test run, shared by its workers."""
    base = factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


def _release(out: Path, settings: Settings, sources: tuple[str, ...]) -> Path:
    if not (current := current_release(out)):
        export(settings, out=out, sources=sources, options=Options(fail_on="none"))
        current = current_release(out)
    assert current is not None, f"nothing was released: see {out / 'failed'}"
    return current.folder
