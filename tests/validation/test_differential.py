"""The set-wise layer gives the results of pySHACL alone, on whatever shapes and data."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings

from eulod.errors import EulodError, ShapesNotRunnable
from eulod.validation.data_graph import read_data
from eulod.validation.report import Report
from eulod.validation.shapes_graph import read_shapes
from eulod.validation.validate import validate
from tests.validation.checking import set_wise
from tests.validation.random_graphs import data_graphs, shapes_graphs

pytestmark = pytest.mark.filterwarnings("ignore::pyshacl.errors.ShapeRecursionWarning")


@given(shapes=shapes_graphs(), data=data_graphs())
@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_both_layers_agree_on_random_shapes_and_data(shapes: str, data: str) -> None:
    with TemporaryDirectory() as folder:
        files = [Path(folder) / name for name in ("shapes.ttl", "data.ttl")]
        for file, text in zip(files, (shapes, data), strict=True):
            file.write_text(text, encoding="utf-8")
        exact = both(files[1], files[0], exact=True)
        if exact is not ShapesNotRunnable:  # the other layer may not come to the value at which pySHACL stops
            assert both(files[1], files[0], exact=False) == exact


def both(data: Path, shapes: Path, *, exact: bool) -> Report | type[EulodError]:
    """What one layer finds, or the kind of error that it ends with."""
    try:
        against = read_shapes([shapes])
        return validate(read_data([data]), against) if exact else set_wise([data], against).report
    except EulodError as error:
        return type(error)
