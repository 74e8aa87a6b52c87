"""Regular expressions that take too long are stopped.

Python's `re` looks for signals while it matches, so a timer can see that one match has not ended for some seconds and
stop it. Where there is no such timer, outside of the main thread and on Windows, patterns that can run away are refused
beforehand.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from rdflib import SH, Graph

from eulod.errors import PatternRunsAway
from eulod.validation.compile.regular_expressions import runs_away

LIMIT = 5
"""Seconds that one match may take."""
_MATCHING = ("_evaluate_string_rule", "Builtin_REGEX", "Builtin_REPLACE")
_HELP = "write the pattern without a repetition inside of a repetition, such as ^a+$ for ^(a+)+$"


@contextmanager
def stops_running_away(shapes: Graph) -> Iterator[None]:
    """Run a block in which no match may take longer than the limit.

    Raises PatternRunsAway.
    """
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        _refuse(shapes)
        yield
        return
    watch = _Watch()
    previous = signal.signal(signal.SIGALRM, watch)
    signal.setitimer(signal.ITIMER_REAL, 1, 1)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)


class _Watch:
    """Counts the seconds that one match is seen at work."""

    def __init__(self) -> None:
        self._seen: tuple[object, ...] = ()
        self._seconds = 0

    def __call__(self, _: int, frame: FrameType | None) -> None:
        if frame is None or frame.f_code.co_name not in _MATCHING:
            self._seen, self._seconds = (), 0
            return
        now = (frame, frame.f_lasti, frame.f_locals.get("v_string"))
        same = len(self._seen) == 3 and all(
            one is other or one == other for one, other in zip(now, self._seen, strict=True)
        )
        self._seen, self._seconds = now, self._seconds + 1 if same else 1
        if self._seconds > LIMIT:
            raise PatternRunsAway(_said(frame), help=_HELP)


def _said(frame: FrameType) -> str:
    pattern, text = frame.f_locals.get("r"), str(frame.f_locals.get("v_string", ""))
    shown = f"{text[:60]}…" if len(text) > 60 else text
    named = f"the pattern {str(pattern)!r} on {shown!r}" if pattern is not None else "a pattern in a query"
    return f"{named} did not come to an end within {LIMIT} seconds"


def _refuse(shapes: Graph) -> None:
    for subject, pattern in sorted(shapes.subject_objects(SH.pattern)):
        if runs_away(str(pattern)):
            raise PatternRunsAway(f"{subject.n3()}: the pattern {str(pattern)!r} can run away", help=_HELP)
