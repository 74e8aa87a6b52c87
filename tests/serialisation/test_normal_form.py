"""Dumps are rewritten the same by this process and by processes of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from eulod.serialisation import normal_form
from eulod.serialisation.normal_form import DumpDiffers, Normalising

LINE = "<urn:s> <urn:p> <urn:o> .\n"


@pytest.mark.parametrize("large", [0, 1_000_000])
def test_each_dump_is_rewritten_or_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, large: int) -> None:
    monkeypatch.setattr(normal_form, "_LARGE", large)
    texts = {"a.nt": LINE, "b.ttl": LINE.upper().replace("URN", "urn"), "c.nt": "<urn:s> <urn:p>\n"}
    for name, text in texts.items():
        (tmp_path / name).write_text(text)
    targets = {tmp_path / name: tmp_path / f"{name}.nq" for name in texts}
    normalising = Normalising()
    for dump, target in targets.items():
        normalising.start(dump, target)
    try:
        assert normalising.ended(tmp_path / "a.nt").read_text() == LINE
        assert normalising.ended(tmp_path / "b.ttl").read_text() == "<urn:S> <urn:P> <urn:O> .\n"
        with pytest.raises(DumpDiffers, match=r"pyoxigraph .*"):
            normalising.ended(tmp_path / "c.nt")
    finally:
        normalising.close()


def test_processes_that_nobody_waits_for_are_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(normal_form, "_LARGE", 0)
    (tmp_path / "a.nt").write_text(LINE)
    normalising = Normalising()
    normalising.start(tmp_path / "a.nt", tmp_path / "a.nq")
    (process,) = normalising._running.values()
    normalising.close()
    assert process.returncode is not None
