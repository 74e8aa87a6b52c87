"""Tasks done in several processes, each of which opens a release once."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from typing import TypeVar

Task = TypeVar("Task")
Place = TypeVar("Place")
Done = TypeVar("Done")
_WAITING = 3


def in_processes(
    tasks: Iterable[Task], do: Callable[[Task], Done], opening: Callable[[Place], None], place: Place, processes: int
) -> Iterator[Done]:
    """What `do` gives for each task, in their order, as they are done; `opening` is called once in each process.

    Both are functions of modules, and tasks and `place` plain values, as they are sent to processes. One process is
    this one. Tasks are asked for as they are needed.
    """
    if processes == 1:
        opening(place)
        yield from map(do, tasks)
        return
    waiting: deque[Future[Done]] = deque()
    context = get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=context, initializer=opening, initargs=(place,)) as pool:
        for task in tasks:
            waiting.append(pool.submit(do, task))
            if len(waiting) >= _WAITING * processes:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
