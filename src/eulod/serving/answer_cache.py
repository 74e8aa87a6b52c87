"""Answers that were given before, in bounded memory: a release never changes, so neither do they."""

from __future__ import annotations

from collections import OrderedDict
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class AnswerCache(Generic[K, V]):
    """The answers used last, of at most so many bytes together; one larger than an eighth of that is not kept."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held = 0
        self._answers: OrderedDict[K, tuple[V, int]] = OrderedDict()

    def get(self, key: K) -> V | None:
        """The answer to a request, if it is kept."""
        found = self._answers.get(key)
        if found is None:
            return None
        self._answers.move_to_end(key)
        return found[0]

    def put(self, key: K, answer: V, size: int) -> None:
        """Keep an answer of so many bytes, its key included, in place of those not used for longest."""
        if size > self._most // 8:
            return
        _, before = self._answers.pop(key, (None, 0))
        self._answers[key] = (answer, size)
        self._held += size - before
        while self._held > self._most:
            _, (_, freed) = self._answers.popitem(last=False)
            self._held -= freed
