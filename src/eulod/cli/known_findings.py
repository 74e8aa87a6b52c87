"""The baseline on the command line: read, written, and what it no longer fits told."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from eulod.cli import options

if TYPE_CHECKING:
    from eulod.validation.report import Report


def with_baseline(ctx: click.Context, report: Report, baseline: Path | None, write: Path | None) -> Report:
    """The report with the findings marked that `baseline` knows, or that are written to `write`, which all are."""
    from eulod.validation.baseline import read_baseline

    read = None if baseline is None else read_baseline(baseline)
    if write is not None:
        _written(ctx, report, write)
        return read_baseline(write).marked(report)
    if read is None:
        return report
    if stale := read.stale(report):
        are = "finding is" if stale == 1 else "findings are"
        options.note(ctx, f"{stale} known {are} gone; --write-baseline {baseline} takes them off the list")
    return read.marked(report)


def _written(ctx: click.Context, report: Report, path: Path) -> None:
    from eulod.reports.target import opened
    from eulod.validation.baseline import baseline_lines

    with opened(path) as stream:
        for line in baseline_lines(report):
            stream.write(line.encode() + b"\n")
    known = "1 finding" if len(report.findings) == 1 else f"{len(report.findings)} findings"
    options.note(ctx, f"{path} knows {known}")
